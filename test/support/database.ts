/**
 * A migrated database for one test file: a copy of a template, so that files run side by side, and what one writes no other sees.
 */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { closeToOthers } from '../../src/server/embedded-roles.js';

/** How the run's global setup tells its workers where the server is. */
export const TEST_SERVER_VARIABLE = 'SLUICE_TEST_SERVER';

export interface TestServer {
  /** Of the names of all databases of this run, so that the end of the run finds them. */
  readonly prefix: string;
  readonly template: string;
  readonly superuserUrl: string;
  readonly migrationUrl: string;
  readonly apiUrl: string;
}

export interface TestDatabase {
  /** `sluice_node`: who serves, under row security. */
  readonly apiUrl: string;
  /** `sluice_owner`: who migrates. */
  readonly migrationUrl: string;
  readonly superuserUrl: string;
  /** Ends the connections that are left. */
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const server = testServer();
  const name = `${server.prefix}_${randomBytes(5).toString('hex')}`;
  await withServer(server, async (client) => {
    await client.query(`CREATE DATABASE ${name} OWNER sluice_owner TEMPLATE ${server.template}`);
    await closeToOthers(client, name);
  });
  return {
    apiUrl: atDatabase(server.apiUrl, name),
    migrationUrl: atDatabase(server.migrationUrl, name),
    superuserUrl: atDatabase(server.superuserUrl, name),
    drop: () =>
      withServer(server, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** The same server and login, another database. */
export function atDatabase(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

function testServer(): TestServer {
  const text = process.env[TEST_SERVER_VARIABLE];
  if (text === undefined) throw new Error('The global setup of the tests has not run: start them with npm test.');
  return JSON.parse(text) as TestServer;
}

async function withServer(server: TestServer, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: server.superuserUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
