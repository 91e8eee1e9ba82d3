import type { Action } from '../vocabulary/actions.js';
import type { Reason } from '../vocabulary/reasons.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { Ability } from './ability.js';
import type { Actor, Authority } from './actor.js';
import type { Conditions } from './conditions.js';

export interface Refusal {
  readonly allowed: false;
  readonly reason: Exclude<Reason, 'ALLOWED'>;
  /** The category that the field bears; null where the whole subject is refused. */
  readonly category: string | null;
  /** One sentence for a person: what is missing, and who can give it. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

export type Verdict = { readonly allowed: true } | Refusal;

export const ALLOWED: Verdict = Object.freeze({ allowed: true });

/**
 * What the page comes to for one actor at one moment. Frozen: it can't be widened, only compiled anew.
 * A field is a built-in one (`email`), a relation (`company`) or one of the tenant's own (`customFields.<key>`).
 */
export interface Law {
  readonly actor: Actor;
  readonly ability: Ability;
  /**
   * Equal shapes compile to equal read plans, for whatever tenant: which subjects, categories and rows are seen, and why the
   * others are not. Without the ids of tenants, users and authorities, so values in row conditions are parameters of a plan.
   */
  readonly shape: string;
  /** The categories that are seen, those that the tenant made included. */
  readonly categories: readonly string[];
  /** Visible: at least one of its categories is, or it has none and a line allows it. */
  readonly sees: (subject: Subject) => boolean;
  /** Whether a field may be read. */
  readonly verdict: (subject: Subject, field: string) => Verdict;
  /** Without a field: whether it may be done to the subject at all, with at least one of its fields. */
  readonly may: (action: Action, subject: Subject, field?: string) => Verdict;
  /** The first living authority that opens a category; null where it is membership that does, or nothing. */
  readonly openedBy: (category: string) => Authority | null;
  /** The first living authority under which a category may be changed; null where it is membership that lets, or nothing. */
  readonly writtenUnder: (category: string) => Authority | null;
  /** With which rows it may be done, besides those being the addressed tenant's; without an action: read. `{}`: all of them. */
  readonly conditions: (subject: Subject, action?: Action) => Conditions;
}
