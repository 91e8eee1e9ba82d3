import { sql } from 'kysely';
import type { SubjectModel } from '../../entities/model.js';
import type { Law } from '../../policy/law.js';
import type { Level } from './level.js';
import type { DisclosureGroup, PlanInput } from './plan.js';
import type { EdgePart, ListSelection } from './selection.js';
import { slot, type Sql } from './sql.js';

/**
 * What the log tells of a read, taken from the very rows that the answer is made of, in the same statement: rows that are not shown are
 * not logged, and rows that are not logged are not shown.
 */

const MAX_IDS = 100;
const NOTHING = sql`select null::int as g, null::uuid[] as ids, null::bigint as total where false`;

interface Rows {
  readonly level: Level;
  readonly cell: number;
}

interface Group extends DisclosureGroup {
  readonly rows: Rows[];
  readonly totals: Rows[];
}

/** Whose rows are logged: those that hold classified data, and to a program any, because all that it sees rests on its token. */
export function isDisclosed(model: SubjectModel, { actor }: Law): boolean {
  return model.classified || actor.token !== undefined;
}

/** Edges and places of a page tell that its rows are there, even where nothing of them is selected. */
export function tellsOnlyOfRows({ parts }: ListSelection): boolean {
  const shows = parts.some((part) => part.kind === 'nodes' || (part.kind === 'edges' && part.edge.some(isNodePart)));
  return !shows && parts.some(({ kind }) => kind === 'edges' || kind === 'pageInfo');
}

function isNodePart({ kind }: EdgePart): boolean {
  return kind === 'node';
}

export class DisclosureBook {
  readonly #groups = new Map<string, Group>();
  /** Of a read by support staff, which rests on grants. */
  readonly forSupport: boolean;
  /** Of a read whose lists are narrowed or sorted by something: that is told whatever is found. */
  readonly #asks: boolean;

  constructor(forSupport: boolean, asks: boolean) {
    this.forSupport = forSupport;
    this.#asks = asks;
  }

  #group(model: SubjectModel, fields: readonly string[], customFields: boolean): Group {
    const key = `${model.name}(${fields.join()})${String(customFields)}`;
    let group = this.#groups.get(key);
    if (!group) {
      const prefix = model.prefix;
      this.#groups.set(key, (group = { subject: model.name, prefix, fields, customFields, rows: [], totals: [] }));
    }
    return group;
  }

  /** Records of a subject that are shown with these fields: `cell` holds their uuid. */
  addRows(model: SubjectModel, fields: readonly string[], customFields: boolean, level: Level, cell: number): void {
    this.#group(model, fields, customFields).rows.push({ level, cell });
  }

  /** A count that is shown: `cell` holds it. */
  addTotal(model: SubjectModel, level: Level, cell: number): void {
    this.#group(model, ['totalCount'], false).totals.push({ level, cell });
  }

  /** Nothing of any record is shown, or can be told. */
  get isEmpty(): boolean {
    return this.#groups.size === 0 && !this.#asks;
  }

  get groups(): readonly DisclosureGroup[] {
    return [...this.#groups.values()].map(({ subject, prefix, fields, customFields }) => ({
      subject,
      prefix,
      fields,
      customFields,
    }));
  }

  /** The common table expressions that write the log, and the seal that stands until the answer has left. */
  statements(): readonly Sql[] {
    const shown = [...this.#groups.values()].map((group, index) => {
      const sources = group.rows.map(
        ({ level, cell }) =>
          sql`select ${sql.ref(`s.${level.columnName(cell)}`)} as id from ${sql.id(level.name)} s where ${level.shown('s')}`,
      );
      const rows = sources.length === 0 ? sql`select null::uuid as id` : sql.join(sources, sql` union all `);
      const total =
        group.totals.length === 0
          ? sql`0::bigint`
          : sql.join(
              group.totals.map(
                ({ level, cell }) =>
                  sql`coalesce((select sum(${sql.ref(`m.${level.columnName(cell)}`)}) from ${sql.id(level.name)} m), 0)`,
              ),
              sql` + `,
            );
      return sql`select ${sql.raw(String(index))} as g, array_agg(distinct x.id) as ids, (${total})::bigint as total from (${rows}) x where x.id is not null`;
    });
    const idList = sql`(select coalesce(json_agg(d.prefix || '_' || u.id), '[]') from unnest(s.ids[1:${sql.raw(String(MAX_IDS))}]) as u(id))`;
    // Put together as text and parsed once: jsonb in jsonb is taken apart and copied at each level.
    const asked = this.#asks ? sql` union all select a.value from json_array_elements(e.asked) a` : sql``;
    const disclosed = sql`select json_agg(x.told)::jsonb from (
      select json_build_object('subject', d.subject, 'fields', d.fields, 'categories', d.categories,
        'count', coalesce(cardinality(s.ids), 0) + s.total, 'ids', ${idList}) as told
      from json_to_recordset(e.disclosed) as d(g int, subject text, prefix text, fields json, categories json)
      join shown s on s.g = d.g and coalesce(cardinality(s.ids), 0) + s.total > 0${asked}) x`;
    const sealed = sql`sealed as (insert into seal (tenant_id, id, authorities, bound_ms)
      select g.tenant_id, ${slot<PlanInput>((input) => input.sealId)}::uuid, ${slot<PlanInput>((input) => input.authorities)}::uuid[],
        ${slot<PlanInput>((input) => input.boundMs)}::int from g)`;
    return [
      sealed,
      sql`shown as materialized (${shown.length === 0 ? NOTHING : sql.join(shown, sql` union all `)})`,
      sql`logged as (
        insert into access_entry (tenant_id, id, at, actor, actor_id, actor_name, authority, authority_kind, purpose, reason, operation, disclosed)
        select g.tenant_id, e.id, clock_timestamp(), e.actor, g.user_id, e.actor_name, e.authority, e.authority_kind, e.purpose, e.reason,
          ${slot<PlanInput>((input) => input.operation)}, coalesce((${disclosed}), '[]')
        from g cross join json_to_recordset(${slot<PlanInput>((input) => input.entries)}::json) as e(
          id uuid, actor text, actor_name text, authority uuid, authority_kind text, purpose text, reason text, disclosed json, asked json))`,
    ];
  }
}
