import { badInput } from '../kernel/errors.js';
import { printNumber, scaleDecimal } from '../kernel/decimal.js';
import { DateOnly } from '../entities/scalars.js';
import type { CustomField } from '../policy/actor.js';
import type { CustomFieldType } from '../vocabulary/custom-fields.js';
import { assertStorableText, type ArgumentPath } from './read/filter-form.js';

/** A value of a field that a tenant made: its one text form, and the column that holds it. */

export const LONGEST_TEXT = 5_000;

/** Where values are kept that are not sealed. */
export const VALUE_COLUMNS = {
  TEXT: 'text_value',
  CHOICE: 'text_value',
  NUMBER: 'number_value',
  DATE: 'date_value',
  BOOLEAN: 'boolean_value',
} as const satisfies Record<CustomFieldType, string>;

/** As the column holds it: numbers as ten-thousandths. */
export function storedText(type: CustomFieldType, canonical: string): string {
  return type === 'NUMBER' ? (scaleDecimal(canonical) ?? canonical) : canonical;
}

/** The form in which equal values are equal texts; of a choice, whatever it may be. */
export function canonicalText(
  { key, type }: Pick<CustomField, 'key' | 'type'>,
  text: string,
  path: ArgumentPath,
): string {
  assertStorableText(text, path);
  switch (type) {
    case 'NUMBER': {
      const scaled = scaleDecimal(text);
      if (scaled === undefined) throw badInput(`${key} takes a decimal number such as "12.5".`, path);
      return printNumber(scaled);
    }
    case 'DATE':
      try {
        return DateOnly.parseValue(text);
      } catch {
        throw badInput(`${key} takes a date such as "2026-01-31".`, path);
      }
    case 'BOOLEAN':
      if (text !== 'true' && text !== 'false') throw badInput(`${key} takes "true" or "false".`, path);
      return text;
    default:
      if ([...text].length > LONGEST_TEXT)
        throw badInput(`${key} takes at most ${String(LONGEST_TEXT)} characters.`, path);
      return text;
  }
}

/** A new value, in its one form, if it is what the tenant asks of one. */
export function fittingText(field: CustomField, text: string, path: ArgumentPath): string {
  const canonical = canonicalText(field, text, path);
  const { key, type, rules, choices } = field;
  if (type === 'CHOICE' && !choices?.includes(canonical)) throw badInput(`${key} takes one of its choices.`, path);
  if (type === 'TEXT') {
    const { length } = [...canonical];
    if (length < (rules.minLength ?? 0))
      throw badInput(`${key} takes at least ${String(rules.minLength)} characters.`, path);
    if (length > (rules.maxLength ?? LONGEST_TEXT))
      throw badInput(`${key} takes at most ${String(rules.maxLength)} characters.`, path);
  }
  if (rules.min !== undefined && isBelow(type, canonical, rules.min))
    throw badInput(`${key} takes nothing below ${rules.min}.`, path);
  if (rules.max !== undefined && isBelow(type, rules.max, canonical))
    throw badInput(`${key} takes nothing above ${rules.max}.`, path);
  return canonical;
}

/** Of two numbers or dates in their one form. */
export function isBelow(type: CustomFieldType, one: string, other: string): boolean {
  if (type !== 'NUMBER') return one < other;
  return BigInt(storedText(type, one)) < BigInt(storedText(type, other));
}
