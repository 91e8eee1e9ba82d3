import { badInput } from '../../kernel/errors.js';
import { scaleDecimal } from '../../kernel/decimal.js';
import { CUSTOM_FIELDS } from '../../entities/connection.js';
import { modelOf } from '../../entities/data.js';
import type { FieldModel, SubjectModel } from '../../entities/model.js';
import { customFilters, type CustomFilterInput } from './custom-filter.js';
import {
  assertComparable,
  countCondition,
  countObject,
  EVERYTHING,
  matchesEverything,
  MAX_DEPTH,
  operatorValue,
  tooLarge,
  type ArgumentPath,
  type Askable,
  type Filter,
  type FilterValue,
  type Operator,
  type Walk,
} from './filter-form.js';

/** Reads a `where` argument: every field that it names is asked of the law. */

function fieldValue(field: FieldModel, operator: Operator, value: unknown, path: ArgumentPath): FilterValue {
  return operatorValue(operator, value, path, (text, at) => {
    assertComparable(operator, text, field.maxLength, at);
    return field.type === 'decimal' ? (scaleDecimal(text) ?? text) : text;
  });
}

function fieldFilter(field: FieldModel, input: object, path: ArgumentPath, walk: Walk): Filter {
  const operators = Object.entries(input);
  if (operators.length === 0) countCondition(walk, path);
  const parts = operators.map(([operator, value]): Filter => {
    countCondition(walk, path);
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
  if (walk.depth > 0) countObject(walk, path);
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
    if (name === 'and' || name === 'or') {
      const items = (value as readonly object[]).map((item, index) => one(item, [...at, index]));
      parts.push({ kind: name === 'and' ? 'all' : 'any', parts: items });
    } else if (name === 'not') {
      parts.push({ kind: 'not', part: one(value, at) });
    } else if (name === CUSTOM_FIELDS) {
      parts.push(customFilters(model, value as readonly CustomFilterInput[], at, walk));
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
  if (field?.type === 'enum') {
    countCondition(walk, path);
    return { kind: 'field', field, operator: 'eq', value: value as string };
  }
  if (field) return fieldFilter(field, value as object, path, walk);
  const relation = model.relations.get(name);
  if (relation?.kind !== 'one') throw badInput(`${model.name} cannot be filtered by ${name}.`, path);
  const target = modelOf(relation.target);
  const part = walkFilter(target, value as object, path, walk);
  return matchesEverything(part) ? EVERYTHING : { kind: 'related', relation, model: target, part };
}

/** The normal form of a `where` argument. Every field that it names is asked for, so that no filter tells what no reader may see. */
export function readFilter(model: SubjectModel, input: object, path: ArgumentPath, askable: Askable): Filter {
  return walkFilter(model, input, path, { askable, conditions: 0, objects: 0, depth: -1 });
}
