import { createMongoAbility, subject as tag } from '@casl/ability';
import type { FieldMatcher, ForcedSubject, MongoAbility, RawRuleOf } from '@casl/ability';
import type { Action } from '../vocabulary/actions.js';
import type { Subject } from '../vocabulary/subjects.js';
import { strictMatcher } from './conditions.js';
import type { RowTests } from './conditions.js';
import { isText } from './text.js';

/** The one file that touches CASL's types. */

/** The subjects of rules: ours, and the values of the tenants' own fields, each row of which bears its category. */
export type RuledSubject = Subject | 'CustomFieldValue';

export type Row = Readonly<Record<string, unknown>>;

type TaggedRow = Record<string, unknown> & ForcedSubject<RuledSubject>;

export type Ability = MongoAbility<[Action, RuledSubject | TaggedRow]>;

export interface Rule {
  readonly action: Action;
  readonly subject: RuledSubject;
  readonly fields: readonly string[];
  readonly conditions: RowTests;
  /** The line of the page that it comes from. */
  readonly line: string;
}

/** Exactly these names: CASL's own matcher reads `*` as a wildcard, and the keys of custom fields are chosen by tenants. */
const exactFields: FieldMatcher = (fields) => {
  const names = new Set<string>(fields);
  return (field) => names.has(field);
};

export function createAbility(rules: readonly Rule[]): Ability {
  const options = { conditionsMatcher: strictMatcher as never, fieldMatcher: exactFields };
  const ability = createMongoAbility<Ability>(rules.map(rawRule), options);
  Object.freeze(ability);
  return ability;
}

/** To CASL, no list of fields means every field, and no conditions mean every row: neither is let through. */
function rawRule({ action, subject, fields, conditions, line }: Rule): RawRuleOf<Ability> {
  if (fields.length === 0 || fields.some((field) => !field)) throw new Error(`A rule on ${subject} names no field.`);
  strictMatcher(conditions);
  const own = { fields: [...fields], conditions: { ...conditions } };
  Object.values(own).forEach(Object.freeze);
  return Object.freeze({ action, subject, ...own, reason: line });
}

/** Asks about a subject as a whole: open when one of its fields is, on some row. */
export function allowsSubject(ability: Ability, action: Action, subject: RuledSubject): boolean {
  return ability.can(action, subject);
}

/** To CASL a field without a name is the subject as a whole; here it is no field. */
export function allowsField(ability: Ability, action: Action, subject: RuledSubject, field: string): boolean {
  return isText(field) && ability.can(action, subject, field);
}

/** Asks about a row that is in memory. Fields that the conditions test must have been loaded, or the answer is no. */
export function allowsRow(ability: Ability, action: Action, subject: RuledSubject, row: Row, field?: string): boolean {
  if (field !== undefined && !isText(field)) return false;
  return ability.can(action, tag(subject, { ...row }), field);
}
