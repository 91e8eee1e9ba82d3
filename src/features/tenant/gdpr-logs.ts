import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Info, Resolver } from 'type-graphql';
import type { Visit } from '../../access/visit.js';
import { CompiledRead, type Listing } from '../../entities/compiled-read.js';
import { connectionOf, listArgumentsOf } from '../../entities/connection.js';
import { ActorKindEnum, SecurityEventKindEnum } from '../../entities/enums.js';
import { DateTime } from '../../entities/scalars.js';
import { MEMBER_EVENTS } from '../../vocabulary/security-events.js';
import { GdprSettings } from './gdpr-settings.js';

const facet = (prefix: string, known?: Listing['known']): Listing => ({
  table: 'access_entry_facet',
  word: 'facet',
  row: 'entry_id',
  prefix: `${prefix}:`,
  ...(known && { known }),
});
const FROM = { field: 'at', operator: 'gte' } as const;
const TO = { field: 'at', operator: 'lt' } as const;
const SORTED = { by: 'at', where: ['from', 'to'] } as const;

/** Narrows a log to a time. */
@ArgsType()
class Period {
  @Field(() => DateTime, { nullable: true, description: 'Not before this.' })
  readonly from?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Before this.' })
  readonly to?: string | null;
}

@ArgsType()
class AccessLogFilter extends Period {
  @Field(() => ID, { nullable: true, description: 'Only what rested on this grant.' })
  readonly grant?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only what this integration, token of none, or external user (by the access) read.',
  })
  readonly recipient?: string | null;

  @Field(() => ActorKindEnum, { nullable: true, description: 'Only what this kind of actor read.' })
  readonly actor?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only what this person read.' })
  readonly actorId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only where this subject was shown or asked by, such as Contact.',
  })
  readonly subject?: string | null;

  @Field(() => String, { nullable: true, description: 'Only where data of this category was shown or asked by.' })
  readonly category?: string | null;
}

/** The logs of the tenant, in its GDPR tab: who looked, what was changed, what happened. */
@Resolver(() => GdprSettings)
export class GdprLogsResolver {
  @FieldResolver(() => connectionOf('AccessEntry'), {
    description: 'Every read under an authority other than membership, newest first.',
  })
  @CompiledRead({
    subject: 'AccessEntry',
    as: 'connection',
    filters: {
      grant: 'authority',
      actor: 'actor',
      actorId: 'actorId',
      subject: facet('subject', 'SUBJECT'),
      category: facet('category', 'CATEGORY'),
      recipient: facet('recipient'),
      from: FROM,
      to: TO,
    },
    sorted: SORTED,
  })
  accessLog(
    @Args(() => listArgumentsOf('AccessEntry')) _list: object,
    @Args(() => AccessLogFilter) _filter: AccessLogFilter,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('ChangeEntry'), {
    description:
      'Every change of a contact, company or invoice, by whomever, newest first: which fields, and no values.',
  })
  @CompiledRead({
    subject: 'ChangeEntry',
    as: 'connection',
    filters: { from: FROM, to: TO },
    sorted: SORTED,
  })
  changeLog(
    @Args(() => listArgumentsOf('ChangeEntry')) _list: object,
    @Args(() => Period) _period: Period,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('SecurityEvent'), {
    description:
      'What happened in the environment (to consents, instructions, windows, members) and, while they were members, to accounts, newest first.',
  })
  @CompiledRead({
    subject: 'SecurityEvent',
    as: 'connection',
    log: 'TENANT',
    filters: { kind: 'kind', kinds: { field: 'kind', operator: 'in' }, from: FROM, to: TO },
    sorted: SORTED,
  })
  securityEvents(
    @Args(() => listArgumentsOf('SecurityEvent')) _list: object,
    @Args(() => Period) _period: Period,
    @Arg('kind', () => SecurityEventKindEnum, { nullable: true }) _kind: string | null,
    @Arg('kinds', () => [SecurityEventKindEnum], { nullable: true, description: 'One of these.' })
    _kinds: readonly string[] | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('SecurityEvent'), {
    description: 'Who was invited, joined, was given another role, deactivated, reactivated or removed, newest first.',
  })
  @CompiledRead({
    subject: 'SecurityEvent',
    as: 'connection',
    log: 'TENANT',
    filters: { from: FROM, to: TO },
    sorted: SORTED,
    always: [{ field: 'kind', operator: 'in', value: MEMBER_EVENTS }],
  })
  memberChanges(
    @Args(() => listArgumentsOf('SecurityEvent')) _list: object,
    @Args(() => Period) _period: Period,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }
}
