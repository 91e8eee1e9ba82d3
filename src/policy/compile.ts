import { ACTION_NAMES } from '../vocabulary/actions.js';
import type { Action } from '../vocabulary/actions.js';
import { SUBJECT_NAMES } from '../vocabulary/subjects.js';
import type { Subject } from '../vocabulary/subjects.js';
import { allowsField, allowsSubject, createAbility } from './ability.js';
import type { Rule } from './ability.js';
import type { Actor } from './actor.js';
import { anyOf, ownRows, tenantRows } from './conditions.js';
import type { Conditions, RowTests } from './conditions.js';
import { allCategoriesOf, bearsCustomFields, fieldsOpenedBy, isClassified } from './fields.js';
import { ALLOWED } from './law.js';
import type { Law, Verdict } from './law.js';
import { readAloud } from './line.js';
import type { Line } from './line.js';
import { refuse } from './refusal.js';
import type { Question } from './refusal.js';
import { shapeOf } from './shape.js';
import { counts, customFieldsOf, letsWrite, linesFor, narrowedTo, openedBy, standingOf, unmetBy } from './standing.js';
import type { Standing } from './standing.js';
import { isText } from './text.js';

/**
 * The page × an actor × their authorities -> an ability. This is the one place where rules are made, so the one place where an
 * absent tenant, category or field could turn into an open door: each is a rule that is not made.
 */
export function compileLaw(given: Actor): Law {
  const standing = standingOf(given);
  const openings = ACTION_NAMES.flatMap((action) =>
    SUBJECT_NAMES.flatMap((subject) => openingsOf(standing, action, subject)),
  );
  const seen = new Set(openings.filter(({ action }) => action === 'READ').map(({ subject }) => subject));
  const rules = [...openings.flatMap((one) => rulesOf(standing, one, seen)), ...customValueRules(standing, openings)];
  const ability = createAbility(rules);
  const categories = Object.freeze(categoriesSeen(standing));

  const refused = (question: Question): Verdict => refuse(standing, ability, question).refusal;
  const sees = (subject: Subject): boolean => allowsSubject(ability, 'READ', subject);
  const field = (action: Action, subject: Subject, name: string): Verdict =>
    allowsField(ability, action, subject, name) ? ALLOWED : refused({ action, subject, field: name });
  const may = (action: Action, subject: Subject, name?: string): Verdict => {
    if (name !== undefined) return field(action, subject, name);
    return allowsSubject(ability, action, subject) ? ALLOWED : refused({ action, subject, field: null });
  };
  const conditions = (subject: Subject, action: Action = 'READ'): Conditions => rowsOpen(openings, action, subject);

  return Object.freeze({
    actor: standing.actor,
    ability,
    shape: shapeOf(standing, { may, conditions }),
    categories,
    sees,
    verdict: (subject: Subject, name: string) => field('READ', subject, name),
    may,
    openedBy: (category: string) =>
      categories.includes(category) ? (standing.authorities.find((one) => counts(one, category)) ?? null) : null,
    writtenUnder: (category: string) => standing.authorities.find((one) => letsWrite(one, category)) ?? null,
    conditions,
  });
}

/** One line of the page, with one of its actions and subjects, as far as it opens something to this actor. */
interface Opening {
  readonly action: Action;
  readonly subject: Subject;
  readonly line: Line;
  readonly categories: ReadonlySet<string>;
  /** What is asked of rows besides their tenant; `{}`: nothing. */
  readonly rows: RowTests;
  readonly conditions: RowTests;
}

function openingsOf(standing: Standing, action: Action, subject: Subject): readonly Opening[] {
  return linesFor(standing, action, subject)
    .filter((line) => unmetBy(standing, line, { action, subject, categories: openedBy(standing, line) }) === null)
    .flatMap((line) => {
      const categories = narrowedTo(standing, line, action, subject);
      if (isClassified(subject) && !occurs(standing, subject, categories)) return [];
      return rowsOf(standing, line, subject).map((rows) => ({ action, subject, line, categories, ...rows }));
    });
}

function occurs(standing: Standing, subject: Subject, categories: ReadonlySet<string>): boolean {
  return allCategoriesOf(subject, customFieldsOf(standing, subject)).some((category) => categories.has(category));
}

function rowsOf({ actor }: Standing, line: Line, subject: Subject): readonly Pick<Opening, 'rows' | 'conditions'>[] {
  if (line.conditions.includes('OWN')) {
    return isText(actor.userId) ? ownRows(subject, actor.userId).map((rows) => ({ rows, conditions: rows })) : [];
  }
  return isText(actor.tenantId) ? [{ rows: {}, conditions: tenantRows(subject, actor.tenantId) }] : [];
}

function rulesOf(standing: Standing, opening: Opening, seen: ReadonlySet<Subject>): readonly Rule[] {
  const { action, subject, categories, conditions, line } = opening;
  const custom = customFieldsOf(standing, subject);
  const fields = fieldsOpenedBy({ action, subject, categories, custom, sees: (target) => seen.has(target) });
  return fields.length === 0 ? [] : [{ action, subject, fields, conditions, line: readAloud(line) }];
}

const CUSTOM_VALUE_FIELDS = ['key', 'label', 'category', 'type', 'value'];

/** The values of the tenants' own fields are rows by themselves: what decides is the category that each row bears. */
function customValueRules({ actor }: Standing, openings: readonly Opening[]): readonly Rule[] {
  const { tenantId } = actor;
  if (!isText(tenantId)) return [];
  return openings.flatMap(({ action, subject, categories, line }): readonly Rule[] => {
    if (!bearsCustomFields(subject) || categories.size === 0) return [];
    const conditions = { tenantId, category: { $in: [...categories] } };
    return [{ action, subject: 'CustomFieldValue', fields: CUSTOM_VALUE_FIELDS, conditions, line: readAloud(line) }];
  });
}

function categoriesSeen(standing: Standing): readonly string[] {
  if (!isText(standing.actor.tenantId)) return [];
  const seen = SUBJECT_NAMES.flatMap((subject) =>
    linesFor(standing, 'READ', subject)
      .filter(
        (line) => unmetBy(standing, line, { action: 'READ', subject, categories: openedBy(standing, line) }) === null,
      )
      .flatMap((line) => [...narrowedTo(standing, line, 'READ', subject)]),
  );
  return [...new Set(seen)].sort();
}

function rowsOpen(openings: readonly Opening[], action: Action, subject: Subject): Conditions {
  return anyOf(openings.filter((one) => one.action === action && one.subject === subject).map(({ rows }) => rows));
}
