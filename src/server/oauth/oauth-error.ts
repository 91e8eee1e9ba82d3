import { errors } from 'oidc-provider';
import { CodedError, type ErrorCode } from '../../kernel/errors.js';

/** A refusal of ours in the words of the RFCs. Anything unexpected stays what it is, and is told as server_error. */
export function asOAuthError(error: unknown): never {
  if (!(error instanceof CodedError)) throw error;
  const passing = passingStatus(error);
  if (passing !== undefined) throw away(passing, error);
  switch (error.code) {
    case 'SCOPE_MISSING':
      throw new errors.InvalidScope(error.message, '');
    case 'BAD_USER_INPUT':
    case 'CONFLICT':
      throw new errors.InvalidRequest(error.message);
    default:
      throw new errors.InvalidGrant(error.message);
  }
}

const PASSING: Partial<Record<ErrorCode, number>> = { UNAVAILABLE: 503, TIMEOUT: 503, RATE_LIMITED: 429 };

/** The status of what passes by itself; undefined: it does not. */
export function passingStatus(error: unknown): number | undefined {
  if (error instanceof errors.TemporarilyUnavailable) return error.statusCode;
  return error instanceof CodedError ? PASSING[error.code] : undefined;
}

function away(status: number, cause: CodedError): errors.OIDCProviderError {
  const error = new errors.TemporarilyUnavailable(cause.message);
  return Object.assign(error, { status, statusCode: status });
}
