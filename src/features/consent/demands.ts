import { demand } from '../../access/demand.js';
import type { Visit } from '../../access/visit.js';
import { CodedError, unauthenticated } from '../../kernel/errors.js';
import type { Law } from '../../policy/law.js';

/** What is asked of whoever changes consent, for its sentence; the database asks again. */

export async function demandFromTenant(visit: Visit, action: 'CREATE' | 'UPDATE'): Promise<Law> {
  const { law } = await visit.standing();
  demand(law, action, 'SupportGrant');
  if (law.actor.kind === 'MEMBER') return law;
  throw new CodedError('FORBIDDEN', 'Only an owner or admin of the tenant decides on support access.', {
    reason: 'FORBIDDEN',
    remedy: 'Ask for it with requestSupportAccess.',
  });
}

export async function demandFromSupport(visit: Visit, action: 'CREATE' | 'UPDATE'): Promise<Law> {
  const { law, user } = await visit.standing();
  if (!user) throw unauthenticated();
  if (law.actor.kind !== 'SUPPORT') {
    throw new CodedError('FORBIDDEN', 'Only support staff ask for access, and hand it back.', {
      reason: 'FORBIDDEN',
      remedy: 'Owners and admins of a tenant use grantSupportAccess and revokeSupportAccess.',
    });
  }
  demand(law, action, 'SupportGrant');
  return law;
}
