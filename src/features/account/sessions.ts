import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../../access/request-context.js';
import { DateTime } from '../../entities/scalars.js';
import { Viewer } from '../../entities/viewer.js';
import { notFound } from '../../kernel/errors.js';
import { formatId, parseId } from '../../kernel/ids.js';

const SESSION_PREFIX = 'ses';

@ObjectType({ description: 'Somewhere that the viewer is signed in.' })
export class Session {
  @Field(() => ID, { description: 'Opaque and stable, and no secret.' })
  readonly id!: string;

  @Field(() => DateTime)
  readonly createdAt!: string;

  @Field(() => DateTime, { description: 'To about a minute.' })
  readonly lastUsedAt!: string;

  @Field(() => DateTime, { description: 'When it ends by itself, if it is not used until then.' })
  readonly expiresAt!: string;

  @Field(() => String, { nullable: true, description: 'The network address where it began.' })
  readonly address!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The kind of program in which it began, such as Firefox on Linux.',
  })
  readonly client!: string | null;

  @Field(() => Boolean, { description: 'Whether it is the one of this request.' })
  readonly current!: boolean;
}

@InputType({ description: 'Another password.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The present one.' })
  readonly current!: string;

  @Field(() => String, {
    description: '12 to 128 characters of any kind; none that is guessed first, or made of the name or address.',
  })
  readonly new!: string;
}

@ObjectType({ description: 'The password is another one.' })
export class ChangePasswordPayload {
  @Field(() => Viewer)
  readonly viewer!: Viewer;

  @Field(() => String, { description: 'The session has a new secret, and so a new token for the header x-csrf-token.' })
  readonly csrfToken!: string;
}

@ObjectType({ description: 'Sessions are over.' })
export class EndSessionsPayload {
  @Field(() => Int, { description: 'How many.' })
  readonly ended!: number;

  @Field(() => Viewer)
  readonly viewer!: Viewer;
}

/** Where somebody is signed in, and how to end that. */
@Resolver(() => Viewer)
export class SessionsResolver {
  @FieldResolver(() => [Session], { description: 'Where the viewer is signed in, the last used first; at most 50.' })
  async sessions(@Ctx() { account }: RequestContext): Promise<readonly Session[]> {
    const sessions = await account.sessions();
    return sessions.map(({ uuid, ...session }) => ({ id: formatId(SESSION_PREFIX, uuid), ...session }));
  }

  @Mutation(() => ChangePasswordPayload, {
    description: 'Ends all other sessions of the viewer at once, everywhere, and gives this one a new secret.',
  })
  async changePassword(
    @Arg('input', () => ChangePasswordInput) input: ChangePasswordInput,
    @Ctx() { account }: RequestContext,
  ): Promise<ChangePasswordPayload> {
    const { csrfToken } = await account.changePassword(input.current, input.new);
    return { viewer: new Viewer(), csrfToken };
  }

  @Mutation(() => EndSessionsPayload, { description: "Ends one of the viewer's sessions at once, everywhere." })
  async endSession(@Arg('id', () => ID) id: string, @Ctx() { account }: RequestContext): Promise<EndSessionsPayload> {
    const uuid = parseId(SESSION_PREFIX, id);
    if (uuid === undefined) throw notFound();
    await account.endSession(uuid);
    return { ended: 1, viewer: new Viewer() };
  }

  @Mutation(() => EndSessionsPayload, { description: 'Ends all sessions of the viewer but this one, everywhere.' })
  async endOtherSessions(@Ctx() { account }: RequestContext): Promise<EndSessionsPayload> {
    return { ended: await account.endOtherSessions(), viewer: new Viewer() };
  }
}
