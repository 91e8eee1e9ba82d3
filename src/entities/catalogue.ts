import type { Subject } from '../vocabulary/subjects.js';
import { modelOf } from './data.js';
import './entities.js';

/** Subject -> field -> category, gathered from the marks: what the policy needs to know of fields. */

export function categoryOf(subject: Subject, field: string): string | null | undefined {
  return modelOf(subject).fields.get(field)?.category;
}

/** The built-in categories that occur on a subject, in the order of its fields. */
export function categoriesOf(subject: Subject): readonly string[] {
  const categories = new Set<string>();
  for (const field of modelOf(subject).fields.values()) if (field.category !== null) categories.add(field.category);
  return [...categories];
}

/** The classified fields of a subject that hold one of these categories. */
export function fieldsIn(subject: Subject, categories: ReadonlySet<string>): readonly string[] {
  return [...modelOf(subject).fields.values()]
    .filter((field) => field.category !== null && categories.has(field.category))
    .map((field) => field.name);
}

/** The fields of a subject that bear no category. */
export function plainFieldsOf(subject: Subject): readonly string[] {
  return [...modelOf(subject).fields.values()].filter((field) => field.category === null).map((field) => field.name);
}
