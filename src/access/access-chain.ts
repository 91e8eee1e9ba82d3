import { NOBODY, type Database, type Row } from './database.js';
import type { Signer } from './signer.js';

/** What a head states, in the order in which it is signed. */
interface HeadStatement {
  readonly version: 1;
  readonly kind: 'access log head';
  readonly tenant: string;
  /** How many entries the log has. */
  readonly place: number;
  /** The last one's. */
  readonly hash: string;
  readonly at: string;
}

/** Where a tenant's chain ends: its last entry's place and hash, and since when. */
export interface ChainHead {
  readonly tenant: string;
  readonly place: number;
  readonly hash: string;
  /** RFC 3339. */
  readonly at: string;
}

/** A head, signed, as one line. */
export function headLine(signer: Signer, { tenant, place, hash, at }: ChainHead): string {
  const content: HeadStatement = { version: 1, kind: 'access log head', tenant, place, hash, at };
  return JSON.stringify(signer.sign(content));
}

/** As the database tells it: tenant, place, hash and time. */
export function headOf([tenant, place, hash, at]: Row): ChainHead {
  return { tenant: tenant ?? '', place: Number(place), hash: hash ?? '', at: at ?? '' };
}

export interface Linked {
  readonly linked: number;
  /** Entries that still have no place; more than 10,000 are not counted. */
  readonly waiting: number;
}

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
    return rows.map(headOf);
  }
}
