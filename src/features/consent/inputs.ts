import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Answered } from '../../entities/compiled-read.js';
import { GrantAccessEnum, PurposeEnum } from '../../entities/enums.js';
import { DateTime } from '../../entities/scalars.js';
import { SupportGrant } from '../../entities/support-grant.js';

@InputType({ description: 'What staff ask a tenant to consent to.' })
export class RequestSupportAccessInput {
  @Field(() => String, { description: "The tenant's slug." })
  readonly tenant!: string;

  @Field(() => [String])
  readonly categories!: readonly string[];

  @Field(() => GrantAccessEnum, { defaultValue: 'READ' })
  readonly access!: string;

  @Field(() => PurposeEnum, { defaultValue: 'SUPPORT_TICKET' })
  readonly purpose!: string;

  @Field(() => DateTime, { nullable: true, description: 'At most 30 days ahead; left out: 8 hours.' })
  readonly expiresAt?: string | null;

  @Field(() => String, { description: 'What the tenant decides by.' })
  readonly reason!: string;

  @Field(() => ID, { nullable: true })
  readonly ticketId?: string | null;
}

@InputType({ description: 'Whoever approves may narrow what was asked, never widen it.' })
export class ApproveSupportAccessInput {
  @Field(() => [String], { nullable: true, description: 'Left out: as asked.' })
  readonly categories?: readonly string[] | null;

  @Field(() => GrantAccessEnum, { nullable: true, description: 'Left out: as asked.' })
  readonly access?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Left out: as asked.' })
  readonly expiresAt?: string | null;
}

@InputType({ description: 'More time for the same. The tenant decides on it as on any request.' })
export class RequestSupportExtensionInput {
  @Field(() => DateTime, { description: 'At most 30 days ahead, and later than what is extended.' })
  readonly expiresAt!: string;

  @Field(() => String, { description: 'What the tenant decides by.' })
  readonly reason!: string;
}

@Answered()
@ObjectType({ description: 'The grant as it is now.' })
export class SupportGrantPayload {
  @Field(() => SupportGrant)
  readonly grant!: SupportGrant;
}

@ObjectType({ description: 'The key that receipts are signed with.' })
export class ReceiptKey {
  @Field(() => ID, { description: 'Start of the SHA-256 of the public key.' })
  readonly id!: string;

  @Field(() => String, { description: 'Ed25519, SubjectPublicKeyInfo, PEM.' })
  readonly publicKey!: string;
}

@Answered()
@ObjectType({ description: 'The grant that has ended, and a receipt.' })
export class RevokeSupportAccessPayload {
  @Field(() => SupportGrant)
  readonly grant!: SupportGrant;
}
