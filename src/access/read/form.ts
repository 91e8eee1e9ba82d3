import type { Row } from '../database.js';
import { FIXED_CELLS, type Level } from './level.js';
import type { Plan } from './plan.js';
import type { RootShape } from './shape-types.js';

/**
 * How a statement lays out what it read.
 *
 * - `levels`: the guard's row, then the rows of every level, each led by four cells: the level's number (null: the last one), the place in
 *   its list, the parent's row, its own row.
 * - `rows`: the guard's row, then those of the only level, in the order of its list, with nothing before its columns.
 * - `nested`: those of a list, or of one record, and of one list in each of its rows, side by side: the columns of the outer row, again for each
 *   inner row, and then those of the inner one; null where there is none. After the guard's row, like `rows`.
 * - `record`: one row, the guard and the only record that may be there; where it is not, its columns are null. Behind the wall the record alone:
 *   where there is no row, nothing is known yet, and it is asked for behind the guard.
 *
 * The short ones cost the least and serve most reads. What is logged needs its level twice, and is never short.
 */
export type Form = 'levels' | 'rows' | 'nested' | 'record';

interface FormTerms {
  readonly guard: Guard;
  /** The rows of a level are read by others, or must be text already in the server. */
  readonly needsCells: boolean;
}

/** The shortest in which the rows still say everything: that of one level or two, whose order nothing joined to them can change. */
export function formOf(
  levels: readonly { readonly level: Level }[],
  roots: readonly RootShape[],
  { guard, needsCells }: FormTerms,
): Form {
  const [outer, inner, ...others] = levels.map(({ level }) => level);
  if (!outer || others.length > 0 || outer.reordered || inner?.reordered || needsCells) return 'levels';
  if (!inner) return roots.some(({ kind }) => kind === 'one') ? 'record' : 'rows';
  const isNested =
    guard === 'wall' && inner.parent === outer && inner.paged && roots.every(({ kind }) => kind !== 'nodes');
  return isNested && outer.limit !== null ? 'nested' : 'levels';
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
 * @param idCell where the uuid of a row is, in the forms `rows` and `nested`
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

/** What the rows that there were cost. In the form `levels` those of one level come one after the other. */
export function costOf(rows: readonly Row[], plan: Pick<Plan, 'form' | 'weights' | 'idCell' | 'innerCell'>): number {
  const { form, weights, idCell } = plan;
  if (form === 'rows') return (rows.length - 1) * (weights[1] ?? 0);
  if (form === 'record') return (rows[0]?.[idCell] ?? null) === null ? 0 : (weights[1] ?? 0);
  if (form === 'nested') return nestedCost(rows, plan);
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

function nestedCost(
  rows: readonly Row[],
  { weights: [, outer = 0, inner = 0], idCell, innerCell }: Pick<Plan, 'weights' | 'idCell' | 'innerCell'>,
): number {
  let cost = 0;
  let last: string | null = null;
  for (let at = 1; at < rows.length; at += 1) {
    const row = rows[at];
    const id = row?.[idCell] ?? null;
    if (id !== last) cost += outer;
    last = id;
    if ((row?.[innerCell] ?? null) !== null) cost += inner;
  }
  return cost;
}
