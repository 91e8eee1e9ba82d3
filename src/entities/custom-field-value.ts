import { Field, ObjectType } from 'type-graphql';
import { Answered } from './compiled-read.js';
import { CustomFieldTypeEnum } from './enums.js';

@Answered()
@ObjectType({ description: "A value of one of the tenant's own fields." })
export class CustomFieldValue {
  @Field(() => String)
  readonly key!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => String, { description: 'The data category that decides who sees it.' })
  readonly category!: string;

  @Field(() => CustomFieldTypeEnum)
  readonly type!: string;

  @Field(() => String, { nullable: true, description: "In the type's canonical text form; null: empty." })
  readonly value!: string | null;
}
