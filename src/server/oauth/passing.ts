import type { errors } from 'oidc-provider';
import { CodedError, type ErrorCode } from '../../kernel/errors.js';

const PASSING: Partial<Record<ErrorCode, number>> = { UNAVAILABLE: 503, TIMEOUT: 503, RATE_LIMITED: 429 };

/** The library's word for it, known by its name, because the library need not be loaded. */
export function isAway(error: unknown): error is errors.TemporarilyUnavailable {
  return error instanceof Error && error.name === 'TemporarilyUnavailable';
}

/** The status of what passes by itself; undefined: it does not. */
export function passingStatus(error: unknown): number | undefined {
  if (isAway(error)) return error.statusCode;
  return error instanceof CodedError ? PASSING[error.code] : undefined;
}
