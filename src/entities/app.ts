import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from './scalars.js';

@ObjectType({
  description: 'An app of a third party. Registering it lets nothing in: an owner or admin of each tenant does.',
})
export class App {
  @Field(() => ID, { description: 'Opaque and stable. It is also the client_id of OAuth 2.' })
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { description: 'Who makes it: the third party that data goes to.' })
  readonly publisher!: string;

  @Field(() => String, { nullable: true })
  readonly website!: string | null;

  @Field(() => Boolean, {
    description: 'Whether whoever asks looks after it: otherwise the vendor does, for all tenants.',
  })
  readonly own!: boolean;

  @Field(() => [String], { description: 'Where people are sent back to, compared to the letter.' })
  readonly redirectUris!: readonly string[];

  @Field(() => [String], { description: 'What it may at most ask to do.' })
  readonly scopes!: readonly string[];

  @Field(() => [String], { description: 'The data categories that it may at most ask for.' })
  readonly categories!: readonly string[];

  @Field(() => String, { description: 'The agreement that a tenant makes with whoever makes the app.' })
  readonly agreementTitle!: string;

  @Field(() => String)
  readonly agreementVersion!: string;

  @Field(() => Boolean, {
    description: 'Whether it keeps a secret. One that runs in a browser or on a phone does not.',
  })
  readonly confidential!: boolean;

  @Field(() => DateTime)
  readonly registeredAt!: string;
}
