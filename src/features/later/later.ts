import { Arg, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { ApiToken } from '../../entities/api-token.js';
import { DateTime } from '../../entities/scalars.js';
import { CodedError } from '../../kernel/errors.js';

/**
 * The parts of the public contract that this version does not do yet. They are in the schema so that clients can be written against it,
 * and they refuse in so many words.
 */
function notYet(what: string): never {
  throw new CodedError('FORBIDDEN', `${what} is not available in this version.`, {
    reason: 'FORBIDDEN',
    remedy: 'There is nothing to ask for: a later version brings it.',
  });
}

@InputType({ description: 'A new key for a program.' })
export class CreateApiTokenInput {
  @Field(() => String)
  readonly name!: string;

  @Field(() => [String])
  readonly scopes!: readonly string[];

  @Field(() => [String])
  readonly categories!: readonly string[];

  @Field(() => DateTime, { nullable: true })
  readonly expiresAt?: string | null;
}

@ObjectType({ description: 'The new token, and its secret, which is shown this once.' })
export class CreateApiTokenPayload {
  @Field(() => ApiToken)
  readonly token!: ApiToken;

  @Field(() => String)
  readonly secret!: string;
}

@ObjectType({ description: 'The token as it is now.' })
export class ApiTokenPayload {
  @Field(() => ApiToken)
  readonly token!: ApiToken;
}

@Resolver()
export class LaterResolver {
  @Mutation(() => CreateApiTokenPayload, {
    description: 'The secret is in the answer, once; only its digest is stored.',
  })
  createApiToken(@Arg('input', () => CreateApiTokenInput) _input: CreateApiTokenInput): CreateApiTokenPayload {
    return notYet('An API token');
  }

  @Mutation(() => ApiTokenPayload, { description: 'Ends a token at once.' })
  revokeApiToken(@Arg('id', () => ID) _id: string): ApiTokenPayload {
    return notYet('An API token');
  }
}
