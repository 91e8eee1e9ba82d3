import { categoriesOf, categoryOf, fieldsIn, plainFieldsOf } from '../entities/catalogue.js';
import { CUSTOM_FIELDS } from '../entities/connection.js';
import { findModel } from '../entities/data.js';
import type { RelationModel } from '../entities/model.js';
import type { Action } from '../vocabulary/actions.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { CustomField } from './actor.js';

/** From categories to the fields that a rule names, and back. The page knows categories only; this is where the two meet. */

export { CUSTOM_FIELDS };

/** Subjects that are no rows of their own, with their parts. */
const PARTS: Partial<Record<Subject, readonly string[]>> = {
  GdprSettings: [
    'grants',
    'requests',
    'instructions',
    'externalUsers',
    'maintenanceWindows',
    'supportStaff',
    'apiTokens',
    'integrations',
    'tokenPolicy',
    'disclosures',
    'disclosureExport',
    'accessLog',
    'accessLogProof',
    'changeLog',
    'securityEvents',
    'memberChanges',
    'processingRegister',
    'categories',
    'security',
    'members',
    'invitations',
    'agreements',
    'acceptances',
  ],
  AccessReview: ['explanations', 'holders', 'previews'],
  DataCategory: ['label', 'description', 'purpose', 'legalBasis', 'retention', 'sensitive', 'retiredAt'],
  CustomField: ['label', 'category', 'choices', 'validation', 'retiredAt'],
  TenantSecurity: ['requireSecondFactor'],
  Ownership: ['owner'],
  App: ['registration'],
};

export function customFieldName(key: string): string {
  return `${CUSTOM_FIELDS}.${key}`;
}

export function isClassified(subject: Subject): boolean {
  return findModel(subject)?.classified ?? false;
}

export function bearsCustomFields(subject: Subject): boolean {
  return findModel(subject)?.customFields ?? false;
}

/** All categories that occur on a subject, those of the tenant's own fields included. */
export function allCategoriesOf(subject: Subject, custom: readonly CustomField[]): readonly string[] {
  return [...new Set([...builtInCategoriesOf(subject), ...custom.map(({ category }) => category)])];
}

function builtInCategoriesOf(subject: Subject): readonly string[] {
  return findModel(subject) ? categoriesOf(subject) : [];
}

/** Every field, relation and part that the API has, without those that tenants made. */
export function builtInFieldsOf(subject: Subject): readonly string[] {
  const model = findModel(subject);
  if (!model) return PARTS[subject] ?? [];
  return [...model.fields.keys(), ...model.relations.keys(), ...(model.customFields ? [CUSTOM_FIELDS] : [])];
}

export type FieldKind =
  | { readonly is: 'data'; readonly category: string }
  | { readonly is: 'plain'; readonly writable: false }
  | { readonly is: 'relation'; readonly target: Subject; readonly writable: boolean };

const PLAIN: FieldKind = Object.freeze({ is: 'plain', writable: false });

export function fieldKind(subject: Subject, field: string, custom: readonly CustomField[]): FieldKind | null {
  const own = custom.find(({ key }) => customFieldName(key) === field);
  if (own) return { is: 'data', category: own.category };
  const model = findModel(subject);
  if (!model) return PARTS[subject]?.includes(field) ? PLAIN : null;
  const relation = model.relations.get(field);
  if (relation) return { is: 'relation', target: relation.target, writable: isWritable(relation) };
  if (field === CUSTOM_FIELDS) return model.customFields ? PLAIN : null;
  if (!model.fields.has(field)) return null;
  const category = categoryOf(subject, field);
  return typeof category === 'string' ? { is: 'data', category } : PLAIN;
}

export interface Opening {
  readonly action: Action;
  readonly subject: Subject;
  readonly categories: ReadonlySet<string>;
  readonly custom: readonly CustomField[];
  readonly sees: (target: Subject) => boolean;
}

/**
 * The fields that a rule names. On a classified subject nothing is named unless one of its categories is open: only then are its id,
 * times and relations.
 */
export function fieldsOpenedBy(opening: Opening): readonly string[] {
  const { subject, action, categories, custom, sees } = opening;
  const model = findModel(subject);
  if (!model) return PARTS[subject] ?? [];
  const relations = [...model.relations.values()].filter(({ target }) => sees(target));
  if (!model.classified) return [...plainFieldsOf(subject), ...relations.map(({ name }) => name)];

  const own = custom.filter(({ category }) => categories.has(category)).map(({ key }) => customFieldName(key));
  const data = [...fieldsIn(subject, categories), ...own];
  if (data.length === 0) return [];
  const container = model.customFields ? [CUSTOM_FIELDS] : [];
  const plain = isWriting(action) ? [] : plainFieldsOf(subject);
  const related = isWriting(action) ? relations.filter(isWritable) : relations;
  return [...data, ...plain, ...related.map(({ name }) => name), ...container];
}

/** Fields are given a value; the other actions concern the record as it stands. */
export function isWriting(action: Action): boolean {
  return action === 'CREATE' || action === 'UPDATE';
}

function isWritable(relation: RelationModel): boolean {
  return relation.kind === 'one' && relation.input !== null;
}
