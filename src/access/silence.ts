import type pg from 'pg';

/** How often the connections are looked at on which the server owes an answer. */
const LOOK_MS = 250;

/** What the server was asked on a connection and has not answered. */
export interface Owed {
  readonly client: pg.PoolClient;
  readonly since: number;
}

/**
 * The server stops a statement in time. Where it has not even said so, it is out of reach: the connection is cut, and with it fails what was asked.
 * One look at all of them, every now and then, instead of a timer for each: a timer keeps what was asked, and with it what was answered, in
 * memory long after.
 */
export class Silence {
  readonly #longestMs: number;
  /** The oldest first. */
  readonly #owed = new Set<Owed>();
  readonly #looking: NodeJS.Timeout;

  constructor(longestMs: number) {
    this.#longestMs = longestMs;
    this.#looking = setInterval(() => {
      this.#look();
    }, LOOK_MS).unref();
  }

  begin(client: pg.PoolClient): Owed {
    const owed = { client, since: performance.now() };
    this.#owed.add(owed);
    return owed;
  }

  end(owed: Owed): void {
    this.#owed.delete(owed);
  }

  async during<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
    const owed = this.begin(client);
    try {
      return await work();
    } finally {
      this.end(owed);
    }
  }

  close(): void {
    clearInterval(this.#looking);
  }

  #look(): void {
    const overdue = performance.now() - this.#longestMs;
    for (const owed of this.#owed) {
      if (owed.since > overdue) return;
      this.#owed.delete(owed);
      owed.client.connection.stream.destroy();
    }
  }
}
