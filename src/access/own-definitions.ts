import { formatId } from '../kernel/ids.js';
import { CUSTOM_FIELD_PREFIX, validationOf, type CustomField } from '../entities/custom-field.js';
import type { DataCategory } from '../entities/data-category.js';
import type { CustomField as OwnField } from '../policy/actor.js';
import type { OwnProcessing } from '../policy/register.js';
import { CATEGORIES, CATEGORY_NAMES } from '../vocabulary/categories.js';
import type { Visit } from './visit.js';

/** What a tenant made for itself, as the API tells of it. */

/** Those that were retired are among them. For whoever reads the GDPR tab; for everybody else there are none. */
export async function ownCategories(visit: Visit): Promise<readonly DataCategory[]> {
  const rows = await visit.call('auth.labelled_categories', []);
  return rows.map(
    ([
      key,
      sensitive,
      description = '',
      purpose = '',
      legalBasis = '',
      retention = '',
      createdAt = null,
      retiredAt = null,
      label = '',
    ]) => ({
      key: key ?? '',
      label: label ?? '',
      own: true,
      sensitive: sensitive === 't',
      description: description ?? '',
      purpose: purpose ?? '',
      legalBasis: legalBasis ?? '',
      retention: retention ?? '',
      createdAt,
      retiredAt,
    }),
  );
}

export async function allCategories(visit: Visit): Promise<readonly DataCategory[]> {
  const builtIn = CATEGORY_NAMES.map((key) => ({
    key,
    own: false,
    ...CATEGORIES[key],
    createdAt: null,
    retiredAt: null,
  }));
  return [...builtIn, ...(await ownCategories(visit))];
}

/** What a retired category stated is about nothing any more: its fields are unclassified. */
export async function ownProcessing(visit: Visit): Promise<OwnProcessing> {
  const [{ law }, categories] = await Promise.all([visit.standing(), ownCategories(visit)]);
  const inForce = categories.filter(({ retiredAt }) => retiredAt === null);
  return { fields: law.actor.customFields, categories: inForce.map(stated) };
}

function stated({
  key,
  label,
  sensitive,
  description,
  purpose,
  legalBasis,
  retention,
}: DataCategory): OwnProcessing['categories'][number] {
  return { category: key, label, sensitive, description, purpose, legalBasis, retention };
}

export function shownField(field: OwnField): CustomField {
  const { id, subject, key, label, type, category, choices, rules, sealed, retired } = field;
  return {
    id: formatId(CUSTOM_FIELD_PREFIX, id),
    subject,
    key,
    label,
    type,
    category,
    choices: choices ?? [],
    validation: validationOf(rules),
    sealed,
    retired,
  };
}
