import { Client, type ClientBase } from 'pg';
import { assertSchemaIsCurrent } from '../../access/schema/check.js';

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 120_000;

/** One connection under the owner's role, on a database that is known to be migrated. */
export async function asOwner<T>(migrationUrl: string, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: migrationUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'sluice demo',
  });
  // Without a listener, a connection that breaks between two statements ends the process; the next statement tells of it.
  client.on('error', () => undefined);
  await client.connect().catch((cause: unknown) => {
    throw new Error(`The database of MIGRATION_DATABASE_URL can't be reached: ${why(cause)}.`, { cause });
  });
  try {
    await assertSchemaIsCurrent(client);
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Node's error for a host with several addresses has a code and an empty message. */
function why(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason was given';
  return error.message !== '' ? error.message : ((error as NodeJS.ErrnoException).code ?? error.name);
}
