import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { CodedError } from '../kernel/errors.js';
import type { Database, Presented, Row, Statement } from './database.js';

/** What the end of an authority did before it was answered. */
export interface Ending {
  /** As the database printed it; empty: nothing has ended. */
  readonly effectiveAt: string;
  /** Answers that were on their way out, and left. */
  readonly drained: number;
  /** Answers that did not leave in time: none of them can be written any more. */
  readonly fenced: number;
  readonly tookMs: number;
}

export interface EndParts {
  /** What the function takes besides the authority. */
  readonly values?: readonly (string | null)[];
  /** The function that waits, once the end has committed, where it is not known beforehand for whom. */
  readonly settling?: string;
}

export interface EndingCounts {
  endings: number;
  drained: number;
  fenced: number;
  tookMs: number;
}

/** For what two clocks may differ over the bound, and a little. */
const DRIFT_MS = 15;
const FIRST_POLL_MS = 1;
const SLOWEST_POLL_MS = 16;

/**
 * The one teardown of every authority. Its end commits under the tenant's lock, which has waited for every read that was in its
 * transaction; each of those has left a seal. Then the seals are watched: the answer comes when none is left (drained), or when the bound
 * since the commit is over (fenced). The bound is the proof; lock and seals only make it quick.
 */
export class Ender {
  readonly counts: EndingCounts = { endings: 0, drained: 0, fenced: 0, tookMs: 0 };
  readonly #database: Database;

  readonly #ended: () => void;

  /** @param ended told of each end as soon as it has committed, before it is drained */
  constructor(database: Database, ended: () => void = () => undefined) {
    this.#database = database;
    this.#ended = ended;
  }

  /**
   * @param ending the function that ends the authority: calling it again tells the first end
   * @param settling asked once that has committed, where the locks to wait for are found only then
   */
  async end(presented: Presented, ending: Statement, authority: string, settling?: Statement): Promise<Ending> {
    const begun = performance.now();
    const rows = await this.#commit(presented, ending);
    const committed = performance.now();
    this.#ended();
    if (settling) await this.#database.run(presented, settling);
    const first = await this.#pending(presented, authority);
    const fenced = await this.#drain(presented, authority, first, committed);
    this.counts.endings += 1;
    this.counts.drained += first.size - fenced;
    this.counts.fenced += fenced;
    const tookMs = Math.round((performance.now() - begun) * 1_000) / 1_000;
    this.counts.tookMs += tookMs;
    return { effectiveAt: rows[0]?.[0] ?? '', drained: first.size - fenced, fenced, tookMs };
  }

  /** A connection that dies at COMMIT leaves open whether the end took place: asked again, the end tells. */
  async #commit(presented: Presented, ending: Statement): Promise<Row[]> {
    try {
      return await this.#database.run(presented, ending);
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'UNAVAILABLE') throw error;
      return this.#database.run(presented, ending);
    }
  }

  async #pending(presented: Presented, authority: string): Promise<Map<string, number>> {
    const rows = await this.#database.run(presented, {
      name: 'pending_seals',
      text: 'select id, bound_ms from auth.pending_seals($1)',
      values: [authority],
    });
    return new Map(rows.map(([id, bound]) => [id ?? '', Number(bound)]));
  }

  /**
   * How many of the seals that stood at the end were not lifted within the bound. New ones can't come: the authority is dead. One whose bound
   * is 0 was fenced by an earlier end, and is by this one, too: its answer may still be on its way in a process that stands still.
   */
  async #drain(
    presented: Presented,
    authority: string,
    first: Map<string, number>,
    committed: number,
  ): Promise<number> {
    const bound = Math.max(0, ...first.values()) * 1.01 + DRIFT_MS;
    let pending = first;
    for (let poll = FIRST_POLL_MS; isAwaited(pending); poll = Math.min(poll * 2, SLOWEST_POLL_MS)) {
      const left = committed + bound - performance.now();
      if (left <= 0) {
        await this.#database.run(presented, {
          name: 'fence',
          text: 'select auth.fence_seals($1)',
          values: [`{${[...pending.keys()].join()}}`],
        });
        return pending.size;
      }
      await pause(Math.min(poll, left));
      pending = await this.#pending(presented, authority);
    }
    return pending.size;
  }
}

function isAwaited(pending: ReadonlyMap<string, number>): boolean {
  return [...pending.values()].some((bound) => bound > 0);
}
