import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { callOf, NOBODY, type Database, type Row } from '../database.js';

interface Counted {
  readonly points: number;
  readonly remainingMs: number;
}

/**
 * The limiter's store behind functions of the database: the API's role may not touch the table that the library would write to, and windows
 * are judged by the database's clock, not by a node's (docs/adr/0015). What a store says of a key is all that is replaced here; how it is
 * judged is the library's.
 */
export class TriesLimiter extends RateLimiterPostgres {
  readonly #database: Database;

  constructor(database: Database, name: string, tries: number, windowMs: number) {
    super({
      storeClient: database,
      storeType: 'client',
      tableName: 'throttle',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points: tries,
      duration: windowMs / 1_000,
    });
    this.#database = database;
  }

  async _upsert(key: string, tries: number, windowMs: number, anew = false): Promise<Counted> {
    const rows = await this.#call('count_try', [key, String(tries), String(Math.ceil(windowMs)), String(anew)]);
    return counted(rows) ?? { points: 0, remainingMs: 0 };
  }

  async _get(key: string): Promise<Counted | null> {
    return counted(await this.#call('tries_of', [key]));
  }

  async _delete(key: string): Promise<boolean> {
    const [row] = await this.#call('forget_tries', [key]);
    return row?.[0] === 't';
  }

  _getRateLimiterRes(_key: string, tries: number, { points, remainingMs }: Counted): RateLimiterRes {
    return new RateLimiterRes(Math.max(this.points - points, 0), remainingMs, points, points === tries);
  }

  #call(name: string, values: readonly string[]): Promise<Row[]> {
    return this.#database.run(NOBODY, callOf(`auth.${name}`, values));
  }
}

function counted([row]: readonly Row[]): Counted | null {
  return row ? { points: Number(row[0]), remainingMs: Number(row[1]) } : null;
}
