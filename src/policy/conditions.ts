import { mongoQueryMatcher } from '@casl/ability';
import type { ConditionsMatcher } from '@casl/ability';
import type { Subject } from '../vocabulary/subjects.js';

/**
 * Which rows a rule is about: the small closed part of CASL's query language that is also translated to SQL. What isn't
 * here can't be written, so the law in memory and the law in the database can't drift apart by a forgotten operator.
 */
export type Scalar = string | number | boolean | null;

export type Test =
  | Scalar
  | { readonly $eq: Scalar }
  | { readonly $ne: Scalar }
  | { readonly $in: readonly (string | number | boolean)[] };

/** Tests on fields of the row, all of which must hold. No field at all: every row. */
export type RowTests = Readonly<Record<string, Test>>;

export type Conditions = RowTests | { readonly $and: readonly Conditions[] } | { readonly $or: readonly Conditions[] };

/** No row: what is said of a subject that may not be seen, because an empty condition would mean every row. */
export const NO_ROW: RowTests = { id: { $in: [] } };

export function isOr(conditions: Conditions): conditions is { readonly $or: readonly Conditions[] } {
  return '$or' in conditions && Array.isArray(conditions.$or);
}

export function isAnd(conditions: Conditions): conditions is { readonly $and: readonly Conditions[] } {
  return '$and' in conditions && Array.isArray(conditions.$and);
}

/**
 * CASL's matcher, with one difference: a row on which a tested field was not loaded never matches. Left alone, a missing
 * field equals undefined and null, and a row that nobody looked at would pass.
 */
export const strictMatcher: ConditionsMatcher<RowTests> = (tests) => {
  const names = Object.keys(tests);
  if (names.length === 0) throw new Error('A rule without conditions would be about every row of every tenant.');
  for (const name of names) refuseUndefined(name, tests[name]);
  const matches = mongoQueryMatcher(tests);
  return (row: Record<string, unknown>): boolean => names.every((name) => Object.hasOwn(row, name)) && matches(row);
};

function refuseUndefined(name: string, test: Test | undefined): void {
  const values = typeof test === 'object' && test !== null ? Object.values(test).flat() : [test];
  if (name.startsWith('$') || values.includes(undefined))
    throw new Error(`The condition on ${name} is not one of ours.`);
}

/**
 * What it means that a record is the actor's own. Alternatives, each of which becomes a rule of its own; a subject that is
 * not named here is never anybody's own.
 */
const OWN: Partial<Record<Subject, (userId: string) => readonly RowTests[]>> = {
  User: (userId) => [{ id: userId }],
  SupportGrant: (userId) => [{ staffId: null }, { staffId: userId }],
  SupportQuestion: (userId) => [{ requestedBy: userId }],
  SecurityEvent: (userId) => [{ logId: userId }],
  Member: (userId) => [{ userId }],
  // Meant for all staff; whose acceptances somebody reads is for the database's function to say.
  Agreement: () => [{ id: { $ne: null } }],
  AgreementAcceptance: () => [{ id: { $ne: null } }],
  // Meant for all administrators: those of the vendor, as that function says too.
  App: () => [{ id: { $ne: null } }],
  ExternalAccess: (userId) => [{ logId: userId }],
  MaintenanceWindow: (userId) => [{ logId: userId }],
};

export function ownRows(subject: Subject, userId: string): readonly RowTests[] {
  return OWN[subject]?.(userId) ?? [];
}

/** The fields that are tested to know whether a record is somebody's own. */
export function ownFields(subject: Subject): readonly string[] {
  return [...new Set(ownRows(subject, '').flatMap(Object.keys))];
}

/** Rows that bear no tenant: the database's own functions decide which of them a credential reaches. */
const WITHOUT_TENANT: ReadonlySet<Subject> = new Set<Subject>(['User', 'Agreement', 'App']);

/** Rows that say in whose list they stand: a tenant's or a user's. */
const LISTED_BY_READER: ReadonlySet<Subject> = new Set<Subject>([
  'SecurityEvent',
  'ExternalAccess',
  'MaintenanceWindow',
]);

/** What ties a rule to the addressed tenant. Never empty. */
export function tenantRows(subject: Subject, tenantId: string): RowTests {
  if (LISTED_BY_READER.has(subject)) return { logId: tenantId };
  return WITHOUT_TENANT.has(subject) ? { id: { $ne: null } } : { tenantId };
}

/** Whether conditions hold for a row that is in memory, with the fields that they test. */
export function holdsFor(conditions: Conditions, row: Readonly<Record<string, unknown>>): boolean {
  if (isAnd(conditions)) return conditions.$and.every((part) => holdsFor(part, row));
  if (isOr(conditions)) return conditions.$or.some((part) => holdsFor(part, row));
  return Object.keys(conditions).length === 0 || strictMatcher(conditions)(row);
}

/** One condition for several rules, any of which is enough. */
export function anyOf(alternatives: readonly RowTests[]): Conditions {
  const [first, ...others] = alternatives;
  if (first === undefined) return NO_ROW;
  if (alternatives.some((tests) => Object.keys(tests).length === 0)) return {};
  return others.length === 0 ? first : { $or: alternatives };
}
