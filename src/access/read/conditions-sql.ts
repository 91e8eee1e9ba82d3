import { sql } from 'kysely';
import { isAnd, isOr, type Conditions, type Scalar, type Test } from '../../policy/conditions.js';
import { snakeCase } from '../../entities/model.js';
import { arrayText } from '../database.js';
import { all, column, slot, type Sql } from './sql.js';

/** The law's row conditions as SQL. Their values are parameters: plans are shared by all actors whose law has the same shape. */

function scalarText(value: Scalar): string | null {
  return value === null ? null : String(value);
}

function testValues(test: Test): (string | null)[] {
  if (typeof test !== 'object' || test === null) return test === null ? [] : [scalarText(test)];
  if ('$in' in test) return [arrayText(test.$in.map(String))];
  const value = '$eq' in test ? test.$eq : test.$ne;
  return value === null ? [] : [scalarText(value)];
}

/** The values of conditions, in the order in which `conditionsSql` takes them. */
export function conditionValues(conditions: Conditions): (string | null)[] {
  if (isAnd(conditions)) return conditions.$and.flatMap(conditionValues);
  if (isOr(conditions)) return conditions.$or.flatMap(conditionValues);
  return Object.values(conditions).flatMap(testValues);
}

export function conditionsSql<Input>(
  conditions: Conditions,
  alias: string,
  value: (input: Input, index: number) => string | null,
): Sql {
  let index = 0;
  const parameter = (): Sql => {
    const at = index;
    index += 1;
    return slot<Input>((input) => value(input, at));
  };
  const test = (target: Sql, wanted: Test): Sql => {
    if (wanted === null) return sql`${target} is null`;
    if (typeof wanted !== 'object') return sql`${target} = ${parameter()}`;
    if ('$in' in wanted) return sql`${target} = any(${parameter()})`;
    if ('$eq' in wanted) return wanted.$eq === null ? sql`${target} is null` : sql`${target} = ${parameter()}`;
    return wanted.$ne === null ? sql`${target} is not null` : sql`${target} is distinct from ${parameter()}`;
  };
  const walk = (part: Conditions): Sql => {
    if (isAnd(part)) return sql`(${all(part.$and.map(walk))})`;
    if (isOr(part)) return part.$or.length === 0 ? sql`false` : sql`(${sql.join(part.$or.map(walk), sql` or `)})`;
    return all(Object.entries(part).map(([name, wanted]) => test(column(alias, snakeCase(name)), wanted)));
  };
  return walk(conditions);
}
