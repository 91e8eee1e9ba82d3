import type { Row } from '../database.js';
import { FIXED_CELLS, type Level } from './level.js';
import type { RootShape } from './shape-types.js';

/**
 * How a statement lays out what it read.
 *
 * - `levels`: the guard's row, then the rows of every level, each led by four cells: the level's number (null: the last one), the place in
 *   its list, the parent's row, its own row.
 * - `rows`: the guard's row, then those of the only level, in the order of its list, with nothing before its columns.
 * - `record`: one row, the guard and the only record that may be there; where it is not, its columns are null.
 *
 * The two short ones cost the least and serve most reads. What is logged needs its level twice, and is never short.
 */
export type Form = 'levels' | 'rows' | 'record';

/**
 * The shortest in which the rows still say everything: that of one level, whose order nothing joined to it can change.
 * @param needsCells its rows are read by others, or must be text already in the server
 */
export function formOf(
  levels: readonly { readonly level: Level }[],
  roots: readonly RootShape[],
  needsCells: boolean,
): Form {
  const [only, ...others] = levels;
  if (!only || others.length > 0 || only.level.reordered || needsCells) return 'levels';
  return roots.some(({ kind }) => kind === 'one') ? 'record' : 'rows';
}

/**
 * Who sees to it that nothing is read under rights that have changed.
 *
 * - `first`: the guard does. Its row comes first, and everything else hangs on it.
 * - `wall`: the policies of the tables do, which are told what the plan was made for (`Statement.expects`): a row of theirs confirms it by
 *   being there. The guard's row comes last, and is only made where no row of theirs has.
 */
export type Guard = 'first' | 'wall';

/** The number of the guard's row, which every answer begins with: without it, memory was stale and nothing was read. */
export const GUARD_LEVEL = 0;

/** The cell of the guard's row, in the form `levels`, that tells how many milliseconds are left of the authority that ends first. */
export const GUARD_REMAINING = 1;

/** How many cells come before the columns of a level. */
export function leadingCells(form: Form): number {
  return form === 'levels' ? FIXED_CELLS : 0;
}

/**
 * Led by the guard's row, as if it had been asked for first; nothing where nothing confirms what the plan was made for.
 * @param confirming the levels of which any row does, by their numbers in the form `levels`
 * @param idCell where the uuid of a row is, in the form `rows`
 */
export function guardedRows(rows: Row[], form: Form, confirming: ReadonlySet<string | null>, idCell: number): Row[] {
  if (form === 'record') return rows;
  const last = rows.at(-1);
  if (form === 'levels') {
    if (last?.[0] === String(GUARD_LEVEL)) rows.pop();
    else if (!rows.some((row) => confirming.has(row[0] ?? null))) return [];
  } else if (!last) return [];
  else if (last[idCell] === null) rows.pop();
  rows.unshift(GUARD_ROW);
  return rows;
}

const GUARD_ROW: Row = [String(GUARD_LEVEL), null, null, null];

/** Whether the statement found the authority to be what the plan was made for. */
export function isGuarded(rows: readonly Row[], form: Form): boolean {
  return form === 'levels' ? rows[0]?.[0] === String(GUARD_LEVEL) : rows.length > 0;
}

/**
 * What the rows that there were cost. In the form `levels` those of one level come one after the other.
 * @param weights what a row costs, by its level's number
 * @param idCell where the uuid of the record is, in the form `record`
 */
export function costOf(rows: readonly Row[], form: Form, weights: readonly number[], idCell: number): number {
  if (form === 'rows') return (rows.length - 1) * (weights[1] ?? 0);
  if (form === 'record') return (rows[0]?.[idCell] ?? null) === null ? 0 : (weights[1] ?? 0);
  let cost = 0;
  let level: string | null | undefined;
  let weight = 0;
  for (const row of rows) {
    const number = row[0] ?? null;
    if (number !== level) {
      level = number;
      weight = weights[number === null ? weights.length - 1 : Number(number)] ?? 0;
    }
    cost += weight;
  }
  return cost;
}
