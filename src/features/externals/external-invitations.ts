import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { assertStorableText } from '../../access/read/filter-form.js';
import type { RequestContext } from '../../access/request-context.js';
import { GrantAccessEnum } from '../../entities/enums.js';
import { DateTime } from '../../entities/scalars.js';
import { AcceptExternalInvitationInput } from './inputs.js';

@ObjectType({ description: 'What a tenant offers to whoever holds the link that it sent.' })
export class ExternalInvitation {
  @Field(() => String, { description: 'Whose data it opens.' })
  readonly tenantName!: string;

  @Field(() => String, { description: 'The address that was invited.' })
  readonly email!: string;

  @Field(() => Boolean, {
    description: 'Whether there is an account with it: then sign in, and accept with acceptExternalAgreement.',
  })
  readonly hasAccount!: boolean;

  @Field(() => GrantAccessEnum, { description: 'Whether data may also be changed.' })
  readonly access!: string;

  @Field(() => [String], { description: 'The data categories that it opens.' })
  readonly categories!: readonly string[];

  @Field(() => DateTime, { description: 'When it ends at the latest.' })
  readonly expiresAt!: string;

  @Field(() => String)
  readonly agreementVersion!: string;

  @Field(() => String, { description: 'SHA-256 of the text in UTF-8, hexadecimal.' })
  readonly agreementHash!: string;

  @Field(() => String)
  readonly agreementText!: string;
}

@ObjectType({ description: 'Somebody is let in now.' })
export class AcceptExternalInvitationPayload {
  @Field(() => String, { description: "The tenant's slug, for the header x-tenant." })
  readonly tenant!: string;
}

/** How outsiders without an account come in: by a link that is sent to their address, and that nobody else has seen. */
@Resolver()
export class ExternalInvitationsResolver {
  /** No query: those may be asked for by an address, and what is in the link belongs in none. */
  @Mutation(() => ExternalInvitation, {
    description: 'What is offered by the link, with the agreement to read before accepting it. Spends nothing.',
  })
  openExternalInvitation(
    @Arg('token', () => String, { description: 'What is in the link.' }) token: string,
    @Ctx() { account }: RequestContext,
  ): Promise<ExternalInvitation> {
    return account.externalInvitations.read(token);
  }

  @Mutation(() => AcceptExternalInvitationPayload, {
    description:
      'Makes an account with the address that was invited, and accepts the agreement as it stands, named by its hash. The account signs in then.',
  })
  async acceptExternalInvitation(
    @Arg('input', () => AcceptExternalInvitationInput) input: AcceptExternalInvitationInput,
    @Ctx() { account }: RequestContext,
  ): Promise<AcceptExternalInvitationPayload> {
    assertStorableText(input.name, ['input', 'name']);
    assertStorableText(input.hash, ['input', 'hash']);
    return { tenant: await account.externalInvitations.accept(input) };
  }
}
