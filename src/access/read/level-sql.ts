import { sql } from 'kysely';
import type { SubjectModel } from '../../entities/model.js';
import { snakeCase } from '../../entities/model.js';
import type { Form, Guard } from './form.js';
import type { Level } from './level.js';
import type { PlanInput } from './plan.js';
import { all, column, relation, slot, type Sql } from './sql.js';

/** The SQL of the levels of a statement. Alias `t`: the rows of a list; `w`: those of its page; `p`: the parent's rows. */

/** A condition on every row that is asked for directly: whether the presented authority is still what the plan was made for. */
function guarded(guard: Guard): Sql {
  return guard === 'wall' ? sql`true` : sql`exists (select from g)`;
}

const TENANT = slot<PlanInput>((input) => input.tenantId);

export function tenantParameter(): Sql {
  return TENANT;
}

export interface PageSource {
  readonly model: SubjectModel;
  readonly conditions: readonly Sql[];
  /** Sort of the page; null: a single row, or rows whose order does not matter. */
  readonly order: Sql | null;
  readonly limit: number | null;
  /** Where its rows are read from, one after the other, if they are not all in one place. */
  readonly regions?: readonly Region[];
}

/** The column of a page that is read from regions: what the cursors of its rows begin with. */
export const REGION_CURSOR = 'oc';

export interface Region {
  /** The table under the alias `t`, with what it is joined to. */
  readonly from: Sql;
  readonly conditions: readonly Sql[];
  readonly order: Sql;
  /** What its rows' cursors begin with. */
  readonly cursor: Sql;
}

function pageSql(level: Level, source: PageSource): Sql {
  if (source.regions) return pageOfRegions(level, source, source.regions, true);
  const position = source.order ? sql`row_number() over (order by ${source.order})` : sql`1`;
  return pageOf([sql`${position} as i`, ...columnsFor(level, 't')], source);
}

/** What is read of the rows of a page. */
function columnsFor(level: Level, alias: string): Sql[] {
  return level
    .columnsRead('w')
    .filter((name) => name !== REGION_CURSOR)
    .map((name) => column(alias, name));
}

function pageOf(columns: readonly Sql[], { model, conditions, order, limit }: PageSource): Sql {
  const sorted = order ? sql` order by ${order}` : sql``;
  const limited = limit === null ? sql`` : sql` limit ${sql.raw(String(limit))}`;
  return sql`select ${sql.join([...columns])} from ${relation(model.table, model.isFunction, 't')} where ${all(conditions)}${sorted}${limited}`;
}

/** The second region is read only where the first one has not filled the page. */
function pageOfRegions(level: Level, source: PageSource, regions: readonly Region[], numbered: boolean): Sql {
  const limit = sql.raw(String(source.limit));
  const rows = regions.map(
    ({ from, conditions, order, cursor }, at) => sql`select ${sql.join([
      ...columnsFor(level, 't'),
      sql`${cursor} as ${sql.id(REGION_CURSOR)}`,
      sql`${sql.raw(String(at))} as "or"`,
      sql`row_number() over (order by ${order}) as oi`,
    ])}
      from ${from} where ${all([...source.conditions, ...conditions])} order by ${order} limit ${limit}`,
  );
  const [first, second] = rows;
  const columns = numbered ? sql`row_number() over (order by u."or", u.oi) as i, u.*` : sql`u.*`;
  const whole = second
    ? sql`select * from o1 union all select * from (${second}) o2 where (select count(*) from o1) < ${limit}`
    : sql`select * from o1`;
  return sql`with o1 as materialized (${first}) select ${columns} from (${whole}) u order by u."or", u.oi limit ${limit}`;
}

function columnsSql({ columns }: Level): Sql {
  return sql.join(columns.map((expression, index) => sql`${expression} as ${sql.id(`c${String(index)}`)}`));
}

function moreColumnsSql(level: Level): Sql {
  return level.columns.length === 0 ? sql`` : sql`, ${columnsSql(level)}`;
}

/** The only level of its statement: no number is needed where the order says it. */
function plainLevelSql(level: Level, source: PageSource): Sql {
  const page = source.regions
    ? pageOfRegions(level, source, source.regions, false)
    : pageOf(columnsFor(level, 't'), source);
  return sql`select ${columnsSql(level)} from (${page}) w${joinsSql(level)}`;
}

