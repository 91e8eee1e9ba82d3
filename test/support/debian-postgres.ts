/** Servers of Debian's PostgreSQL 15 for one test file, since the programs that npm brings can't copy a running server. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { Client } from 'pg';
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

const PROGRAMS = '/usr/lib/postgresql/15/bin';
const FLAGS = '-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200';

export const HAS_DEBIAN_POSTGRES = existsSync(`${PROGRAMS}/pg_basebackup`);

/** As whom PostgreSQL runs, which refuses to be root. */
export async function asServer(program: string, ...words: readonly string[]): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  const command = isRoot ? ['runuser', '-u', 'postgres', '--', program, ...words] : [program, ...words];
  const { stdout } = await promisify(execFile)(command[0] ?? '', command.slice(1), {
    env: { ...process.env, LC_ALL: 'C' },
  });
  return stdout.trim();
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface DebianServer {
  readonly port: number;
  /** As a superuser, in a connection of its own. */
  readonly cell: <Value = string>(text: string, database?: string) => Promise<Value>;
  readonly stop: (mode?: 'fast' | 'immediate') => Promise<void>;
  readonly start: () => Promise<void>;
  readonly promote: () => Promise<void>;
}

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
    const data = `${folder}/primary`;
    await asServer(
      `${PROGRAMS}/initdb`,
      '--pgdata',
      data,
      '--username',
      'postgres',
      '--encoding',
      'UTF8',
      '--locale',
      'C.UTF-8',
      '--no-sync',
    );
    const primary = await startOn(data);
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
        const copy = `${folder}/replica-${String(started.length)}`;
        const from = `host=127.0.0.1 port=${String(primary.port)} user=postgres`;
        await asServer(
          `${PROGRAMS}/pg_basebackup`,
          '--pgdata',
          copy,
          '--dbname',
          from,
          '--write-recovery-conf',
          '--checkpoint',
          'fast',
          '--no-sync',
        );
        const replica = await startOn(copy);
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

async function startOn(data: string): Promise<DebianServer> {
  const port = await freePort();
  const control = async (...words: readonly string[]): Promise<void> => {
    await asServer(`${PROGRAMS}/pg_ctl`, '--pgdata', data, '--silent', '--log', `${data}.log`, ...words);
  };
  const start = (): Promise<void> => control('start', '--options', `-p ${String(port)} ${FLAGS}`);
  await start();
  return {
    port,
    start,
    stop: (mode = 'fast') => control('--mode', mode, 'stop'),
    promote: () => control('promote'),
    cell: async <Value>(text: string, database = DATABASE_NAME) => {
      const client = new Client({ connectionString: `postgresql://postgres@127.0.0.1:${String(port)}/${database}` });
      await client.connect();
      try {
        const { rows } = await client.query<Record<string, Value>>(text);
        return Object.values(rows[0] ?? {})[0] as Value;
      } finally {
        await client.end();
      }
    },
  };
}
