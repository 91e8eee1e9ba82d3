import { errors } from 'oidc-provider';
import { CodedError } from '../../kernel/errors.js';
import { passingStatus } from './passing.js';

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

function away(status: number, cause: CodedError): errors.OIDCProviderError {
  const error = new errors.TemporarilyUnavailable(cause.message);
  return Object.assign(error, { status, statusCode: status });
}
