import { badInput } from '../../kernel/errors.js';
import { scaleDecimal } from '../../kernel/decimal.js';
import { NO_UUID, parseId } from '../../kernel/ids.js';
import { modelOf } from '../../entities/data.js';
import { matchProperty } from '../../entities/rows.js';
import type { FieldModel, SubjectModel, ToOneModel } from '../../entities/model.js';
import { placeOf } from '../sealing.js';
import { assertStorableText, type ArgumentPath } from '../read/filter-form.js';
import { demandRequired, readCustomChanges, type CustomChange } from './custom-changes.js';
import { assertWritable, type WriteContext } from './write-context.js';

/** An input as changes to a row: every field asked of the law, every value checked, before anything is touched. */
export interface Changes {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly relations: readonly RelationChange[];
  readonly custom: readonly CustomChange[];
  /** The names of the changed fields, for the log. */
  readonly fields: readonly string[];
}

export interface RelationChange {
  readonly relation: ToOneModel;
  readonly uuid: string;
  readonly path: ArgumentPath;
}

function storable(field: FieldModel, value: string, path: ArgumentPath): string | null {
  assertStorableText(value, path);
  if (field.type === 'decimal') return scaleDecimal(value) ?? value;
  if ([...value].length > field.maxLength)
    throw badInput(`${field.name} takes at most ${String(field.maxLength)} characters.`, path);
  if (value.trim() !== '') {
    if (field.form && !field.form.pattern.test(value)) throw badInput(field.form.otherwise, path);
    return value;
  }
  if (field.required) throw badInput(`${field.name} cannot be empty.`, path);
  return null;
}

function setField(
  properties: Record<string, unknown>,
  model: SubjectModel,
  field: FieldModel,
  value: string | null,
  context: WriteContext,
): void {
  if (!field.sealed) {
    properties[field.name] = field.type === 'decimal' && value !== null ? BigInt(value) : value;
    return;
  }
  if (!context.tenantKey) throw new Error('Sensitive data is sealed under the key of its tenant.');
  const place = placeOf(model, field);
  properties[field.name] = value === null ? null : context.tenantKey.seal(place, context.recordId, value);
  properties[matchProperty(field)] = value === null ? null : context.tenantKey.match(place, value);
}

export function readChanges(model: SubjectModel, input: object, context: WriteContext): Changes {
  const properties: Record<string, unknown> = {};
  const relations: RelationChange[] = [];
  const fields: string[] = [];
  let custom: readonly CustomChange[] = [];
  for (const [name, value] of Object.entries(input) as [string, unknown][]) {
    if (value === undefined) continue;
    const path = ['input', name];
    const field = model.fields.get(name);
    const relation = [...model.relations.values()].find(
      (one): one is ToOneModel => one.kind === 'one' && one.input === name,
    );
    if (field) {
      assertWritable(context, model, name, path);
      if (value === null && field.required) throw badInput(`${name} cannot be empty.`, path);
      setField(properties, model, field, value === null ? null : storable(field, value as string, path), context);
      fields.push(name);
    } else if (relation) {
      assertWritable(context, model, relation.name, path);
      properties[name] = null;
      if (value !== null) {
        // A malformed id is looked for like any other, so that what else is wrong is said in the same order.
        const uuid = parseId(modelOf(relation.target).prefix, value as string) ?? NO_UUID;
        properties[name] = uuid;
        relations.push({ relation, uuid, path });
      }
      fields.push(relation.name);
    } else if (name === 'customFields' && value !== null) {
      custom = readCustomChanges(model, value as readonly { key: string; value?: string | null }[], context, path);
      fields.push(...custom.map((change) => `customFields.${change.field.key}`));
    }
  }
  if (context.action === 'CREATE') demandRequired(model, custom, context, ['input', 'customFields']);
  return { properties, relations, custom, fields };
}
