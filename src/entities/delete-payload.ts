import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What is gone.' })
export class DeletePayload {
  @Field(() => ID)
  readonly deletedId!: string;
}
