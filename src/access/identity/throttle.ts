import { RateLimiterRes } from 'rate-limiter-flexible';
import { createHmac, type KeyObject } from 'node:crypto';
import { CodedError, rateLimited } from '../../kernel/errors.js';
import { NOBODY, type Database } from '../database.js';
import { derive } from '../sealing.js';
import { networkOf } from './network.js';
import { TriesLimiter } from './tries.js';

export type Purpose =
  'sign-in' | 'second-factor' | 'password-change' | 'mail' | 'link' | 'invitation' | 'app' | 'authorization';

export interface Tried {
  /** E-mail address or id of the account that it is about, whether there is one or not. */
  readonly account?: string | undefined;
  /** The client's IP address. */
  readonly address?: string | undefined;
}

/** A try that was counted. */
export interface Try {
  /** It was right, so it does not count, nor do those before it from where it came. */
  succeeded(): Promise<void>;
  /** It was not made after all. */
  undone(): Promise<void>;
}

export interface ThrottleSettings {
  /** Wrong passwords for one account within the window: together from everywhere it is not known at, and from each place it is. */
  readonly tries: number;
  readonly triesPerAddress: number;
  readonly windowMs: number;
}

interface Window {
  readonly tries: number;
  readonly ms: number;
}

interface Rule {
  readonly address?: Window;
  /** The shortest first; a try must fit in each. */
  readonly account?: readonly Window[];
  /** Known addresses of an account have a window of their own. */
  readonly knowsAddresses?: boolean;
}

/** Refusals by which nobody learns whether a guess was right: a crowd in the way, or a right password without the code that it takes. */
const NO_GUESS: ReadonlySet<string> = new Set(['RATE_LIMITED', 'SECOND_FACTOR_REQUIRED', 'UNAVAILABLE']);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** In a day, of an account's tries within one window. */
const WINDOWFULS_A_DAY = 5;

function rulesOf({ tries, triesPerAddress, windowMs }: ThrottleSettings): Readonly<Record<Purpose, Rule>> {
  const dayMs = Math.max(DAY, windowMs);
  const account = [
    { tries, ms: windowMs },
    { tries: tries * WINDOWFULS_A_DAY, ms: dayMs },
  ];
  return {
    'sign-in': { address: { tries: triesPerAddress, ms: windowMs }, account, knowsAddresses: true },
    // Only who has the password comes so far; a code has six digits.
    'second-factor': { account },
    'password-change': { account },
    // By the mailbox that is written to; whoever keeps asking from elsewhere does not use up what its owner may.
    mail: { address: { tries: 20, ms: HOUR }, account: [{ tries: 5, ms: HOUR }], knowsAddresses: true },
    link: { address: { tries: 50, ms: HOUR } },
    // An app's secret can't be guessed; by where it comes from, so that nobody can use up an app's tries for it.
    app: { address: { tries: triesPerAddress, ms: windowMs } },
    // Each leaves something that waits for an answer.
    authorization: { address: { tries: 300, ms: HOUR } },
    invitation: { address: { tries: 200, ms: HOUR }, account: [{ tries: 5, ms: HOUR }] },
  };
}

interface Counter {
  readonly limiter: TriesLimiter;
  readonly key: string;
  /** Shared with others, whose tries one's own success says nothing about. */
  readonly shared: boolean;
}

/**
 * Holds up whoever guesses. A try is counted before it is made, so that a thousand at once on ten nodes are a thousand; one that was right
 * is taken back. Nobody is locked out: windows pass by themselves, trying while one waits prolongs nothing, and an account's owner at an
 * address where he signed in before has tries of his own, which nobody elsewhere can use up.
 */
export class Throttle {
  readonly #database: Database;
  readonly #key: KeyObject;
  readonly #rules: Readonly<Record<Purpose, Rule>>;
  readonly #limiters = new Map<string, TriesLimiter>();

  constructor(database: Database, secretKey: string, settings: ThrottleSettings) {
    this.#database = database;
    this.#key = derive(Buffer.from(secretKey, 'utf8'), 'sluice throttles');
    this.#rules = rulesOf(settings);
  }

  /** Counts a try, or refuses it: RATE_LIMITED with the time to wait. */
  async spend(purpose: Purpose, tried: Tried): Promise<Try> {
    const rule = this.#rules[purpose];
    const network = tried.address === undefined ? undefined : this.#digest('address', networkOf(tried.address));
    const account = tried.account === undefined ? undefined : this.#digest('account', tried.account.toLowerCase());
    const spent: Counter[] = [];
    const spend = async (name: string, window: Window, key: string, shared: boolean): Promise<void> => {
      const counter = { limiter: this.#limiter(`${purpose} ${name}`, window), key, shared };
      await counter.limiter.consume(key).catch((reason: unknown) => {
        throw reason instanceof RateLimiterRes ? waiting(reason.msBeforeNext) : reason;
      });
      spent.push(counter);
    };
    if (rule.address && network !== undefined) await spend('address', rule.address, network, true);
    if (rule.account && account !== undefined) {
      const known = rule.knowsAddresses === true && network !== undefined && (await this.#knows(account, network));
      const place = known ? 'known' : 'account';
      const key = known ? this.#digest(account, network) : account;
      for (const [index, window] of rule.account.entries()) await spend(`${place} ${index}`, window, key, !known);
    }
    return {
      succeeded: async () => {
        await Promise.all(
          spent.map(({ limiter, key, shared }) => (shared ? limiter.reward(key) : limiter.delete(key))),
        );
        if (rule.knowsAddresses && account !== undefined && network !== undefined) await this.#know(account, network);
      },
      undone: async () => {
        await Promise.all(spent.map(({ limiter, key }) => limiter.reward(key)));
      },
    };
  }

  /** Counts a try while it is made: one that was right does not count, and neither does one by which nothing was learnt. */
  async guess<T>(purpose: Purpose, tried: Tried, make: () => Promise<T>): Promise<T> {
    const counted = await this.spend(purpose, tried);
    let made: T;
    try {
      made = await make();
    } catch (error) {
      if (error instanceof CodedError && NO_GUESS.has(error.code)) await counted.undone();
      throw error;
    }
    await counted.succeeded();
    return made;
  }

  #limiter(name: string, { tries, ms }: Window): TriesLimiter {
    let limiter = this.#limiters.get(name);
    if (!limiter) this.#limiters.set(name, (limiter = new TriesLimiter(this.#database, name, tries, ms)));
    return limiter;
  }

  async #knows(account: string, network: string): Promise<boolean> {
    const text = 'select auth.is_known_address($1, $2)';
    const [row] = await this.#database.run(NOBODY, { name: 'is_known_address', text, values: [account, network] });
    return row?.[0] === 't';
  }

  async #know(account: string, network: string): Promise<void> {
    const text = 'select auth.know_address($1, $2)';
    await this.#database.run(NOBODY, { name: 'know_address', text, values: [account, network] });
  }

  /** Under our secret: who reads the counters learns neither accounts nor addresses. */
  #digest(kind: string, value: string): string {
    return createHmac('sha256', this.#key).update(`${kind}\0${value}`).digest('hex');
  }
}

function waiting(ms: number): CodedError {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return rateLimited('This was tried too often.', seconds);
}
