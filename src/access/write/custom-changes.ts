import { badInput } from '../../kernel/errors.js';
import { newUuid } from '../../kernel/ids.js';
import type { SubjectModel } from '../../entities/model.js';
import type { CustomField } from '../../policy/actor.js';
import { snakeCase } from '../../entities/model.js';
import type { Statement } from '../database.js';
import { fittingText } from '../custom-value.js';
import type { ArgumentPath } from '../read/filter-form.js';
import type { TenantKey } from '../sealing.js';
import { cellsOf } from './custom-cells.js';
import { assertWritable, type WriteContext } from './write-context.js';

/** A value for one of the tenant's own fields; null empties it. */
export interface CustomChange {
  readonly field: CustomField;
  readonly value: string | null;
}

export function readCustomChanges(
  model: SubjectModel,
  inputs: readonly { readonly key: string; readonly value?: string | null }[],
  context: WriteContext,
  path: ArgumentPath,
): CustomChange[] {
  const seen = new Set<string>();
  return inputs.map(({ key, value = null }, index) => {
    const at = [...path, index];
    const field = context.law.actor.customFields.find(
      (candidate) => candidate.subject === model.name && candidate.key === key,
    );
    if (!field) throw badInput(`${model.name} has no custom field ${JSON.stringify(key)}.`, [...at, 'key']);
    assertWritable(context, model, `customFields.${key}`, at);
    if (seen.has(key)) throw badInput(`${key} is given twice.`, at);
    seen.add(key);
    const isEmpty = value === null || value === '';
    if (isEmpty && field.rules.required === true && !field.retired) throw badInput(`${key} cannot be empty.`, at);
    if (!isEmpty && field.retired) throw badInput(`${key} was retired, and takes no more values.`, at);
    return { field, value: isEmpty ? null : fittingText(field, value, [...at, 'value']) };
  });
}

/** With a new record, the required fields that are not given: of those that the writer may write, because nobody else could give them. */
export function demandRequired(
  model: SubjectModel,
  changes: readonly CustomChange[],
  { law, action }: WriteContext,
  path: ArgumentPath,
): void {
  for (const field of law.actor.customFields) {
    const { subject, key, rules, retired } = field;
    if (subject !== model.name || rules.required !== true || retired) continue;
    if (changes.some((change) => change.field === field)) continue;
    if (law.may(action, model.name, `customFields.${key}`).allowed) throw badInput(`${key} cannot be empty.`, path);
  }
}

/** The statement that stores or removes one value. */
export function customStatement(
  model: SubjectModel,
  { field, value }: CustomChange,
  record: { tenantId: string; id: string },
  key: TenantKey | null,
): Statement {
  if (value === null) {
    return {
      text: 'delete from custom_value where tenant_id = $1 and field_id = $2 and record_id = $3',
      values: [record.tenantId, field.id, record.id],
    };
  }
  const cells = cellsOf(field, record.id, value, key);
  const names = Object.keys(cells);
  const places = names.map((_, index) => `$${String(index + 5)}`);
  return {
    text: `insert into custom_value (tenant_id, id, field_id, ${snakeCase(model.name)}_id, ${names.join(', ')})
      values ($1, $2, $3, $4, ${places.join(', ')})
      on conflict (tenant_id, field_id, record_id) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    values: [record.tenantId, newUuid(), field.id, record.id, ...Object.values(cells)],
  };
}
