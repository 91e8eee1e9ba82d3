import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client as PgClient } from 'pg';
import { randomBytes } from 'node:crypto';
import { SignInDocument, type SignInMutation } from '../generated/gql/graphql.js';
import { Client, PASSWORD, type Answer } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

/** The proxy of these tests is the test itself: it says where each request comes from. */
const ENVIRONMENT = { TRUSTED_PROXIES: '127.0.0.1', SIGN_IN_TRIES: '4', SIGN_IN_TRIES_PER_ADDRESS: '12' };
const WRONG = 'certainly not this one';

function somewhere(): string {
  return [10, ...randomBytes(3)].join('.');
}

describe('whoever guesses passwords is held up', () => {
  let server: RunningServer;
  let other: RunningServer;

  beforeAll(async () => {
    server = await startServer({ environment: ENVIRONMENT });
    other = await startServer({ environment: ENVIRONMENT, databases: server.databases });
  });
  afterAll(async () => {
    await other.stop();
    await server.stop();
  });

  function tryIt(email: string, password: string, from: string, node = server): Promise<Answer<SignInMutation>> {
    return new Client(node.url).ask(SignInDocument, { input: { email, password } }, { 'x-forwarded-for': from });
  }

  async function codes(count: number, one: () => Promise<Answer<unknown>>): Promise<(string | undefined)[]> {
    const found: (string | undefined)[] = [];
    for (let index = 0; index < count; index += 1) found.push((await one()).code);
    return found;
  }

  test('after so many wrong ones even the right one has to wait, and is told how long', async () => {
    const email = 'editor@acme.test';
    expect(await codes(5, () => tryIt(email, WRONG, somewhere()))).toEqual([
      ...Array.from({ length: 4 }, () => 'UNAUTHENTICATED'),
      'RATE_LIMITED',
    ]);
    const answer = await tryIt(email, PASSWORD, somewhere());
    expect(answer.code).toBe('RATE_LIMITED');
    const seconds = answer.errors[0]?.extensions?.retryAfter as number;
    expect(seconds).toBeGreaterThan(800);
    expect(seconds).toBeLessThanOrEqual(900);
    expect(answer.headers.get('retry-after')).toBe(String(seconds));
  });

  test('an account that does not exist is held up in the same way', async () => {
    const email = `${randomBytes(4).toString('hex')}@nowhere.test`;
    expect(await codes(5, () => tryIt(email, WRONG, somewhere()))).toEqual([
      ...Array.from({ length: 4 }, () => 'UNAUTHENTICATED'),
      'RATE_LIMITED',
    ]);
  });

  test('tries at the same moment on two nodes all count', async () => {
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        tryIt('viewer@acme.test', WRONG, somewhere(), index % 2 === 0 ? server : other),
      ),
    );
    const compared = answers.filter(({ code }) => code === 'UNAUTHENTICATED');
    expect(compared).toHaveLength(4);
    expect(answers.filter(({ code }) => code === 'RATE_LIMITED')).toHaveLength(12);
  });

  test('the owner is not locked out by strangers where he signed in before', async () => {
    const email = 'owner@acme.test';
    const home = somewhere();
    expect((await tryIt(email, PASSWORD, home)).code).toBeUndefined();
    expect((await codes(6, () => tryIt(email, WRONG, somewhere()))).at(-1)).toBe('RATE_LIMITED');
    expect((await tryIt(email, PASSWORD, somewhere())).code).toBe('RATE_LIMITED');
    expect((await tryIt(email, PASSWORD, home)).code).toBeUndefined();
    expect((await tryIt(email, PASSWORD, home, other)).code).toBeUndefined();
  });

  test('there too, guessing is held up; and signing in forgets what was wrong before', async () => {
    const email = 'owner@globex.test';
    const home = somewhere();
    expect((await tryIt(email, PASSWORD, home)).code).toBeUndefined();
    expect(await codes(3, () => tryIt(email, WRONG, home))).toEqual(Array.from({ length: 3 }, () => 'UNAUTHENTICATED'));
    expect((await tryIt(email, PASSWORD, home)).code).toBeUndefined();
    expect((await codes(5, () => tryIt(email, WRONG, home))).at(-1)).toBe('RATE_LIMITED');
  });

  test('one address tries many accounts no faster, whatever it says of its IPv6 suffix', async () => {
    let index = 0;
    const next = (): Promise<Answer<unknown>> =>
      tryIt(`person${String(index)}@nowhere.test`, WRONG, `2001:db8:7:7::${String((index += 1))}`);
    expect((await codes(13, next)).lastIndexOf('UNAUTHENTICATED')).toBe(11);
    expect((await tryIt('person@nowhere.test', WRONG, '2001:db8:7:8::1')).code).toBe('UNAUTHENTICATED');
  });

  test('a client behind no trusted proxy can’t say that it is elsewhere', async () => {
    const plain = await startServer({ environment: { SIGN_IN_TRIES_PER_ADDRESS: '3' }, databases: server.databases });
    try {
      const found = await codes(4, () =>
        tryIt(`${randomBytes(4).toString('hex')}@nowhere.test`, WRONG, somewhere(), plain),
      );
      expect(found.at(-1)).toBe('RATE_LIMITED');
    } finally {
      await plain.stop();
    }
  });

  test('a window passes by itself, and waiting is not prolonged by trying', async () => {
    const quick = await startServer({
      environment: { ...ENVIRONMENT, SIGN_IN_WINDOW: '4s' },
      databases: server.databases,
    });
    try {
      const email = `${randomBytes(4).toString('hex')}@nowhere.test`;
      const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));
      await tryIt(email, WRONG, somewhere(), quick);
      const over = Date.now() + 4_000;
      expect((await codes(4, () => tryIt(email, WRONG, somewhere(), quick))).at(-1)).toBe('RATE_LIMITED');
      while (Date.now() < over - 1_000) {
        await tryIt(email, WRONG, somewhere(), quick);
        await pause(100);
      }
      await pause(over + 100 - Date.now());
      expect((await tryIt(email, WRONG, somewhere(), quick)).code).toBe('UNAUTHENTICATED');
    } finally {
      await quick.stop();
    }
  });

  test('aliases try one password, and a batch none', async () => {
    const one = 'signIn(input: { email: "admin@acme.test", password: "wrong" }) { csrfToken }';
    const client = new Client(server.url);
    const hashed = server.database.statements;
    expect((await client.query(`mutation { a: ${one} b: ${one} }`)).code).toBe('BAD_USER_INPUT');
    expect((await client.query(`mutation { a: ${one} ...f } fragment f on Mutation { b: ${one} }`)).code).toBe(
      'BAD_USER_INPUT',
    );
    expect((await client.query(`mutation { a: ${one} disableSecondFactor(code: "123456") }`)).code).toBe(
      'BAD_USER_INPUT',
    );
    const batch = Array.from({ length: 100 }, () => ({ query: `mutation { ${one} }` }));
    expect(await client.send(batch)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect(server.database.statements).toBe(hashed);
  });

  test('the counters name neither accounts nor addresses, and the API can’t read them', async () => {
    const from = somewhere();
    await tryIt('admin@acme.test', PASSWORD, from);
    const superuser = new PgClient({ connectionString: server.databases.superuserUrl });
    await superuser.connect();
    const { rows } = await superuser.query<{ text: string }>(
      `select t::text as text from auth.throttle t union all select k::text from auth.known_address k`,
    );
    await superuser.end();
    expect(rows.length).toBeGreaterThan(5);
    const text = rows.map((row) => row.text).join();
    expect(text).not.toContain('@');
    expect(text).not.toContain(from);
    const api = new PgClient({ connectionString: server.databases.apiUrl });
    await api.connect();
    await expect(api.query('select from auth.throttle')).rejects.toThrow(/permission denied/);
    await api.end();
  });
});
