import { EntitySchema } from '@mikro-orm/core';
import { allModels } from './data.js';
import { DATA_SUBJECTS } from './entities.js';
import type { FieldModel, SubjectModel } from './model.js';

/** Rows as MikroORM manages them: made from the same marks as the API, so a field is said once. Keys lead with the tenant. */

export interface DataRow {
  tenantId: string;
  id: string;
  createdAt: Date;
  updatedAt: Date;
  [property: string]: unknown;
}

export interface ChangeRow {
  tenantId: string;
  id: string;
  at: Date;
  actor: string;
  actorId: string;
  actorName: string | null;
  authority: string | null;
  authorityKind: string | null;
  instruction: string | null;
  subject: string;
  recordId: string;
  action: string;
  fields: string[];
  filledBefore: string[] | null;
  filledAfter: string[] | null;
}

interface Property {
  readonly type: string;
  readonly fieldName: string;
  readonly columnType: string;
  readonly primary?: boolean;
  readonly nullable?: boolean;
}

function columnType(field: FieldModel): { type: string; columnType: string } {
  if (field.sealed) return { type: 'blob', columnType: 'bytea' };
  switch (field.type) {
    case 'id':
      return { type: 'uuid', columnType: 'uuid' };
    case 'date':
      return { type: 'string', columnType: 'date' };
    case 'datetime':
      return { type: 'datetime', columnType: 'timestamptz(3)' };
    case 'decimal':
      return { type: 'bigint', columnType: 'bigint' };
    default:
      return { type: 'text', columnType: 'text' };
  }
}

/** The name of the property that holds the keyed digest of a sealed field. */
export function matchProperty(field: FieldModel): string {
  return `${field.name}Match`;
}

function propertiesOf(model: SubjectModel): Record<string, Property> {
  const uuid = { type: 'uuid', columnType: 'uuid' };
  const properties: Record<string, Property> = { tenantId: { ...uuid, fieldName: 'tenant_id', primary: true } };
  for (const field of model.fields.values()) {
    const nullable = !field.required;
    const primary = field.name === 'id';
    properties[field.name] = { ...columnType(field), fieldName: field.column, nullable, ...(primary && { primary }) };
    if (field.sealed)
      properties[matchProperty(field)] = {
        type: 'blob',
        columnType: 'bytea',
        fieldName: `${field.column}_match`,
        nullable,
      };
  }
  for (const relation of model.relations.values()) {
    if (relation.kind === 'one' && relation.input !== null) {
      properties[relation.input] = { ...uuid, fieldName: relation.column, nullable: true };
    }
  }
  return properties;
}

const schemas = new Map<string, EntitySchema<DataRow>>();
for (const model of allModels()) {
  if (!DATA_SUBJECTS.includes(model.name)) continue;
  const properties = propertiesOf(model) as never;
  schemas.set(model.name, new EntitySchema<DataRow>({ name: `${model.name}Row`, tableName: model.table, properties }));
}

export const changeSchema = new EntitySchema<ChangeRow>({
  name: 'ChangeRow',
  tableName: 'change_entry',
  properties: {
    tenantId: { type: 'uuid', fieldName: 'tenant_id', primary: true },
    id: { type: 'uuid', primary: true },
    at: { type: 'datetime', columnType: 'timestamptz(3)' },
    actor: { type: 'text' },
    actorId: { type: 'uuid', fieldName: 'actor_id' },
    actorName: { type: 'text', fieldName: 'actor_name', nullable: true },
    authority: { type: 'uuid', nullable: true },
    authorityKind: { type: 'text', fieldName: 'authority_kind', nullable: true },
    instruction: { type: 'uuid', nullable: true },
    subject: { type: 'text' },
    recordId: { type: 'uuid', fieldName: 'record_id' },
    action: { type: 'text' },
    fields: { type: 'array', columnType: 'text[]' },
    filledBefore: { type: 'array', columnType: 'text[]', fieldName: 'filled_before', nullable: true },
    filledAfter: { type: 'array', columnType: 'text[]', fieldName: 'filled_after', nullable: true },
  },
});

export const rowSchemas: readonly EntitySchema[] = [...schemas.values(), changeSchema] as readonly EntitySchema[];

export function rowSchemaOf(subject: string): EntitySchema<DataRow> {
  const schema = schemas.get(subject);
  if (!schema) throw new Error(`${subject} is not written through the API.`);
  return schema;
}
