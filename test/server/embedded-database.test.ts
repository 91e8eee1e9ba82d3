import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { findPlace } from '../../src/server/embedded-cluster.js';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../src/server/embedded-database.js';
import { observe } from '../../src/server/embedded-postmaster.js';

const FIRST_PORT = 54_800;
const BUILT = fileURLToPath(new URL('../../dist/src/server/embedded-database.js', import.meta.url));

let dataDir: string;
const lines: string[] = [];
const started: EmbeddedDatabase[] = [];

beforeAll(async () => {
  dataDir = await makeDirectory();
});

afterEach(async () => {
  for (const database of started.splice(0)) await database.stop();
});

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-embedded-'));
  await chmod(directory, 0o755);
  return directory;
}

async function start(directory = dataDir, port = FIRST_PORT): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({
    dataDir: directory,
    port,
    log: (line) => lines.push(line),
    settings: { shared_buffers: '32MB' },
  });
  started.push(database);
  return database;
}

/** A node in a process of its own, which can be killed. */
async function startElsewhere(): Promise<ChildProcess> {
  const program = `
    const { startEmbeddedDatabase } = await import(process.argv[1]);
    await startEmbeddedDatabase({ dataDir: process.argv[2], port: ${String(FIRST_PORT)}, log: () => undefined });
    process.stdout.write('up');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, BUILT, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('The other node did not start.'))),
  ]);
  return child;
}

async function rows(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function rowsEventually(url: string, statement: string): Promise<unknown[]> {
  for (let wait = 0; wait < 200; wait += 1) {
    const found = await rows(url, statement).catch(() => undefined);
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error('The database did not answer within ten seconds.');
}

async function postmasterPid(): Promise<number> {
  const seen = await observe(join(dataDir, 'postgres'));
  if (seen.state !== 'ready') throw new Error(`The server is ${seen.state}.`);
  return seen.pid;
}

async function killNow(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  for (let wait = 0; wait < 100; wait += 1) {
    const seen = await observe(join(dataDir, 'postgres'));
    if (seen.state === 'stopped' || seen.pid !== pid) return;
    await sleep(20);
  }
}

describe('the embedded database', () => {
  test('is made by its first start with the two roles, UTF8, ICU, durable and local', async () => {
    const database = await start();
    expect(database.fresh).toBe(true);
    const who = `
      SELECT current_user AS name, rolsuper AS super, rolbypassrls AS bypasses, rolcreaterole AS "makesRoles", rolcreatedb AS "makesDatabases"
        FROM pg_roles WHERE rolname = current_user`;
    expect(await rows(database.migrationUrl, who)).toEqual([
      { name: 'sluice_owner', super: false, bypasses: true, makesRoles: true, makesDatabases: false },
    ]);
    expect(await rows(database.apiUrl, who)).toEqual([
      { name: 'sluice_node', super: false, bypasses: false, makesRoles: false, makesDatabases: false },
    ]);
    const what = `
      SELECT datname AS name, pg_get_userbyid(datdba) AS owner, pg_encoding_to_char(encoding) AS encoding, datlocprovider::text AS provider,
             datlocale AS locale, current_setting('fsync') AS fsync, current_setting('listen_addresses') AS listens,
             current_setting('password_encryption') AS passwords
        FROM pg_database WHERE datname = current_database()`;
    expect(await rows(database.apiUrl, what)).toEqual([
      {
        name: 'sluice',
        owner: 'sluice_owner',
        encoding: 'UTF8',
        provider: 'i',
        locale: 'und',
        fsync: 'on',
        listens: '127.0.0.1',
        passwords: 'scram-sha-256',
      },
    ]);
  });

  test('is not fresh the second time', async () => {
    expect((await start()).fresh).toBe(false);
  });

  test('serves several nodes, and ends with the last of them', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(second.apiUrl).toBe(first.apiUrl);
    await first.stop();
    expect(await rows(second.apiUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.stop();
    expect(await observe(join(dataDir, 'postgres'))).toEqual({ state: 'stopped' });
    await expect(rows(second.apiUrl, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  test('takes the next port where its own is taken', async () => {
    const squatter = createServer().listen(FIRST_PORT, '127.0.0.1');
    // It may be taken already, by some client's end of a connection: that will do.
    await once(squatter, 'listening').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    });
    try {
      const { apiUrl } = await start();
      expect(Number(new URL(apiUrl).port)).toBeGreaterThan(FIRST_PORT);
    } finally {
      squatter.close();
    }
  });

  test('comes back by itself, with what was committed, when its server is killed', async () => {
    const database = await start();
    await rows(database.migrationUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await killNow(await postmasterPid());
    expect(await rowsEventually(database.migrationUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  test('is taken over when its node was killed', async () => {
    const node = await startElsewhere();
    const before = await postmasterPid();
    node.kill('SIGKILL');
    await once(node, 'exit');
    const database = await start();
    expect(await postmasterPid()).toBe(before);
    await database.stop();
    expect(await observe(join(dataDir, 'postgres'))).toEqual({ state: 'stopped' });
  });

  test('starts again when its node and its server were killed', async () => {
    const node = await startElsewhere();
    node.kill('SIGKILL');
    await once(node, 'exit');
    await killNow(await postmasterPid());
    expect(await rows((await start()).migrationUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  test('is not held up by a lock file whose number now belongs to another program', async () => {
    const cluster = join(dataDir, 'postgres');
    const { uid, gid } = await stat(cluster);
    const other = spawn('sleep', ['30'], { cwd: '/', ...(process.getuid?.() === 0 ? { uid, gid } : {}) });
    await once(other, 'spawn');
    try {
      const lock = [other.pid, cluster, 1, FIRST_PORT, '', '127.0.0.1', '  1  1', 'ready   ', ''];
      await writeFile(join(cluster, 'postmaster.pid'), lock.join('\n'));
      expect((await start()).fresh).toBe(false);
    } finally {
      other.kill();
    }
  });

  test('tells its passwords to nobody but its record, which only its user can read', async () => {
    const database = await start();
    const record = join(dataDir, 'postgres.json');
    expect((await stat(record)).mode & 0o777).toBe(0o600);
    const passwords = [database.apiUrl, database.migrationUrl, database.superuserUrl].map(
      (url) => new URL(url).password,
    );
    expect(new Set(passwords).size).toBe(3);
    await expect(rows(database.apiUrl.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(
      'password authentication failed',
    );
    const told = `${lines.join('\n')}\n${await readFile(join(dataDir, 'postgres.log'), 'utf8')}`;
    expect(told).toContain('ready to accept connections');
    for (const password of passwords) expect(told).not.toContain(password);
  });

  test('refuses a cluster of another version, a damaged record and a lost one, in a sentence', async () => {
    const version = join(dataDir, 'postgres', 'PG_VERSION');
    const record = join(dataDir, 'postgres.json');
    const [wasVersion, wasRecord] = await Promise.all([readFile(version, 'utf8'), readFile(record, 'utf8')]);
    await writeFile(version, '14\n');
    await expect(start()).rejects.toMatchObject({ code: 'WRONG_VERSION' });
    await writeFile(version, wasVersion);
    await writeFile(record, '{"id":');
    await expect(start()).rejects.toMatchObject({ code: 'BAD_RECORD' });
    await rename(record, `${record}.aside`);
    await expect(start()).rejects.toMatchObject({ code: 'BAD_RECORD' });
    await writeFile(record, wasRecord, { mode: 0o600 });
    expect((await start()).fresh).toBe(false);
  });

  test('lives where its account can reach it when the data directory is closed', async () => {
    const closed = await makeDirectory();
    await chmod(closed, 0o700);
    const { home } = await findPlace(closed);
    try {
      if (process.getuid?.() === 0) expect(home).not.toBe(closed);
      else expect(home).toBe(closed);
      const database = await start(closed, FIRST_PORT + 50);
      expect(database.fresh).toBe(true);
      expect((await findPlace(closed)).home).toBe(home);
      await database.stop();
      expect((await stat(join(home, 'postgres'))).mode & 0o777).toBe(0o700);
    } finally {
      for (const directory of new Set([home, closed])) {
        await rm(directory, { recursive: true, force: true });
      }
    }
  });
});
