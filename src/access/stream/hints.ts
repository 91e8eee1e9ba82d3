import pg from 'pg';
import { NOBODY, type Database } from '../database.js';

/** For what can't be said to have happened in one tenant. */
export const EVERYWHERE = '*';

const CHANNEL = 'sluice_streams';
/** Many changes within this time are one message. */
const GATHER_MS = 25;
const RECONNECT_MS = 1_000;
const MAX_PLACES = 150;
const PLACE = /^(?:\*|[0-9a-f-]{36})$/;

export interface HintOptions {
  readonly databaseUrl: string;
  /** Hints are sent on connections that no reader waits for. */
  readonly attending: Database;
  readonly onError: (error: unknown) => void;
}

/**
 * Nodes tell each other where something happened, and nothing depends on it: a hint that is lost costs the time until the next look, one
 * that comes twice a look for nothing. It is sent after the commit, in a transaction of its own, because a transaction that notifies holds
 * up all others that do.
 */
export class Hints {
  readonly #options: HintOptions;
  readonly #places = new Set<string>();
  #heard: (place: string) => void = () => undefined;
  #sending: NodeJS.Timeout | null = null;
  #client: pg.Client | null = null;
  #reconnecting: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: HintOptions) {
    this.#options = options;
  }

  /** Something was committed, in a tenant by its uuid. */
  tell(place: string): void {
    if (this.#stopped) return;
    this.#places.add(place);
    this.#sending ??= setTimeout(() => void this.#send(), GATHER_MS).unref();
  }

  /** @param heard called with each place, also that of this node's own changes, and with EVERYWHERE once hints may have been lost */
  async listen(heard: (place: string) => void): Promise<void> {
    this.#heard = heard;
    await this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#sending) clearTimeout(this.#sending);
    if (this.#reconnecting) clearTimeout(this.#reconnecting);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #send(): Promise<void> {
    this.#sending = null;
    const places = this.#places.size > MAX_PLACES ? [EVERYWHERE] : [...this.#places];
    this.#places.clear();
    await this.#options.attending
      .run(NOBODY, { name: 'hint', text: 'select pg_notify($1, $2)', values: [CHANNEL, places.join()] })
      .catch(this.#options.onError);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.databaseUrl,
      application_name: 'sluice streams',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, null));
    client.on('notification', ({ payload = '' }) => {
      for (const place of payload.split(',')) if (PLACE.test(place)) this.#heard(place);
    });
    this.#client = client;
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      this.#heard(EVERYWHERE);
    } catch (error) {
      this.#lost(client, error);
    }
  }

  #lost(client: pg.Client, error: unknown): void {
    if (this.#stopped || this.#client !== client) return;
    this.#client = null;
    if (error !== null) this.#options.onError(error);
    void client.end().catch(() => undefined);
    this.#reconnecting = setTimeout(() => void this.#connect(), RECONNECT_MS).unref();
  }
}
