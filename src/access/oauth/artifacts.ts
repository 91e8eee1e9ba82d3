import { hash, type KeyObject } from 'node:crypto';
import { callOf, NOBODY, type Database, type Row } from '../database.js';
import { derive, lock, unlock } from '../sealing.js';

/** What the authorization server keeps of a flow between two requests. */
export interface Artifact {
  readonly payload: Readonly<Record<string, unknown>>;
  /** Epoch seconds; null: not yet. */
  readonly usedAt: number | null;
}

export interface Keeping {
  /** The id that stands for all that comes of one consent. */
  readonly family: string | undefined;
  readonly appId: string | null;
  readonly seconds: number;
}

/**
 * Codes, refresh tokens, handles and consents under way. The database knows them by the digest of what is presented; what belongs to them is
 * sealed, each box to its place, so that who has a copy of the database has nothing to present, and who can write to it can invent none.
 */
export class Artifacts {
  readonly #key: KeyObject;

  constructor(
    private readonly database: Database,
    secretKey: string,
  ) {
    this.#key = derive(Buffer.from(secretKey, 'utf8'), 'sluice authorization server');
  }

  async keep(kind: string, id: string, payload: object, { family, appId, seconds }: Keeping): Promise<void> {
    const box = lock(this.#key, placeOf(kind, id), Buffer.from(JSON.stringify(payload), 'utf8'));
    await this.#call('keep_app_artifact', [
      kind,
      digestOf(id),
      `\\x${box.toString('hex')}`,
      family === undefined ? null : digestOf(family),
      appId,
      `${String(seconds)} seconds`,
    ]);
  }

  async find(kind: string, id: string): Promise<Artifact | undefined> {
    const [row] = await this.#call('app_artifact_of', [kind, digestOf(id)]);
    const [sealed, usedAt = null] = row ?? [];
    if (typeof sealed !== 'string') return undefined;
    const clear = unlock(this.#key, placeOf(kind, id), Buffer.from(sealed.slice(2), 'hex'));
    if (!clear) return undefined;
    const payload = JSON.parse(clear.toString('utf8')) as Record<string, unknown>;
    return { payload, usedAt: usedAt === null ? null : Number(usedAt) };
  }

  /** True for the one who came first. */
  async use(kind: string, id: string): Promise<boolean> {
    const [row] = await this.#call('use_app_artifact', [kind, digestOf(id)]);
    return row?.[0] === 't';
  }

  async discard(kind: string, id: string): Promise<void> {
    await this.#call('discard_app_artifact', [kind, digestOf(id)]);
  }

  #call(name: string, values: readonly (string | null)[]): Promise<Row[]> {
    return this.database.run(NOBODY, callOf(`auth.${name}`, values));
  }
}

/** What is kept of an id that is a secret. */
export function digestOf(id: string): string {
  return `\\x${hash('sha256', id, 'hex')}`;
}

function placeOf(kind: string, id: string): Buffer {
  return Buffer.from(`${kind} ${hash('sha256', id, 'hex')}`, 'utf8');
}
