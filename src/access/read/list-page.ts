import { sql } from 'kysely';
import { modelOf } from '../../entities/data.js';
import type { Law } from '../../policy/law.js';
import type { Subject } from '../../vocabulary/subjects.js';
import type { ListBinding } from './arguments.js';
import { FilterCompiler } from './filter-sql.js';
import { beside, keysOf, orderBy, orderColumn, type Side } from './keyset.js';
import type { Level } from './level.js';
import { REGION_CURSOR, tenantParameter, type PageSource } from './level-sql.js';
import type { PlanInput } from './plan.js';
import { regionsOf } from './sorted-regions.js';
import { all, column, relation, slot, type Sql } from './sql.js';
import { visibleRow } from './visible-row.js';

/** One page of a list, as SQL: its rows, what its cursors are made of, and what lies beside them. */
export interface ListPage {
  readonly source: PageSource;
  /** What holds of every row of the list, on whatever page. */
  readonly matching: readonly Sql[];
  readonly cursorCells: (level: Level) => readonly number[];
  /** Whether there are rows up to `after`, or from `before` on; null: the list has no such cursor. */
  readonly beyond: (side: 'upToAfter' | 'fromBefore') => Sql | null;
}

export interface ListPlace {
  readonly law: Law;
  /** Of the list among those of the operation. */
  readonly number: number;
  /** What ties its rows to a parent's row; none: it is asked for directly. */
  readonly belongs: readonly Sql[];
  readonly limit: number;
}

export function listPage(binding: ListBinding, place: ListPlace): ListPage {
  const { model, order, backward } = binding;
  const { law, number, belongs, limit } = place;
  const visible = [...belongs, ...visibleRow(law, model, 't')];
  const filter = (sortedBy: string | null): Sql =>
    new FilterCompiler<PlanInput>({
      value: (input, leaf) => input.filterValues[number]?.[leaf] ?? null,
      visibleRow: (name, alias) => visibleRow(law, modelOf(name as Subject), alias),
      ofTenant: (alias) => sql`${column(alias, 'tenant_id')} = ${tenantParameter()}`,
      isRoot: belongs.length === 0,
      sortedBy,
    }).compile(binding.filter, 't');
  const cursorValue = (name: 'after' | 'before', at: number): Sql => {
    const cut = at === 0 && order[0]?.own ? 1 : 0;
    return slot<PlanInput>((input) => input.lists[number]?.[name]?.[at]?.slice(cut) ?? null);
  };
  const matching = [...visible, filter(null)];
  const own = order[0]?.own ?? null;
  const cursorCells = (level: Level): readonly number[] =>
    order.map((key) => {
      const name = key.own ? REGION_CURSOR : orderColumn(key);
      return level.cell(`w.${name}`, () => level.read('w', name));
    });

  if (own) {
    const fieldId = slot<PlanInput>((input) => input.lists[number]?.order[0]?.own?.id ?? null);
    const { regions, beyond } = regionsOf(binding, { own, fieldId, visible, filter, cursorValue });
    return { source: { model, conditions: visible, regions, order: null, limit }, matching, cursorCells, beyond };
  }
  const keys = keysOf('t', order);
  const side = (name: 'after' | 'before', which: Side): Sql | null => {
    const values = order.map((_, at) => cursorValue(name, at));
    return binding[name] ? beside(keys, values, which) : null;
  };
  const within = [side('after', 'after'), side('before', 'before')].filter((condition) => condition !== null);
  const source: PageSource = {
    model,
    conditions: [...matching, ...within],
    order: orderBy(keys, backward),
    limit,
  };
  return {
    source,
    matching,
    cursorCells,
    beyond: (which) => {
      const condition = side(which === 'upToAfter' ? 'after' : 'before', which);
      const rows = relation(model.table, model.isFunction, 't');
      return condition && sql`exists (select from ${rows} where ${all([...matching, condition])})`;
    },
  };
}
