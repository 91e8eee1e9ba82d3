import type { Database } from './database.js';

/** Where a tenant's chain ends: its last entry's place and hash, and since when. */
export interface ChainHead {
  readonly tenant: string;
  readonly place: number;
  readonly hash: string;
  /** RFC 3339. */
  readonly at: string;
}

export interface Linked {
  readonly linked: number;
  /** Entries that still have no place; more than 10,000 are not counted. */
  readonly waiting: number;
}

const NOBODY = { credential: '', tenant: '' };

/** The hash chains of the access log, as the database keeps them: it alone computes and places, and the node says when. */
export class AccessChain {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async link(most: number): Promise<Linked> {
    const [row] = await this.#database.run(NOBODY, {
      name: 'chain_access_log',
      text: 'select linked, waiting from auth.chain_access_log($1)',
      values: [String(most)],
    });
    return { linked: Number(row?.[0]), waiting: Number(row?.[1]) };
  }

  /** @param withinMs the heads that have moved so lately; null: all */
  async heads(withinMs: number | null, after: string | null, most: number): Promise<ChainHead[]> {
    const rows = await this.#database.run(NOBODY, {
      name: 'chain_heads',
      text: 'select tenant_id, place, hash, at from auth.chain_heads($1, $2, $3)',
      values: [withinMs === null ? null : String(Math.ceil(withinMs)), after, String(most)],
    });
    return rows.map(([tenant, place, hash, at]) => ({
      tenant: tenant ?? '',
      place: Number(place),
      hash: hash ?? '',
      at: at ?? '',
    }));
  }
}
