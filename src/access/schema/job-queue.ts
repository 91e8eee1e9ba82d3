import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';

/** Where graphile-worker keeps jobs. Which of it the API may touch is said by migrations of ours. */
export const QUEUE_SCHEMA = 'graphile_worker';

/**
 * Brings the schema of the job queue to the version of the library, by the library's own migrations, each in a transaction of its own. It
 * belongs to whoever migrates; the caller holds the migration's lock.
 */
export async function migrateJobQueue(migrationUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: migrationUrl, max: 1, application_name: 'sluice migrate' });
  // A connection that breaks fails the migration that uses it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    await runMigrations({ pgPool: pool, schema: QUEUE_SCHEMA, logger: new Logger(() => () => undefined) });
  } finally {
    await pool.end();
  }
}
