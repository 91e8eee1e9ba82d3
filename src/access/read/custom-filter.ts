import { badInput } from '../../kernel/errors.js';
import { CUSTOM_OPERATORS } from '../../entities/filter.js';
import type { SubjectModel } from '../../entities/model.js';
import type { CustomField } from '../../policy/actor.js';
import { canonicalText, storedText, VALUE_COLUMNS } from '../custom-value.js';
import {
  assertStorableText,
  countPart,
  operatorValue,
  type ArgumentPath,
  type ComparedColumn,
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
  countPart(walk, path);
  const { key, ...conditions } = input;
  const field = walk.askable.custom(model, key, path);
  return Object.entries(conditions).flatMap(([name, value]): readonly Filter[] => {
    if (value === null || value === undefined) return [];
    const at = [...path, name];
    if (name === 'isNull') return [condition(field, 'isNull', value, at, walk)];
    if (name !== 'exact') {
      if (field.sealed) throw badInput(`${key} is stored encrypted: it is matched by exact, or not at all.`, at);
      if (!CUSTOM_OPERATORS[name]?.includes(field.type))
        throw badInput(`${key} is of the type ${field.type}, and is not asked for ${name}.`, at);
    }
    return Object.entries(value).map(([operator, given]) =>
      condition(field, operator as Operator, given, [...at, operator], walk),
    );
  });
}

function condition(field: CustomField, operator: Operator, value: unknown, path: ArgumentPath, walk: Walk): Filter {
  countPart(walk, path);
  const column: ComparedColumn = field.sealed ? 'match_value' : VALUE_COLUMNS[field.type];
  const isPart = operator === 'contains' || operator === 'startsWith';
  const compared = operatorValue(operator, value, path, (text, at) => {
    if (isPart) {
      assertStorableText(text, at);
      return text;
    }
    const canonical = canonicalText(field, text, at);
    return field.sealed ? canonical : storedText(field.type, canonical);
  });
  return { kind: 'custom', field, column, operator, value: compared };
}
