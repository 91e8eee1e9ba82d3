/**
 * One PostgreSQL for the whole run, with one migrated database that every test file copies. The embedded server in a
 * directory of its own, or the server of TEST_DATABASE_URL: a superuser's address on a server kept for tests alone, because
 * the roles of Sluice get new passwords there.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../src/access/schema/migrate.js';
import { startEmbeddedDatabase } from '../../src/server/embedded-database.js';
import {
  createOwnedDatabase,
  ensureRoles,
  NODE_ROLE,
  OWNER_ROLE,
  type RolePasswords,
} from '../../src/server/embedded-roles.js';
import { atDatabase, TEST_SERVER_VARIABLE, type TestServer } from './database.js';

const DIRECTORY_MARK = 'sluice-test-';
const FIRST_PORT = 54_500;

interface Running {
  readonly superuserUrl: string;
  readonly passwords: RolePasswords;
  stop(): Promise<void>;
}

let running: Running | undefined;
let prefix = '';

// eslint-disable-next-line import-x/no-default-export -- jest knows its hooks by no name
export default async function globalSetup(): Promise<void> {
  running = await startServer();
  try {
    process.env[TEST_SERVER_VARIABLE] = JSON.stringify(await makeTemplate(running));
  } catch (error) {
    // No teardown follows a setup that failed.
    await stopTestServer();
    throw error;
  }
}

async function makeTemplate({ superuserUrl, passwords }: Running): Promise<TestServer> {
  prefix = `sluice_test_${randomBytes(4).toString('hex')}`;
  const template = `${prefix}_template`;
  const server: TestServer = {
    prefix,
    template,
    superuserUrl,
    migrationUrl: withLogin(superuserUrl, OWNER_ROLE, passwords.owner),
    apiUrl: withLogin(superuserUrl, NODE_ROLE, passwords.node),
  };
  await asSuperuser(superuserUrl, async (client) => {
    await ensureRoles(client, passwords);
    await createOwnedDatabase(client, template);
    await migrate(atDatabase(server.migrationUrl, template), { apiRole: { name: NODE_ROLE } });
    // A template somebody is connected to cannot be copied, and autovacuum connects where it may.
    await client.query(`ALTER DATABASE ${template} WITH ALLOW_CONNECTIONS false`);
  });
  return server;
}

async function startServer(): Promise<Running> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== '') {
    const passwords = { owner: randomBytes(18).toString('base64url'), node: randomBytes(18).toString('base64url') };
    return { superuserUrl: given, passwords, stop: () => Promise.resolve() };
  }
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), `${DIRECTORY_MARK}${String(process.pid)}-`));
  // As root the server runs as another user, who has to get in.
  await chmod(dataDir, 0o755);
  const database = await startEmbeddedDatabase({
    dataDir,
    port: FIRST_PORT,
    log: () => undefined,
    // Nothing here outlives the run; tests of durability start a server of their own.
    settings: { fsync: 'off', full_page_writes: 'off', autovacuum: 'off', shared_buffers: '128MB' },
  });
  return {
    superuserUrl: database.superuserUrl,
    passwords: { owner: passwordOf(database.migrationUrl), node: passwordOf(database.apiUrl) },
    stop: async () => {
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a run that was killed has left. Its server ends by itself within a minute once its directory is gone. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = new RegExp(`^${DIRECTORY_MARK}(\\d+)-`).exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** For the teardown, which runs in this process. */
export async function stopTestServer(): Promise<void> {
  if (running === undefined) return;
  try {
    await asSuperuser(running.superuserUrl, async (client) => {
      const mine = await client.query<{ datname: string }>(
        'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
        [prefix],
      );
      for (const { datname } of mine.rows) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
    });
  } finally {
    await running.stop();
    running = undefined;
  }
}

async function asSuperuser(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function passwordOf(url: string): string {
  return new URL(url).password;
}

function withLogin(url: string, user: string, password: string): string {
  const login = new URL(url);
  login.username = user;
  login.password = password;
  return login.href;
}
