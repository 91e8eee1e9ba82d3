import type { Action } from '../vocabulary/actions.js';
import type { ActorKind, AuthorityKind } from '../vocabulary/actors.js';
import { isCategory, UNCLASSIFIED } from '../vocabulary/categories.js';
import { coversAction } from '../vocabulary/instructions.js';
import { SEEING_PURPOSES } from '../vocabulary/purposes.js';
import type { Purpose } from '../vocabulary/purposes.js';
import { scopeFor } from '../vocabulary/scopes.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { Actor, Authority, CustomField, NamedInstruction, OwnCategory } from './actor.js';
import type { Condition, Line, Made, Who } from './line.js';
import { allCategoriesOf } from './fields.js';
import { categoriesOfLine } from './line.js';
import { POLICY } from './policy.js';
import { isText } from './text.js';

/** An actor as the page sees it: which of its lines are about them, and what their authorities open. */
export interface Standing {
  readonly actor: Actor;
  readonly who: Who | null;
  readonly authorities: readonly Authority[];
  readonly made: Made;
}

/** The authority that counts for each kind of actor. One in the hands of anybody else opens nothing. */
const COUNTING: Partial<Record<Who, AuthorityKind>> = {
  SUPPORT: 'SUPPORT_GRANT',
  EXTERNAL: 'EXTERNAL_ACCESS',
  ADMINISTRATOR: 'MAINTENANCE_WINDOW',
  INTEGRATION: 'API_TOKEN',
};

/** A program has no account of its own, and nobody has none. */
const WITH_ACCOUNT: ReadonlySet<ActorKind> = new Set<ActorKind>(['MEMBER', 'EXTERNAL', 'SUPPORT', 'ADMINISTRATOR']);

export function standingOf(given: Actor): Standing {
  const actor = frozenCopy(given);
  const who = actor.kind === 'MEMBER' ? actor.role : actor.kind;
  const counting = who === null ? undefined : COUNTING[who];
  return {
    actor,
    who,
    authorities: counting === undefined ? [] : actor.authorities.filter(({ kind }) => kind === counting),
    made: madeBy(actor.ownCategories),
  };
}

function madeBy(categories: readonly OwnCategory[]): Made {
  const of = (sensitive: boolean): ReadonlySet<string> =>
    new Set(categories.filter((one) => one.sensitive === sensitive).map(({ key }) => key));
  return { ordinary: of(false), sensitive: of(true) };
}

/** A tenant can't make a category that is there already, whatever the database says; one whose sensitivity was not loaded is none. */
function properCategories(categories: readonly OwnCategory[]): readonly OwnCategory[] {
  return categories.filter(
    ({ key, sensitive }) => isText(key) && !isCategory(key) && key !== UNCLASSIFIED && typeof sensitive === 'boolean',
  );
}

/** The category that counts: what is not in force protects nobody, so the field is left to those who can give it another one. */
function countingCategory({ category, retired }: CustomField, own: readonly OwnCategory[]): string {
  const inForce = isText(category) && (isCategory(category) || own.some(({ key }) => key === category));
  return inForce && retired !== true ? category : UNCLASSIFIED;
}

/** The law is made from a copy, so that nobody can widen it afterwards; a list that is absent is an empty one. */
function frozenCopy(actor: Actor): Actor {
  const authorities = listed(actor.authorities).map((one) =>
    Object.freeze({ ...one, categories: Object.freeze(listed(one.categories)) }),
  );
  const own = properCategories(listed(actor.ownCategories));
  const fields = listed(actor.customFields).map((field) =>
    Object.freeze({ ...field, category: countingCategory(field, own) }),
  );
  return Object.freeze({
    ...actor,
    authorities: Object.freeze(authorities),
    ended: Object.freeze(listed(actor.ended).map((one) => Object.freeze({ ...one }))),
    customFields: Object.freeze(fields),
    ownCategories: Object.freeze(own.map((one) => Object.freeze({ ...one }))),
    ...(actor.instruction && { instruction: frozenInstruction(actor.instruction) }),
    ...(actor.token && { token: Object.freeze({ ...actor.token, scopes: Object.freeze(listed(actor.token.scopes)) }) }),
  });
}

