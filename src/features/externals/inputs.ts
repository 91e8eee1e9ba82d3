import { Field, InputType, ObjectType } from 'type-graphql';
import { Answered } from '../../entities/compiled-read.js';
import { GrantAccessEnum } from '../../entities/enums.js';
import { ExternalAccess } from '../../entities/external-access.js';
import { DateTime, EmailAddress } from '../../entities/scalars.js';

@InputType({ description: 'An agreement between the tenant and an external user. Offering it, the tenant accepts it.' })
export class ExternalAgreementInput {
  @Field(() => String, { description: 'Such as 2026-1; each version once.' })
  readonly version!: string;

  @Field(() => String, { description: 'At most 20000 characters.' })
  readonly text!: string;
}

@InputType({ description: 'Whom a tenant lets in, for what and until when.' })
export class InviteExternalUserInput {
  @Field(() => EmailAddress)
  readonly email!: string;

  @Field(() => String, { nullable: true })
  readonly name?: string | null;

  @Field(() => [String], { description: 'The data categories that it opens; sensitive ones are named like any other.' })
  readonly categories!: readonly string[];

  @Field(() => GrantAccessEnum, { defaultValue: 'READ' })
  readonly access!: string;

  @Field(() => DateTime, { description: 'At most two years ahead.' })
  readonly expiresAt!: string;

  @Field(() => ExternalAgreementInput)
  readonly agreement!: ExternalAgreementInput;
}

@InputType({ description: 'The invitation that came by mail, for a new account.' })
export class AcceptExternalInvitationInput {
  @Field(() => String, { description: 'What is in the link.' })
  readonly token!: string;

  @Field(() => String, { description: 'The agreementHash of what was read.' })
  readonly hash!: string;

  @Field(() => String, { description: 'Of the new account.' })
  readonly name!: string;

  @Field(() => String, {
    description: '12 to 128 characters of any kind; none that is guessed first, or made of the name or address.',
  })
  readonly password!: string;
}

@InputType({ description: 'What is left of an access. Never more than there was.' })
export class NarrowExternalAccessInput {
  @Field(() => [String], { nullable: true, description: 'Left out: as they are.' })
  readonly categories?: readonly string[] | null;

  @Field(() => GrantAccessEnum, { nullable: true, description: 'Left out: as it is.' })
  readonly access?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Left out: as it is.' })
  readonly expiresAt?: string | null;
}

@Answered()
@ObjectType({ description: 'The access as it is now.' })
export class ExternalAccessPayload {
  @Field(() => ExternalAccess)
  readonly externalAccess!: ExternalAccess;
}

@Answered()
@ObjectType({ description: 'The access as it is after all or a part of it has ended, and a receipt.' })
export class EndExternalAccessPayload {
  @Field(() => ExternalAccess)
  readonly externalAccess!: ExternalAccess;
}