function joinsSql(level: Level): Sql {
  return level.joins.length === 0
    ? sql``
    : sql` ${sql.join(
        level.joins.map((join) => join()),
        sql` `,
      )}`;
}

/**
 * The one record that a row points to. Looked up by its key for each row of the page: left to itself, the planner thinks of the average
 * tenant and reads all records of a large one to join a page of 25. What comes from a function is computed once, and so joined as a whole.
 */
export function toOneJoinSql(level: Level, model: SubjectModel, alias: string, conditions: readonly Sql[]): Sql {
  const source = relation(model.table, model.isFunction, alias);
  return model.isFunction
    ? sql`left join ${source} on ${all(conditions)}`
    : sql`left join lateral (select ${sql.join(level.columnsRead(alias).map((name) => column(alias, name)))} from ${source} where ${all(conditions)} limit 1) ${sql.id(alias)} on true`;
}

/** Rows that the operation asks for directly. */
export function rootLevelSql(level: Level, source: PageSource, form: Form, guard: Guard): Sql {
  if (form === 'record') return plainLevelSql(level, source);
  const page: PageSource = { ...source, conditions: [guarded(guard), ...source.conditions] };
  if (form !== 'levels') return plainLevelSql(level, page);
  const numbered = level.numbered ? (source.order ? sql`w.i` : sql`row_number() over ()`) : sql`0`;
  return sql`select w.i, 0 as p, ${numbered} as k${moreColumnsSql(level)} from (${pageSql(level, page)}) w${joinsSql(level)}`;
}

/** Rows that belong to the shown rows of another level: each parent takes its own page. */
export function nestedLevelSql(level: Level, parent: Level, source: PageSource, form: Form): Sql {
  if (form === 'nested') return plainLevelSql(level, source);
  const numbered = level.numbered ? sql`row_number() over ()` : sql`0`;
  return sql`select w.i, p.k as p, ${numbered} as k${moreColumnsSql(level)}
    from ${sql.id(parent.name)} p cross join lateral (${pageSql(level, source)}) w${joinsSql(level)} where ${parent.shown('p')}`;
}

export interface MetaSource {
  readonly model: SubjectModel;
  readonly conditions: readonly Sql[];
  readonly counted: boolean;
  /** Whether there are such rows; null: nobody asks. */
  readonly upToAfter: Sql | null;
  readonly fromBefore: Sql | null;
}

/** What is told of a list besides its rows: how many there are, and whether some lie outside of its cursors. */
export function metaLevelSql(parent: Level | null, source: MetaSource, guard: Guard): Sql {
  const table = relation(source.model.table, source.model.isFunction, 't');
  const where = all(source.conditions);
  const total = source.counted ? sql`(select count(*) from ${table} where ${where})` : sql`0::bigint`;
  const beyond = (side: Sql | null): Sql => side ?? sql`false`;
  const values = sql`${total} as c0, ${beyond(source.upToAfter)} as c1, ${beyond(source.fromBefore)} as c2`;
  return parent
    ? sql`select 0 as i, p.k as p, 0 as k, ${values} from ${sql.id(parent.name)} p where ${parent.shown('p')}`
    : sql`select 0 as i, 0 as p, 0 as k, ${values} where ${guarded(guard)}`;
}

/** Values of the tenant's own fields for the shown records of a level. What the law withholds is not read. */
export function customLevelSql(parent: Level, subject: string, idCell: number): Sql {
  const record = sql.ref(`p.${parent.columnName(idCell)}`);
  return sql`select 0 as i, p.k as p, 0 as k, v.field_id as c0, v.text_value as c1, v.number_value as c2, v.date_value as c3,
      v.boolean_value as c4, v.sealed_value as c5, ${record} as c6
    from ${sql.id(parent.name)} p
    join custom_value v on v.tenant_id = ${tenantParameter()} and ${sql.ref(`v.${snakeCase(subject)}_id`)} = ${record}
      and v.field_id = any(${slot<PlanInput>((input) => input.visibleFields)})
    where ${parent.shown('p')}`;
}
