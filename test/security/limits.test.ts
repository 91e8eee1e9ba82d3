import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client as PgClient } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { clientFor, Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

describe('a document that is larger than a person writes is refused before anything runs', () => {
  let server: RunningServer;
  let owner: Client;

  beforeAll(async () => {
    server = await startServer();
    owner = await clientFor(server.url, 'owner@acme.test', 'acme');
    // A session is marked as used with its first query.
    await owner.query('{ viewer { actor } }');
    await pause(200);
  });
  afterAll(() => server.stop());

  const times = (count: number, one: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => one(index)).join(' ');
  const deep = (count: number): string =>
    `{ contacts(first: 1) { nodes { ${'company { contacts(first: 1) { nodes { '.repeat(count)} id ${'} } } '.repeat(count)} } } }`;
  /** Each fragment holds the next one twice: short to write, 2^n fields to answer. */
  const bomb = (count: number): string =>
    `{ contacts(first: 1) { nodes { ...f0 } } } ${times(count, (index) =>
      index === count - 1
        ? `fragment f${String(index)} on Contact { id }`
        : `fragment f${String(index)} on Contact { a: company { contacts(first: 1) { nodes { ...f${String(index + 1)} } } } b: company { contacts(first: 1) { nodes { ...f${String(index + 1)} } } } }`,
    )}`;

  const documents: readonly (readonly [string, string, RegExp])[] = [
    [
      '1,000 aliases of a costly field',
      `{ ${times(1_000, (index) => `a${String(index)}: contacts { totalCount }`)} }`,
      /PARSE|VALIDATION/,
    ],
    ['101 aliases', `{ ${times(101, (index) => `a${String(index)}: viewer { actor }`)} }`, /VALIDATION/],
    [
      '101 aliases in a fragment that is used twice',
      `{ ...f viewer { actor } ...g } fragment f on Query { ${times(60, (index) => `a${String(index)}: viewer { actor }`)} } fragment g on Query { ...f }`,
      /VALIDATION/,
    ],
    ['a field 50 deep', deep(16), /VALIDATION/],
    ['a depth that is hidden in fragments', bomb(8), /VALIDATION/],
    ['a bomb of fragments', bomb(12), /VALIDATION/],
    [
      '101 directives',
      `query ($y: Boolean = true) { ${times(101, () => `viewer { actor @include(if: $y) }`)} }`,
      /VALIDATION/,
    ],
    ['10,000 of @include', `{ viewer { actor ${'@include(if: true) '.repeat(10_000)} } }`, /PARSE/],
    ['10,000 unknown directives', `{ viewer { actor ${'@x '.repeat(10_000)} } }`, /PARSE/],
    ['a selection of 1,001 fields', `{ viewer { ${'actor '.repeat(1_001)} } }`, /VALIDATION/],
    [
      '400 fragments of the same field',
      `{ ${times(400, (index) => `...f${String(index)}`)} } ${times(400, (index) => `fragment f${String(index)} on Query { viewer { actor } }`)}`,
      /PARSE|VALIDATION/,
    ],
  ];

  test.each(documents)('%s', async (_what, query, code) => {
    const before = server.database.statements;
    const begun = performance.now();
    const answer = await owner.query(query);
    const took = performance.now() - begun;
    expect(answer.code).toMatch(code);
    expect(answer.data ?? null).toBeNull();
    expect(server.database.statements).toBe(before);
    // Milliseconds where nothing else runs; other tests do.
    expect(took).toBeLessThan(5_000);
  });

  test('what is large and within them is answered', async () => {
    const query = `{ ${times(100, (index) => `a${String(index)}: viewer { actor }`)} }`;
    expect((await owner.query(query)).errors).toEqual([]);
    expect((await owner.query(deep(4))).errors).toEqual([]);
  });

  test('variables nested a hundred thousand deep, and a literal of a megabyte', async () => {
    const nested = `${'{"not":'.repeat(100_000)}{}${'}'.repeat(100_000)}`;
    const body = `{"query":"query ($w: ContactFilter) { contacts(where: $w) { totalCount } }","variables":{"w":${nested}}}`;
    const answer = await owner.send(body);
    expect(answer.code).toBe('BAD_USER_INPUT');
    expect((await owner.query(`{ contact(id: "${'x'.repeat(1_100_000)}") { id } }`)).status).toBe(413);
    expect((await owner.query(`{ contact(id: "${'x'.repeat(900_000)}") { id } }`)).errors).toEqual([]);
    expect((await owner.query('{ viewer { actor } }')).errors).toEqual([]);
  });

  test('where introspection is off, it is off for everybody, and errors suggest nothing', async () => {
    const production = await startServer({ environment: { INTROSPECTION: 'false' }, databases: server.databases });
    try {
      const anonymous = new Client(production.url);
      expect((await anonymous.query('{ __schema { types { name } } }')).code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect((await anonymous.query('{ __type(name: "Contact") { name } }')).code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect((await anonymous.query('{ contakt { id } }')).text).not.toContain('contact');
    } finally {
      await production.stop();
    }
  });
});

describe('a request that takes too long', () => {
  test('ends with TIMEOUT when its time is over, and its SQL with it', async () => {
    const server = await startServer({ environment: { REQUEST_TIMEOUT: '3s', STATEMENT_TIMEOUT: '30s' } });
    const blocker = new PgClient({ connectionString: server.databases.superuserUrl });
    await blocker.connect();
    try {
      const owner = await clientFor(server.url, 'owner@acme.test', 'acme');
      const ask = '{ invoices(first: 1) { nodes { id } } }';
      expect((await owner.query(ask)).errors).toEqual([]);
      await blocker.query('begin; lock table invoice in access exclusive mode');
      const begun = performance.now();
      const answers = await Promise.all([
        owner.query(ask),
        owner.query('mutation { createContact(input: { name: "Timely" }) { contact { id } } }'),
      ]);
      expect(answers.map(({ code }) => code)).toEqual(['TIMEOUT', undefined]);
      const took = performance.now() - begun;
      expect(took).toBeGreaterThan(2_000);
      expect(took).toBeLessThan(15_000);
      const { rows } = await blocker.query(
        `select query from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and query like '%invoice%'`,
      );
      expect(rows).toEqual([]);
      await blocker.query('rollback');
      expect((await owner.query(ask)).errors).toEqual([]);
    } finally {
      await blocker.end();
      await server.stop();
    }
  });
});
