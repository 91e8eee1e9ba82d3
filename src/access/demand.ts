import { CodedError, unauthenticated } from '../kernel/errors.js';
import type { Law, Refusal } from '../policy/law.js';
import type { Action } from '../vocabulary/actions.js';
import type { Subject } from '../vocabulary/subjects.js';

/** Goes on only where the law allows it; otherwise the refusal says what is missing and who can give it. */
export function demand(law: Law, action: Action, subject: Subject): void {
  const verdict = law.may(action, subject);
  if (!verdict.allowed) throw refusalError(verdict);
}

/** For what is on no page, such as the name of the addressed tenant. */
export function demandFactor(law: Law): void {
  const verdict = law.may('READ', 'User');
  if (!verdict.allowed && verdict.reason === 'SECOND_FACTOR_REQUIRED') throw refusalError(verdict);
}

/** What whoever was refused is told. */
export function refusalError(verdict: Refusal): CodedError {
  if (verdict.reason === 'UNAUTHENTICATED') return unauthenticated();
  return new CodedError(verdict.reason, verdict.message, { reason: verdict.reason, remedy: verdict.remedy });
}
