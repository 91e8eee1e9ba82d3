import { sql } from 'kysely';
import type { OrderKey } from './arguments.js';
import { column, type Sql } from './sql.js';

/**
 * Keyset paging. Every sort column is without nulls (empty values have a key of their own that sorts last), so a page begins at a plain
 * comparison, which an index answers however deep the page lies.
 */

export interface Key {
  readonly column: Sql;
  readonly descending: boolean;
}

export function orderColumn(key: OrderKey): string {
  return key.field.orderColumn ?? key.field.column;
}

export function keysOf(alias: string, order: readonly OrderKey[]): readonly Key[] {
  return order.map((key) => ({ column: column(alias, orderColumn(key)), descending: key.descending }));
}

export function orderBy(keys: readonly Key[], backward: boolean): Sql {
  return sql.join(keys.map((key) => sql`${key.column} ${sql.raw(key.descending === backward ? 'asc' : 'desc')}`));
}

export type Side = 'after' | 'upToAfter' | 'before' | 'fromBefore';

/**
 * Rows on one side of a cursor, in the order of the list.
 * @param values the cursor's values, one per key
 */
export function beside(keys: readonly Key[], values: readonly Sql[], side: Side): Sql {
  const forward = side === 'after' || side === 'fromBefore';
  const inclusive = side === 'upToAfter' || side === 'fromBefore';
  const operatorOf = (key: Key): string => (key.descending === forward ? '<' : '>');
  const columns = keys.map((key) => key.column);
  const [first] = keys;
  if (!first) throw new Error('A list has an order.');
  if (keys.every((key) => key.descending === first.descending)) {
    const operator = operatorOf(first) + (inclusive ? '=' : '');
    return sql`(${sql.join(columns)}) ${sql.raw(operator)} (${sql.join([...values])})`;
  }
  const alternatives = keys.map((key, index) => {
    const last = index === keys.length - 1;
    const operator = operatorOf(key) + (last && inclusive ? '=' : '');
    const equal = columns.slice(0, index).map((before, at) => sql`${before} = ${values[at]}`);
    return sql`(${sql.join([...equal, sql`${columns[index]} ${sql.raw(operator)} ${values[index]}`], sql` and `)})`;
  });
  // The first key's bound is implied by the alternatives; said apart, it is what an index can use.
  const bound = sql`${columns[0]} ${sql.raw(`${operatorOf(first)}=`)} ${values[0]}`;
  return sql`(${bound} and (${sql.join(alternatives, sql` or `)}))`;
}
