/**
 * The demo world for tests: loaded once in a run, into a database that every file which wants it copies. Whoever comes first
 * makes it, and the others wait.
 */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { loadDemo } from '../../src/server/demo/load-demo.js';
import { closeToOthers } from '../../src/server/embedded-roles.js';
import { atDatabase, TEST_SERVER_VARIABLE, type TestDatabase, type TestServer } from './database.js';

/** What the demo world of the tests is sealed with, so what a server on it must run with. */
export const TEST_SECRET_KEY = 'of the tests, and of nothing else in the world';

export async function createDemoDatabase(): Promise<TestDatabase> {
  const server = JSON.parse(process.env[TEST_SERVER_VARIABLE] ?? '{}') as TestServer;
  const template = `${server.prefix}_demo`;
  const name = `${server.prefix}_${randomBytes(5).toString('hex')}`;
  await asSuperuser(server, async (client) => {
    await client.query('select pg_advisory_lock(1, 1)');
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 0) await makeTemplate(client, server, template);
    await client.query(`create database ${name} owner sluice_owner template ${template}`);
    await closeToOthers(client, name);
  });
  return {
    apiUrl: atDatabase(server.apiUrl, name),
    migrationUrl: atDatabase(server.migrationUrl, name),
    superuserUrl: atDatabase(server.superuserUrl, name),
    drop: () =>
      asSuperuser(server, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

/** Under a passing name first, so that one who fails half-way leaves nothing behind that looks finished. */
async function makeTemplate(client: Client, server: TestServer, template: string): Promise<void> {
  const draft = `${template}_draft`;
  await client.query(`drop database if exists ${draft} with (force)`);
  await client.query(`create database ${draft} owner sluice_owner template ${server.template}`);
  await closeToOthers(client, draft);
  await loadDemo({
    migrationUrl: atDatabase(server.migrationUrl, draft),
    secretKey: TEST_SECRET_KEY,
    log: () => undefined,
  });
  await client.query(`alter database ${draft} with allow_connections false`);
  await client.query(`alter database ${draft} rename to ${template}`);
}

async function asSuperuser(server: TestServer, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: server.superuserUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
