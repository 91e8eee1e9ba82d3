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

/** One transaction: the settings are said, and the end is waited for, once. */
export interface Group {
  /** See `Database.remaining`. */
  readonly remainingMs: number | null;
  readonly asked: Asked[];
}

/** Those of one credential in one place, under one standing, are one. */
export function grouped(
  together: readonly Asked[],
  remaining: (presented: Presented) => number | null,
): readonly Group[] {
  const groups: Group[] = [];
  for (const asked of together) {
    try {
      const remainingMs = remaining(asked.presented);
      const group = groups.find((one) => one.remainingMs === remainingMs && isOfSame(one, asked));
      if (group) group.asked.push(asked);
      else groups.push({ remainingMs, asked: [asked] });
    } catch (error) {
      asked.reject(error);
    }
  }
  return groups;
}

function isOfSame({ asked: [first] }: Group, { presented, statement }: Asked): boolean {
  if (!first || first.statement.expects !== statement.expects) return false;
  const { credential, tenant, origin } = first.presented;
  const { address, client } = presented.origin ?? {};
  return (
    credential === presented.credential &&
    tenant === presented.tenant &&
    origin?.address === address &&
    origin?.client === client
  );
}
