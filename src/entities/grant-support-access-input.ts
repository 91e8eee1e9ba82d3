import { Field, ID, InputType } from 'type-graphql';
import { GrantAccessEnum, PurposeEnum } from './enums.js';
import { DateTime } from './scalars.js';

/** What a tenant consents to: given, or only previewed. */
@InputType({ description: 'A consent, given unasked.' })
export class GrantSupportAccessInput {
  @Field(() => [String], { description: 'The data categories that it opens; sensitive ones are named like any other.' })
  readonly categories!: readonly string[];

  @Field(() => GrantAccessEnum, { defaultValue: 'READ' })
  readonly access!: string;

  @Field(() => PurposeEnum, { defaultValue: 'SUPPORT_TICKET' })
  readonly purpose!: string;

  @Field(() => DateTime, { nullable: true, description: 'At most 30 days ahead; left out: 8 hours.' })
  readonly expiresAt?: string | null;

  @Field(() => String, { nullable: true })
  readonly reason?: string | null;

  @Field(() => ID, { nullable: true, description: 'The ticket that it is given for.' })
  readonly ticketId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The one staff member it is for; left out: any support staff.' })
  readonly staffId?: string | null;
}