function frozenInstruction(one: NamedInstruction): NamedInstruction {
  const subjects = Object.freeze(listed(one.subjects));
  return Object.freeze({ ...one, subjects, categories: Object.freeze(listed(one.categories)) });
}

function listed<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? [...(value as readonly T[])] : [];
}

export function customFieldsOf({ actor }: Standing, subject: Subject): readonly CustomField[] {
  return actor.customFields.filter((field) => field.subject === subject);
}

export function linesFor({ actor, who }: Standing, action: Action, subject: Subject): readonly Line[] {
  if (lacksFactor(actor)) return [];
  const names = new Set<Who>();
  if (who !== null) names.add(who);
  if (WITH_ACCOUNT.has(actor.kind)) names.add('SIGNED_IN');
  return POLICY.filter(
    (line) => line.may.includes(action) && line.what.includes(subject) && line.who.some((name) => names.has(name)),
  );
}

/** Whoever has an account and lacks the second factor that is demanded of them is about nothing on the page until they have it. */
export function lacksFactor(actor: Actor): boolean {
  return WITH_ACCOUNT.has(actor.kind) && actor.factorMet !== true;
}

/** What is asked of a line: one of its actions, on one of its subjects. */
export interface Deed {
  readonly action: Action;
  readonly subject: Subject;
  /** The categories any of which would do. */
  readonly categories: Iterable<string>;
}

/** Whether an authority counts for a category: a window for whatever its line names, if its purpose needs to see; any other names its own. */
export function counts({ kind, categories, purpose }: Authority, category: string): boolean {
  return kind === 'MAINTENANCE_WINDOW' ? isSeeing(purpose) : categories.includes(category);
}

function isSeeing(purpose: Purpose | null): boolean {
  return purpose !== null && SEEING_PURPOSES.has(purpose);
}

/** Whether a category may be changed under an authority: a window for an import lets whatever its line names, others must say so themselves. */
export function letsWrite(authority: Authority, category: string): boolean {
  const { kind, access, categories, purpose } = authority;
  return kind === 'MAINTENANCE_WINDOW'
    ? purpose === 'IMPORT'
    : access === 'READ_WRITE' && categories.includes(category);
}

/** The categories that a line opens to this actor, as far as consent goes. */
export function openedBy(standing: Standing, line: Line): ReadonlySet<string> {
  const needsWriting = line.conditions.includes('READ_WRITE');
  const counting = standing.authorities.filter(({ access }) => !needsWriting || access === 'READ_WRITE');
  return categoriesOfLine(line, standing.made, new Set(counting.flatMap(({ categories }) => categories)));
}

/** The same, as far as the instruction goes that the request names, or the maker of the token: both narrow what is open, and open nothing. */
export function narrowedTo(standing: Standing, line: Line, action: Action, subject: Subject): ReadonlySet<string> {
  const opened = openedBy(standing, line);
  const narrowing = [
    ...(needsInstruction(line) ? [instructed(standing, line, { action, subject })] : []),
    ...(line.conditions.includes('SCOPE') ? [ofMaker(standing, action, subject)] : []),
  ];
  return new Set([...opened].filter((category) => narrowing.every((within) => within.has(category))));
}

/** The first condition of a line that does not hold; null: all do. */
export function unmetBy(standing: Standing, line: Line, deed: Deed): Exclude<Condition, 'OWN'> | null {
  for (const condition of line.conditions) {
    if (condition !== 'OWN' && !holds(standing, condition, line, deed)) return condition;
  }
  return null;
}

