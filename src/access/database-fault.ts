import { CodedError, rateLimited, unavailable, type ErrorCode } from '../kernel/errors.js';
import { denialDetails } from './remedies.js';
import { codeOf } from './schema/database-error.js';

interface DatabaseFault extends Error {
  readonly code?: string;
  readonly hint?: string;
}

/**
 * The server is going, starting, or only follows another one now; it can't read or write its disk; or it has no room left: for connections,
 * in its memory and its lock table, on its disk.
 */
const AWAY_STATES = /^(?:08|53|57P0|58|25006|25P03|25P04)/;
/** Of Node, where the wire breaks: ECONNRESET, EPIPE, EAI_AGAIN and their kind, and of a stream that has ended before. */
const BROKEN_WIRE = /^(?:E(?!RR_)[A-Z_]+|ERR_(?:STREAM|SOCKET|TLS|SSL)_[A-Z_]+)$/;
/** The driver gives these no code. */
const BROKEN_CONNECTION = new RegExp(
  `^(?:${[
    'Connection terminated',
    'timeout exceeded when trying to connect',
    'timeout expired',
    'Client has encountered a connection error',
    'Client was closed and is not queryable',
    'Cannot use a pool after calling end',
    'Received unexpected \\w+ message from backend',
  ].join('|')})`,
);

/** Of a time that was over, of rights that were looked at a moment before: gone by the second try, or a mistake of ours. */
const TRIES_AT_WALL = 3;

/** A read under an authority came while consent was changing: it is tried again in a moment. */
export class ConsentChanging extends Error {
  override readonly name = 'ConsentChanging';
}

/**
 * A transaction took the lock of the tenant that the credential reached then, or none; what is to be done in it rests on a right in another,
 * which began since. So it is begun again.
 */
export class LockMissed extends ConsentChanging {
  constructor() {
    super('The lock was taken before the right began.');
  }
}

export function tookTooLong(cause?: unknown): CodedError {
  return new CodedError('TIMEOUT', 'The request took too long and was stopped.', {
    remedy: 'Ask for less at once, or try again.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The database's functions say that there is too much of something, and not when there will be less. */
const RETRY_SECONDS = 60;

function refusalOf(code: ErrorCode, message: string): CodedError {
  return code === 'RATE_LIMITED'
    ? rateLimited(message, RETRY_SECONDS)
    : new CodedError(code, message, denialDetails(code));
}

/** A database error as what a client may hear of it: sentences of our own functions pass, everything else only by its kind. */
export function translateDatabaseError(fault: unknown): Error {
  if (typeof fault !== 'object' || fault === null || fault instanceof CodedError) return fault as Error;
  const { code = '', hint, message } = fault as DatabaseFault;
  if (code === 'SL001') return refusalOf((hint ?? 'INTERNAL_SERVER_ERROR') as ErrorCode, message);
  if (code === 'SL002') return new ConsentChanging(message);
  if (code === '57014' || code === '55P03') return tookTooLong(fault);
  if (code === '40001' || code === '40P01') {
    return new CodedError('CONFLICT', 'Somebody else changed the same data at the same time.', {
      cause: fault,
      remedy: 'Try again.',
    });
  }
  const away = AWAY_STATES.test(code) || BROKEN_WIRE.test(code) || (code === '' && BROKEN_CONNECTION.test(message));
  return away ? unavailable(fault) : (fault as Error);
}

/** Whether it says, translated, that the database is out of reach. */
export function isAway(fault: Error): boolean {
  return fault instanceof CodedError && fault.code === 'UNAVAILABLE';
}

/** Whether the connection is as good as new after this error: our own functions refuse cleanly. */
export function isRefusal(error: Error): boolean {
  return codeOf(error)?.startsWith('SL00') ?? false;
}

/**
 * The law saw an authority alive, and row level security, a moment later, its time over: that is no fault. Nothing was changed, so the work
 * is done again, and the law, asked anew, says why not. Where the wall refuses for another reason it does so again, and that is told. Of a
 * right that began after its lock was taken the same is true.
 */
export async function despiteWall<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const passes = error instanceof LockMissed || codeOf(error) === '42501';
      if (!passes || tries === TRIES_AT_WALL) throw error;
    }
  }
}
