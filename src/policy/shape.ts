import { SUBJECT_NAMES } from '../vocabulary/subjects.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { Action } from '../vocabulary/actions.js';
import { isAnd, isOr } from './conditions.js';
import type { Conditions, Test } from './conditions.js';
import { builtInFieldsOf } from './fields.js';
import type { Verdict } from './law.js';
import type { Standing } from './standing.js';

/**
 * What a read plan depends on, and nothing that would keep tenants from sharing plans: who asks, which built-in fields are
 * withheld and why, which subjects are seen (perhaps only through the tenant's own fields), and the form of the row conditions.
 */
export function shapeOf(
  standing: Standing,
  law: {
    readonly may: (action: Action, subject: Subject, field?: string) => Verdict;
    readonly conditions: (subject: Subject) => Conditions;
  },
): string {
  const subjects = SUBJECT_NAMES.map((subject) => {
    const whole = law.may('READ', subject);
    if (!whole.allowed) return `${subject}!${whole.reason}`;
    const withheld = builtInFieldsOf(subject).flatMap((field) => {
      const verdict = law.may('READ', subject, field);
      return verdict.allowed ? [] : [`${field}!${verdict.reason}`];
    });
    return `${subject}[${withheld.join()}]${form(law.conditions(subject))}`;
  });
  // What is told of a scope that is missing names it.
  const scopes = standing.actor.token ? [...standing.actor.token.scopes].sort() : [];
  return [standing.who ?? 'NOBODY', standing.actor.tenantId ? 'tenant' : 'no tenant', ...scopes, ...subjects].join(' ');
}

/** Conditions without their values. A test for null has another form than a test for a value, because it is other SQL. */
function form(conditions: Conditions): string {
  if (isOr(conditions)) return `(${conditions.$or.map(form).join('|')})`;
  if (isAnd(conditions)) return `(${conditions.$and.map(form).join('&')})`;
  return `(${Object.entries(conditions)
    .map(([name, test]) => `${name}:${testForm(test)}`)
    .join()})`;
}

function testForm(test: Test): string {
  if (test === null) return 'null';
  if (typeof test !== 'object') return 'value';
  return Object.entries(test)
    .map(([operator, value]) => `${operator} ${Array.isArray(value) ? 'list' : testForm(value as Test)}`)
    .join();
}
