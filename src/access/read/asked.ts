import { categoryOf } from '../../entities/catalogue.js';
import type { FieldModel, SubjectModel } from '../../entities/model.js';
import type { CustomField } from '../../policy/actor.js';
import { customFieldName } from '../../policy/fields.js';
import type { Subject } from '../../vocabulary/subjects.js';
import type { Filter } from './filter-form.js';

/**
 * A field that a list is narrowed or sorted by. Nobody is shown what it holds, and yet it can be told from which rows there are, from their
 * order, and from there being none: so it counts as disclosed, whatever is found.
 */
export interface Asked {
  readonly subject: Subject;
  readonly field: string;
  /** Null: a time or an id of a related record, of which nothing else tells that it is there. */
  readonly category: string | null;
}

interface AskedKey {
  readonly field: FieldModel;
  readonly own: CustomField | null;
}

/** @param order what it is sorted by because somebody asked for that */
export function askedOf(model: SubjectModel, filter: Filter, order: readonly AskedKey[]): readonly Asked[] {
  const keys = order.map(({ field, own }) => (own ? ownField(own) : builtIn(model, field)));
  // The times and ids of the list's own rows tell what its rows and counts tell.
  return [...fieldsOf(model, filter), ...keys].filter(
    ({ subject, category }) => subject !== model.name || category !== null,
  );
}

function fieldsOf(model: SubjectModel, filter: Filter): readonly Asked[] {
  switch (filter.kind) {
    case 'field':
      return [builtIn(model, filter.field)];
    case 'custom':
      return [ownField(filter.field)];
    case 'related':
      return fieldsOf(filter.model, filter.part);
    case 'not':
      return fieldsOf(model, filter.part);
    case 'listed':
      return [];
    default:
      return filter.parts.flatMap((part) => fieldsOf(model, part));
  }
}

function builtIn({ name: subject }: SubjectModel, { name }: FieldModel): Asked {
  return { subject, field: name, category: categoryOf(subject, name) ?? null };
}

function ownField({ subject, key, category }: CustomField): Asked {
  return { subject, field: customFieldName(key), category };
}
