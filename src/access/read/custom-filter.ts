import { badInput } from '../../kernel/errors.js';
import { CUSTOM_OPERATORS } from '../../entities/filter.js';
import type { SubjectModel } from '../../entities/model.js';
import type { CustomField } from '../../policy/actor.js';
import { canonicalText, LONGEST_TEXT, storedText, VALUE_COLUMNS } from '../custom-value.js';
import {
  assertComparable,
  countCondition,
  countObject,
  isSearch,
  operatorValue,
  type ArgumentPath,
  type ComparedColumn,
  type Comparison,
  type Filter,
  type Operator,
  type Walk,
} from './filter-form.js';

/** Conditions on the values of fields that the tenant made, each asked of the law by the field's key. */

export interface CustomFilterInput {
  readonly key: string;
  readonly [operators: string]: unknown;
}

export function customFilters(
  model: SubjectModel,
  inputs: readonly CustomFilterInput[],
  path: ArgumentPath,
  walk: Walk,
): Filter {
  return { kind: 'all', parts: inputs.flatMap((input, index) => conditionsOf(model, input, [...path, index], walk)) };
}

function conditionsOf(
  model: SubjectModel,
  input: CustomFilterInput,
  path: ArgumentPath,
  walk: Walk,
): readonly Filter[] {
  countObject(walk, path);
  const { key, ...conditions } = input;
  const field = walk.askable.custom(model, key, path);
  const column: ComparedColumn = field.sealed ? 'match_value' : VALUE_COLUMNS[field.type];
  const about = (comparisons: readonly Comparison[], negated: boolean): Filter => {
    return { kind: 'custom', field, column, comparisons, negated };
  };
  const held: Comparison[] = [];
  const filters: Filter[] = [];
  const add = (operator: Operator, value: unknown, at: ArgumentPath): void => {
    countCondition(walk, at);
    const compared = operatorValue(operator, value, at, (text, where) => comparedText(field, operator, text, where));
    if (typeof compared === 'boolean') filters.push(about([], compared));
    else if (operator === 'ne') filters.push(about([{ operator: 'eq', value: compared }], true));
    else held.push({ operator: operator as Comparison['operator'], value: compared });
  };
  for (const [name, value] of Object.entries(conditions)) {
    if (value === null || value === undefined) continue;
    const at = [...path, name];
    if (name === 'isNull') {
      add('isNull', value, at);
      continue;
    }
    assertAsked(field, name, at);
    for (const [operator, given] of Object.entries(value)) add(operator as Operator, given, [...at, operator]);
  }
  // A field has one value of a record: what must hold of it is asked of one, so a range is found as one.
  return held.length === 0 ? filters : [about(held, false), ...filters];
}

function assertAsked({ key, type, sealed }: CustomField, name: string, path: ArgumentPath): void {
  if (name === 'exact') return;
  if (sealed) throw badInput(`${key} is stored encrypted: it is matched by exact, or not at all.`, path);
  if (!CUSTOM_OPERATORS[name]?.includes(type))
    throw badInput(`${key} is of the type ${type}, and is not asked for ${name}.`, path);
}

function comparedText(field: CustomField, operator: Operator, text: string, path: ArgumentPath): string {
  if (isSearch(operator)) {
    assertComparable(operator, text, LONGEST_TEXT, path);
    return text;
  }
  const canonical = canonicalText(field, text, path);
  return field.sealed ? canonical : storedText(field.type, canonical);
}
