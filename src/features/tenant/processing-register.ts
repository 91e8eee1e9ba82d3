import { Ctx, Field, FieldResolver, ObjectType, Resolver } from 'type-graphql';
import { allCategories, ownProcessing } from '../../access/own-definitions.js';
import type { Visit } from '../../access/visit.js';
import { DataCategory } from '../../entities/data-category.js';
import { AuthorityKindEnum, PurposeEnum } from '../../entities/enums.js';
import { registerOfCategories, registerOfPurposes } from '../../policy/register.js';
import type { RegisteredCategory, RegisteredField, RegisteredPurpose, Recipient } from '../../policy/register.js';
import { GdprSettings } from './gdpr-settings.js';

@ObjectType({ description: 'A field that holds data of a category.' })
export class ProcessedField {
  @Field(() => String, { description: 'Of what it is a field, such as Contact.' })
  readonly subject!: string;

  @Field(() => String, { description: "Its name; the tenant's own as customFields.<key>." })
  readonly field!: string;

  @Field(() => String)
  readonly description!: string;
}

@ObjectType({ description: 'Who may come to see data of a category.' })
export class CategoryRecipient {
  @Field(() => String, { description: 'A role of members, or another kind of actor.' })
  readonly who!: string;

  @Field(() => [String], { description: 'All of which must hold; none: always.' })
  readonly conditions!: readonly string[];
}

@ObjectType({ description: 'A class of data: why it is processed, in which fields, and who may see it.' })
export class ProcessedCategory {
  @Field(() => String)
  readonly category!: string;

  @Field(() => String, { description: 'How people call it.' })
  readonly label!: string;

  @Field(() => Boolean, { description: 'Encrypted at rest, and named one by one wherever it is allowed.' })
  readonly sensitive!: boolean;

  @Field(() => String, { nullable: true, description: 'Null, as what follows: not stated.' })
  readonly description!: string | null;

  @Field(() => String, { nullable: true })
  readonly purpose!: string | null;

  @Field(() => String, { nullable: true })
  readonly legalBasis!: string | null;

  @Field(() => String, { nullable: true })
  readonly retention!: string | null;

  @Field(() => [String], { description: 'The kinds of record that hold it.' })
  readonly subjects!: readonly string[];

  @Field(() => [ProcessedField])
  readonly fields!: readonly RegisteredField[];

  @Field(() => [CategoryRecipient])
  readonly recipients!: readonly Recipient[];
}

@ObjectType({ description: "For what the vendor's staff may be let in." })
export class ProcessingPurpose {
  @Field(() => PurposeEnum)
  readonly purpose!: string;

  @Field(() => String)
  readonly description!: string;

  @Field(() => AuthorityKindEnum, { description: 'On what that rests.' })
  readonly authority!: string;

  @Field(() => [String], {
    description: 'The categories that can be seen for it; of a grant, those among them that it names.',
  })
  readonly categories!: readonly string[];
}

@ObjectType({ description: 'The register of processing activities (GDPR art. 30), made of what the program obeys.' })
export class ProcessingRegister {
  @Field(() => [ProcessedCategory])
  readonly categories!: readonly ProcessedCategory[];

  @Field(() => [ProcessingPurpose])
  readonly purposes!: readonly RegisteredPurpose[];
}

const withSubjects = (category: RegisteredCategory): ProcessedCategory => ({
  ...category,
  subjects: [...new Set(category.fields.map(({ subject }) => subject))],
});

/** Bounded by what is declared, and by the categories and fields that the tenant made. */
@Resolver(() => GdprSettings)
export class ProcessingRegisterResolver {
  @FieldResolver(() => [DataCategory], {
    description: 'The categories of data that there are: the built-in ones, and the tenant’s own, retired ones too.',
  })
  categories(@Ctx('visit') visit: Visit): Promise<readonly DataCategory[]> {
    return allCategories(visit);
  }

  @FieldResolver(() => ProcessingRegister, { description: 'Which data is processed, why, and who may see it.' })
  async processingRegister(@Ctx('visit') visit: Visit): Promise<ProcessingRegister> {
    const made = await ownProcessing(visit);
    return { categories: registerOfCategories(made).map(withSubjects), purposes: registerOfPurposes(made) };
  }
}
