export type EmbeddedDatabaseFault =
  | 'UNSUPPORTED_MACHINE'
  | 'NO_ACCOUNT'
  | 'NO_PLACE'
  | 'NOT_OURS'
  | 'WRONG_VERSION'
  | 'BAD_RECORD'
  | 'START_FAILED'
  | 'STOP_FAILED';

/** Says in one sentence what whoever starts the program can do; never carries a password or a connection string. */
export class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError';
  readonly code: EmbeddedDatabaseFault;

  constructor(code: EmbeddedDatabaseFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** The code of a system error (`ENOENT`) or of a database error (`42710`), where there is one. */
export function faultCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
