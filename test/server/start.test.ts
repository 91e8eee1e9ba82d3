import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from '../support/database.js';
import { createDemoDatabase, TEST_SECRET_KEY } from '../support/demo-database.js';
import { start, untilSaid, type Environment } from '../support/program.js';

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

  test('without DATABASE_URL it brings its own database and the demo world, and finds both again', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'sluice-start-'));
    await chmod(dataDir, 0o755);
    try {
      for (const loads of [true, false]) {
        const started = start('src/main.ts', { DATA_DIR: dataDir, PORT: '0' });
        await untilSaid(started, /owner@acme\.test/);
        expect(started.output().includes('Loading the demo world')).toBe(loads);
        started.child.kill('SIGINT');
        expect(await started.exit).toBe(0);
      }
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  }, 120_000);
});
