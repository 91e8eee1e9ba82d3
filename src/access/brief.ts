import type { Presented, Row, Statement } from './pipeline.js';

/** How many share a connection: behind so many that take an instant, the last one's wait is an instant too. */
const MOST_TOGETHER = 4;

export interface Asked {
  readonly presented: Presented;
  readonly statement: Statement;
  readonly resolve: (rows: Row[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers the brief statements of all requests that are heard in one turn of the event loop, to be sent together: a process of the server is
 * woken once for all of them, which costs about as much as one of them does.
 */
export class BriefStatements {
  readonly #send: (together: readonly Asked[]) => void;
  #asked: Asked[] = [];

  constructor(send: (together: readonly Asked[]) => void) {
    this.#send = send;
  }

  run(presented: Presented, statement: Statement): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      if (this.#asked.length === 0) setImmediate(() => this.#sendAll());
      this.#asked.push({ presented, statement, resolve, reject });
    });
  }

  #sendAll(): void {
    const asked = this.#asked;
    this.#asked = [];
    for (let at = 0; at < asked.length; at += MOST_TOGETHER) this.#send(asked.slice(at, at + MOST_TOGETHER));
  }
}
