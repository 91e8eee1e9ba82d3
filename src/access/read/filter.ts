import { badInput, type CodedError } from '../../kernel/errors.js';
import { scaleDecimal } from '../../kernel/decimal.js';
import type { Listing } from '../../entities/compiled-read.js';
import type { FieldModel, SubjectModel, ToOneModel } from '../../entities/model.js';
import { modelOf } from '../../entities/data.js';

/** A filter as the client wrote it, in the normal form that the statement is made from. */
export type Filter =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'related'; readonly relation: ToOneModel; readonly model: SubjectModel; readonly part: Filter }
  | { readonly kind: 'field'; readonly field: FieldModel; readonly operator: Operator; readonly value: FilterValue }
  | { readonly kind: 'listed'; readonly field: FieldModel; readonly listing: Listing; readonly value: string };

export type Operator = 'eq' | 'ne' | 'in' | 'contains' | 'startsWith' | 'gt' | 'gte' | 'lt' | 'lte' | 'isNull';
export type FilterValue = string | readonly string[] | boolean;

export type ArgumentPath = readonly (string | number)[];

/** Asked of every field and relation that a filter or an order names: throws where it may not be asked about. */
export interface Askable {
  field(model: SubjectModel, name: string, path: ArgumentPath): void;
}

const MAX_DEPTH = 10;
const MAX_PARTS = 200;

export const EVERYTHING: Filter = { kind: 'all', parts: [] };

interface Walk {
  readonly askable: Askable;
  parts: number;
  /** How many filters are around the one that is being read. */
  depth: number;
}

/** Whether a filter matches every row, whatever it holds. */
export function matchesEverything(filter: Filter): boolean {
  return filter.kind === 'all' && filter.parts.every(matchesEverything);
}

function tooLarge(path: ArgumentPath): CodedError {
  return badInput(`A filter may be nested ${String(MAX_DEPTH)} deep and have ${String(MAX_PARTS)} conditions.`, path);
}

/** Text that PostgreSQL can't hold is refused here, before it is sent. */
export function assertStorableText(text: string, path: ArgumentPath): void {
  if (text.includes('\u0000') || !text.isWellFormed())
    throw badInput('The text has a character that cannot be stored.', path);
}

function fieldValue(field: FieldModel, operator: Operator, value: unknown, path: ArgumentPath): FilterValue {
  if (value === null || value === undefined) {
    throw badInput(`${operator} cannot be null: use isNull to ask for empty values.`, path);
  }
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) {
    if (value.length > MAX_PARTS) throw tooLarge(path);
    return value.map((item, index) => fieldValue(field, 'eq', item, [...path, index]) as string);
  }
  const text = value as string;
  assertStorableText(text, path);
  if (field.type === 'decimal') return scaleDecimal(text) ?? text;
  return text;
}

function fieldFilter(field: FieldModel, input: object, path: ArgumentPath, walk: Walk): Filter {
  const parts = Object.entries(input).map(([operator, value]): Filter => {
    walk.parts += 1;
    if (walk.parts > MAX_PARTS) throw tooLarge(path);
    const operatorPath = [...path, operator];
    return {
      kind: 'field',
      field,
      operator: operator as Operator,
      value: fieldValue(field, operator as Operator, value, operatorPath),
    };
  });
  return { kind: 'all', parts };
}

function walkFilter(model: SubjectModel, input: object, path: ArgumentPath, walk: Walk): Filter {
  walk.depth += 1;
  if (walk.depth > MAX_DEPTH) throw tooLarge(path);
  const filter = walkInside(model, input, path, walk);
  walk.depth -= 1;
  return filter;
}

function walkInside(model: SubjectModel, input: object, path: ArgumentPath, walk: Walk): Filter {
  const parts: Filter[] = [];
  const one = (value: object, at: ArgumentPath): Filter => walkFilter(model, value, at, walk);
  for (const [name, value] of Object.entries(input) as [string, unknown][]) {
    if (value === null || value === undefined) continue;
    const at = [...path, name];
    walk.parts += 1;
    if (walk.parts > MAX_PARTS) throw tooLarge(at);
    if (name === 'and' || name === 'or') {
      const items = (value as readonly object[]).map((item, index) => one(item, [...at, index]));
      parts.push({ kind: name === 'and' ? 'all' : 'any', parts: items });
    } else if (name === 'not') {
      parts.push({ kind: 'not', part: one(value, at) });
    } else {
      walk.askable.field(model, name, at);
      parts.push(namedFilter(model, name, value, at, walk));
    }
  }
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'all', parts };
}

function namedFilter(model: SubjectModel, name: string, value: unknown, path: ArgumentPath, walk: Walk): Filter {
  const field = model.fields.get(name);
  if (field?.type === 'enum') return { kind: 'field', field, operator: 'eq', value: value as string };
  if (field) return fieldFilter(field, value as object, path, walk);
  const relation = model.relations.get(name);
  if (relation?.kind !== 'one') throw badInput(`${model.name} cannot be filtered by ${name}.`, path);
  const target = modelOf(relation.target);
  const part = walkFilter(target, value as object, path, walk);
  return matchesEverything(part) ? EVERYTHING : { kind: 'related', relation, model: target, part };
}

/** The normal form of a `where` argument. Every field that it names is asked for, so that no filter tells what no reader may see. */
export function readFilter(model: SubjectModel, input: object, path: ArgumentPath, askable: Askable): Filter {
  return walkFilter(model, input, path, { askable, parts: 0, depth: -1 });
}

/** The shape of a filter without its values: equal signatures compile to equal SQL. */
export function filterSignature(filter: Filter): string {
  switch (filter.kind) {
    case 'field': {
      const flag = typeof filter.value === 'boolean' ? String(filter.value) : '';
      return `${filter.field.name}.${filter.operator}${flag}`;
    }
    case 'listed':
      return `${filter.listing.table}(${filter.listing.prefix})`;
    case 'not':
      return `!(${filterSignature(filter.part)})`;
    case 'related':
      return `${filter.relation.name}>(${filterSignature(filter.part)})`;
    default:
      return `${filter.kind}(${filter.parts.map(filterSignature).join()})`;
  }
}
