import { Field, ID, ObjectType } from 'type-graphql';
import { Node } from './data.js';
import { DateTime } from './scalars.js';

@ObjectType({ implements: Node, description: 'A key for a program. Its secret is shown once, when it is made.' })
export class ApiToken extends Node {
  @Field(() => ID, { description: 'Opaque and stable.' })
  declare readonly id: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => [String], { description: 'What it may at most do.' })
  readonly scopes!: readonly string[];

  @Field(() => [String], { description: 'The data categories that it may at most see.' })
  readonly categories!: readonly string[];

  @Field(() => DateTime)
  readonly createdAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself; null: it does not.' })
  readonly expiresAt!: string | null;

  @Field(() => DateTime, { nullable: true })
  readonly lastUsedAt!: string | null;

  @Field(() => DateTime, { nullable: true })
  readonly revokedAt!: string | null;
}
