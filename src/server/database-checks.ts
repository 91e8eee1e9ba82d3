import pg from 'pg';
import { startOptions } from '../access/database.js';
import { assertConnectionsAreOwn, assertSessionArrives } from '../access/schema/check-way.js';
import { assertCommitsLast, assertRoleIsHarmless, assertSchemaIsCurrent } from '../access/schema/check.js';

const CHECK_TIMEOUT_MS = 10_000;

/** Before anybody is served: nothing on the way changes what is asked, the role can't get around the wall, and the schema is this version's. */
export async function checkDatabase(url: string, connectTimeoutMs: number, production = false): Promise<void> {
  await connected(url, connectTimeoutMs, async (client) => {
    await assertSessionArrives(client);
    await connected(url, connectTimeoutMs, (other) => assertConnectionsAreOwn(client, other));
    await assertRoleIsHarmless(client);
    await assertSchemaIsCurrent(client);
    await assertCommitsLast(client, production);
  });
}

/** The key of a development installation, which the database keeps so that restarts and other nodes have the same one. */
export async function developmentSecret(url: string, connectTimeoutMs: number): Promise<string> {
  return connected(url, connectTimeoutMs, async (client) => {
    const { rows } = await client.query<{ secret: string }>(
      "select encode(auth.development_secret(), 'hex') as secret",
    );
    return rows[0]?.secret ?? '';
  });
}

async function connected<T>(
  url: string,
  connectTimeoutMs: number,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'sluice start',
    ...startOptions(CHECK_TIMEOUT_MS),
  });
  // An event nobody listens to would end the process; what fails is told by the query.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const reason = error instanceof Error && error.message !== '' ? error.message : 'no answer';
    throw new Error(`The database of DATABASE_URL can't be reached: ${reason}.`, { cause: error });
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
