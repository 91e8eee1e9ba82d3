import { sql } from 'kysely';
import type { FieldModel, SubjectModel } from '../../entities/model.js';
import { arrayText } from '../database.js';
import { customFieldPlace, placeOf } from '../sealing.js';
import type { ComparedColumn, Comparison, CustomFilter, Filter, FilterValue, Operator } from './filter-form.js';
import { all, column, relation, slot, type Sql } from './sql.js';

/**
 * Filters as SQL. They are two-valued: a row matches a filter or its negation. `not` is `is not true`, and since every other connective
 * is monotone, an unknown below it acts as false everywhere.
 */

/** A condition of a filter whose value each request brings: in the order in which the filter is walked. */
export interface FilterLeaf {
  /** Null: it is about no field that is built in. */
  readonly field: FieldModel | null;
  readonly value: FilterValue;
  /** Where the value is sealed that it is compared with; null: it is not. */
  readonly place: string | null;
}

/** @param model whose rows are filtered */
export function leavesOf(filter: Filter, model: SubjectModel): FilterLeaf[] {
  switch (filter.kind) {
    case 'field': {
      const { field, value } = filter;
      return [{ field, value, place: field.sealed ? placeOf(model, field) : null }];
    }
    case 'listed':
      return [{ field: filter.field, value: filter.value, place: null }];
    case 'custom': {
      const { field, comparisons } = filter;
      const place = field.sealed ? customFieldPlace(field.id) : null;
      return [
        { field: null, value: field.id, place: null },
        ...comparisons.map(({ value }) => ({ field: null, value, place })),
      ];
    }
    case 'not':
      return leavesOf(filter.part, model);
    case 'related':
      return leavesOf(filter.part, filter.model);
    default:
      return filter.parts.flatMap((part) => leavesOf(part, model));
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
  /** The list is no other's: what decides about its records is found once. */
  readonly isRoot: boolean;
  /** Of the addressed tenant. */
  readonly ofTenant: (alias: string) => Sql;
  /** The field of the tenant's own whose values the records are joined to, because they are sorted by them; null: none is. */
  readonly sortedBy: string | null;
}

/** Where a condition stands. */
interface Spot {
  readonly alias: string;
  /** It must hold of every row of the list. */
  readonly always: boolean;
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

/** The values that a list is sorted by, under this alias beside its records. */
export const SORTED = 'o';

/** Characters of a text of a tenant's own field that are indexed and sorted by. */
export const KEY_LENGTH = 200;

const FOUND_FIRST: ReadonlySet<Operator> = new Set(['gt', 'gte', 'lt', 'lte', 'contains', 'startsWith']);

/** A text is found by its beginning, which an index holds, and then compared whole. */
function compareValue(name: ComparedColumn, { operator }: Comparison, alias: string, parameter: Sql): Sql {
  const whole = compare(operator, column(alias, name), parameter, false);
  if (name !== 'text_value' || (operator !== 'eq' && operator !== 'in')) return whole;
  const beginning = column(alias, 'text_key');
  return operator === 'eq'
    ? sql`${beginning} = left(${parameter}::text, ${sql.lit(KEY_LENGTH)}) and ${whole}`
    : sql`${beginning} = any(array(select left(x, ${sql.lit(KEY_LENGTH)}) from unnest(${parameter}::text[]) as x)) and ${whole}`;
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
    return this.#condition(filter, { alias, always: true });
  }

  #condition(filter: Filter, spot: Spot): Sql {
    const { alias } = spot;
    const within: Spot = { alias, always: false };
    switch (filter.kind) {
      case 'all':
        return sql`(${all(filter.parts.map((part) => this.#condition(part, spot)))})`;
      case 'any': {
        const parts = filter.parts.map((part) => this.#condition(part, within));
        return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
      }
      case 'not':
        return sql`(${this.#condition(filter.part, within)}) is not true`;
      case 'custom':
        return this.#custom(filter, spot);
      case 'related': {
        const { relation: one, model } = filter;
        this.#alias += 1;
        const inner = `${alias}r${String(this.#alias)}`;
        const conditions = [
          sql`${column(inner, 'tenant_id')} = ${column(alias, 'tenant_id')}`,
          sql`${column(inner, 'id')} = ${column(alias, one.column)}`,
          ...this.#context.visibleRow(model.name, inner),
          this.#condition(filter.part, { alias: inner, always: false }),
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

  /**
   * A value that is not there is empty, so what is asked is whether there is one of which something holds, or none. How many records a range or
   * a part of a text finds, the planner can't know: where they must be among them, they are found first, and the work is as large as what
   * is found. What it does know, and what may or may not hold, is left to it.
   */
  #custom(filter: CustomFilter, { alias, always }: Spot): Sql {
    const { comparisons, negated, field, column: name } = filter;
    const fieldId = this.#parameter();
    const parameters = comparisons.map(() => this.#parameter());
    const compared = (of: string): Sql[] =>
      comparisons.map((comparison, at) => compareValue(name, comparison, of, parameters[at] ?? sql`null`));
    if (always && !negated && field.id === this.#context.sortedBy) return all(compared(SORTED));
    this.#alias += 1;
    const inner = `${alias}v${String(this.#alias)}`;
    const values = relation('custom_value', false, inner);
    const found = [sql`${column(inner, 'field_id')} = ${fieldId}`, ...compared(inner)];
    const first = always && !negated && this.#context.isRoot;
    if (first && comparisons.some(({ operator }) => FOUND_FIRST.has(operator))) {
      const own = all([this.#context.ofTenant(inner), ...found]);
      return sql`${column(alias, 'id')} = any(array(select ${column(inner, 'record_id')} from ${values} where ${own}))`;
    }
    const ofRecord = [
      sql`${column(inner, 'tenant_id')} = ${column(alias, 'tenant_id')}`,
      sql`${column(inner, 'record_id')} = ${column(alias, 'id')}`,
    ];
    const exists = sql`exists (select from ${values} where ${all([...ofRecord, ...found])})`;
    return negated ? sql`not ${exists}` : exists;
  }
}
