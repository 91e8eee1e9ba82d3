import { findModel } from '../../entities/data.js';
import type { CustomField } from '../../policy/actor.js';
import type { Subject } from '../../vocabulary/subjects.js';

export interface NamedField {
  readonly field: string;
  readonly category: string | null;
}

/** Every field of a subject by the name that the law knows it by: its own, its relations, and those that the tenant added. */
export function fieldsOf(subject: Subject, custom: readonly CustomField[]): readonly NamedField[] {
  const model = findModel(subject);
  if (!model) return [];
  return [
    ...[...model.fields.values()].map(({ name, category }) => ({ field: name, category })),
    ...[...model.relations.keys()].map((field) => ({ field, category: null })),
    ...custom
      .filter((one) => one.subject === subject)
      .map(({ key, category }) => ({ field: `customFields.${key}`, category })),
  ];
}
