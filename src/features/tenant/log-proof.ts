import { Arg, Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver } from 'type-graphql';
import { proveLog, type LogProof } from '../../access/prove-log.js';
import { optionalUuid } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { badInput } from '../../kernel/errors.js';
import { GdprSettings } from './gdpr-settings.js';

const MOST_LINES = 1_000;

@ObjectType({
  description: 'What scripts/verify-log.mjs verifies without the API: a part of the access log, and its signed head.',
})
export class AccessLogProof implements LogProof {
  @Field(() => [String], {
    description:
      'Entries as they were hashed, in the order of the hash chain, each a line of JSON. Where they begin later than the chain, first a line that says where.',
  })
  readonly lines!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: 'Where the chain stands, signed with the key of `receiptKey`; null: nothing is chained yet.',
  })
  readonly head!: string | null;

  @Field(() => Int, { nullable: true, description: 'The place of the last line: `after` of the next page.' })
  readonly endPlace!: number | null;

  @Field(() => Boolean, { description: 'Whether there are entries between the last line and the head.' })
  readonly hasNextPage!: boolean;
}

/** The access log as evidence. */
@Resolver(() => GdprSettings)
export class LogProofResolver {
  @FieldResolver(() => AccessLogProof, {
    nullable: true,
    description:
      'Evidence that nobody changed the access log: verified offline, up to a head that somebody else keeps.',
  })
  async accessLogProof(
    @Arg('entry', () => ID, { nullable: true, description: 'Begin with this entry.' }) entry: string | null,
    @Arg('first', () => Int, { nullable: true, description: 'How many entries, 1 to 1,000.' }) first: number | null,
    @Arg('after', () => Int, { nullable: true, description: 'Behind this place.' }) after: number | null,
    @Ctx('visit') visit: Visit,
  ): Promise<AccessLogProof> {
    const most = first ?? MOST_LINES;
    if (most < 1 || most > MOST_LINES) throw badInput('first takes a number from 1 to 1000.', ['first']);
    if ((after ?? 0) < 0) throw badInput('after takes a place, or 0 for the beginning.', ['after']);
    const call = visit.call.bind(visit);
    return proveLog(call, visit.receipts, { entry: optionalUuid('AccessEntry', entry), after: after ?? 0, most });
  }
}
