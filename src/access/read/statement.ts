import { sql } from 'kysely';
import type { DisclosureBook } from './disclosure.js';
import { FIXED_CELLS } from './level.js';
import type { PlanInput } from './plan.js';
import { slot, type Sql } from './sql.js';

export interface LevelStatement {
  readonly name: string;
  readonly sql: Sql;
  readonly columns: number;
  /** Others read it too: computed once. */
  readonly shared: boolean;
}

/** The number of the guard's row, which every answer has: without it, memory was stale and nothing was read. */
export const GUARD_LEVEL = 0;

/**
 * The whole read as one statement, and so in one snapshot: the guard, the levels, the log, and last all rows one after the other, each
 * led by the number of its level, everything in text form.
 */
export function wholeStatement(levels: readonly LevelStatement[], book: DisclosureBook | null): Sql {
  const width = Math.max(1, ...levels.map((level) => level.columns));
  const padding = (columns: number): Sql[] => Array.from({ length: width - columns }, () => sql`null::text`);
  const guard = sql`g as materialized (
    select tenant_id, user_id, remaining_ms from auth.confirm(${slot<PlanInput>((input) => input.fingerprint)}))`;
  const expressions = levels.map(
    (level) =>
      sql`${sql.id(level.name)} as ${sql.raw(level.shared ? 'materialized' : 'not materialized')} (${level.sql})`,
  );
  const selects = levels.map((level, index) => {
    const cells = Array.from({ length: level.columns }, (_, at) => sql`${sql.ref(`l.c${String(at)}`)}::text`);
    return sql`select ${sql.raw(`'${String(index + 1)}'`)}, l.i::text, l.p::text, l.k::text, ${sql.join([...cells, ...padding(level.columns)])} from ${sql.id(level.name)} l`;
  });
  const cells = [
    sql.raw(`'${String(GUARD_LEVEL)}'`),
    ...Array.from({ length: FIXED_CELLS - 1 }, () => sql`null::text`),
    sql`remaining_ms::text`,
    ...padding(1),
  ];
  const guardRow = sql`select ${sql.join(cells.map((cell, at) => sql`${cell} as ${sql.id(`x${String(at)}`)}`))} from g`;
  return sql`with ${sql.join([guard, ...expressions, ...(book?.statements() ?? [])])} ${sql.join([guardRow, ...selects], sql` union all `)}`;
}