function holds(standing: Standing, condition: Exclude<Condition, 'OWN'>, line: Line, deed: Deed): boolean {
  const { actor, authorities } = standing;
  switch (condition) {
    case 'AGREEMENT':
      return actor.agreementAccepted === true;
    case 'CONFIDENTIALITY':
      return actor.confidential === true;
    case 'STEPPED_UP':
      return actor.steppedUp === true;
    case 'READ_WRITE':
      return authorities.some(({ access }) => access === 'READ_WRITE');
    case 'WHOLE':
      return everyCategory(
        standing,
        deed.subject,
        line.conditions.includes('SCOPE')
          ? narrowedTo(standing, line, deed.action, deed.subject)
          : openedBy(standing, line),
      );
    case 'INSTRUCTION':
    case 'IMPORT_INSTRUCTION': {
      const named = instructed(standing, line, deed);
      if (line.conditions.includes('WHOLE')) return everyCategory(standing, deed.subject, named);
      const opened = openedBy(standing, line);
      return [...deed.categories].some((category) => opened.has(category) && named.has(category));
    }
    case 'WINDOW':
      return seesThroughWindow(standing);
    case 'IMPORT_WINDOW':
      return importsThroughWindow(standing);
    case 'SCOPE':
      return hasScope(actor, deed) && makerMay(standing, line, deed);
  }
}

/** Whether a window is open to this actor whose purpose needs to see data. */
export function seesThroughWindow({ authorities }: Standing): boolean {
  return authorities.some(({ kind, purpose }) => kind === 'MAINTENANCE_WINDOW' && isSeeing(purpose));
}

/** Whether a window is open to this actor that is for bringing data in. */
export function importsThroughWindow({ authorities }: Standing): boolean {
  return authorities.some(({ kind, purpose }) => kind === 'MAINTENANCE_WINDOW' && purpose === 'IMPORT');
}

/** Whether the token says so itself, whatever its maker may do. */
export function hasScope({ token }: Actor, { action, subject }: Pick<Deed, 'action' | 'subject'>): boolean {
  const scope = scopeFor(action, subject);
  return scope !== null && token?.scopes.includes(scope) === true;
}

/**
 * Whoever made the token, as if they asked by themselves: a member in the role that they have now. What they could not do for want of the
 * tenant's agreement, the token's own line says.
 */
function makerOf({ actor }: Standing): Standing {
  const { token, instruction: _, ...asked } = actor;
  return standingOf({
    ...asked,
    kind: 'MEMBER',
    role: token?.makerRole ?? null,
    authorities: [],
    agreementAccepted: true,
  });
}

/** What the maker may do with it by some line of the page: without category, where the subject bears none. */
function makerMay(standing: Standing, line: Line, { action, subject, categories }: Deed): boolean {
  if (line.categories.length === 0) return linesThatHold(makerOf(standing), action, subject).length > 0;
  const within = ofMaker(standing, action, subject);
  const opened = openedBy(standing, line);
  return [...categories].some((category) => opened.has(category) && within.has(category));
}

function ofMaker(standing: Standing, action: Action, subject: Subject): ReadonlySet<string> {
  const maker = makerOf(standing);
  return new Set(linesThatHold(maker, action, subject).flatMap((line) => [...openedBy(maker, line)]));
}

function linesThatHold(standing: Standing, action: Action, subject: Subject): readonly Line[] {
  return linesFor(standing, action, subject).filter(
    (line) => unmetBy(standing, line, { action, subject, categories: openedBy(standing, line) }) === null,
  );
}

function everyCategory(standing: Standing, subject: Subject, opened: ReadonlySet<string>): boolean {
  const all = allCategoriesOf(subject, customFieldsOf(standing, subject));
  return all.length > 0 && all.every((category) => opened.has(category));
}

export function needsInstruction({ conditions }: Line): boolean {
  return conditions.includes('INSTRUCTION') || conditions.includes('IMPORT_INSTRUCTION');
}

/** The categories that the named instruction covers, if it is of a kind that the line takes. */
function instructed(
  { actor }: Standing,
  { conditions }: Line,
  { action, subject }: Pick<Deed, 'action' | 'subject'>,
): ReadonlySet<string> {
  const { instruction } = actor;
  if (conditions.includes('IMPORT_INSTRUCTION') && instruction?.kind !== 'IMPORT') return new Set();
  const covers = instruction && instruction.subjects.includes(subject) && coversAction(instruction.kind, action);
  return new Set(covers ? instruction.categories : []);
}
