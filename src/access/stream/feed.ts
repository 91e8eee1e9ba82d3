import { setTimeout as pause } from 'node:timers/promises';
import type { Database, Presented } from '../database.js';
import { isBehind, readEvents, type Position, type StreamEvent, type StreamKey } from './event-source.js';

/** Somebody who follows a stream. */
export interface Follower {
  readonly presented: Presented;
  /** Aborted: it does no longer. */
  readonly signal: AbortSignal;
  /** Its credential did not open the stream: it is looked at whether it may still follow. */
  readonly refused: () => void;
}

/** The credential does not open the stream now. */
export class StreamClosed extends Error {
  override readonly name = 'StreamClosed';
}

const MAX_RECENT = 200;
/** A hint may come while an older transaction still runs, below which nothing is told yet. */
const PAUSES_AFTER_HINT_MS = [0, 20, 60, 150, 300];

/**
 * One stream on one node: it is asked for events once for all who follow it, under the credential of one of them, since it tells only that
 * something happened. The latest events are kept; who is further behind asks by himself, and holds nobody up.
 */
export class Feed {
  readonly #database: Database;
  readonly #key: StreamKey;
  readonly #followers = new Set<Follower>();
  readonly #recent: StreamEvent[] = [];
  /** `#recent` holds all events between these two. */
  #from: Position | null = null;
  #reached: Position | null = null;
  /** Who waits for the next event. Whoever goes away is taken out: a stream may be quiet for days. */
  readonly #waiting = new Set<() => void>();
  #polling: Promise<boolean> | null = null;
  #lookout: Promise<void> | null = null;
  #hints = 0;
  #rung = 0;

  constructor(database: Database, key: StreamKey) {
    this.#database = database;
    this.#key = key;
  }

  get place(): string {
    return this.#key.place;
  }

  get isEmpty(): boolean {
    return this.#followers.size === 0;
  }

  join(follower: Follower): void {
    this.#followers.add(follower);
  }

  leave(follower: Follower): void {
    this.#followers.delete(follower);
  }

  /** Where the stream is now. */
  async now({ presented }: Follower): Promise<Position> {
    const batch = await readEvents(this.#database, presented, this.#key, null);
    if (!batch) throw new StreamClosed();
    return batch.reached;
  }

  /** The next events behind a place, as soon as there are any. */
  async next({ presented, signal }: Follower, after: Position): Promise<readonly StreamEvent[]> {
    let at = after;
    for (;;) {
      signal.throwIfAborted();
      const rung = this.#rung;
      if (this.#from && !isBehind(this.#from, at)) {
        const found = this.#recent.filter(({ position }) => isBehind(position, at));
        if (found.length > 0) return found;
      } else {
        const batch = await readEvents(this.#database, presented, this.#key, at);
        if (!batch) throw new StreamClosed();
        if (batch.events.length > 0) return batch.events;
        at = batch.reached;
        if (this.#from && !isBehind(this.#from, at)) continue;
      }
      // Not where the bell has rung while it was looked.
      if (rung === this.#rung) await this.#untilRung(signal);
    }
  }

  /** Looks for events; true where there were some. */
  poll(): Promise<boolean> {
    this.#polling ??= this.#poll().finally(() => (this.#polling = null));
    return this.#polling;
  }

  /** Something may have happened. However many hints come, one look-out is kept. */
  hint(): Promise<void> {
    this.#hints += 1;
    this.#lookout ??= this.#lookOut().finally(() => (this.#lookout = null));
    return this.#lookout;
  }

  async #lookOut(): Promise<void> {
    for (let heard = 0; heard !== this.#hints;) {
      heard = this.#hints;
      for (const milliseconds of PAUSES_AFTER_HINT_MS) {
        await pause(milliseconds);
        if (this.isEmpty || heard !== this.#hints || (await this.poll())) break;
      }
    }
  }

  async #poll(): Promise<boolean> {
    for (const follower of [...this.#followers]) {
      const batch = await readEvents(this.#database, follower.presented, this.#key, this.#reached);
      if (!batch) {
        follower.refused();
        continue;
      }
      const first = this.#from === null;
      this.#from ??= batch.reached;
      this.#reached = batch.reached;
      this.#keep(batch.events);
      const found = batch.events.length > 0;
      // The first time nothing is kept yet: from here on the feed knows, and before that everybody asks by himself.
      if (found || first) this.#ring();
      return found ? this.#poll().then(() => true) : first;
    }
    return false;
  }

  #keep(events: readonly StreamEvent[]): void {
    this.#recent.push(...events);
    const dropped = this.#recent.splice(0, Math.max(0, this.#recent.length - MAX_RECENT));
    this.#from = dropped.at(-1)?.position ?? this.#from;
  }

  #ring(): void {
    this.#rung += 1;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const go of waiting) go();
  }

  #untilRung(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const abort = (): void => {
        this.#waiting.delete(go);
        reject(signal.reason as Error);
      };
      // It may have been while something else was awaited; then nobody says so again.
      if (signal.aborted) {
        abort();
        return;
      }
      this.#waiting.add(go);
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}
