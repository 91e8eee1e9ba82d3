import { argon2id, hash, needsRehash, verify } from 'argon2';
import { badInput, rateLimited } from '../../kernel/errors.js';
import { whyCommon } from './common-passwords.js';

const AT_ONCE = 2;
const WAITING = 32;
/** By then those who wait have had their turn, many times over. */
const QUEUE_SECONDS = 5;
/** In characters, as people count them. Longer ones are refused before any hashing. */
const LONGEST = 128;
const SHORTEST = 12;
/** In code units, before it is normalised: a character may be made of several. */
const LONGEST_RAW = 1_024;

export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
}

/**
 * argon2id, bounded: one hash costs tens of milliseconds of a core and megabytes of memory on purpose, so no more than two run at a time,
 * a few more wait, and the rest are told to come back. Otherwise a crowd at the sign-in would stop everybody else's reading: hashes run in
 * the four threads of the pool that files and names of hosts are looked up with.
 */
export class Passwords {
  /** Hashes computed since the start. */
  computed = 0;
  private running = 0;
  private readonly queue: (() => void)[] = [];
  private dummy: Promise<string> | undefined;

  constructor(private readonly cost: PasswordCost) {}

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(normal(password), { type: argon2id, ...this.options }));
  }

  /** Refuses a new password that is too short, too long or easily guessed. @param personal what is known of the account anyway */
  assertFit(password: string, personal: readonly string[], argument: readonly string[]): void {
    const length = lengthOf(password);
    if (length < SHORTEST || length > LONGEST)
      throw badInput(`A password has ${String(SHORTEST)} to ${String(LONGEST)} characters.`, argument);
    if (!password.isWellFormed()) throw badInput('The password has a character that does not exist.', argument);
    const why = whyCommon(normal(password), personal);
    if (why !== null) throw badInput(why, argument);
  }

  /** The same work for an account that does not exist (null) as for a wrong password. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    if (lengthOf(password) > LONGEST) return false;
    if (stored === null) await this.prepare();
    const compared = stored ?? (await this.dummy) ?? '';
    const same = await this.inTurn(() => verify(compared, normal(password)));
    return same && stored !== null;
  }

  /** Whether it was made at other costs than those of today. */
  isOutdated(stored: string): boolean {
    return needsRehash(stored, this.options);
  }

  /** Makes the hash that unknown accounts are compared with, before anybody can measure that it takes time. */
  async prepare(): Promise<void> {
    const made = (this.dummy ??= this.hash('nobody has this password'));
    try {
      await made;
    } catch (error) {
      // A crowd may have been in the way; the next one makes it.
      this.dummy = undefined;
      throw error;
    }
  }

  private get options(): { memoryCost: number; timeCost: number; parallelism: number } {
    return { memoryCost: this.cost.memoryKib, timeCost: this.cost.passes, parallelism: 1 };
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
      throw rateLimited('Too many people are signing in right now.', QUEUE_SECONDS, 'Try again in a few seconds.');
    }
    return new Promise((resolve) => this.queue.push(resolve));
  }
}

/** The same text however a keyboard puts it together; otherwise as it was typed. */
function normal(password: string): string {
  return password.normalize('NFKC');
}

function lengthOf(password: string): number {
  return password.length > LONGEST_RAW ? Infinity : [...normal(password)].length;
}
