import type { EmbeddedField } from './selection.js';
import type { CustomDefinition } from './plan.js';
import { printNumber } from '../../kernel/decimal.js';
import { FIXED_CELLS } from './level.js';

/** What generated shaping functions call: from the database's text to the API's values. */

/** `2026-11-23 09:05:01.5+00` as the database prints it -> RFC 3339 in UTC with milliseconds. */
export function printDateTime(text: string): string {
  const fraction = text.slice(20, -3);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, '0')}Z`;
}

export function parseTextList(text: string): string[] {
  return text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((item) => item.replace(/^"|"$/g, ''));
}

export function pick(value: unknown, fields: readonly EmbeddedField[]): unknown {
  if (Array.isArray(value)) return value.map((item) => pick(item, fields));
  const source = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    fields.map(({ key, name, typename }) => [key, name === '__typename' ? typename : (source[name] ?? null)]),
  );
}

type CustomValues = readonly [id: string, object: Record<string, unknown>, type: string][];

export function customObjects(
  definitions: readonly CustomDefinition[],
  fields: readonly EmbeddedField[],
): CustomValues {
  return definitions.map((definition) => {
    const source: Readonly<Record<string, unknown>> = { ...definition, value: null };
    return [definition.id, pick(source, fields) as Record<string, unknown>, definition.type];
  });
}

/** Cells of a row of custom values: definition, text, number, date, boolean, sealed, record. */
function customValue(
  row: readonly (string | null)[],
  open: (fieldId: string, recordId: string, sealed: string) => string,
): string | null {
  const [id, text, number, date, boolean, sealed, record] = row.slice(FIXED_CELLS) as [string, ...(string | null)[]];
  if (sealed !== null && sealed !== undefined) return open(id, record ?? '', sealed);
  if (number !== null && number !== undefined) return printNumber(number);
  return text ?? date ?? boolean ?? null;
}

export function setCustom(
  values: CustomValues | undefined,
  row: readonly (string | null)[],
  keys: readonly string[],
  open: (fieldId: string, recordId: string, sealed: string) => string,
): void {
  const found = values?.find(([id]) => id === row[FIXED_CELLS]);
  if (!found) return;
  const text = customValue(row, open);
  for (const key of keys) found[1][key] = text;
}
