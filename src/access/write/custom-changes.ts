import { badInput } from '../../kernel/errors.js';
import { printNumber, scaleDecimal } from '../../kernel/decimal.js';
import { newUuid } from '../../kernel/ids.js';
import { DateOnly } from '../../entities/scalars.js';
import type { SubjectModel } from '../../entities/model.js';
import type { CustomField } from '../../policy/actor.js';
import { CATEGORIES, isCategory } from '../../vocabulary/categories.js';
import { snakeCase } from '../../entities/model.js';
import type { Statement } from '../database.js';
import { assertStorableText, type ArgumentPath } from '../read/filter.js';
import { customFieldPlace, type TenantKey } from '../sealing.js';
import { assertWritable, type WriteContext } from './write-context.js';

/** A value for one of the tenant's own fields; null empties it. */
export interface CustomChange {
  readonly field: CustomField;
  readonly value: string | null;
}

const MAX_TEXT = 5_000;

function canonical(field: CustomField, text: string, path: ArgumentPath): string {
  assertStorableText(text, path);
  if (text.length > MAX_TEXT) throw badInput(`${field.key} takes at most ${String(MAX_TEXT)} characters.`, path);
  switch (field.type) {
    case 'NUMBER': {
      const scaled = scaleDecimal(text);
      if (scaled === undefined) throw badInput(`${field.key} takes a decimal number such as "12.5".`, path);
      return printNumber(scaled);
    }
    case 'DATE':
      try {
        return DateOnly.parseValue(text);
      } catch {
        throw badInput(`${field.key} takes a date such as "2026-01-31".`, path);
      }
    case 'BOOLEAN':
      if (text !== 'true' && text !== 'false') throw badInput(`${field.key} takes "true" or "false".`, path);
      return text;
    case 'CHOICE':
      if (!field.choices?.includes(text)) throw badInput(`${field.key} takes one of its choices.`, path);
      return text;
    default:
      return text;
  }
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
    return { field, value: value === null || value === '' ? null : canonical(field, value, [...at, 'value']) };
  });
}

const COLUMNS = {
  TEXT: 'text_value',
  CHOICE: 'text_value',
  NUMBER: 'number_value',
  DATE: 'date_value',
  BOOLEAN: 'boolean_value',
} as const;

/** The statement that stores or removes one value. */
export function customStatement(
  model: SubjectModel,
  { field, value }: CustomChange,
  record: { tenantId: string; id: string },
  key: TenantKey | null,
): Statement {
  const owner = `${snakeCase(model.name)}_id`;
  if (value === null) {
    return {
      text: `delete from custom_value where tenant_id = $1 and field_id = $2 and ${owner} = $3`,
      values: [record.tenantId, field.id, record.id],
    };
  }
  const cells: Record<string, string> = {};
  if (isCategory(field.category) && CATEGORIES[field.category].sensitive) {
    if (!key) throw new Error('Sensitive data is sealed under the key of its tenant.');
    const place = customFieldPlace(field.id);
    cells.sealed_value = `\\x${key.seal(place, record.id, value).toString('hex')}`;
    cells.match_value = `\\x${key.match(place, value).toString('hex')}`;
  } else {
    cells[COLUMNS[field.type as keyof typeof COLUMNS]] =
      field.type === 'NUMBER' ? (scaleDecimal(value) ?? value) : value;
  }
  const names = Object.keys(cells);
  const places = names.map((_, index) => `$${String(index + 5)}`);
  return {
    text: `insert into custom_value (tenant_id, id, field_id, ${owner}, ${names.join(', ')}) values ($1, $2, $3, $4, ${places.join(', ')})
      on conflict (tenant_id, field_id, ${owner}) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    values: [record.tenantId, newUuid(), field.id, record.id, ...Object.values(cells)],
  };
}
