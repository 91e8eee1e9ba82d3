import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignInDocument, SignOutDocument, WhoamiDocument } from '../generated/gql/graphql.js';
import { Client, clientFor, PASSWORD } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

const EMAIL = 'owner@acme.test';

describe('signing in and out', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  async function cookiesOf(environment?: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const other = environment && (await startServer({ environment, databases: server.databases }));
    try {
      const response = await fetch((other ?? server).url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: `mutation { signIn(input: { email: "${EMAIL}", password: "${PASSWORD}" }) { csrfToken } }`,
        }),
      });
      return response.headers.getSetCookie();
    } finally {
      await other?.stop();
    }
  }

  test('answers as the new actor in the same request', async () => {
    const { viewer } = await new Client(server.url).signIn(EMAIL);
    expect(viewer).toMatchObject({
      actor: 'MEMBER',
      role: 'OWNER',
      tenants: [{ actor: 'MEMBER', tenant: { slug: 'acme' } }],
    });
  });

  test('keeps the session from scripts, and the token for them', async () => {
    const [session = '', csrf = ''] = await cookiesOf();
    expect(session.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax']);
    expect(csrf.split('; ').slice(1).sort()).toEqual(['Path=/', 'SameSite=Lax']);
  });

  test('sends both over TLS only in production', async () => {
    for (const line of await cookiesOf({ NODE_ENV: 'production' })) expect(line).toContain('; Secure');
  });

  test('tells an unknown account from a wrong password to nobody', async () => {
    const wrong = await new Client(server.url).ask(SignInDocument, { input: { email: EMAIL, password: 'wrong' } });
    const unknown = await new Client(server.url).ask(SignInDocument, {
      input: { email: 'nobody@acme.test', password: 'wrong' },
    });
    expect(wrong.code).toBe('UNAUTHENTICATED');
    expect(wrong.errors[0]?.message).toBe('E-mail address or password is wrong.');
    expect(unknown.text).toBe(wrong.text);
    expect(unknown.headers.getSetCookie()).toEqual([]);
  });

  test('refuses a password of a megabyte', async () => {
    const answer = await new Client(server.url).ask(SignInDocument, {
      input: { email: EMAIL, password: 'x'.repeat(900_000) },
    });
    expect(answer.code).toBe('UNAUTHENTICATED');
  });

  test('begins a new session each time, and ends the one before', async () => {
    const client = await clientFor(server.url, EMAIL);
    const before = new Map(client.cookies);
    await client.signIn(EMAIL);
    expect(client.cookies.get('session')).not.toBe(before.get('session'));
    const old = new Client(server.url);
    for (const [name, value] of before) old.cookies.set(name, value);
    expect((await old.ask(WhoamiDocument, {})).data?.viewer.actor).toBe('ANONYMOUS');
    expect((await client.ask(WhoamiDocument, {})).data?.viewer.actor).toBe('MEMBER');
  });

  test('signs out at once, on every node', async () => {
    const other = await startServer({ databases: server.databases });
    try {
      const client = await clientFor(server.url, EMAIL);
      const elsewhere = new Client(other.url);
      for (const [name, value] of client.cookies) elsewhere.cookies.set(name, value);
      expect((await elsewhere.ask(WhoamiDocument, {})).data?.tenant).toMatchObject({ slug: 'acme' });
      expect((await client.ask(SignOutDocument, {})).data?.signOut).toBe(true);
      expect((await elsewhere.ask(WhoamiDocument, {})).code).toBe('UNAUTHENTICATED');
      expect(client.cookies.size).toBe(0);
    } finally {
      await other.stop();
    }
  });

  test('takes the secret as a bearer token from a program, and then asks for no CSRF token', async () => {
    const { cookies } = await clientFor(server.url, EMAIL);
    const program = new Client(server.url);
    const authorization = `Bearer ${cookies.get('session') ?? ''}`;
    const answer = await program.query('mutation { signOut }', {}, { authorization });
    expect(answer.data).toEqual({ signOut: true });
  });

  test('takes a made-up credential for nobody', async () => {
    for (const secret of ['x', 'A'.repeat(43), "' or 1=1 --", '%00', 'é'.repeat(20)]) {
      const answer = await new Client(server.url).query(
        '{ viewer { actor } }',
        {},
        { cookie: `session=${encodeURIComponent(secret)}` },
      );
      expect(answer.data).toEqual({ viewer: { actor: 'ANONYMOUS' } });
    }
  });

  test('signs in at most once in an operation', async () => {
    const one = `signIn(input: { email: "${EMAIL}", password: "a" }) { csrfToken }`;
    const aliased = await new Client(server.url).query(`mutation { a: ${one} b: ${one} }`);
    const inFragments = await new Client(server.url).query(
      `mutation { ...A ...B } fragment A on Mutation { a: ${one} } fragment B on Mutation { b: ${one} }`,
    );
    expect([aliased.code, inFragments.code]).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
  });

  test('lets a crowd wait or come back, while others go on reading', async () => {
    const tries = Array.from({ length: 80 }, () =>
      new Client(server.url).ask(SignInDocument, { input: { email: EMAIL, password: 'wrong' } }),
    );
    const begun = performance.now();
    await new Client(server.url).query('{ viewer { actor } }');
    expect(performance.now() - begun).toBeLessThan(2_000);
    const codes = (await Promise.all(tries)).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(['UNAUTHENTICATED', 'RATE_LIMITED']));
  });
});
