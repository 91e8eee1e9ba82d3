import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ApiToken } from '../../entities/api-token.js';
import { Answered } from '../../entities/compiled-read.js';
import { DisclosureGroundEnum } from '../../entities/enums.js';
import { Integration } from '../../entities/integration.js';
import { RevocationReceipt } from '../../entities/revocation-receipt.js';
import { DateTime } from '../../entities/scalars.js';

@InputType({ description: 'A new key for a program.' })
export class CreateApiTokenInput {
  @Field(() => String, { description: 'To know it by; at most 100 characters.' })
  readonly name!: string;

  @Field(() => [String], {
    description:
      'What it may at most do: contacts, companies, invoices or tickets, with :read or :write. Neither implies the other.',
  })
  readonly scopes!: readonly string[];

  @Field(() => [String], {
    description: 'The data categories that it may at most see, sensitive ones named one by one. Tickets need none.',
  })
  readonly categories!: readonly string[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'Left out: 90 days, or what the tenant allows if that is less; at most a year ahead.',
  })
  readonly expiresAt?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The networks from which it is accepted, such as 192.0.2.0/24 or 2001:db8::/32; left out: from anywhere.',
  })
  readonly addressRanges?: readonly string[] | null;

  @Field(() => ID, { nullable: true, description: 'The integration that it is for; it ends with it.' })
  readonly integrationId?: string | null;
}

@Answered()
@ObjectType({ description: 'The new token, and its secret, which is shown this once.' })
export class CreateApiTokenPayload {
  @Field(() => ApiToken)
  readonly token!: ApiToken;

  @Field(() => String, { description: 'Sent as Authorization: Bearer. It is stored nowhere.' })
  readonly secret!: string;
}

@Answered()
@ObjectType({ description: 'The token as it is now.' })
export class ApiTokenPayload {
  @Field(() => ApiToken)
  readonly token!: ApiToken;

  @Field(() => RevocationReceipt, { nullable: true, description: 'What its end did before it was answered.' })
  readonly receipt!: RevocationReceipt | null;
}

@InputType({ description: 'A program of a third party that the tenant may let in.' })
export class ProposeIntegrationInput {
  @Field(() => String, { description: 'What the program is called; at most 100 characters.' })
  readonly name!: string;

  @Field(() => String, { description: 'Who receives the data; at most 200 characters.' })
  readonly thirdParty!: string;

  @Field(() => [String], { description: 'What its tokens may at most do.' })
  readonly scopes!: readonly string[];

  @Field(() => [String], { description: 'The data categories that its tokens may at most see.' })
  readonly categories!: readonly string[];

  @Field(() => DisclosureGroundEnum, { defaultValue: 'INSTRUCTION', description: 'On which ground the data is given.' })
  readonly ground!: string;
}

@InputType({ description: 'The agreement between the tenant and the third party, as it is recorded.' })
export class ThirdPartyAgreementInput {
  @Field(() => String, { description: 'At most 200 characters.' })
  readonly title!: string;

  @Field(() => String, { description: 'At most 50 characters.' })
  readonly version!: string;

  @Field(() => String, { description: 'SHA-256 of its text in UTF-8, hexadecimal.' })
  readonly hash!: string;
}

@InputType({ description: 'On which terms an integration is turned on.' })
export class ActivateIntegrationInput {
  @Field(() => ThirdPartyAgreementInput)
  readonly agreement!: ThirdPartyAgreementInput;

  @Field(() => [String], {
    nullable: true,
    description: 'Left out: under four eyes as somebody else has proposed, otherwise as they stand.',
  })
  readonly scopes?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Left out: likewise.' })
  readonly categories?: readonly string[] | null;
}

@Answered()
@ObjectType({ description: 'The integration as it is now.' })
export class IntegrationPayload {
  @Field(() => Integration)
  readonly integration!: Integration;

  @Field(() => RevocationReceipt, {
    nullable: true,
    description:
      'What the end of it, or of its former terms, did before it was answered; null: they stay, and what was asked for waits.',
  })
  readonly receipt!: RevocationReceipt | null;
}
