import type { Action } from '../vocabulary/actions.js';
import type { ActorKind } from '../vocabulary/actors.js';
import { CATEGORY_NAMES, ORDINARY_CATEGORIES, UNCLASSIFIED } from '../vocabulary/categories.js';
import type { Category } from '../vocabulary/categories.js';
import type { Role } from '../vocabulary/roles.js';
import type { Subject } from '../vocabulary/subjects.js';

/** The grammar of the policy page: allow(who).to(action).on(subject).in(categories).when(condition). Nothing forbids. */

/** Members by their role, everybody else by the kind of actor; SIGNED_IN is anybody with an account, also where it opens nothing. */
export type Who = Role | Exclude<ActorKind, 'MEMBER'> | 'SIGNED_IN';

/** What must hold besides. OWN picks rows; the others are facts about the request. */
export const CONDITIONS = {
  OWN: 'it is their own, or meant for any of them',
  AGREEMENT: 'the tenant has accepted the data processing agreement',
  CONFIDENTIALITY: 'their commitment to confidentiality is in force',
  STEPPED_UP: 'a code of their second factor was given in this session a short while ago',
  READ_WRITE: 'what opens the category says READ_WRITE',
  INSTRUCTION: 'it names a confirmed instruction of the tenant, which covers it',
  WHOLE: 'every category that such a record can bear is among them, because all of it is destroyed',
  WINDOW: 'a maintenance window is open to them whose purpose needs to see data',
  IMPORT_WINDOW: 'a maintenance window is open to them whose purpose is to import data',
  IMPORT_INSTRUCTION: 'it names a confirmed instruction of the tenant to import data, which covers it',
  SCOPE: 'the token has the scope, and the member who made it may do so now',
} as const;

export type Condition = keyof typeof CONDITIONS;

/** "All ordinary categories": the built-in ones and those that the tenant made. Sensitive ones are never among them. */
export const ALL_ORDINARY = Symbol('all ordinary categories');
/** "The sensitive categories that the tenant made": they have no name that the page could know, so a line opens all of them or none. */
export const MADE_SENSITIVE = Symbol('the sensitive categories that the tenant made');
/** "What is unclassified": a tenant's own fields without a category in force. No grant or access can name it. */
export const WITHOUT_CATEGORY = Symbol('what is unclassified');
/** "What its authorities open": the categories that living grants or accesses name one by one. */
export const OPENED = Symbol('the categories that its living authorities name');

export type CategoryTerm =
  Category | typeof ALL_ORDINARY | typeof MADE_SENSITIVE | typeof WITHOUT_CATEGORY | typeof OPENED;

/** The categories in force that the tenant made. */
export interface Made {
  readonly ordinary: ReadonlySet<string>;
  readonly sensitive: ReadonlySet<string>;
}

export interface Line {
  readonly who: readonly Who[];
  readonly may: readonly Action[];
  readonly what: readonly Subject[];
  /** Empty on subjects that hold no classified data; on the others, empty opens nothing. */
  readonly categories: readonly CategoryTerm[];
  readonly conditions: readonly Condition[];
}

export interface LineDraft extends Line {
  readonly in: (...categories: readonly CategoryTerm[]) => LineDraft;
  readonly when: (...conditions: readonly Condition[]) => LineDraft;
}

interface Allowed {
  readonly to: (...may: readonly Action[]) => { readonly on: (what: Subject | readonly Subject[]) => LineDraft };
}

export function allow(...who: readonly Who[]): Allowed {
  return {
    to: (...may) => ({
      on: (what) => draft({ who, may, what: typeof what === 'string' ? [what] : what, categories: [], conditions: [] }),
    }),
  };
}

function draft(line: Line): LineDraft {
  return Object.freeze({
    ...line,
    in: (...categories: readonly CategoryTerm[]) => draft({ ...line, categories }),
    when: (...conditions: readonly Condition[]) => draft({ ...line, conditions }),
  });
}

/** What a line's categories come to, given what the tenant made and what the actor's authorities open. */
export function categoriesOfLine(line: Line, made: Made, opened: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const term of line.categories) for (const name of expand(term, made, opened)) found.add(name);
  return found;
}

function expand(term: CategoryTerm, made: Made, opened: ReadonlySet<string>): readonly string[] {
  switch (term) {
    case ALL_ORDINARY:
      return [...ORDINARY_CATEGORIES, ...made.ordinary];
    case MADE_SENSITIVE:
      return [...made.sensitive];
    case WITHOUT_CATEGORY:
      return [UNCLASSIFIED];
    case OPENED:
      return [...CATEGORY_NAMES, ...made.ordinary, ...made.sensitive].filter((name) => opened.has(name));
    default:
      return [term];
  }
}

export const NAMED_HOW = 'a living grant, access or token names the category';

/** Whether a line reaches a category: by itself, or if an authority names it; null: never. */
export function reachOf(
  { categories }: Line,
  { category, sensitive, own }: { readonly category: string; readonly sensitive: boolean; readonly own: boolean },
): 'by itself' | 'if named' | null {
  const unclassified = category === UNCLASSIFIED;
  const reaches = (term: CategoryTerm): boolean => {
    if (unclassified) return term === WITHOUT_CATEGORY;
    return term === category || (!sensitive && term === ALL_ORDINARY) || (sensitive && own && term === MADE_SENSITIVE);
  };
  if (categories.some(reaches)) return 'by itself';
  return categories.includes(OPENED) && !unclassified ? 'if named' : null;
}

/** The line as a sentence. */
export function readAloud(line: Line): string {
  const categories = line.categories.length === 0 ? '' : ` in ${list(line.categories.map(categoryWords))}`;
  const when = line.conditions.length === 0 ? '' : `, when ${list(line.conditions.map((name) => CONDITIONS[name]))}`;
  return `${list(line.who)} may ${list(line.may)} ${list(line.what)}${categories}${when}.`;
}

export function categoryWords(term: CategoryTerm): string {
  return typeof term === 'symbol' ? String(term.description) : term;
}

export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.slice(-1).join()}`;
}
