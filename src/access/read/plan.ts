import type { Subject } from '../../vocabulary/subjects.js';
import type { WithheldField } from '../withheld.js';
import type { ListBinding } from './arguments.js';
import type { Form } from './form.js';
import type { Slot } from './sql.js';

/** What a plan needs of a request, besides its text: every parameter is taken from here. */
export interface PlanInput {
  readonly fingerprint: string;
  readonly tenantId: string | null;
  readonly userId: string | null;
  readonly lists: readonly ListBinding[];
  /** Parameters of each list's filter, in walking order. */
  readonly filterValues: readonly (readonly (string | null)[])[];
  /** For each root: the uuid asked for; null for none or a malformed one. */
  readonly ids: readonly (string | null)[];
  /** For each root: what its narrowing arguments compare with, by field. */
  readonly rootFilters: readonly ReadonlyMap<string, string>[];
  /** For each root and subject: the uuids asked for, as an array's text. */
  readonly idLists: readonly ReadonlyMap<string, string>[];
  readonly conditionValues: (subject: string) => readonly (string | null)[];
  /** The tenant's own fields that are seen, by their uuids, as an array's text. */
  readonly visibleFields: string;
  /** The log entries to write, as JSON; null where nothing is logged. */
  readonly entries: string | null;
  readonly operation: string | null;
  /** Of the seal that the statement leaves, where it is logged. */
  readonly sealId: string | null;
  /** All living authorities, and staff themselves, as an array's text: the seal is one of each of them. */
  readonly authorities: string;
  readonly boundMs: string;
}

/** One group of shown rows that the log tells of: rows of a subject that were shown with the same fields. */
export interface DisclosureGroup {
  readonly subject: Subject;
  readonly prefix: string;
  readonly fields: readonly string[];
  /** The tenant's own fields of this subject were shown too. */
  readonly customFields: boolean;
}

export interface WithheldPlace {
  readonly root: number;
  readonly field: WithheldField;
  /** Which counter tells how often it occurred. */
  readonly counter: number;
  /** Response keys from the root's value; `*` stands for a place in a list. */
  readonly path: readonly string[];
}

export interface CustomPlace {
  readonly root: number;
  readonly subject: Subject;
  readonly counter: number;
  readonly path: readonly string[];
}

export interface Plan {
  readonly name: string;
  readonly text: string;
  readonly slots: readonly Slot<PlanInput>[];
  /** For whoever is confirmed by the wall: the levels of which any row does that. Null: the guard's row comes first. */
  readonly confirming: ReadonlySet<string | null> | null;
  /**
   * Nothing but tenants' data is read: no authority, log, ticket or person, of which some are judged by the clock. And more than a record by
   * its id, which costs the primary less than to say how far it is.
   */
  readonly mayBeReplicated: boolean;
  readonly form: Form;
  /** The cell that holds the uuid of a row, in the two short forms. */
  readonly idCell: number;
  /** Where the uuid of a row of the inner list is, in the form `nested`. */
  readonly innerCell: number;
  /** Turns rows into the values of the roots. */
  readonly shape: ShapeFunction;
  readonly withheld: readonly WithheldPlace[];
  /** Where the tenant's own fields were read: which of them are withheld differs from tenant to tenant. */
  readonly customPlaces: readonly CustomPlace[];
  readonly groups: readonly DisclosureGroup[];
  readonly logged: boolean;
  /** What a row costs, by its level's number. */
  readonly weights: readonly number[];
}

/** What counting a list costs, however long it is. */
export const COUNT_COST = 10;

/** What a condition costs that looks at every row, in each list that has it: some two milliseconds for two thousand rows. */
export const SEARCH_COST = 1_000;

export interface CustomDefinition {
  readonly id: string;
  readonly key: string;
  readonly label: string;
  readonly category: string;
  readonly type: string;
}

/** What the generated shaping function calls. */
export interface ShapeEnvironment {
  readonly cursor: (list: number, values: readonly string[]) => string;
  readonly open: (place: string, recordId: string, sealed: string) => string;
  readonly openCustom: (fieldId: string, recordId: string, sealed: string) => string;
  readonly customFields: (subject: string) => readonly CustomDefinition[];
  readonly nodeIds: (root: number) => readonly string[];
}

export interface Shaped {
  readonly values: readonly unknown[];
  readonly counts: readonly number[];
}

export type ShapeFunction = (rows: readonly (readonly (string | null)[])[], environment: ShapeEnvironment) => Shaped;
