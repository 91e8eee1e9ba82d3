import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../../access/request-context.js';
import { EmailAddress } from '../../entities/scalars.js';
import { Viewer } from '../../entities/viewer.js';

@InputType({ description: 'Who signs in.' })
export class SignInInput {
  @Field(() => EmailAddress)
  readonly email!: string;

  @Field(() => String, { description: 'At most 128 characters count; a longer one is wrong.' })
  readonly password!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Of the second factor, where one is enrolled: what the app shows, or a recovery code.',
  })
  readonly code?: string | null;
}

@ObjectType({ description: 'Who is signed in now.' })
export class SignInPayload {
  @Field(() => Viewer)
  readonly viewer!: Viewer;

  @Field(() => String, { description: 'For the header x-csrf-token, with everything but reading.' })
  readonly csrfToken!: string;
}

@Resolver()
export class AccountResolver {
  @Mutation(() => SignInPayload, {
    description: 'Sets the session cookie. With a second factor enrolled and no code given: SECOND_FACTOR_REQUIRED.',
  })
  async signIn(
    @Arg('input', () => SignInInput) input: SignInInput,
    @Ctx() context: RequestContext,
  ): Promise<SignInPayload> {
    const { csrfToken } = await context.account.signIn(input.email, input.password, input.code ?? null);
    return { viewer: new Viewer(), csrfToken };
  }

  @Mutation(() => Boolean, { description: 'Ends the session at once, everywhere. True if there was one.' })
  signOut(@Ctx() { account }: RequestContext): Promise<boolean> {
    return account.signOut();
  }
}
