import { badInput } from '../kernel/errors.js';
import type { Law } from '../policy/law.js';
import { UNCLASSIFIED } from '../vocabulary/categories.js';
import type { CustomFieldRules, CustomFieldType } from '../vocabulary/custom-fields.js';
import { canonicalText, isBelow, LONGEST_TEXT } from './custom-value.js';
import { assertStorableText } from './read/filter-form.js';
import { isKnownCategory } from './terms.js';

/** The terms of a category or a field as owners and admins write them, checked on their way to the database. */

const INPUT = 'input';
const MOST_CHOICES = 100;
const LONGEST_CHOICE = 100;

/** Undefined stays undefined: what is left out of a change stays as it is. Null empties, which none of these can be. */
export function properText(name: string, text: string | null | undefined, longest: number): string | null {
  if (text === undefined) return null;
  const path = [INPUT, name];
  if (text === null || text.trim() === '') throw badInput(`${name} cannot be empty.`, path);
  assertStorableText(text, path);
  if ([...text].length > longest) throw badInput(`${name} takes at most ${String(longest)} characters.`, path);
  return text;
}

const CATEGORY_KEY = /^[A-Z][A-Z0-9_]{0,63}$/;
const FIELD_KEY = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;

export function properCategoryKey(key: string): string {
  if (CATEGORY_KEY.test(key)) return key;
  throw badInput('A category is called in capital letters, digits and underscores, such as SHOE_SIZE.', [INPUT, 'key']);
}

export function properFieldKey(key: string): string {
  if (FIELD_KEY.test(key)) return key;
  throw badInput('A field is called in letters, digits and underscores, such as shoeSize.', [INPUT, 'key']);
}

/** UNCLASSIFIED is one to be given, though none that anybody can consent to. */
export function properCategory(law: Law, category: string | null | undefined): string | null {
  const named = properText('category', category, 64);
  if (named !== null && named !== UNCLASSIFIED && !isKnownCategory(law, named))
    throw badInput('There is no such data category in this environment.', [INPUT, 'category']);
  return named;
}

export function properChoices(
  type: CustomFieldType,
  choices: readonly string[] | null | undefined,
): readonly string[] | null {
  if (choices === undefined || choices === null) return null;
  const path = [INPUT, 'choices'];
  if (type !== 'CHOICE') throw badInput('Only a CHOICE has choices.', path);
  if (choices.length === 0 || choices.length > MOST_CHOICES)
    throw badInput(`A CHOICE has between 1 and ${String(MOST_CHOICES)} choices.`, path);
  choices.forEach((choice, place) => {
    const at = [...path, place];
    assertStorableText(choice, at);
    if (choice.trim() === '' || [...choice].length > LONGEST_CHOICE)
      throw badInput(`A choice has between 1 and ${String(LONGEST_CHOICE)} characters.`, at);
    if (choices.indexOf(choice) !== place) throw badInput('This choice is given twice.', at);
  });
  return choices;
}

type Given = { readonly [Name in keyof CustomFieldRules]?: CustomFieldRules[Name] | null };

const RULED_TYPES: Readonly<Record<Exclude<keyof CustomFieldRules, 'required'>, readonly CustomFieldType[]>> = {
  minLength: ['TEXT'],
  maxLength: ['TEXT'],
  min: ['NUMBER', 'DATE'],
  max: ['NUMBER', 'DATE'],
};

/** Null: nothing is asked of a value any more; undefined: what was asked stays. */
export function properRules(
  key: string,
  type: CustomFieldType,
  given: Given | null | undefined,
): CustomFieldRules | null {
  if (given === undefined) return null;
  const path = [INPUT, 'validation'];
  const asked = Object.fromEntries(
    Object.entries(given ?? {}).filter(([, value]) => (value ?? false) !== false),
  ) as CustomFieldRules;
  for (const [name, types] of Object.entries(RULED_TYPES)) {
    if (Object.hasOwn(asked, name) && !types.includes(type))
      throw badInput(`${name} is asked of ${types.join(' and ')} only.`, [...path, name]);
  }
  for (const name of ['minLength', 'maxLength'] as const) {
    const length = asked[name];
    if (length !== undefined && (length < 1 || length > LONGEST_TEXT))
      throw badInput(`${name} takes a number from 1 to ${String(LONGEST_TEXT)}.`, [...path, name]);
  }
  const bounds = (['min', 'max'] as const).flatMap((name): [string, string][] => {
    const bound = asked[name];
    return bound === undefined ? [] : [[name, canonicalText({ key, type }, bound, [...path, name])]];
  });
  const rules: CustomFieldRules = { ...asked, ...Object.fromEntries(bounds) };
  const { minLength = 0, maxLength = LONGEST_TEXT, min, max } = rules;
  if (minLength > maxLength) throw badInput('minLength is above maxLength.', [...path, 'minLength']);
  if (min !== undefined && max !== undefined && isBelow(type, max, min))
    throw badInput('min is above max.', [...path, 'min']);
  return rules;
}
