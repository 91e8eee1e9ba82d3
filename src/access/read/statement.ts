import { sql } from 'kysely';
import type { DisclosureBook } from './disclosure.js';
import { GUARD_LEVEL, type Form, type Guard } from './form.js';
import { FIXED_CELLS, type Level } from './level.js';
import type { PlanInput } from './plan.js';
import { slot, type Sql } from './sql.js';

export interface PendingLevel {
  readonly level: Level;
  /** Made last, when all columns are known. */
  readonly sql: (form: Form, guard: Guard) => Sql;
  readonly columns: () => number;
}

export interface LevelStatement {
  readonly level: Level;
  readonly sql: Sql;
  readonly columns: number;
  /** Others read it too: computed once. */
  readonly shared: boolean;
}

const NULL = sql`null`;
const NULL_TEXT = sql`null::text`;
const UNION_ALL = sql` union all `;
const FINGERPRINT = slot<PlanInput>((input) => input.fingerprint);
const CONFIRMED = sql`auth.confirm(${FINGERPRINT})`;
/** The same, found sooner where a session of support staff proves it. */
const REACH_CONFIRMED = sql`auth.confirm_reach(${FINGERPRINT})`;

/**
 * The whole read as one statement, and so in one snapshot: the guard, the levels, the log, and last all rows one after the other, each
 * led by the number of its level, in text form (the form `levels`; the others are told of in form.ts). What is the same for all rows of a
 * level is null instead of sent: the number of the last level, a parent's row where there is no parent, and an own one to which nothing refers.
 * @param cast all columns are text already in the server, for a connection that would make something else of them
 */
export function wholeStatement(
  levels: readonly LevelStatement[],
  form: Form,
  book: DisclosureBook | null,
  cast: boolean,
): Sql {
  const [only] = levels;
  // The function comes first, and the record is looked for where it gave a row.
  if (only && form === 'record')
    return sql`select ${sql.join(columnsOf(only))} from ${CONFIRMED} g left join lateral (${only.sql}) l on true`;
  const confirmed = book?.forSupport === true ? REACH_CONFIRMED : CONFIRMED;
  const guard = sql`g as materialized (select tenant_id, user_id, remaining_ms from ${confirmed})`;
  const expressions = levels.map(expressionOf);
  const rows = only && levels.length === 1 && !cast ? rowsOfOne(only, form) : rowsOfAll(levels);
  return sql`with ${sql.join([guard, ...expressions, ...(book?.statements() ?? [])])} ${rows}`;
}

/**
 * The same for whoever is confirmed by the wall. The guard is last, and rests where it is not needed: once the page is full, or the list that
 * everything hangs on has a row. A record by itself has none: where it is not found, it is asked for again behind the guard.
 * @param idCell where the uuid of an outer row is, in the short forms
 */
export function walledStatement(levels: readonly LevelStatement[], form: Form, idCell: number): Sql {
  const [outer, inner] = levels;
  if (outer && form === 'record') return outer.sql;
  if (outer && form !== 'levels') {
    const full = outer.level.limit === null ? sql`` : sql` limit ${sql.raw(String(outer.level.limit))}`;
    const nothing = sql.join(Array.from({ length: outer.columns }, () => NULL));
    const rows = sql`(${outer.sql}) union all (select ${nothing} from ${CONFIRMED})${full}`;
    if (!inner) return rows;
    const columns = [...columnsOf(outer, 'p'), ...columnsOf(inner, 'l')];
    const isRow = sql`${sql.ref(`p.${outer.level.columnName(idCell + FIXED_CELLS)}`)} is not null`;
    return sql`select ${sql.join(columns)} from (${rows}) p left join lateral (${inner.sql}) l on ${isRow}`;
  }
  const width = widthOf(levels);
  const leading = levels.find(({ level, shared }) => level.confirms && shared);
  const needed = leading ? sql` where not exists (select from ${sql.id(leading.level.name)})` : sql``;
  const guard = sql`select ${guardCells(width)} from ${CONFIRMED}${needed}`;
  return sql`with ${sql.join(levels.map(expressionOf))} ${sql.join([...selectsOf(levels, width), guard], UNION_ALL)}`;
}

/** Those of which a row confirms whoever the wall let read it, as their rows are numbered. */
export function confirmingLevels(levels: readonly LevelStatement[]): ReadonlySet<string | null> {
  const confirming = levels.filter(({ level }) => level.confirms);
  return new Set(confirming.map(({ level }) => (level.number === levels.length ? null : String(level.number))));
}

function expressionOf({ level, sql: rows, shared }: LevelStatement): Sql {
  return sql`${sql.id(level.name)} as ${sql.raw(shared ? 'materialized' : 'not materialized')} (${rows})`;
}

/** Columns keep their types, and the server writes them as text: a cast would write each of them twice. */
function rowsOfOne(one: LevelStatement, form: Form): Sql {
  const { level } = one;
  const columns = columnsOf(one);
  if (form === 'rows') {
    const nothing = named(columns.map(() => NULL));
    return sql`select ${nothing} from g union all select ${sql.join(columns)} from ${sql.id(level.name)} l`;
  }
  const guarding = named([
    sql.raw(`'${String(GUARD_LEVEL)}'`),
    sql`remaining_ms`,
    NULL,
    NULL,
    ...columns.map(() => NULL),
  ]);
  return sql`select ${guarding} from g
    union all select ${sql.join([NULL, sql`l.i`, NULL, NULL, ...columns])} from ${sql.id(level.name)} l`;
}

function columnsOf({ columns }: LevelStatement, alias = 'l'): Sql[] {
  return Array.from({ length: columns }, (_, at) => sql.ref(`${alias}.c${String(at)}`));
}

/** Columns of different levels meet in one place, so all of them become text. */
function rowsOfAll(levels: readonly LevelStatement[]): Sql {
  const width = widthOf(levels);
  return sql.join([sql`select ${guardCells(width)} from g`, ...selectsOf(levels, width)], UNION_ALL);
}

function guardCells(width: number): Sql {
  return named([
    sql.raw(`'${String(GUARD_LEVEL)}'`),
    sql`remaining_ms::text`,
    ...Array.from({ length: FIXED_CELLS - 2 + width }, () => NULL_TEXT),
  ]);
}

function widthOf(levels: readonly LevelStatement[]): number {
  return Math.max(0, ...levels.map((level) => level.columns));
}

function selectsOf(levels: readonly LevelStatement[], width: number): Sql[] {
  return levels.map(({ level, columns }, index) => {
    const cells = [
      index === levels.length - 1 ? NULL_TEXT : sql.raw(`'${String(index + 1)}'`),
      sql`l.i::text`,
      level.parent ? sql`l.p::text` : NULL_TEXT,
      level.numbered ? sql`l.k::text` : NULL_TEXT,
      ...Array.from({ length: columns }, (_, at) => sql`${sql.ref(`l.c${String(at)}`)}::text`),
      ...Array.from({ length: width - columns }, () => NULL_TEXT),
    ];
    return sql`select ${sql.join(cells)} from ${sql.id(level.name)} l`;
  });
}

function named(cells: readonly Sql[]): Sql {
  return sql.join(cells.map((cell, at) => sql`${cell} as ${sql.id(`x${String(at)}`)}`));
}
