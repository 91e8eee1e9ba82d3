import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { callOf, NOBODY } from '../../src/access/database.js';
import type { CodedError } from '../../src/kernel/errors.js';
import { NO_UUID } from '../../src/kernel/ids.js';
import { giveGrant, OWNER, SUPPORT, tryRevoke } from '../consent/stage.js';
import { clientFor, type Answer, type Client } from '../support/client.js';
import { start } from '../support/program.js';
import { startServer } from '../support/server.js';
import { TEST_SECRET_KEY } from '../support/demo-database.js';
import { openOwnServer, until, type OwnServer } from './own-server.js';

const WITHDRAW = 'mutation { withdrawConfidentiality { receipt { drained } } }';
const LOOK = 'query Look { contacts(first: 5) { nodes { email } } }';

let server: OwnServer;
let owner: Client;
let support: Client;

beforeAll(async () => {
  server = await openOwnServer();
  // What a read under a grant may take, and no longer, is the bound: here somebody has to end its wait first.
  const node = await server.node({ RELEASE_BOUND: '5s' });
  owner = await clientFor(node.url, OWNER, 'acme');
  support = await clientFor(node.url, SUPPORT, 'acme');
}, 120_000);

afterAll(() => server.close());

async function standBy(names: string): Promise<void> {
  await server.sql(`alter system set synchronous_standby_names = '${names}'`);
  await server.sql('select pg_reload_conf()');
  // All processes of the server have to hear of it.
  await pause(1_000);
}

/** Ends each wait for a standby, as an administrator does who wants a server to go on without one, until the answer is there. */
async function impatiently<T>(answer: Promise<T>): Promise<T> {
  const state = { over: false };
  const done = answer.finally(() => (state.over = true));
  await until(async () => {
    await server.sql(`select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`);
    return state.over;
  }, 40_000);
  return done;
}

describe('Where a standby has to confirm what is committed', () => {
  test('an end whose wait for it was ended has not succeeded, and shows no receipt; nor where it is asked for again', async () => {
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const ends = [() => tryRevoke(owner, grant.id), () => support.query<object>(WITHDRAW)];
    await standBy('nobody');
    try {
      // The second finds done what the first did, on this server.
      for (const end of [...ends, ...ends]) {
        const { code, data } = await impatiently<Answer<object>>(end());
        expect({ code, data }).toEqual({ code: 'UNAVAILABLE', data: null });
      }
    } finally {
      await standBy('');
    }
    expect((await tryRevoke(owner, grant.id)).data?.revokeSupportAccess.grant.status).toBe('REVOKED');
    expect((await support.query(WITHDRAW)).errors).toEqual([]);
    await server.sql(`update auth.user_account set confidentiality_accepted_at = now() where email = '${SUPPORT}'`);
  }, 90_000);

  test('nor has one that finds nothing left to do, and so commits nothing by itself', async () => {
    const { apiUrl, superuserUrl } = server;
    const databases = { apiUrl, superuserUrl, migrationUrl: superuserUrl, drop: () => Promise.resolve() };
    const node = await startServer({ databases });
    const end = (): Promise<string> =>
      node.corridor.ender.end(NOBODY, callOf('auth.end_token_family', ['\\x00']), { authority: NO_UUID }).then(
        () => 'answered',
        (error: unknown) => (error as CodedError).code,
      );
    try {
      expect(await end()).toBe('answered');
      await standBy('nobody');
      expect(await impatiently(end())).toBe('UNAVAILABLE');
    } finally {
      await standBy('');
      await node.stop();
    }
  }, 60_000);

  test('nothing is shown whose entry in the log it has not confirmed', async () => {
    await giveGrant(owner, 'CONTACT_DETAILS');
    expect((await support.query(LOOK)).text).toContain('@');
    await standBy('nobody');
    try {
      const { code, text } = await impatiently(support.query(LOOK));
      expect(code).toBe('UNAVAILABLE');
      expect(text).not.toContain('@');
    } finally {
      await standBy('');
    }
  }, 60_000);
});

describe('A node', () => {
  test('does not start where a crash takes back what was committed', async () => {
    const role = new URL(server.apiUrl).username;
    await server.sql(`alter role ${role} set synchronous_commit = off`);
    try {
      const environment = { DATABASE_URL: server.apiUrl, SECRET_KEY: TEST_SECRET_KEY, PORT: '0', LOG_LEVEL: 'silent' };
      const { exit, output } = start('src/main.ts', environment);
      expect(await exit).toBe(1);
      expect(output()).toMatch(/refuses to run with synchronous_commit = off/);
    } finally {
      await server.sql(`alter role ${role} reset synchronous_commit`);
    }
  }, 60_000);
});
