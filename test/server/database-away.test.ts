import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Way } from '../../checker/way.mjs';
import { clientFor, type Client } from '../support/client.js';
import type { TestDatabase } from '../support/database.js';
import { createDemoDatabase, TEST_SECRET_KEY } from '../support/demo-database.js';
import { start, untilSaid, type Started } from '../support/program.js';

describe('while the database is away', () => {
  let databases: TestDatabase;
  let started: Started;
  let client: Client;
  let origin: string;
  let way: Way;

  beforeAll(async () => {
    databases = await createDemoDatabase();
    const url = new URL(databases.apiUrl);
    way = new Way(url.hostname, Number(url.port));
    url.port = String(await way.open());
    // A process of its own: jest's realm has another Error than the errors of Node's sockets.
    started = start('src/main.ts', {
      DATABASE_URL: url.href,
      SECRET_KEY: TEST_SECRET_KEY,
      PORT: '0',
      CONNECT_TIMEOUT: '1s',
    });
    const address = (await untilSaid(started, /http:\S+graphql/)).trim();
    origin = new URL(address).origin;
    client = await clientFor(address, 'owner@acme.test');
  });
  afterAll(async () => {
    started.child.kill('SIGTERM');
    await started.exit;
    await way.cut();
    await databases.drop();
  });

  test('requests are UNAVAILABLE at once, /readyz says so, and all is well when it is back', async () => {
    const query = '{ contacts(first: 1) { nodes { id } } }';
    expect((await client.query(query)).errors).toEqual([]);
    await way.cut();

    const begun = performance.now();
    const answer = await client.query(query);
    expect(answer.code).toBe('UNAVAILABLE');
    expect(answer.text).not.toMatch(/ECONN|127\.0\.0\.1|Connection/);
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect((await client.query('{ viewer { actor } }')).code).toBe('UNAVAILABLE');
    expect((await fetch(`${origin}/readyz`)).status).toBe(503);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);

    await way.open();
    expect((await client.query(query)).errors).toEqual([]);
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  });
});
