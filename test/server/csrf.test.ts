import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, clientFor, PASSWORD } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

const OPEN_TICKET = 'mutation { openTicket(input: { subject: "s", body: "b" }) { ticket { id } } }';
const SIGN_IN = `mutation { signIn(input: { email: "owner@acme.test", password: "${PASSWORD}" }) { csrfToken } }`;
const ALLOWED = 'https://app.example.com';

describe('a change under a session cookie', () => {
  let server: RunningServer;
  let client: Client;

  beforeAll(async () => {
    server = await startServer({ environment: { ALLOWED_ORIGINS: ALLOWED } });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    client = await clientFor(server.url, 'owner@acme.test');
  });

  async function tickets(): Promise<unknown> {
    return (await client.query('{ tickets { totalCount } }')).data;
  }

  const without: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['an empty token', { 'x-csrf-token': '' }],
    ['a wrong token', { 'x-csrf-token': 'A'.repeat(43) }],
    ['a token that is too long', { 'x-csrf-token': 'A'.repeat(4_000) }],
    ['the right token from a foreign page', { origin: 'https://evil.example' }],
    ['the right token from no origin that can be named', { origin: 'null' }],
    ['the right token from a sub-domain', { origin: 'https://x.app.example.com' }],
  ];

  test.each(without)('is refused with %s, and nothing is executed', async (_what, headers) => {
    const before = await tickets();
    const answer = await client.query(OPEN_TICKET, {}, headers);
    expect(answer).toMatchObject({ status: 403, code: 'CSRF', data: undefined });
    expect(await tickets()).toEqual(before);
  });

  test('is refused with the token of another session', async () => {
    const other = await clientFor(server.url, 'owner@acme.test');
    const answer = await client.query(OPEN_TICKET, {}, { 'x-csrf-token': other.cookies.get('csrftoken') ?? '' });
    expect(answer).toMatchObject({ status: 403, code: 'CSRF' });
  });

  test.each([
    ['without an Origin', {}],
    ['from an allowed Origin', { origin: ALLOWED }],
  ])('is made with the token of this session, %s', async (_what, headers) => {
    expect((await client.query(OPEN_TICKET, {}, headers)).errors).toEqual([]);
  });

  test('is made from the page of this host', async () => {
    expect((await client.query(OPEN_TICKET, {}, { origin: server.origin })).errors).toEqual([]);
  });

  test('can not be hidden behind a sign-in, nor in a fragment', async () => {
    const query = `mutation { ${SIGN_IN.slice(11, -1)} ...F } fragment F on Mutation { openTicket(input: { subject: "s", body: "b" }) { ticket { id } } }`;
    expect(await client.query(query, {}, { 'x-csrf-token': 'no' })).toMatchObject({ status: 403, code: 'CSRF' });
  });

  test('reading needs no token', async () => {
    const answer = await client.query('{ contacts(first: 1) { nodes { id } } }', {}, { 'x-csrf-token': 'no' });
    expect(answer.errors).toEqual([]);
  });

  test('signing in needs none, but a page that may', async () => {
    expect((await client.query(SIGN_IN, {}, { 'x-csrf-token': 'no' })).errors).toEqual([]);
    expect(await new Client(server.url).query(SIGN_IN, {}, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      code: 'CSRF',
    });
    expect(await new Client(server.url).query(SIGN_IN, {}, { origin: 'null' })).toMatchObject({
      status: 403,
      code: 'CSRF',
    });
  });

  test('only allowed pages of other origins may read answers', async () => {
    const allowed = await client.query('{ __typename }', {}, { origin: ALLOWED });
    expect(allowed.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    const foreign = await client.query('{ __typename }', {}, { origin: 'https://evil.example' });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(server.url, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-headers')).toBeNull();
  });
});
