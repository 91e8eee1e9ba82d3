import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../../access/request-context.js';
import { DateTime } from '../../entities/scalars.js';
import { isoTime } from '../../kernel/time.js';

@ObjectType({ description: 'What an authenticator app needs.' })
export class SecondFactorEnrollment {
  @Field(() => String, { description: 'For a QR code.' })
  readonly uri!: string;

  @Field(() => String, { description: 'The same secret, to type.' })
  readonly secret!: string;
}

@ObjectType({ description: 'The second factor is in force.' })
export class SecondFactorConfirmation {
  @Field(() => [String], { description: 'Each works once, in place of a code.' })
  readonly recoveryCodes!: readonly string[];
}

@ObjectType({ description: 'The session goes on, with a new cookie.' })
export class StepUpPayload {
  @Field(() => DateTime, { description: 'Until when what needs a fresh code is open.' })
  readonly until!: string;

  @Field(() => String, { description: 'Of the new cookie, for the header x-csrf-token.' })
  readonly csrfToken!: string;
}

@Resolver()
export class SecondFactorResolver {
  @Mutation(() => SecondFactorEnrollment, {
    description:
      'Begins to enrol a second factor, which is in force once a code of it is confirmed, within ten minutes. It takes the place of one that is there; then the session must have stepped up, and otherwise be a new one.',
  })
  enrollSecondFactor(@Ctx() { account }: RequestContext): Promise<SecondFactorEnrollment> {
    return account.enrolSecondFactor();
  }

  @Mutation(() => SecondFactorConfirmation, {
    description:
      'Puts the enrolled second factor in force and ends all other sessions of the account. The recovery codes are shown this once.',
  })
  async confirmSecondFactor(
    @Arg('code', () => String, { description: 'What the app shows.' }) code: string,
    @Ctx() { account }: RequestContext,
  ): Promise<SecondFactorConfirmation> {
    return { recoveryCodes: await account.confirmSecondFactor(code) };
  }

  @Mutation(() => Boolean, {
    description:
      'Does without the second factor again, and ends all other sessions of the account. Staff can only replace theirs.',
  })
  async disableSecondFactor(
    @Arg('code', () => String, { description: 'What the app shows, or a recovery code.' }) code: string,
    @Ctx() { account, visit }: RequestContext,
  ): Promise<boolean> {
    await account.disableSecondFactor(code);
    await visit.settleFactor();
    return true;
  }

  @Mutation(() => StepUpPayload, {
    description:
      'Shows a fresh code: staff need to before they read under a grant. Signing in with a code counts as well. The session gets a new secret, and so a new cookie.',
  })
  async stepUp(
    @Arg('code', () => String, { description: 'What the app shows, or a recovery code.' }) code: string,
    @Ctx() { account }: RequestContext,
  ): Promise<StepUpPayload> {
    const { until, csrfToken } = await account.stepUp(code);
    return { until: isoTime(until), csrfToken };
  }
}
