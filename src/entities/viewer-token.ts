import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from './scalars.js';

@ObjectType({ description: 'What a token was made with, and whether that opens something now.' })
export class TokenTerm {
  @Field(() => String, { description: 'The scope, or the data category.' })
  readonly name!: string;

  @Field(() => Boolean, { description: 'Whether it opens anything now.' })
  readonly held!: boolean;

  @Field(() => String, { description: 'ALLOWED, or the code that a request would get.' })
  readonly reason!: string;

  @Field(() => String, { description: 'One sentence for a person.' })
  readonly message!: string;
}

@ObjectType({ description: 'The token that the request presents.' })
export class ViewerToken {
  @Field(() => ID, { description: 'As the tenant knows it.' })
  readonly id!: string;

  @Field(() => String, { description: 'Of the integration, if it is one of an integration.' })
  readonly name!: string;

  @Field(() => [TokenTerm], { description: 'The scopes that it was made with, also those that it lacks now.' })
  readonly scopes!: readonly TokenTerm[];

  @Field(() => [TokenTerm], { description: 'The data categories that it was made with, also those that it lacks now.' })
  readonly categories!: readonly TokenTerm[];

  @Field(() => DateTime, { description: 'When it ends by itself.' })
  readonly expiresAt!: string;
}
