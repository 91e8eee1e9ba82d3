import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Info,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import { demand } from '../../access/demand.js';
import { categoryList, demandKnownCategories, freeText } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { Answered, CompiledRead } from '../../entities/compiled-read.js';
import { connectionOf, listArgumentsOf } from '../../entities/connection.js';
import { Disclosure } from '../../entities/disclosure.js';
import { DisclosureFormatEnum, DisclosureGroundEnum, DisclosureSourceEnum } from '../../entities/enums.js';
import { DateTime } from '../../entities/scalars.js';
import { badInput } from '../../kernel/errors.js';
import { newUuid } from '../../kernel/ids.js';
import { DisclosureExport, exportOf } from './disclosure-export.js';
import { GdprSettings } from './gdpr-settings.js';

@ArgsType()
class DisclosurePeriod {
  @Field(() => DateTime, { nullable: true, description: 'Not over before this.' })
  readonly from?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Begun before this.' })
  readonly to?: string | null;
}

@ArgsType()
class DisclosureFilter extends DisclosurePeriod {
  @Field(() => DisclosureGroundEnum, { nullable: true, description: 'Only on this ground.' })
  readonly ground?: string | null;

  @Field(() => DisclosureSourceEnum, { nullable: true, description: 'Only what came into the register so.' })
  readonly source?: string | null;

  @Field(() => String, { nullable: true, description: 'Only to this recipient, as it is written there.' })
  readonly recipient?: string | null;
}

@InputType({
  description: 'Something that was given to a third party and that no program or external user has read here.',
})
export class RecordDisclosureInput {
  @Field(() => String, { description: 'Who was given the data; at most 200 characters.' })
  readonly recipient!: string;

  @Field(() => DisclosureGroundEnum)
  readonly ground!: string;

  @Field(() => [String], { description: 'The data categories that were among it.' })
  readonly categories!: readonly string[];

  @Field(() => DateTime, { description: 'When the first of it was given.' })
  readonly from!: string;

  @Field(() => DateTime, { nullable: true, description: 'When the last of it was; left out: all at once.' })
  readonly to?: string | null;

  @Field(() => Float, { nullable: true, description: 'How many records, if that is known.' })
  readonly records?: number | null;

  @Field(() => String, { nullable: true, description: 'At most 1,000 characters.' })
  readonly note?: string | null;
}

@Answered()
@ObjectType({ description: 'The disclosure as it is now.' })
export class DisclosurePayload {
  @Field(() => Disclosure)
  readonly disclosure!: Disclosure;
}

/** What was given to third parties, on which ground: by programs and external users as the access log tells, and whatever else is recorded by hand. */
@Resolver(() => GdprSettings)
export class DisclosuresResolver {
  @FieldResolver(() => connectionOf('Disclosure'), {
    description: 'What was given to third parties, by recipient, ground and day, the newest first.',
  })
  @CompiledRead({
    subject: 'Disclosure',
    as: 'connection',
    filters: {
      ground: 'ground',
      source: 'source',
      recipient: 'recipient',
      from: { field: 'endedAt', operator: 'gte' },
      to: { field: 'beganAt', operator: 'lt' },
    },
  })
  disclosures(
    @Args(() => listArgumentsOf('Disclosure')) _list: object,
    @Args(() => DisclosureFilter) _filter: DisclosureFilter,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => DisclosureExport, { description: 'The register as a file.' })
  async disclosureExport(
    @Arg('format', () => DisclosureFormatEnum) format: string,
    @Args(() => DisclosurePeriod) { from, to }: DisclosurePeriod,
    @Ctx('visit') visit: Visit,
  ): Promise<DisclosureExport> {
    demand((await visit.standing()).law, 'READ', 'Disclosure');
    return exportOf(visit, format, { from: from ?? null, to: to ?? null });
  }

  @Mutation(() => DisclosurePayload, {
    description:
      'Records what was given to a third party by other ways than through a program or an external user here.',
  })
  async recordDisclosure(
    @Arg('input', () => RecordDisclosureInput) input: RecordDisclosureInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const { law } = await visit.standing();
    demand(law, 'CREATE', 'Disclosure');
    demandKnownCategories(law, input.categories);
    const id = newUuid();
    await visit.call('auth.record_disclosure', [
      id,
      freeText(input.recipient, ['input', 'recipient']),
      input.ground,
      categoryList(input.categories),
      input.from,
      input.to ?? null,
      wholeNumber(input.records),
      freeText(input.note, ['input', 'note']),
    ]);
    return visit.readBack(info, 'disclosure', id);
  }
}

function wholeNumber(value: number | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (!Number.isSafeInteger(value)) throw badInput('The number of records is a whole one.', ['input', 'records']);
  return String(value);
}
