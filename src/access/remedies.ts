import type { ErrorCode, ErrorDetails } from '../kernel/errors.js';
import * as say from '../policy/sentences.js';

/**
 * What helps against a refusal by the database, whose functions say in a sentence what is missing and who can give it: true of all that
 * they refuse under the code. A code without one is no denial.
 */
const REMEDIES: Partial<Record<ErrorCode, { readonly remedy: string }>> = {
  UNAUTHENTICATED: say.unauthenticated,
  SECOND_FACTOR_REQUIRED: say.stepUp,
  FORBIDDEN: { remedy: 'Leave it to somebody who may do it; viewer.can says what you may do.' },
  CONSENT_REQUIRED: say.consent('CONSENT_REQUIRED', false, ''),
  CONSENT_REVOKED: say.consent('CONSENT_REVOKED', false, ''),
  CONSENT_EXPIRED: say.consent('CONSENT_EXPIRED', false, ''),
  SCOPE_MISSING: { remedy: 'Ask for what the token was made for, or use another; viewer.token says what that is.' },
  AGREEMENT_REQUIRED: { remedy: 'Read the agreement that stands now, and have it accepted by whomever it binds.' },
  INSTRUCTION_REQUIRED: {
    remedy: 'Have an owner or admin of each tenant issue or confirm an instruction that covers it.',
  },
  WINDOW_REQUIRED: say.window,
};

export function denialDetails(code: ErrorCode): ErrorDetails {
  const denied = REMEDIES[code];
  return denied ? { reason: code, remedy: denied.remedy } : {};
}
