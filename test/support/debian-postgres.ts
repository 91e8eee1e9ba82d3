/** Servers of Debian's PostgreSQL 15 for one test file, with the demo world. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { asServer, newServer, replicaOf, type DebianServer } from '../../checker/debian-servers.mjs';
import { migrate } from '../../src/access/schema/migrate.js';
import { loadDemo } from '../../src/server/demo/load-demo.js';
import {
  createOwnedDatabase,
  DATABASE_NAME,
  ensureRoles,
  NODE_ROLE,
  OWNER_ROLE,
} from '../../src/server/embedded-roles.js';
import type { TestDatabase } from './database.js';
import { TEST_SECRET_KEY } from './demo-database.js';

const OPTIONS = { fsync: false, database: DATABASE_NAME };

export interface DebianWorld {
  /** The demo world on the first server. */
  readonly databases: TestDatabase;
  readonly primary: DebianServer;
  /** A streaming replica of it. */
  readonly replicate: () => Promise<DebianServer>;
  /** An address of the world at another port. */
  readonly at: (port: number, url?: string) => string;
  readonly close: () => Promise<void>;
}

export async function openDebianWorld(): Promise<DebianWorld> {
  const folder = await asServer('mktemp', '-d', '-t', 'sluice-debian-XXXXXX');
  const started: DebianServer[] = [];
  const close = async (): Promise<void> => {
    for (const server of started) await server.stop('immediate').catch(() => undefined);
    await asServer('rm', '-rf', folder);
  };
  try {
    const primary = await newServer(`${folder}/primary`, OPTIONS);
    started.push(primary);
    const passwords = { owner: randomBytes(12).toString('hex'), node: randomBytes(12).toString('hex') };
    const urlOf = (user: string, password: string, database: string): string =>
      `postgresql://${user}:${password}@127.0.0.1:${String(primary.port)}/${database}`;
    const superuser = new Client({ connectionString: urlOf('postgres', '', 'postgres') });
    await superuser.connect();
    await ensureRoles(superuser, passwords);
    await createOwnedDatabase(superuser, DATABASE_NAME);
    await superuser.end();
    const databases: TestDatabase = {
      apiUrl: urlOf(NODE_ROLE, passwords.node, DATABASE_NAME),
      migrationUrl: urlOf(OWNER_ROLE, passwords.owner, DATABASE_NAME),
      superuserUrl: urlOf('postgres', '', DATABASE_NAME),
      drop: async () => undefined,
    };
    await migrate(databases.migrationUrl, { apiRole: { name: NODE_ROLE } });
    await loadDemo({ migrationUrl: databases.migrationUrl, secretKey: TEST_SECRET_KEY, log: () => undefined });
    return {
      databases,
      primary,
      replicate: async () => {
        const replica = await replicaOf(primary.port, `${folder}/replica-${String(started.length)}`, OPTIONS);
        started.push(replica);
        return replica;
      },
      at: (port, url = databases.apiUrl) => {
        const address = new URL(url);
        address.port = String(port);
        return address.href;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
