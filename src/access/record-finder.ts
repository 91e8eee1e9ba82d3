import DataLoader from 'dataloader';
import { modelOf } from '../entities/data.js';
import { parseId } from '../kernel/ids.js';
import type { Subject } from '../vocabulary/subjects.js';
import { arrayText, type Database, type Presented } from './database.js';

const MAX_BATCH = 100;

/**
 * Whether the credential reaches records of these ids. Another tenant's, a missing one and a malformed id are the same: no. However often
 * an operation asks, it is one statement per subject; one finder per request, so nothing is known from another.
 */
export class RecordFinder {
  readonly #database: Database;
  readonly #presented: Presented;
  readonly #loaders = new Map<Subject, DataLoader<string, boolean>>();

  constructor(database: Database, presented: Presented) {
    this.#database = database;
    this.#presented = presented;
  }

  async exists(subject: Subject, id: string): Promise<boolean> {
    const uuid = parseId(modelOf(subject).prefix, id);
    if (uuid === undefined) return false;
    let loader = this.#loaders.get(subject);
    if (!loader) {
      loader = new DataLoader((uuids) => this.#find(subject, uuids), { maxBatchSize: MAX_BATCH });
      this.#loaders.set(subject, loader);
    }
    return loader.load(uuid);
  }

  async #find(subject: Subject, uuids: readonly string[]): Promise<boolean[]> {
    const { table, isFunction } = modelOf(subject);
    const rows = await this.#database.run(this.#presented, {
      name: `exists ${subject}`,
      text: `select id::text from ${isFunction ? `${table}()` : `public.${table}`} where id = any($1::uuid[])`,
      values: [arrayText(uuids)],
    });
    const found = new Set(rows.map(([id]) => id));
    return uuids.map((uuid) => found.has(uuid));
  }
}
