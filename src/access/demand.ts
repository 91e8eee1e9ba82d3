import { CodedError, unauthenticated } from '../kernel/errors.js';
import type { Law } from '../policy/law.js';
import type { Action } from '../vocabulary/actions.js';
import type { Subject } from '../vocabulary/subjects.js';

/** Goes on only where the law allows it; otherwise the refusal says what is missing and who can give it. */
export function demand(law: Law, action: Action, subject: Subject): void {
  const verdict = law.may(action, subject);
  if (verdict.allowed) return;
  if (verdict.reason === 'UNAUTHENTICATED') throw unauthenticated();
  throw new CodedError(verdict.reason, verdict.message, { reason: verdict.reason, remedy: verdict.remedy });
}
