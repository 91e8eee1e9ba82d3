import type { Action } from '../vocabulary/actions.js';
import { isRole } from '../vocabulary/roles.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { Authority } from './actor.js';
import { AUTHORITY_SUBJECTS } from './holding.js';
import type { Refused } from './refusal.js';
import type { Line, Who } from './line.js';
import { POLICY } from './policy.js';
import type { Standing } from './standing.js';

/** Who could change what somebody may do: whoever the page lets change the record that it rests on, or give the one that is missing. */

/** Whoever may change the record that somebody's access rests on; handing one's own back is such a change too. */
export function whoTakes({ who }: Standing, authority: Authority | null): readonly Who[] {
  if (authority === null && !isRole(who)) return [];
  return whoMay('UPDATE', AUTHORITY_SUBJECTS[authority?.kind ?? 'MEMBERSHIP']);
}

/** Whoever could give what is missing. */
export function whoGives({ who, actor }: Standing, { refusal: { reason }, line, need }: Refused): readonly Who[] {
  if (who === null) return whoDecides('CREATE', 'Invitation');
  switch (reason) {
    case 'CONSENT_REQUIRED':
    case 'CONSENT_REVOKED':
    case 'CONSENT_EXPIRED':
      return whoDecides('CREATE', 'SupportGrant');
    case 'WINDOW_REQUIRED':
      return whoMay('CREATE', 'MaintenanceWindow');
    case 'INSTRUCTION_REQUIRED':
      return whoDecides('UPDATE', 'Instruction');
    case 'SCOPE_MISSING':
      return whoDecides('CREATE', 'ApiToken');
    case 'SECOND_FACTOR_REQUIRED':
      return [who];
    case 'AGREEMENT_REQUIRED':
      // Either the tenant's, which an owner accepts, or one that binds the person.
      return line?.conditions.includes('AGREEMENT') === true &&
        !actor.agreementAccepted &&
        (isRole(who) || actor.kind === 'EXTERNAL' || actor.confidential)
        ? whoDecides('CREATE', 'AgreementAcceptance')
        : [who];
    case 'FORBIDDEN':
      return need === null ? [] : whoDecides(...need);
    default:
      return [];
  }
}

/** Not by what is their own only: nobody consents to their own access. */
function whoDecides(action: Action, subject: Subject): readonly Who[] {
  return whoMay(action, subject, (line) => !line.conditions.includes('OWN'));
}

function whoMay(action: Action, subject: Subject, counts: (line: Line) => boolean = () => true): readonly Who[] {
  const lines = POLICY.filter((line) => line.may.includes(action) && line.what.includes(subject) && counts(line));
  return [...new Set(lines.flatMap(({ who }) => who))];
}
