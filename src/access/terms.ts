import { modelOf } from '../entities/data.js';
import type { GrantSupportAccessInput } from '../entities/grant-support-access-input.js';
import { badInput, notFound } from '../kernel/errors.js';
import { NO_UUID, parseId } from '../kernel/ids.js';
import type { Law } from '../policy/law.js';
import { isCategory } from '../vocabulary/categories.js';
import type { Subject } from '../vocabulary/subjects.js';
import { arrayText } from './database.js';
import { assertStorableText, type ArgumentPath } from './read/filter-form.js';

/** The terms of an authority as clients write them, on their way to the database. */

const MOST_CATEGORIES = 100;

/** A malformed id is a missing one. */
export function uuidOfId(subject: Subject, id: string): string {
  return uuidWithPrefix(modelOf(subject).prefix, id);
}

/** The same of what is no subject. */
export function uuidWithPrefix(prefix: string, id: string): string {
  const uuid = parseId(prefix, id);
  if (uuid === undefined) throw notFound();
  return uuid;
}

/** A malformed id is a missing one, for whoever asks: what the law says first of a missing one, it says first of this one. */
export function uuidOrNone(subject: Subject, id: string): string {
  return parseId(modelOf(subject).prefix, id) ?? NO_UUID;
}

export function optionalUuid(subject: Subject, id: string | null | undefined): string | null {
  return id === null || id === undefined ? null : uuidOfId(subject, id);
}

/** @param path where in the arguments it stands, to be told if it can't be stored */
export function freeText(text: string | null | undefined, path: ArgumentPath = []): string | null {
  if (text !== null && text !== undefined) assertStorableText(text, path);
  return text ?? null;
}

export function textList(texts: readonly string[], path: ArgumentPath = []): string {
  texts.forEach((text, at) => freeText(text, path.length === 0 ? [] : [...path, at]));
  return arrayText(texts);
}

export function categoryList(categories: readonly string[]): string {
  if (categories.length > MOST_CATEGORIES)
    throw badInput(`Name at most ${MOST_CATEGORIES} categories.`, ['input', 'categories']);
  return textList(categories, ['input', 'categories']);
}

/** What a tenant consents to, as the database takes it: given, or only previewed. */
export function grantTerms(law: Law, input: GrantSupportAccessInput): readonly (string | null)[] {
  demandKnownCategories(law, input.categories);
  return [
    categoryList(input.categories),
    input.access,
    input.purpose,
    input.expiresAt ?? null,
    freeText(input.reason, ['input', 'reason']),
    optionalUuid('Ticket', input.ticketId),
    optionalUuid('User', input.staffId),
  ];
}

/** Whether it is a category in force. */
export function isKnownCategory(law: Law, category: string): boolean {
  return isCategory(category) || law.actor.ownCategories.some(({ key }) => key === category);
}

/**
 * A consent to a category that is none, or is none any more, would be one to whatever may be called so later.
 * @param elsewhere the argument that is wrong, where the categories were not given but looked up
 */
export function demandKnownCategories(law: Law, categories: readonly string[], elsewhere?: string): void {
  categories.forEach((category, place) => {
    if (isKnownCategory(law, category)) return;
    throw badInput(
      'There is no such data category in this environment.',
      elsewhere === undefined ? ['input', 'categories', place] : [elsewhere],
    );
  });
}
