import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clientFor, type Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

describe('bad input gets a clear, coded answer and nothing of our inside', () => {
  let server: RunningServer;
  let client: Client;

  beforeAll(async () => {
    server = await startServer();
    client = await clientFor(server.url, 'owner@acme.test');
  });
  afterAll(() => server.stop());

  const bodies: readonly (readonly [string, unknown, number, string])[] = [
    ['malformed JSON', '{"query": ', 400, 'BAD_USER_INPUT'],
    ['an empty body', '', 400, 'BAD_USER_INPUT'],
    ['an array of operations', [{ query: '{ __typename }' }], 400, 'BAD_USER_INPUT'],
    ['no query', { variables: {} }, 400, 'BAD_USER_INPUT'],
    ['a query that is no text', { query: 7 }, 400, 'BAD_USER_INPUT'],
    ['variables that are text', { query: '{ __typename }', variables: '{}' }, 400, 'BAD_USER_INPUT'],
    ['a key that poisons prototypes', '{"query":"{ __typename }","__proto__":{"admin":true}}', 400, 'BAD_USER_INPUT'],
    ['a syntax error', { query: '{ contacts' }, 200, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ contacs { totalCount } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown argument', { query: '{ contacts(frist: 1) { totalCount } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an unknown enum value',
      { query: '{ viewer { can(action: REED, subject: "Contact") { allowed } } }' },
      200,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['an unknown operation', { query: 'query A { __typename }', operationName: 'B' }, 200, 'BAD_USER_INPUT'],
    [
      'a variable of the wrong type',
      { query: 'query($id: ID!) { contact(id: $id) { id } }', variables: { id: {} } },
      200,
      'BAD_USER_INPUT',
    ],
    [
      'a variable with an unknown key',
      {
        query: 'mutation($i: CreateContactInput!) { createContact(input: $i) { contact { id } } }',
        variables: { i: { name: 'A', tenantId: 'x' } },
      },
      200,
      'BAD_USER_INPUT',
    ],
    [
      'a date that is none',
      { query: '{ contacts(where: { birthDate: { eq: "2024-02-30" } }) { totalCount } }' },
      200,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'more tokens than a person writes',
      { query: `{ ${'a: __typename '.repeat(2_000)} }` },
      200,
      'GRAPHQL_PARSE_FAILED',
    ],
    [
      'a persisted query',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
      200,
      'BAD_USER_INPUT',
    ],
  ];

  test.each(bodies)('%s', async (_what, body, status, code) => {
    const answer = await client.send(body);
    expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
    expect(answer.text).not.toMatch(/Did you mean|node_modules|\.js:|stacktrace/);
    expect(answer.headers.get('content-type')).toContain('json');
  });

  test('a date or a moment that is none, with the form that it takes and without what was sent', async () => {
    const ask = async (type: string, field: string): Promise<string | undefined> =>
      (
        await client.query(`query ($v: ${type}!) { contacts(where: { ${field}: { eq: $v } }) { totalCount } }`, {
          v: 'canary',
        })
      ).errors[0]?.message;
    expect(await ask('Date', 'birthDate')).toMatch(
      /; Date takes a day that there is as YYYY-MM-DD, such as "2026-01-31"\.$|\. Date takes/,
    );
    expect(await ask('DateTime', 'createdAt')).toContain(
      'DateTime takes RFC 3339, such as "2026-01-31T12:00:00.000Z".',
    );
    expect(await ask('DateTime', 'createdAt')).not.toContain('canary');
  });

  test('a text that cannot be stored, with where it stands', async () => {
    const where = async (text: string): Promise<unknown> => (await client.query(text)).errors[0]?.extensions?.argument;
    expect(
      await where(
        'mutation { grantSupportAccess(input: { categories: ["NOTES"], purpose: SUPPORT_TICKET, reason: "a\\u0000" }) { grant { id } } }',
      ),
    ).toEqual(['input', 'reason']);
    expect(
      await where(
        'mutation { createApiToken(input: { name: "a\\u0000", scopes: ["contacts:read"], categories: ["NOTES"] }) { secret } }',
      ),
    ).toEqual(['input', 'name']);
  });

  test('a client of the newer media type learns it from the status as well', async () => {
    const answer = await client.send(
      { query: '{ contacs { totalCount } }' },
      { accept: 'application/graphql-response+json' },
    );
    expect(answer).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  test('a body of more than 1 MiB', async () => {
    const answer = await client.send({ query: '{ __typename }', variables: { text: 'x'.repeat(1_100_000) } });
    expect(answer).toMatchObject({ status: 413, code: 'BAD_USER_INPUT' });
  });

  test('a body of another type', async () => {
    const answer = await client.send('{ __typename }', { 'content-type': 'text/plain' });
    expect(answer.status).toBe(415);
  });

  test('a form, which any page could send', async () => {
    const answer = await client.send('query=%7B__typename%7D', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(answer.status).toBe(415);
  });

  test('an unknown subject in can', async () => {
    const answer = await client.query('{ viewer { can(action: READ, subject: "Kontact") { allowed } } }');
    expect(answer).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(answer.errors[0]?.extensions).toMatchObject({ argument: ['subject'] });
  });

  test('no suggestion in the coercion of variables', async () => {
    const query = 'query($a: Action!) { viewer { can(action: $a, subject: "Contact") { allowed } } }';
    const answer = await client.query(query, { a: 'REDA' });
    expect(answer.code).toBe('BAD_USER_INPUT');
    expect(answer.text).not.toContain('Did you mean');
  });

  test('the log holds nothing of what was sent', async () => {
    await client.query('query($id: ID!) { contact(id: $id) { id } }', { id: { canary: 'canary-7391' } });
    await client.signIn('owner@acme.test');
    expect(server.logged.length).toBeGreaterThan(0);
    expect(server.logged.join('')).not.toMatch(/canary-7391|correct-horse|owner@acme\.test/);
    expect(server.logged.join('')).not.toContain(client.cookies.get('session'));
  });
});
