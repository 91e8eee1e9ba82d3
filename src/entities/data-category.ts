import { Field, ObjectType } from 'type-graphql';
import { DateTime } from './scalars.js';

@ObjectType({ description: 'A class of data: built in, or made by the tenant for its own fields.' })
export class DataCategory {
  @Field(() => String, {
    description: 'How grants, instructions and logs call it, such as SHOE_SIZE. It never changes.',
  })
  readonly key!: string;

  @Field(() => String, { description: 'How people call it.' })
  readonly label!: string;

  @Field(() => Boolean, { description: 'Made by the tenant.' })
  readonly own!: boolean;

  @Field(() => Boolean, {
    description:
      'Encrypted at rest, matched exactly or not at all, never sorted by, and named one by one wherever it is allowed.',
  })
  readonly sensitive!: boolean;

  @Field(() => String, { description: 'What it holds.' })
  readonly description!: string;

  @Field(() => String, { description: 'Why it is processed.' })
  readonly purpose!: string;

  @Field(() => String, { description: 'What lets the tenant process it, such as an article of the GDPR.' })
  readonly legalBasis!: string;

  @Field(() => String, { description: 'How long it is kept.' })
  readonly retention!: string;

  @Field(() => DateTime, { nullable: true, description: 'When the tenant made it; null: it is built in.' })
  readonly createdAt!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was retired: since then its fields are unclassified. Null: it is in force.',
  })
  readonly retiredAt!: string | null;
}
