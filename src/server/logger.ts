import { pino, type Logger } from 'pino';

/**
 * The log never holds personal data or secrets. Errors of the database quote the values that they are about, in their message and in their
 * details; so of those only what they are and where they happened is written.
 */
export function createLogger(level: string): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
  };
  // Lines are gathered, so that no answer waits for a write of the log; an exit flushes them, and so does half a second.
  return pino(options, pino.destination({ fd: 1, sync: false, minLength: 4_096, periodicFlush: 500 }));
}

interface DatabaseFault extends Error {
  readonly severity?: string;
  readonly code?: string;
  readonly routine?: string;
  readonly table?: string;
  readonly constraint?: string;
}

/** Of these classes the message itself quotes what was sent: bad values, and violated constraints. */
const QUOTING = /^2[23]/;

export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { severity, code, routine, table, constraint } = error as DatabaseFault;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const quotes = severity !== undefined && code !== undefined && QUOTING.test(code);
  return {
    type: error.name,
    message: quotes ? '(hidden: it quotes values)' : error.message,
    ...(code !== undefined && { code }),
    ...(severity !== undefined && { routine, table, constraint }),
    stack: frames.map((line) => line.trim()),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
