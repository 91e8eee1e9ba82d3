import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPlace } from '../../src/server/embedded-cluster.js';
import { observe } from '../../src/server/embedded-postmaster.js';
import type { TestDatabase } from '../support/database.js';
import { createDemoDatabase, TEST_SECRET_KEY } from '../support/demo-database.js';
import { start, tellTwice, untilSaid, type Environment } from '../support/program.js';

describe('starting and stopping', () => {
  let databases: TestDatabase;
  let occupied: Server;
  let port: number;

  beforeAll(async () => {
    databases = await createDemoDatabase();
    occupied = createServer();
    await new Promise<void>((resolve) => occupied.listen(0, '127.0.0.1', resolve));
    ({ port } = occupied.address() as AddressInfo);
  });
  afterAll(async () => {
    occupied.close();
    await databases.drop();
  });

  const refused: readonly (readonly [string, () => Environment, RegExp])[] = [
    [
      'a wrong setting',
      () => ({ PORT: 'http' }),
      /^The environment is wrong: PORT takes a whole number from 0 to 65535\.\n$/,
    ],
    [
      'a port that is in use',
      () => ({ DATABASE_URL: databases.apiUrl, SECRET_KEY: TEST_SECRET_KEY, PORT: String(port) }),
      /^Port \d+ of 127\.0\.0\.1 is in use: stop what uses it, or set PORT to another\.\n$/,
    ],
    [
      'a role that owns the tables',
      () => ({ DATABASE_URL: databases.migrationUrl, SECRET_KEY: TEST_SECRET_KEY, PORT: '0' }),
      /^The API refuses to run as the role sluice_owner, which .*\n$/,
    ],
    [
      'a database that is not there',
      () => ({ DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/none', SECRET_KEY: TEST_SECRET_KEY, PORT: '0' }),
      /^The database of DATABASE_URL can't be reached: .*\n$/,
    ],
  ];

  test.each(refused)('%s is one sentence, and exit code 1', async (_what, environment, sentence) => {
    const started = start('src/main.ts', environment());
    expect(await started.exit).toBe(1);
    expect(started.output()).toMatch(sentence);
  });

  test('a port that is in use is noticed before a database is made for it', async () => {
    const dataDir = join(await mkdtemp(join(tmpdir(), 'sluice-start-')), 'data');
    const started = start('src/main.ts', { DATA_DIR: dataDir, PORT: String(port) });
    expect(await started.exit).toBe(1);
    expect(started.output()).toMatch(/^Port \d+ of 127\.0\.0\.1 is in use: .*\n$/);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('on SIGTERM running requests finish, and the exit code is 0', async () => {
    const started = start('src/main.ts', { DATABASE_URL: databases.apiUrl, SECRET_KEY: TEST_SECRET_KEY, PORT: '0' });
    const url = (await untilSaid(started, /http:\S+graphql/)).trim();
    const query = JSON.stringify({
      query:
        'mutation { signIn(input: { email: "owner@acme.test", password: "correct-horse-battery-staple" }) { viewer { actor } } }',
    });
    const running = fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: query });
    await new Promise((resolve) => setTimeout(resolve, 15));
    started.child.kill('SIGTERM');
    expect(await (await running).json()).toEqual({ data: { signIn: { viewer: { actor: 'MEMBER' } } } });
    expect(await started.exit).toBe(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  test('whoever says so again after two seconds waits for no request, nor does the database', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'sluice-start-'));
    await chmod(dataDir, 0o755);
    const { cluster } = await findPlace(dataDir);
    const started = start('src/main.ts', { DATA_DIR: dataDir, PORT: '0', SHUTDOWN_TIMEOUT: '30s' });
    try {
      const url = new URL((await untilSaid(started, /http:\S+graphql/)).trim());
      await untilSaid(started, /Three queries/);
      const client = connect(Number(url.port), url.hostname);
      client.on('error', () => undefined);
      client.write(
        'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
      await tellTwice(started, 'SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      expect(started.child.exitCode).toBeNull();
      const asked = performance.now();
      await tellTwice(started, 'SIGINT');
      expect(await started.exit).toBe(1);
      expect(performance.now() - asked).toBeLessThan(10_000);
      expect(started.output()).toContain('Told to stop once more: what was still running is broken off.\n');
      expect(await observe(cluster)).toEqual({ state: 'stopped' });
    } finally {
      started.child.kill('SIGKILL');
      await rm(dataDir, { recursive: true, force: true });
    }
  }, 120_000);

  test('without DATABASE_URL it brings its own database and the demo world, finds both again, and leaves nothing running', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'sluice-start-'));
    await chmod(dataDir, 0o755);
    const { cluster } = await findPlace(dataDir);
    try {
      for (const loads of [true, false]) {
        const started = start('src/main.ts', { DATA_DIR: dataDir, PORT: '0' });
        await untilSaid(started, /owner@acme\.test/);
        expect(started.output().includes('Loading the demo world')).toBe(loads);
        await tellTwice(started, loads ? 'SIGINT' : 'SIGTERM');
        expect([await started.exit, started.child.signalCode]).toEqual([0, null]);
        expect(started.output()).toContain('Stopping: running requests finish first.');
        expect(await observe(cluster)).toEqual({ state: 'stopped' });
      }
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  }, 120_000);
});
