/** Why something is withheld or refused: the codes of `extensions.withheld[].reason` and of `Decision.reason`. */
export const REASONS = {
  ALLOWED: 'Allowed.',
  UNAUTHENTICATED: 'Nobody is signed in.',
  SECOND_FACTOR_REQUIRED: 'A second factor, or a fresh code of it, is needed.',
  FORBIDDEN: 'The role or access does not include it.',
  CONSENT_REQUIRED: 'The tenant has not consented.',
  CONSENT_REVOKED: 'The tenant consented, and that was taken back or handed back.',
  CONSENT_EXPIRED: 'The consent of the tenant has run out.',
  WINDOW_REQUIRED: 'No maintenance window is open.',
  SCOPE_MISSING: 'The token lacks a scope.',
  AGREEMENT_REQUIRED: 'An agreement is missing.',
  INSTRUCTION_REQUIRED: 'No confirmed instruction of the tenant covers it.',
} as const;

export type Reason = keyof typeof REASONS;
