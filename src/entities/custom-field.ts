import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { CustomFieldRules } from '../vocabulary/custom-fields.js';
import { CustomFieldTypeEnum, CustomSubjectEnum } from './enums.js';

export const CUSTOM_FIELD_PREFIX = 'cfd';

@ObjectType({ description: 'What a new value must be, besides of its type. Null: that is not asked.' })
export class CustomFieldValidation {
  @Field(() => Boolean, {
    description: 'Whoever may write the field must give it with a new record, and cannot empty it.',
  })
  readonly required!: boolean;

  @Field(() => Int, { nullable: true, description: 'Of a TEXT, in characters.' })
  readonly minLength!: number | null;

  @Field(() => Int, { nullable: true, description: 'Of a TEXT, in characters.' })
  readonly maxLength!: number | null;

  @Field(() => String, { nullable: true, description: "Of a NUMBER or DATE, in the type's text form." })
  readonly min!: string | null;

  @Field(() => String, { nullable: true, description: "Of a NUMBER or DATE, in the type's text form." })
  readonly max!: string | null;
}

export function validationOf(rules: CustomFieldRules): CustomFieldValidation {
  const { required = false, minLength = null, maxLength = null, min = null, max = null } = rules;
  return { required, minLength, maxLength, min, max };
}

@ObjectType({ description: 'A field that the tenant made for its contacts or companies.' })
export class CustomField {
  @Field(() => ID, { description: 'Opaque and stable.' })
  readonly id!: string;

  @Field(() => CustomSubjectEnum, { description: 'Whose field it is.' })
  readonly subject!: string;

  @Field(() => String, { description: 'How clients and logs call it. It never changes.' })
  readonly key!: string;

  @Field(() => String, { description: 'How people call it.' })
  readonly label!: string;

  @Field(() => CustomFieldTypeEnum)
  readonly type!: string;

  @Field(() => String, {
    description: 'The data category that decides who sees it; UNCLASSIFIED: owners and admins alone.',
  })
  readonly category!: string;

  @Field(() => [String], { description: 'Of a CHOICE: what it can be.' })
  readonly choices!: readonly string[];

  @Field(() => CustomFieldValidation)
  readonly validation!: CustomFieldValidation;

  @Field(() => Boolean, { description: 'Stored encrypted: filtered by `exact` only, and never sorted by.' })
  readonly sealed!: boolean;

  @Field(() => Boolean, {
    description: 'It keeps its values, which owners and admins see and can empty, and takes no more of them.',
  })
  readonly retired!: boolean;
}
