import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../../access/request-context.js';
import { EmailAddress } from '../../entities/scalars.js';
import { Viewer } from '../../entities/viewer.js';

@InputType({ description: 'Another password, by a link that came by mail.' })
export class ResetPasswordInput {
  @Field(() => String, { description: 'What is in the link.' })
  readonly token!: string;

  @Field(() => String, {
    description: '12 to 128 characters of any kind; none that is guessed first, or made of the name or address.',
  })
  readonly newPassword!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Of the second factor, where one is enrolled: what the app shows, or a recovery code.',
  })
  readonly code?: string | null;
}

/** What is done by links that come by mail. Each holds once, for a while, until a newer one of its kind is asked for. */
@Resolver(() => Viewer)
export class MailedLinksResolver {
  @FieldResolver(() => Boolean, {
    description: 'Whether the viewer has shown that he reads the mail of his address.',
  })
  emailVerified(@Ctx() { account }: RequestContext): Promise<boolean> {
    return account.links.isEmailVerified();
  }

  @Mutation(() => Boolean, {
    description: 'Sends a link to set a new password, if there is such an account. True whether there is or not.',
  })
  async requestPasswordReset(
    @Arg('email', () => EmailAddress) email: string,
    @Ctx() { account }: RequestContext,
  ): Promise<boolean> {
    await account.links.requestPasswordReset(email);
    return true;
  }

  @Mutation(() => Boolean, {
    description:
      'Sets a new password by a link and ends all sessions of the account. With a second factor enrolled and no code given: SECOND_FACTOR_REQUIRED, and the link still holds.',
  })
  async resetPassword(
    @Arg('input', () => ResetPasswordInput) { token, newPassword, code }: ResetPasswordInput,
    @Ctx() { account }: RequestContext,
  ): Promise<boolean> {
    await account.links.resetPassword({ token, newPassword, code: code ?? null });
    return true;
  }

  @Mutation(() => Boolean, { description: "Sends a link to the viewer's address, if it is not verified yet." })
  async requestEmailVerification(@Ctx() { account }: RequestContext): Promise<boolean> {
    await account.links.requestEmailVerification();
    return true;
  }

  @Mutation(() => Boolean, { description: 'Verifies an address by a link.' })
  async verifyEmail(
    @Arg('token', () => String, { description: 'What is in the link.' }) token: string,
    @Ctx() { account }: RequestContext,
  ): Promise<boolean> {
    await account.links.verifyEmail(token);
    return true;
  }

  @Mutation(() => Boolean, {
    description:
      'Sends a link to the new address and a notice to the present one. True whether or not the new one is taken: then its reader is told so instead.',
  })
  async requestEmailChange(
    @Arg('newEmail', () => EmailAddress) newEmail: string,
    @Arg('password', () => String, { description: 'The present one.' }) password: string,
    @Ctx() { account }: RequestContext,
  ): Promise<boolean> {
    await account.links.requestEmailChange(newEmail, password);
    return true;
  }

  @Mutation(() => Boolean, { description: 'Changes the address by a link, and ends all sessions of the account.' })
  async confirmEmailChange(
    @Arg('token', () => String, { description: 'What is in the link.' }) token: string,
    @Ctx() { account }: RequestContext,
  ): Promise<boolean> {
    await account.links.confirmEmailChange(token);
    return true;
  }
}
