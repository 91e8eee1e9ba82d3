import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { CodedError } from '../kernel/errors.js';
import { arrayText, NOBODY, type Database, type Statement } from './database.js';

/**
 * The seal of a read that rests on an authority: a row that is committed with the data's log entry and stands until the answer has left.
 * Whoever ends the authority waits for it, or for its bound, after which this node can't write the answer any more.
 */
export interface Seal {
  /** Random, so that nobody can lift another's. */
  readonly id: string;
  /** What it is one of beside the authorities that the read rests on. */
  readonly alsoOf: readonly string[];
  /** Monotonic milliseconds, from before the statement was sent: from then on the bound runs. */
  readonly begunAt: number;
  readonly boundMs: number;
}

const MAX_LIFTED_AT_ONCE = 1_000;
/** Of two clocks, over a bound. */
const MOST_DRIFT = 1.01;
const OLD_SEALS: Statement = { name: 'old_seals', text: 'select id, bound_ms from auth.old_seals()', values: [] };

/** The seals of a node. */
export class Seals {
  readonly boundMs: number;
  readonly #database: Database;
  readonly #onError: (error: unknown) => void;
  #toLift: string[] = [];
  #lifting: Promise<void> | null = null;

  constructor(database: Database, boundMs: number, onError: (error: unknown) => void) {
    this.#database = database;
    this.boundMs = boundMs;
    this.#onError = onError;
  }

  prepare(alsoOf: readonly string[] = []): Seal {
    return { id: randomUUID(), alsoOf, begunAt: performance.now(), boundMs: this.boundMs };
  }

  /** Goes before the read in its transaction, and so is older than its snapshot. A read that takes longer than the bound is of no use. */
  hold(tenantId: string | null, underWindow: boolean): Statement {
    const windows = underWindow ? 'auth.hold_windows(), ' : '';
    return {
      name: underWindow ? 'hold windows' : 'hold',
      text: `select auth.hold_tenant($1), ${windows}set_config('statement_timeout', $2, true)`,
      values: [tenantId, String(Math.ceil(this.boundMs))],
    };
  }

  /** The answers have left, or never will. Out of the way of any request, many at once. */
  lift(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#toLift.push(...ids);
    this.#lifting ??= this.#liftAll();
  }

  /**
   * Removes what a node has left behind that is gone: what is old by the database's clock, and a bound later by our own. By the former alone a
   * seal would be old at once where the clock jumps ahead.
   */
  async sweep(): Promise<void> {
    try {
      const old = await this.#database.run(NOBODY, OLD_SEALS);
      if (old.length === 0) return;
      const boundMs = Math.max(this.boundMs, ...old.map(([, bound]) => Number(bound)));
      await pause(boundMs * MOST_DRIFT, undefined, { ref: false });
      this.lift(old.map(([id]) => id ?? ''));
    } catch (error) {
      this.#onError(error);
    }
  }

  /** What was to be lifted is. */
  async settled(): Promise<void> {
    await this.#lifting;
  }

  async #liftAll(): Promise<void> {
    try {
      while (this.#toLift.length > 0) {
        const ids = this.#toLift.splice(0, MAX_LIFTED_AT_ONCE);
        await this.#database.run(NOBODY, {
          name: 'lift',
          text: 'select auth.lift_seals($1)',
          values: [arrayText(ids)],
        });
      }
    } catch (error) {
      // What is left of them holds nobody up for longer than the bound.
      this.#toLift = [];
      this.#onError(error);
    } finally {
      this.#lifting = null;
    }
  }
}

/** The gate of one request: when what it read under authorities may still be written. */
export class Release {
  readonly #seals: Pick<Seals, 'lift'>;
  readonly #ids: string[] = [];
  #closed = false;
  #deadline = Number.POSITIVE_INFINITY;

  constructor(seals: Pick<Seals, 'lift'>) {
    this.#seals = seals;
  }

  /** @param remainingMs what was left of the authority that ends first, by the database's clock; null: it does not end by itself */
  add(seal: Seal, remainingMs: string | null): void {
    this.#ids.push(seal.id);
    const lifetime = remainingMs === null ? seal.boundMs : Math.min(seal.boundMs, Number(remainingMs));
    this.#deadline = Math.min(this.#deadline, seal.begunAt + lifetime);
    if (this.#closed) this.close();
    if (!this.isOpen()) {
      throw new CodedError('TIMEOUT', 'The data was read too late to be released: consent may have ended since.', {
        remedy: 'Ask for less at once, or try again.',
      });
    }
  }

  /** Something that rests on an authority is in the answer. */
  get isSealed(): boolean {
    return this.#ids.length > 0;
  }

  /** Whether the answer may be written now, in this very tick. */
  isOpen(): boolean {
    return !this.#closed && performance.now() < this.#deadline;
  }

  /** Milliseconds until the answer must have left. */
  get remainingMs(): number {
    return Math.max(0, this.#deadline - performance.now());
  }

  /** The answer has left, or never will. */
  close(): void {
    this.#closed = true;
    if (this.#ids.length > 0) this.#seals.lift(this.#ids.splice(0));
  }
}
