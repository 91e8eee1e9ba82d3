/**
 * Every refusal that may reach a client, in one place. A `CodedError` is the only error whose message is shown; anything else
 * is an INTERNAL_SERVER_ERROR with a request id. Codes are those of the public contract and never change with the language.
 */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'SECOND_FACTOR_REQUIRED'
  | 'CSRF'
  | 'FORBIDDEN'
  | 'CONSENT_REQUIRED'
  | 'CONSENT_REVOKED'
  | 'CONSENT_EXPIRED'
  | 'SCOPE_MISSING'
  | 'FIELD_WITHHELD'
  | 'AGREEMENT_REQUIRED'
  | 'INSTRUCTION_REQUIRED'
  | 'WINDOW_REQUIRED'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'COST_EXCEEDED'
  | 'RATE_LIMITED'
  | 'TIMEOUT'
  | 'UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

export interface ErrorDetails {
  /** Who can give what is missing, in one sentence. */
  readonly remedy?: string;
  /** The typed reason, where it says more than the code. */
  readonly reason?: string;
  /** Where in the arguments of the field the fault is, such as `['where', 'company', 'vatNumber']`. */
  readonly argument?: readonly (string | number)[];
  /** RATE_LIMITED: in so many seconds it may be tried again. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: Exclude<ErrorCode, 'RATE_LIMITED'>, message: string, details?: ErrorDetails);
  /** Whoever is told to come back is told when. */
  constructor(code: 'RATE_LIMITED', message: string, details: ErrorDetails & { readonly retryAfter: number });
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}

export function badInput(message: string, argument?: readonly (string | number)[]): CodedError {
  return new CodedError('BAD_USER_INPUT', message, argument ? { argument } : {});
}

/** One sentence for what is absent and for what is another tenant's, so that nobody can tell them apart. */
export function notFound(argument?: readonly (string | number)[]): CodedError {
  return new CodedError('NOT_FOUND', 'There is no such record.', argument ? { argument } : {});
}

/** @param seconds until it may be tried again: programs read it in the error and in the header `retry-after` */
export function rateLimited(
  message: string,
  seconds: number,
  remedy = `Try again in ${String(seconds)} seconds.`,
): CodedError {
  return new CodedError('RATE_LIMITED', message, { remedy, retryAfter: seconds });
}

export function unauthenticated(): CodedError {
  return new CodedError('UNAUTHENTICATED', 'Nobody is signed in.', {
    reason: 'UNAUTHENTICATED',
    remedy: 'Sign in, and send the session cookie or a bearer token.',
  });
}

export function unavailable(cause?: unknown): CodedError {
  return new CodedError('UNAVAILABLE', 'The database cannot be reached right now.', {
    remedy: 'Try again in a few seconds.',
    ...(cause === undefined ? {} : { cause }),
  });
}
