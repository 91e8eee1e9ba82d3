import type { CompiledReadSpec, Listing, Narrowing } from '../../entities/compiled-read.js';
import type { FieldModel, SubjectModel } from '../../entities/model.js';
import { badInput } from '../../kernel/errors.js';
import { isSubject } from '../../vocabulary/subjects.js';
import { assertStorableText, type Filter } from './filter-form.js';

/** The arguments of a list that narrow it, beside `where`: declared with the field of the API, and so asked of nobody's law. */

type Declared = Pick<CompiledReadSpec, 'filters' | 'always'>;

function fieldOf(model: SubjectModel, name: string): FieldModel {
  const field = model.fields.get(name);
  if (!field) throw new Error(`${model.name} has no field ${name} to narrow it by.`);
  return field;
}

/** What a listing is asked for: a word, whatever it says. */
function wordOf(model: SubjectModel, { word }: Listing): FieldModel {
  return { ...fieldOf(model, 'id'), name: word, type: 'text', column: word, prefix: null };
}

function narrowed(model: SubjectModel, by: string | Narrowing | Listing, value: unknown, argument: string): Filter {
  if (typeof by === 'string')
    return { kind: 'field', field: fieldOf(model, by), operator: 'eq', value: value as string };
  if ('operator' in by) {
    const { field, operator } = by;
    return { kind: 'field', field: fieldOf(model, field), operator, value: value as string };
  }
  assertStorableText(value as string, [argument]);
  if (by.known === 'SUBJECT' && !isSubject(value as string))
    throw badInput('There is no such subject; take the name of a type, such as Contact.', [argument]);
  return { kind: 'listed', field: wordOf(model, by), listing: by, value: `${by.prefix}${value as string}` };
}

/** @param values the arguments of the list, by name */
export function narrowingFilters(
  model: SubjectModel,
  values: Readonly<Record<string, unknown>>,
  { filters = {}, always = [] }: Declared,
): readonly Filter[] {
  return [
    ...always.map(({ field, operator, value }): Filter => {
      return { kind: 'field', field: fieldOf(model, field), operator, value };
    }),
    ...Object.entries(filters).flatMap(([argument, by]) => {
      const value = values[argument];
      return value === null || value === undefined ? [] : [narrowed(model, by, value, argument)];
    }),
  ];
}

/** What the list is sorted by first, because of what it is narrowed by; null: nothing of its own. */
export function narrowedOrder(
  model: SubjectModel,
  values: Readonly<Record<string, unknown>>,
  { sorted }: Pick<CompiledReadSpec, 'sorted'>,
): FieldModel | null {
  const given = sorted?.where.some((argument) => values[argument] !== null && values[argument] !== undefined);
  return sorted && given ? fieldOf(model, sorted.by) : null;
}
