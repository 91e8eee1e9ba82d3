import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { migrations } from '../../../migrations/index.js';
import { codeOf, messageOf } from './database-error.js';
import { migrateJobQueue } from './job-queue.js';
import { BOOKKEEPING_TABLE, prepare } from './prepare.js';
import { ensureApiLogin, type LoginRole } from './roles.js';

/** Any number will do, as long as nobody else in the database uses it. */
const MIGRATION_LOCK = '7583025591006402417';
const LOCK_PATIENCE_MS = 10 * 60_000;
const LOCK_RETRY_MS = 200;
const CONNECT_TIMEOUT_MS = 10_000;

export interface MigrateOptions {
  /** The role of the API's nodes: made if it is missing (and a password given), and allowed to act as the API. */
  readonly apiRole?: LoginRole;
  readonly log?: (line: string) => void;
}

export interface MigrateResult {
  /** The names of the migrations that ran now, in order. */
  readonly applied: string[];
}

/**
 * Brings a database to the schema of this version, forward only. Any number of nodes may do it at once: one migrates, the
 * others wait and find nothing left to do. Each migration is one transaction, and gives up rather than wait long for a lock,
 * because whoever comes after it would have to wait behind it.
 */
export async function migrate(migrationUrl: string, options: MigrateOptions = {}): Promise<MigrateResult> {
  const log = options.log ?? (() => undefined);
  const client = await connect(migrationUrl);
  try {
    await takeLock(client, log);
    await prepare(client);
    await migrateJobQueue(migrationUrl);
    const applied = await runMigrations(migrationUrl, log);
    if (options.apiRole !== undefined) await ensureApiLogin(client, options.apiRole);
    return { applied };
  } catch (error) {
    throw readable(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function connect(url: string): Promise<Client> {
  let client: Client;
  try {
    client = new Client({
      connectionString: url,
      application_name: 'sluice migrate',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
  } catch {
    // The cause would quote the address, and with it the password.
    throw new Error('MIGRATION_DATABASE_URL is not an address such as postgres://role:password@host:5432/database.');
  }
  // A connection that breaks later fails the query that uses it; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`The database of MIGRATION_DATABASE_URL can't be reached: ${messageOf(error)}.`, { cause: error });
  }
  return client;
}

/** Held by the session, so that it ends with the process whatever becomes of it. */
async function takeLock(client: Client, log: (line: string) => void): Promise<void> {
  const deadline = performance.now() + LOCK_PATIENCE_MS;
  for (let told = false; ; told = true) {
    const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${MIGRATION_LOCK}) as taken`);
    if (rows[0]?.taken === true) return;
    if (performance.now() > deadline) {
      throw new Error(
        'Another migration of this database has been running for ten minutes: see to it, then migrate again.',
      );
    }
    if (!told) log('Another migration of this database is running: waiting for it.');
    await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
  }
}

async function runMigrations(url: string, log: (line: string) => void): Promise<string[]> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    pool: { min: 0, max: 2 },
    logger: () => undefined,
    migrations: {
      migrationsList: [...migrations],
      tableName: BOOKKEEPING_TABLE,
      transactional: true,
      allOrNothing: false,
      snapshot: false,
      silent: true,
    },
  });
  try {
    orm.migrator.on('migrating', ({ name }) => {
      log(`Migrating: ${name}`);
    });
    return (await orm.migrator.up()).map(({ name }) => name);
  } finally {
    await orm.close(true);
  }
}

function readable(error: unknown): unknown {
  if (codeOf(error) === '55P03') {
    return new Error(
      'A migration waited 5 seconds for a table that others are using and gave up: migrate again at a quieter moment.',
      {
        cause: error,
      },
    );
  }
  return error;
}
