import type { OwnStatement, Presented, Row } from './pipeline.js';

/** How many share a connection: behind so many that take an instant, the last one's wait is an instant too. */
const MOST_TOGETHER = 4;

export interface Asked {
  readonly presented: Presented;
  readonly statement: OwnStatement;
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

  run(presented: Presented, statement: OwnStatement): Promise<Row[]> {
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

/** One transaction of one credential in one place, under one standing: the settings are said, and the end is waited for, once. */
export interface Group {
  readonly presented: Presented;
  /** See `Statement.expects`. */
  readonly expects: string | undefined;
  /** See `Database.remaining`. */
  readonly remainingMs: number | null;
  readonly asked: Asked[];
}

/** Whose time is over is told so, and is in none. */
export function grouped(
  together: readonly Asked[],
  remaining: (presented: Presented) => number | null,
): readonly Group[] {
  const groups: Group[] = [];
  for (const asked of together) {
    const { presented, statement, reject } = asked;
    try {
      const terms = { presented, expects: statement.expects, remainingMs: remaining(presented) };
      const group = groups.find((one) => areSame(one, terms));
      if (group) group.asked.push(asked);
      else groups.push({ ...terms, asked: [asked] });
    } catch (error) {
      reject(error);
    }
  }
  return groups;
}

type Terms = Omit<Group, 'asked'>;

function areSame({ presented, expects, remainingMs }: Terms, other: Terms): boolean {
  const { credential, tenant, origin } = presented;
  const { address, client } = other.presented.origin ?? {};
  return (
    credential === other.presented.credential &&
    tenant === other.presented.tenant &&
    origin?.address === address &&
    origin?.client === client &&
    expects === other.expects &&
    remainingMs === other.remainingMs
  );
}
