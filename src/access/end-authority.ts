import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { CodedError } from '../kernel/errors.js';
import type { Turns } from './turns.js';
import { arrayText, type Database, type Presented, type Row, type Statement } from './database.js';

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

/** Whose answers an end waits for: those that rest on an authority, or on what somebody may do, or all within a tenant. */
export type Concerned =
  | { readonly authority: string; readonly tenant?: undefined }
  | { readonly authority: string | null; readonly tenant: string };

export interface EndParts {
  /** What the function takes besides the authority. */
  readonly values?: readonly (string | null)[];
  /** The function that waits, once the end has committed, where it is not known beforehand for whom. */
  readonly settling?: string;
}

export interface EnderParts {
  /** Connections on which an end waits for its tenant's lock. */
  readonly reserved: Database;
  /** Others, on which the answers are watched that are on their way. */
  readonly attending: Database;
  /** One end of a tenant at a time: those of one tenant wait for the same lock, and would have all connections that there are for it. */
  readonly turns: Turns;
  /** Told of each end as soon as it has committed, before it is drained. */
  readonly ended: () => void;
}

export interface EndingCounts {
  endings: number;
  drained: number;
  fenced: number;
  tookMs: number;
}

/** For what two clocks may differ over the bound, and a little. */
const DRIFT_MS = 15;
/** Leaves nothing but a record in the log of the database, which a commit waits for. */
const WRITTEN: Statement = { text: `select pg_logical_emit_message(true, 'sluice', '')`, values: [] };
const FIRST_POLL_MS = 1;
const SLOWEST_POLL_MS = 16;

/**
 * The one teardown of every authority. Its end commits under the tenant's lock, which has waited for every read that was in its
 * transaction; each of those has left a seal. Then the seals that stand are watched: the answer comes when none is left (drained), or when
 * the bound since they were seen is over (fenced). The bound is the proof; lock and seals only make it quick.
 */
export class Ender {
  readonly counts: EndingCounts = { endings: 0, drained: 0, fenced: 0, tookMs: 0 };
  readonly #parts: EnderParts;

  constructor(parts: EnderParts) {
    this.#parts = parts;
  }

  /**
   * @param ending the function that ends the authority: calling it again tells the first end
   * @param settling asked once that has committed, where the locks to wait for are found only then
   */
  async end(presented: Presented, ending: Statement, concerned: Concerned, settling?: Statement): Promise<Ending> {
    const begun = performance.now();
    const line = presented.tenant === '' ? (concerned.authority ?? '') : presented.tenant;
    const rows = await this.#parts.turns.take(line, async () => {
      const ended = await this.#commit(presented, ending);
      this.#parts.ended();
      if (settling) await this.#parts.reserved.run(presented, settling);
      return ended;
    });
    const first = await this.#pending(presented, concerned);
    const fenced = await this.#drain(presented, concerned, first);
    this.counts.endings += 1;
    this.counts.drained += first.size - fenced;
    this.counts.fenced += fenced;
    const tookMs = Math.round((performance.now() - begun) * 1_000) / 1_000;
    this.counts.tookMs += tookMs;
    return { effectiveAt: rows[0]?.[0] ?? '', drained: first.size - fenced, fenced, tookMs };
  }

  /**
   * A connection that dies at COMMIT leaves open whether the end took place: asked again, the end tells. It may have taken place on the
   * primary alone, where a standby has to confirm commits, and asking may write nothing that would wait for it: then something is written.
   */
  async #commit(presented: Presented, ending: Statement): Promise<Row[]> {
    const { reserved } = this.#parts;
    const ask = (): Promise<Row[]> => reserved.run(presented, tellingWhetherItWrote(ending));
    const rows = await ask().catch((error: unknown) => {
      if (!(error instanceof CodedError) || error.code !== 'UNAVAILABLE') throw error;
      return ask();
    });
    if (!rows.some((row) => row.at(-1) === 't')) await reserved.run(presented, WRITTEN);
    return rows;
  }

  async #pending(presented: Presented, { authority, tenant }: Concerned): Promise<Map<string, number>> {
    const rows = await this.#parts.attending.run(
      presented,
      tenant === undefined
        ? { name: 'pending_seals', text: 'select id, bound_ms from auth.pending_seals($1)', values: [authority] }
        : {
            name: 'pending_seals_within',
            text: 'select id, bound_ms from auth.pending_seals_within($1, $2)',
            values: [tenant, authority],
          },
    );
    return new Map(rows.map(([id, bound]) => [id ?? '', Number(bound)]));
  }

  /**
   * How many of the seals that stood at the end were not lifted within the bound. Others may come, where the authority goes on under other
   * terms: they are of reads under those, and nobody's business. All that stood were begun before they were seen, so a bound later none of
   * their answers can be written. One whose bound is 0 was fenced by an earlier end, and is by this one, too: its answer may still be on its
   * way in a process that stands still.
   */
  async #drain(presented: Presented, concerned: Concerned, first: ReadonlyMap<string, number>): Promise<number> {
    const until = performance.now() + Math.max(0, ...first.values()) * 1.01 + DRIFT_MS;
    let pending = first;
    for (let poll = FIRST_POLL_MS; isAwaited(pending); poll = Math.min(poll * 2, SLOWEST_POLL_MS)) {
      const left = until - performance.now();
      if (left <= 0) {
        await this.#parts.attending.run(presented, {
          name: 'fence',
          text: 'select auth.fence_seals($1)',
          values: [arrayText([...pending.keys()])],
        });
        return pending.size;
      }
      await pause(Math.min(poll, left));
      const standing = await this.#pending(presented, concerned);
      pending = new Map([...standing].filter(([id]) => first.has(id)));
    }
    return pending.size;
  }
}

/** The same, and in a last column whether its transaction has anything to commit. */
function tellingWhetherItWrote({ name, text, values }: Statement): Statement {
  return {
    ...(name !== undefined && { name: `${name} and whether it wrote` }),
    text: `select ended.*, pg_current_xact_id_if_assigned() is not null from (${text}) as ended`,
    values,
  };
}

function isAwaited(pending: ReadonlyMap<string, number>): boolean {
  return [...pending.values()].some((bound) => bound > 0);
}
