import { sql } from 'kysely';
import type { CustomField } from '../../policy/actor.js';
import { HAS_VALUE, IS_EMPTY, sortColumn, type ListBinding } from './arguments.js';
import type { Filter } from './filter-form.js';
import { SORTED } from './filter-sql.js';
import { beside, keysOf, orderBy, type Key } from './keyset.js';
import { tenantParameter, type Region } from './level-sql.js';
import { all, column, relation, type Sql } from './sql.js';

/**
 * A list that is sorted by a field of the tenant's own has two regions: the records that have a value, in the order of the index of values,
 * and those that have none, which come last going up and first going down. A page is read from one region, and from the other what is
 * missing of it; so neither is sorted as a whole.
 */
export interface SortedList {
  readonly own: CustomField;
  readonly fieldId: Sql;
  readonly visible: readonly Sql[];
  readonly filter: (sortedBy: string | null) => Sql;
  readonly cursorValue: (name: 'after' | 'before', at: number) => Sql;
}

interface Part {
  readonly hasValue: boolean;
  readonly from: Sql;
  readonly conditions: readonly Sql[];
  readonly keys: readonly Key[];
  readonly cursor: Sql;
  /** 0: the first of the list. */
  readonly position: number;
}

type Cursor = 'after' | 'before';

export function regionsOf(
  binding: ListBinding,
  list: SortedList,
): { readonly regions: readonly Region[]; readonly beyond: (side: 'upToAfter' | 'fromBefore') => Sql | null } {
  const { own, visible } = list;
  const { backward } = binding;
  const parts = partsOf(binding, list);

  /** Where a cursor lies that the list has. */
  const positionOf = (name: Cursor): number | null => {
    const [value] = binding[name] ?? [];
    return value === undefined ? null : (parts.find(({ hasValue }) => hasValue === isValued(value))?.position ?? null);
  };
  const within = ({ keys, hasValue }: Part, side: 'after' | 'before' | 'upToAfter' | 'fromBefore'): Sql => {
    const name = side === 'after' || side === 'upToAfter' ? 'after' : 'before';
    const values = binding.order.map((_, at) => list.cursorValue(name, at));
    return beside(keys, hasValue ? values : values.slice(1), side);
  };
  /** What a cursor asks of the rows of a part; null: none of them is on this side of it. */
  const asked = (part: Part, name: Cursor): readonly Sql[] | null => {
    const cursor = positionOf(name);
    if (cursor === null) return [];
    if (cursor === part.position) return [within(part, name)];
    const isBehind = part.position > cursor;
    return isBehind === (name === 'after') ? [] : null;
  };

  const regions = parts.flatMap((part): Region[] => {
    const [after, before] = [asked(part, 'after'), asked(part, 'before')];
    if (after === null || before === null) return [];
    const { from, conditions, keys, cursor } = part;
    return [{ from, conditions: [...conditions, ...after, ...before], order: orderBy(keys, backward), cursor }];
  });
  if (backward) regions.reverse();

  const beyond = (side: 'upToAfter' | 'fromBefore'): Sql | null => {
    const cursor = positionOf(side === 'upToAfter' ? 'after' : 'before');
    if (cursor === null) return null;
    const found = parts.flatMap((part) => {
      const isBeyond = side === 'upToAfter' ? part.position < cursor : part.position > cursor;
      if (part.position !== cursor && !isBeyond) return [];
      const more = part.position === cursor ? [within(part, side)] : [];
      return [sql`exists (select from ${part.from} where ${all([...visible, ...part.conditions, ...more])})`];
    });
    return found.length === 0 ? sql`false` : sql`(${sql.join(found, sql` or `)})`;
  };
  return { regions: regions.length > 0 ? regions : nothing(parts, own), beyond };
}

function isValued(cursorValue: string): boolean {
  return cursorValue.startsWith(HAS_VALUE);
}

/** In the order of the list. A region in which no row can match is left out. */
function partsOf({ model, order, filter: asked }: ListBinding, list: SortedList): readonly Part[] {
  const { own, fieldId, filter } = list;
  const [first, ...others] = order;
  const descending = first?.descending ?? false;
  const name = sortColumn(own);
  const value = column(SORTED, name);
  const records = relation(model.table, model.isFunction, 't');
  const values = relation('custom_value', false, SORTED);
  const ofField = [
    sql`${column(SORTED, 'tenant_id')} = ${tenantParameter()}`,
    sql`${column(SORTED, 'field_id')} = ${fieldId}`,
    sql`${value} is not null`,
  ];
  const rest = keysOf('t', others);
  const byValue = rest.map((key, at) =>
    // The index of values ends with the record.
    others[at]?.field.name === 'id' ? { ...key, column: column(SORTED, 'record_id') } : key,
  );
  const valued: Part = {
    hasValue: true,
    from: sql`${values} join ${records} on ${column('t', 'tenant_id')} = ${column(SORTED, 'tenant_id')} and ${column('t', 'id')} = ${column(SORTED, 'record_id')}`,
    conditions: [...ofField, filter(own.id)],
    keys: [{ column: value, descending }, ...byValue],
    cursor: sql`${sql.lit(HAS_VALUE)} || ${value}::text`,
    position: descending ? 1 : 0,
  };
  const empty: Part = {
    hasValue: false,
    from: records,
    conditions: [
      sql`not exists (select from ${values} where ${all([...ofField, sql`${column(SORTED, 'record_id')} = ${column('t', 'id')}`])})`,
      filter(null),
    ],
    keys: rest,
    cursor: sql.lit(IS_EMPTY),
    position: descending ? 0 : 1,
  };
  if (asksForValue(asked, own)) return [{ ...valued, position: 0 }];
  return descending ? [empty, valued] : [valued, empty];
}

/** Whether only records match that have a value in this field. */
function asksForValue(filter: Filter, own: CustomField): boolean {
  if (filter.kind === 'all') return filter.parts.some((part) => asksForValue(part, own));
  return filter.kind === 'custom' && filter.field.id === own.id && !filter.negated;
}

function nothing([part]: readonly Part[], { key }: CustomField): readonly Region[] {
  if (!part) throw new Error(`A list that is sorted by ${key} has a region.`);
  const { from, keys, cursor } = part;
  return [{ from, conditions: [sql`false`], order: orderBy(keys, false), cursor }];
}
