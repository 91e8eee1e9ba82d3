import { argon2id, hash, verify } from 'argon2';
import { CodedError } from '../../kernel/errors.js';

/**
 * argon2id, bounded: one hash costs tens of milliseconds of a core and megabytes of memory on purpose, so no more than two run at a time,
 * a few more wait, and the rest are told to come back. Otherwise a crowd at the sign-in would stop everybody else's reading.
 */
const AT_ONCE = 2;
const WAITING = 32;
/** In characters; longer ones are refused before any hashing. */
const LONGEST = 128;

export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
}

export class Passwords {
  /** Hashes computed since the start. */
  computed = 0;
  private running = 0;
  private readonly queue: (() => void)[] = [];
  private dummy: Promise<string> | undefined;

  constructor(private readonly cost: PasswordCost) {}

  hash(password: string): Promise<string> {
    return this.inTurn(() =>
      hash(password, { type: argon2id, memoryCost: this.cost.memoryKib, timeCost: this.cost.passes, parallelism: 1 }),
    );
  }

  /** The same work for an account that does not exist (null) as for a wrong password. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    if (password.length > LONGEST) return false;
    if (stored === null) this.dummy ??= this.hash('nobody has this password');
    const compared = stored ?? (await this.dummy) ?? '';
    const same = await this.inTurn(() => verify(compared, password));
    return same && stored !== null;
  }

  /** Makes the hash that unknown accounts are compared with, before anybody can measure that it takes time. */
  async prepare(): Promise<void> {
    this.dummy ??= this.hash('nobody has this password');
    await this.dummy;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < AT_ONCE) this.running += 1;
    else await this.wait();
    this.computed += 1;
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  /** Whoever leaves hands its place over, so nobody can slip in before those who wait. */
  private wait(): Promise<void> {
    if (this.queue.length >= WAITING) {
      throw new CodedError('RATE_LIMITED', 'Too many people are signing in right now.', {
        remedy: 'Try again in a few seconds.',
      });
    }
    return new Promise((resolve) => this.queue.push(resolve));
  }
}
