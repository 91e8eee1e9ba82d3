import { modelOf } from '../entities/data.js';
import { badInput, notFound } from '../kernel/errors.js';
import { parseId } from '../kernel/ids.js';
import type { Law } from '../policy/law.js';
import { isCategory } from '../vocabulary/categories.js';
import type { Subject } from '../vocabulary/subjects.js';
import { arrayText } from './database.js';
import { assertStorableText } from './read/filter.js';

/** The terms of an authority as clients write them, on their way to the database. */

const MOST_CATEGORIES = 100;

/** A malformed id is a missing one. */
export function uuidOfId(subject: Subject, id: string): string {
  const uuid = parseId(modelOf(subject).prefix, id);
  if (uuid === undefined) throw notFound();
  return uuid;
}

export function optionalUuid(subject: Subject, id: string | null | undefined): string | null {
  return id === null || id === undefined ? null : uuidOfId(subject, id);
}

export function freeText(text: string | null | undefined): string | null {
  if (text !== null && text !== undefined) assertStorableText(text, []);
  return text ?? null;
}

export function textList(texts: readonly string[]): string {
  for (const text of texts) freeText(text);
  return arrayText(texts);
}

export function categoryList(categories: readonly string[]): string {
  if (categories.length > MOST_CATEGORIES)
    throw badInput(`Name at most ${MOST_CATEGORIES} categories.`, ['input', 'categories']);
  return textList(categories);
}

/** A consent to a category that nothing bears would be one to whatever may bear it later. */
export function demandKnownCategories(
  law: Law,
  categories: readonly string[],
  argument: readonly (string | number)[] = ['input', 'categories'],
): void {
  categories.forEach((category, place) => {
    if (isCategory(category) || law.actor.customFields.some((field) => field.category === category)) return;
    throw badInput('There is no such data category in this environment.', [...argument, place]);
  });
}
