import { Field, ID, InputType, type ClassType } from 'type-graphql';
import type { Subject } from '../vocabulary/subjects.js';
import { emptyClass } from './connection.js';
import type { FieldModel, SubjectModel } from './model.js';
import { DateOnly, Decimal, EmailAddress } from './scalars.js';

/** Inputs of create and update, derived from the marks: in an update, a field left out stays and null empties it. */

export interface SubjectInputs {
  readonly create: ClassType;
  readonly update: ClassType;
}

@InputType({ description: 'A value for one of the tenant’s own fields; null empties it.' })
export class CustomFieldInput {
  @Field(() => String)
  key!: string;
  @Field(() => String, { nullable: true, description: "In the type's canonical text form." })
  value?: string | null;
}

function inputType(field: FieldModel): object {
  switch (field.type) {
    case 'date':
      return DateOnly;
    case 'decimal':
      return Decimal;
    case 'email':
      return EmailAddress;
    default:
      return String;
  }
}

function build(model: SubjectModel, name: string, forCreation: boolean): ClassType {
  const type = emptyClass();
  const fields = type.prototype;
  for (const field of model.fields.values()) {
    if (!field.writable) continue;
    const nullable = !(forCreation && field.required);
    Field(() => inputType(field) as ClassType, { nullable, description: field.description })(fields, field.name);
  }
  for (const relation of model.relations.values()) {
    if (relation.kind !== 'one' || relation.input === null) continue;
    Field(() => ID, { nullable: true, description: `The ${relation.target} that it belongs to.` })(
      fields,
      relation.input,
    );
  }
  if (model.customFields)
    Field(() => [CustomFieldInput], { nullable: true, description: 'Merged by key.' })(fields, 'customFields');
  InputType(name, { description: forCreation ? `A new ${model.name}.` : `Changes to a ${model.name}.` })(type);
  return type;
}

const inputs = new Map<Subject, SubjectInputs>();

export function buildInputs(model: SubjectModel): void {
  inputs.set(model.name, {
    create: build(model, `Create${model.name}Input`, true),
    update: build(model, `Update${model.name}Input`, false),
  });
}

export function inputsOf(subject: Subject): SubjectInputs {
  const found = inputs.get(subject);
  if (!found) throw new Error(`${subject} is not written through the API.`);
  return found;
}
