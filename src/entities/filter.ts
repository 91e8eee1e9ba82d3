import { Field, InputType, type ClassType } from 'type-graphql';
import type { CustomFieldType } from '../vocabulary/custom-fields.js';
import type { Subject } from '../vocabulary/subjects.js';
import { emptyClass } from './connection.js';
import type { FieldModel, SubjectModel } from './model.js';
import { DateOnly, DateTime, Decimal } from './scalars.js';

/** Filter types: one per subject with one operator object per field, and `and`, `or`, `not`. Derived from the marks. */

function operators(
  name: string,
  description: string,
  value: object,
  single: readonly string[],
  more: readonly string[],
): ClassType {
  const type = emptyClass();
  const fields = type.prototype;
  for (const operator of single) Field(() => value as ClassType, { nullable: true })(fields, operator);
  if (more.includes('in')) Field(() => [value as ClassType], { nullable: true })(fields, 'in');
  if (more.includes('isNull')) Field(() => Boolean, { nullable: true })(fields, 'isNull');
  InputType(name, { description })(type);
  return type;
}

const ORDERED = ['eq', 'gt', 'gte', 'lt', 'lte'] as const;
const StringFilter = operators(
  'StringFilter',
  '`contains` and `startsWith` take their text literally, at most 300 characters of it, and ignore case; `eq`, `ne` and `in` are exact; `ne` includes empty values.',
  String,
  ['eq', 'ne', 'contains', 'startsWith'],
  ['in', 'isNull'],
);
const DateFilter = operators('DateFilter', 'Compares dates.', DateOnly, ORDERED, ['isNull']);
const DateTimeFilter = operators('DateTimeFilter', 'Compares points in time.', DateTime, ORDERED, []);
const DecimalFilter = operators('DecimalFilter', 'Compares exact decimals.', Decimal, ORDERED, ['isNull']);
const BooleanFilter = operators('BooleanFilter', 'Compares yes and no.', Boolean, ['eq', 'ne'], ['isNull']);
const ExactFilter = operators(
  'ExactFilter',
  'For fields of sensitive categories, which are stored encrypted.',
  String,
  ['eq', 'ne'],
  ['in', 'isNull'],
);

/** One operator object, that of the field's type. */
export const CUSTOM_OPERATORS: Readonly<Record<string, readonly CustomFieldType[]>> = {
  text: ['TEXT', 'CHOICE'],
  number: ['NUMBER'],
  date: ['DATE'],
  boolean: ['BOOLEAN'],
};

const CustomFieldFilter = emptyClass();
{
  const fields = CustomFieldFilter.prototype;
  Field(() => String, { description: 'Of the field.' })(fields, 'key');
  const object = (name: string, type: ClassType, description: string): void =>
    Field(() => type, { nullable: true, description })(fields, name);
  object('text', StringFilter, 'Of a TEXT or CHOICE.');
  object('number', DecimalFilter, 'Of a NUMBER.');
  object('date', DateFilter, 'Of a DATE.');
  object('boolean', BooleanFilter, 'Of a BOOLEAN.');
  object('exact', ExactFilter, 'Of any type, in its text form; of a field that is stored encrypted, the only one.');
  Field(() => Boolean, { nullable: true, description: 'Of any type: whether it is empty.' })(fields, 'isNull');
  InputType('CustomFieldFilter', { description: 'A field that the tenant made; several conditions mean and.' })(
    CustomFieldFilter,
  );
}

function operatorsOf(field: FieldModel): ClassType {
  if (field.sealed) return ExactFilter;
  switch (field.type) {
    case 'date':
      return DateFilter;
    case 'datetime':
      return DateTimeFilter;
    case 'decimal':
      return DecimalFilter;
    default:
      return StringFilter;
  }
}

/** The filter types of all these subjects; made together, because they name each other. */
export function buildFilters(models: readonly SubjectModel[]): ReadonlyMap<Subject, ClassType> {
  const filters = new Map<Subject, ClassType>(models.map((model) => [model.name, emptyClass()]));
  for (const model of models) {
    const type = filters.get(model.name);
    if (!type) continue;
    const fields = type.prototype;
    Field(() => [type], { nullable: true, description: 'Each of these matches.' })(fields, 'and');
    Field(() => [type], { nullable: true, description: 'One of these matches.' })(fields, 'or');
    Field(() => type, { nullable: true, description: 'This does not match.' })(fields, 'not');
    for (const field of model.fields.values()) {
      if (field.filterable) Field(() => operatorsOf(field), { nullable: true })(fields, field.name);
    }
    if (model.customFields) {
      const description = 'Each of these holds for a field that the tenant made.';
      Field(() => [CustomFieldFilter], { nullable: true, description })(fields, 'customFields');
    }
    for (const relation of model.relations.values()) {
      const target = filters.get(relation.target);
      if (relation.kind === 'one' && relation.filterable && target) {
        Field(() => target, { nullable: true, description: `The related ${relation.target} matches.` })(
          fields,
          relation.name,
        );
      }
    }
    InputType(`${model.name}Filter`, { description: 'Several fields mean and; an empty object matches everything.' })(
      type,
    );
  }
  return filters;
}
