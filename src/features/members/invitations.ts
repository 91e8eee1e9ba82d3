import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { assertStorableText } from '../../access/read/filter-form.js';
import type { RequestContext } from '../../access/request-context.js';
import { Answered } from '../../entities/compiled-read.js';
import { modelOf } from '../../entities/data.js';
import { RoleEnum } from '../../entities/enums.js';
import { Invitation } from '../../entities/invitation.js';
import { EmailAddress } from '../../entities/scalars.js';
import { badInput, notFound } from '../../kernel/errors.js';
import { parseId } from '../../kernel/ids.js';

@InputType({ description: 'Whom to invite, and as what.' })
export class InviteMemberInput {
  @Field(() => EmailAddress, { description: 'Where the invitation is sent. Nobody else can accept it.' })
  readonly email!: string;

  @Field(() => RoleEnum, { description: 'Never one above your own.' })
  readonly role!: string;
}

@InputType({ description: 'An invitation that came by mail. With name and password: by a new account.' })
export class AcceptInvitationInput {
  @Field(() => String, { description: 'What is in the link.' })
  readonly token!: string;

  @Field(() => String, { nullable: true, description: 'Of the new account.' })
  readonly name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: '12 to 128 characters of any kind; none that is guessed first, or made of the name or address.',
  })
  readonly password?: string | null;
}

@Answered()
@ObjectType({ description: 'The invitation as it is now.' })
export class InvitationPayload {
  @Field(() => Invitation)
  readonly invitation!: Invitation;
}

@ObjectType({ description: 'Somebody is a member now.' })
export class AcceptInvitationPayload {
  @Field(() => String, { description: "The tenant's slug, for the header x-tenant." })
  readonly tenant!: string;
}

/** How people become members: by a link that is sent to their address, and that nobody else has seen. */
@Resolver()
export class InvitationsResolver {
  @Mutation(() => InvitationPayload, {
    description:
      'Sends an invitation to an address; an older one to it is replaced. Whether there is an account with the address is not told.',
  })
  async inviteMember(
    @Arg('input', () => InviteMemberInput) { email, role }: InviteMemberInput,
    @Ctx() { visit, account }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const { law } = await visit.standing();
    demand(law, 'CREATE', 'Invitation');
    if (role === 'OWNER') demand(law, 'UPDATE', 'Ownership');
    return visit.readBack(info, 'invitation', await account.invitations.send(email, role));
  }

  @Mutation(() => InvitationPayload, { description: 'An invitation that was not accepted yet can not be any more.' })
  async withdrawInvitation(
    @Arg('id', () => ID) id: string,
    @Ctx() { visit }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    demand((await visit.standing()).law, 'UPDATE', 'Invitation');
    const uuid = parseId(modelOf('Invitation').prefix, id);
    if (uuid === undefined) throw notFound();
    await visit.changeConsent('auth.withdraw_invitation', [uuid]);
    return visit.readBack(info, 'invitation', uuid);
  }

  @Mutation(() => AcceptInvitationPayload, {
    description:
      'By whoever is signed in with the address that it was sent to; or, with name and password, by a new account, which signs in then.',
  })
  async acceptInvitation(
    @Arg('input', () => AcceptInvitationInput) { token, name = null, password = null }: AcceptInvitationInput,
    @Ctx() { account }: RequestContext,
  ): Promise<AcceptInvitationPayload> {
    if ((name === null) !== (password === null))
      throw badInput('A new account takes a name and a password.', ['input']);
    if (name !== null) assertStorableText(name, ['input', 'name']);
    const newAccount = name === null || password === null ? null : { name, password };
    return { tenant: await account.invitations.accept(token, newAccount) };
  }
}
