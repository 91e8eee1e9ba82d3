import { badInput, type CodedError } from '../../kernel/errors.js';
import type { Listing } from '../../entities/compiled-read.js';
import type { FieldModel, SubjectModel, ToOneModel } from '../../entities/model.js';
import type { CustomField } from '../../policy/actor.js';

/** The normal form of filters: what the client wrote, checked, and what statements are made from. */
export type Filter =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'related'; readonly relation: ToOneModel; readonly model: SubjectModel; readonly part: Filter }
  | { readonly kind: 'field'; readonly field: FieldModel; readonly operator: Operator; readonly value: FilterValue }
  | CustomFilter
  | { readonly kind: 'listed'; readonly field: FieldModel; readonly listing: Listing; readonly value: string };

/** Whether there is a value in a field that the tenant made, of which all this holds. */
export interface CustomFilter {
  readonly kind: 'custom';
  readonly field: CustomField;
  /** What is compared; of a sealed value its digest. */
  readonly column: ComparedColumn;
  readonly comparisons: readonly Comparison[];
  /** Whether there is none. */
  readonly negated: boolean;
}

export interface Comparison {
  readonly operator: Exclude<Operator, 'ne' | 'isNull'>;
  readonly value: string | readonly string[];
}

export type ComparedColumn = 'text_value' | 'number_value' | 'date_value' | 'boolean_value' | 'match_value';

export type Operator = 'eq' | 'ne' | 'in' | 'contains' | 'startsWith' | 'gt' | 'gte' | 'lt' | 'lte' | 'isNull';
export type FilterValue = string | readonly string[] | boolean;

export type ArgumentPath = readonly (string | number)[];

/** Asked of every field and relation that a filter or an order names: throws where it may not be asked about. */
export interface Askable {
  field(model: SubjectModel, name: string, path: ArgumentPath): void;
  /** The field of the tenant's own that has this key. */
  custom(model: SubjectModel, key: string, path: ArgumentPath): CustomField;
}

export const MAX_DEPTH = 10;
const MAX_CONDITIONS = 200;
/** Also what holds no condition is work. */
const MAX_OBJECTS = 400;

export const EVERYTHING: Filter = { kind: 'all', parts: [] };

export interface Walk {
  readonly askable: Askable;
  /** How often a field is compared, or named without. */
  conditions: number;
  /** Filters in the filter. */
  objects: number;
  /** How many filters are around the one that is being read. */
  depth: number;
}

export function countCondition(walk: Walk, path: ArgumentPath): void {
  walk.conditions += 1;
  if (walk.conditions > MAX_CONDITIONS) throw tooLarge(path);
}

export function countObject(walk: Walk, path: ArgumentPath): void {
  walk.objects += 1;
  if (walk.objects > MAX_OBJECTS) throw tooLarge(path);
}

/** Whether a filter matches every row, whatever it holds, because it asks nothing. */
export function matchesEverything(filter: Filter): boolean {
  if (filter.kind === 'not') return matchesNothing(filter.part);
  if (filter.kind === 'any') return filter.parts.some(matchesEverything);
  return filter.kind === 'all' && filter.parts.every(matchesEverything);
}

function matchesNothing(filter: Filter): boolean {
  if (filter.kind === 'not') return matchesEverything(filter.part);
  if (filter.kind === 'related') return matchesNothing(filter.part);
  if (filter.kind === 'any') return filter.parts.every(matchesNothing);
  return filter.kind === 'all' && filter.parts.some(matchesNothing);
}

export function tooLarge(path: ArgumentPath): CodedError {
  return badInput(
    `A filter may be nested ${String(MAX_DEPTH)} deep and have ${String(MAX_CONDITIONS)} conditions, in ${String(MAX_OBJECTS)} objects.`,
    path,
  );
}

/** Text that PostgreSQL can't hold is refused here, before it is sent. */
export function assertStorableText(text: string, path: ArgumentPath): void {
  if (text.includes('\u0000') || !text.isWellFormed())
    throw badInput('The text has a character that cannot be stored.', path);
}

/** Those that look for a part of a text, folded: at every row, because no index knows the inside of one. */
const SEARCHING: ReadonlySet<Operator> = new Set(['contains', 'startsWith']);

export function isSearch(operator: Operator): boolean {
  return SEARCHING.has(operator);
}

/** How many conditions look at every row. */
export function searchesOf(filter: Filter): number {
  switch (filter.kind) {
    case 'field':
      return isSearch(filter.operator) ? 1 : 0;
    case 'custom':
      return filter.comparisons.filter(({ operator }) => isSearch(operator)).length;
    case 'listed':
      return 0;
    case 'not':
    case 'related':
      return searchesOf(filter.part);
    default:
      return filter.parts.reduce((sum, part) => sum + searchesOf(part), 0);
  }
}

const LONGEST_COMPARED = 300;

/** @param longest what the field may hold, which may be compared whole */
export function assertComparable(operator: Operator, text: string, longest: number, path: ArgumentPath): void {
  assertStorableText(text, path);
  const most = isSearch(operator) ? LONGEST_COMPARED : Math.max(LONGEST_COMPARED, longest);
  if ([...text].length > most) throw badInput(`${operator} takes at most ${String(most)} characters.`, path);
}

/** @param canonical makes what the column is compared with of a text of the client's */
export function operatorValue(
  operator: Operator,
  value: unknown,
  path: ArgumentPath,
  canonical: (text: string, path: ArgumentPath) => string,
): FilterValue {
  if (value === null || value === undefined) {
    throw badInput(`${operator} cannot be null: use isNull to ask for empty values.`, path);
  }
  if (typeof value === 'boolean') return operator === 'isNull' ? value : String(value);
  if (Array.isArray(value)) {
    if (value.length > MAX_CONDITIONS) throw tooLarge(path);
    return value.map((item, index) => operatorValue('eq', item, [...path, index], canonical) as string);
  }
  return canonical(value as string, path);
}

/**
 * The shape of a filter without its values: equal signatures compile to equal SQL.
 * @param sortedBy the field of the tenant's own that the list is sorted by: what is asked of its values is asked where they are sorted
 */
export function filterSignature(filter: Filter, sortedBy: string | null = null): string {
  switch (filter.kind) {
    case 'custom': {
      const { column, comparisons, negated, field } = filter;
      const operators = comparisons.map(({ operator }) => operator).join('&');
      return `${negated ? '!' : ''}${column}(${operators})${field.id === sortedBy ? '^' : ''}`;
    }
    case 'field': {
      const flag = typeof filter.value === 'boolean' ? String(filter.value) : '';
      return `${filter.field.name}.${filter.operator}${flag}`;
    }
    case 'listed':
      return `${filter.listing.table}(${filter.listing.prefix})`;
    case 'not':
      return `!(${filterSignature(filter.part, sortedBy)})`;
    case 'related':
      return `${filter.relation.name}>(${filterSignature(filter.part, sortedBy)})`;
    default:
      return `${filter.kind}(${filter.parts.map((part) => filterSignature(part, sortedBy)).join()})`;
  }
}
