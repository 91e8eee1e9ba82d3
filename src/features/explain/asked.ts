import type { Visit } from '../../access/visit.js';
import { demand } from '../../access/demand.js';
import { allModels } from '../../entities/data.js';
import { badInput, notFound } from '../../kernel/errors.js';
import { prefixOf } from '../../kernel/ids.js';
import { fieldKind } from '../../policy/fields.js';
import type { Surroundings } from '../../policy/holding.js';
import type { Law } from '../../policy/law.js';
import { isSubject, type Subject } from '../../vocabulary/subjects.js';

/** What is asked about, and by whom. */

/** Whoever may ask about others' access, and the tenant in which. */
export async function demandReview(visit: Visit): Promise<{ readonly law: Law; readonly around: Surroundings }> {
  const { law } = await visit.standing();
  demand(law, 'READ', 'AccessReview');
  const { tenantId, customFields, ownCategories, agreementAccepted } = law.actor;
  return { law, around: { tenantId: tenantId ?? '', customFields, ownCategories, agreementAccepted } };
}

export function subjectNamed(name: string): Subject {
  if (isSubject(name)) return name;
  throw badInput('There is no such subject; take the name of a type, such as Contact.', ['subject']);
}

/** An id that no subject has is a missing one. */
export function subjectOfId(id: string): Subject {
  const prefix = prefixOf(id);
  const model = allModels().find((one) => one.prefix === prefix);
  if (!model) throw notFound(['id']);
  return model.name;
}

export function demandField(law: Law, subject: Subject, field: string): void {
  const custom = law.actor.customFields.filter((one) => one.subject === subject);
  if (fieldKind(subject, field, custom) === null)
    throw badInput('There is no such field; look the fields up in viewer.visibility.', ['field']);
}
