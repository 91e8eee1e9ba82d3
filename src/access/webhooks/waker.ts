import { setTimeout as pause } from 'node:timers/promises';
import { arrayText, callOf, NOBODY, type Database } from '../database.js';

/** Changes within this time are one call. */
const GATHER_MS = 25;

/**
 * Makes jobs for the webhooks of tenants in which something was changed: after the commit, because jobs notify, and PostgreSQL commits
 * transactions that notify one after the other. Where it fails, or the node dies before it, the sweep makes them.
 */
export class Waker {
  readonly #database: Database;
  readonly #onError: (error: unknown) => void;
  readonly #stopped = new AbortController();
  #changed = new Set<string>();
  #waking: Promise<void> | null = null;

  constructor(database: Database, onError: (error: unknown) => void) {
    this.#database = database;
    this.#onError = onError;
  }

  /** Something was committed that webhooks may be told of, in a tenant by its uuid. */
  changed(tenantId: string): void {
    this.#changed.add(tenantId);
    this.#waking ??= this.#wake();
  }

  /** What was told until now is done. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#waking;
  }

  /** One call at a time: while it waits for a busy database, what else is changed is gathered. */
  async #wake(): Promise<void> {
    while (this.#changed.size > 0) {
      await pause(GATHER_MS, undefined, this.#stopped).catch(() => undefined);
      const tenants = [...this.#changed];
      this.#changed = new Set();
      await this.#database.run(NOBODY, callOf('auth.wake_webhooks', [arrayText(tenants)])).catch(this.#onError);
    }
    this.#waking = null;
  }
}
