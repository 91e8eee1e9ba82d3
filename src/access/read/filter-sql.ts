import { sql } from 'kysely';
import type { FieldModel } from '../../entities/model.js';
import { arrayText } from '../database.js';
import type { Filter, FilterValue, Operator } from './filter.js';
import { all, column, relation, slot, type Sql } from './sql.js';

/**
 * Filters as SQL. They are two-valued: a row matches a filter or its negation. `not` is `is not true`, and since every other connective
 * is monotone, an unknown below it acts as false everywhere.
 */

/** A condition of a filter whose value each request brings: in the order in which the filter is walked. */
export interface FilterLeaf {
  readonly field: FieldModel;
  readonly value: FilterValue;
}

export function leavesOf(filter: Filter): FilterLeaf[] {
  switch (filter.kind) {
    case 'field':
    case 'listed':
      return [filter];
    case 'not':
    case 'related':
      return leavesOf(filter.part);
    default:
      return filter.parts.flatMap(leavesOf);
  }
}

/** Makes the value of a leaf a parameter; sealed fields compare keyed digests. */
export type LeafText = (leaf: FilterLeaf, text: string) => string;

export function leafParameter(leaf: FilterLeaf, toText: LeafText): string | null {
  const { value } = leaf;
  if (typeof value === 'boolean') return null;
  return typeof value === 'string' ? toText(leaf, value) : arrayText(value.map((text) => toText(leaf, text)));
}

export interface FilterContext<Input> {
  /** The parameter of the leaf with this number. */
  readonly value: (input: Input, leaf: number) => string | null;
  /** What must hold of a related row before it may decide anything. */
  readonly visibleRow: (model: string, alias: string) => readonly Sql[];
}

/** Case is ignored in all of Unicode: lower then upper folds what either alone leaves apart (ß, ẞ, final sigma). */
function folded(text: Sql): Sql {
  return sql`upper(lower(${text} collate "und-x-icu"))`;
}

function compare(operator: Operator, target: Sql, value: Sql, truth: boolean): Sql {
  switch (operator) {
    case 'eq':
      return sql`${target} = ${value}`;
    case 'ne':
      return sql`${target} is distinct from ${value}`;
    case 'in':
      return sql`${target} = any(${value})`;
    case 'gt':
      return sql`${target} > ${value}`;
    case 'gte':
      return sql`${target} >= ${value}`;
    case 'lt':
      return sql`${target} < ${value}`;
    case 'lte':
      return sql`${target} <= ${value}`;
    case 'contains':
      return sql`position(${folded(sql`${value}::text`)} in ${folded(target)}) > 0`;
    case 'startsWith':
      return sql`starts_with(${folded(target)}, ${folded(sql`${value}::text`)})`;
    case 'isNull':
      return truth ? sql`${target} is null` : sql`${target} is not null`;
  }
}

export class FilterCompiler<Input> {
  readonly #context: FilterContext<Input>;
  #leaf = 0;
  #alias = 0;

  constructor(context: FilterContext<Input>) {
    this.#context = context;
  }

  /** Of the next leaf. */
  #parameter(): Sql {
    const leaf = this.#leaf;
    this.#leaf += 1;
    return slot<Input>((input) => this.#context.value(input, leaf));
  }

  compile(filter: Filter, alias: string): Sql {
    switch (filter.kind) {
      case 'all':
        return sql`(${all(filter.parts.map((part) => this.compile(part, alias)))})`;
      case 'any': {
        const parts = filter.parts.map((part) => this.compile(part, alias));
        return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
      }
      case 'not':
        return sql`(${this.compile(filter.part, alias)}) is not true`;
      case 'related': {
        const { relation: one, model } = filter;
        this.#alias += 1;
        const inner = `${alias}r${String(this.#alias)}`;
        const conditions = [
          sql`${column(inner, 'tenant_id')} = ${column(alias, 'tenant_id')}`,
          sql`${column(inner, 'id')} = ${column(alias, one.column)}`,
          ...this.#context.visibleRow(model.name, inner),
          this.compile(filter.part, inner),
        ];
        return sql`exists (select from ${relation(model.table, model.isFunction, inner)} where ${all(conditions)})`;
      }
      case 'listed': {
        const { table, word, row } = filter.listing;
        this.#alias += 1;
        const inner = `${alias}l${String(this.#alias)}`;
        const conditions = [
          sql`${column(inner, 'tenant_id')} = ${column(alias, 'tenant_id')}`,
          sql`${column(inner, word)} = ${this.#parameter()}`,
          sql`${column(inner, row)} = ${column(alias, 'id')}`,
        ];
        return sql`exists (select from ${relation(table, false, inner)} where ${all(conditions)})`;
      }
      case 'field': {
        const { field, operator, value } = filter;
        const parameter = this.#parameter();
        const matched = field.sealed && operator !== 'isNull' ? `${field.column}_match` : field.column;
        return compare(operator, column(alias, matched), parameter, value === true);
      }
    }
  }
}
