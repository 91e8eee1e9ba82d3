import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { CustomField } from '../../entities/custom-field.js';
import { DataCategory } from '../../entities/data-category.js';
import { CustomFieldTypeEnum, CustomSubjectEnum } from '../../entities/enums.js';
import type { CustomFieldType, CustomSubject } from '../../vocabulary/custom-fields.js';

@InputType({ description: 'A category that the tenant makes for its own fields. None of the texts can be empty.' })
export class CreateCategoryInput {
  @Field(() => String, { description: 'Capital letters, digits and underscores, such as SHOE_SIZE. It never changes.' })
  readonly key!: string;

  @Field(() => String, {
    nullable: true,
    description: 'How people call it; left out: made of its key, such as Shoe size.',
  })
  readonly label?: string | null;

  @Field(() => Boolean, {
    description: 'Encrypted at rest, and seen by nobody to whom it is not named. It never changes.',
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
}

@InputType({ description: 'What is stated of a category. What is left out stays.' })
export class UpdateCategoryInput {
  @Field(() => String, { nullable: true, description: 'How people call it from now on. Its key stays.' })
  readonly label?: string | null;

  @Field(() => String, { nullable: true })
  readonly description?: string | null;

  @Field(() => String, { nullable: true })
  readonly purpose?: string | null;

  @Field(() => String, { nullable: true })
  readonly legalBasis?: string | null;

  @Field(() => String, { nullable: true })
  readonly retention?: string | null;
}

@ObjectType({ description: 'The category as it is now.' })
export class CategoryPayload {
  @Field(() => DataCategory)
  readonly category!: DataCategory;
}

@InputType({
  description: 'What a new value must be, besides of its type. Values from before stay as they are.',
})
export class CustomFieldValidationInput {
  @Field(() => Boolean, { nullable: true })
  readonly required?: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Of a TEXT, in characters: 1 to 5,000.' })
  readonly minLength?: number | null;

  @Field(() => Int, { nullable: true, description: 'Of a TEXT, in characters: 1 to 5,000.' })
  readonly maxLength?: number | null;

  @Field(() => String, { nullable: true, description: "Of a NUMBER or DATE, in the type's text form." })
  readonly min?: string | null;

  @Field(() => String, { nullable: true, description: "Of a NUMBER or DATE, in the type's text form." })
  readonly max?: string | null;
}

@InputType({ description: 'A field that the tenant makes.' })
export class CreateCustomFieldInput {
  @Field(() => CustomSubjectEnum)
  readonly subject!: CustomSubject;

  @Field(() => String, { description: 'Letters, digits and underscores, such as shoeSize. It never changes.' })
  readonly key!: string;

  @Field(() => String, { description: 'How people call it.' })
  readonly label!: string;

  @Field(() => CustomFieldTypeEnum, { description: 'It never changes.' })
  readonly type!: CustomFieldType;

  @Field(() => String, {
    description: 'The data category that decides who sees it; UNCLASSIFIED: owners and admins alone.',
  })
  readonly category!: string;

  @Field(() => [String], { nullable: true, description: 'Of a CHOICE, which needs some: 1 to 100.' })
  readonly choices?: readonly string[] | null;

  @Field(() => CustomFieldValidationInput, { nullable: true })
  readonly validation?: CustomFieldValidationInput | null;
}

@InputType({ description: 'Changes to a field. What is left out stays.' })
export class UpdateCustomFieldInput {
  @Field(() => String, { nullable: true })
  readonly label?: string | null;

  @Field(() => String, { nullable: true, description: 'Who sees it from the next request on.' })
  readonly category?: string | null;

  @Field(() => [String], { nullable: true, description: 'All of them. Values from before stay as they are.' })
  readonly choices?: readonly string[] | null;

  @Field(() => CustomFieldValidationInput, { nullable: true, description: 'All of it; null: nothing is asked.' })
  readonly validation?: CustomFieldValidationInput | null;
}

@ObjectType({ description: 'The field as it is now.' })
export class CustomFieldPayload {
  @Field(() => CustomField)
  readonly customField!: CustomField;
}
