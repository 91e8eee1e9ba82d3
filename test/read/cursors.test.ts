import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CursorCodec } from '../../src/access/read/cursor.js';
import { TEST_SECRET_KEY } from '../support/demo-database.js';
import type { ActorName } from './support/actors.js';
import { createReadWorld, type ReadWorld } from './support/read-world.js';

let world: ReadWorld;

beforeAll(async () => {
  world = await createReadWorld();
});
afterAll(() => world.end());

interface Edges {
  readonly list: { readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[] };
}

async function cursorsOf(actor: ActorName, list = 'contacts', more = ''): Promise<string[]> {
  const { data, text } = await world.ask(actor, `{ list: ${list}(first: 5${more}) { edges { cursor node { id } } } }`);
  const cursors = (data as unknown as Edges | null)?.list.edges.map(({ cursor }) => cursor) ?? [];
  if (cursors.length === 0) throw new Error(text);
  return cursors;
}

async function refusalOf(actor: ActorName, query: string, variables: object = {}): Promise<unknown> {
  const { data, errors, text } = await world.ask(actor, query, variables);
  expect(text).not.toContain('nodes');
  expect(data ?? null).toBeNull();
  expect(errors).toHaveLength(1);
  const { code, argument } = errors[0]?.extensions ?? {};
  return { code, argument };
}

const AFTER = 'query ($c: String) { contacts(after: $c) { totalCount } }';
const NO_CURSOR = { code: 'BAD_USER_INPUT', argument: ['after'] };

describe('A cursor', () => {
  test('opens where it was made, the same each time it is made', async () => {
    const [first = '', second] = await cursorsOf('owner');
    expect(await cursorsOf('owner')).toEqual([first, second, ...(await cursorsOf('admin')).slice(2)]);
    const { data } = await world.ask(
      'owner',
      'query ($c: String) { list: contacts(first: 1, after: $c) { edges { cursor } } }',
      { c: first },
    );
    expect((data as unknown as Edges).list.edges.map(({ cursor }) => cursor)).toEqual([second]);
  });

  test('with any byte changed, cut off or added is none', async () => {
    const [cursor = ''] = await cursorsOf('owner');
    const bytes = Buffer.from(cursor, 'base64url');
    const changed = Array.from(bytes, (_, index) => {
      const copy = Buffer.from(bytes);
      copy[index] = (copy[index] ?? 0) ^ 1;
      return copy.toString('base64url');
    });
    const cut = [1, 2, 8, 16, 28, bytes.length - 1].map((length) => bytes.subarray(0, length).toString('base64url'));
    const added = [`${cursor}A`, `${cursor}=`, ` ${cursor}`, `${cursor}\n`, cursor + cursor, `${cursor}\u0000`];
    const made = [
      '',
      'x',
      Buffer.from('["01890000-0000-7000-8000-000000000000"]').toString('base64'),
      'A'.repeat(5_000),
      'A'.repeat(50_000),
      '💥',
    ];
    for (const forged of [...changed, ...cut, ...added, ...made]) {
      expect({ forged, ...((await refusalOf('owner', AFTER, { c: forged })) as object) }).toEqual({
        forged,
        ...NO_CURSOR,
      });
    }
  });

  test('sealed under another secret is none', async () => {
    const { rows } = await world.sql.query<{ id: string }>("select id from tenant where slug = 'acme'");
    const context = `${rows[0]?.id ?? ''}/Contact/id+`;
    const values = ['01890000-0000-7000-8000-000000000000'];
    const real = new CursorCodec(TEST_SECRET_KEY).seal(context, values);
    expect((await world.ask('owner', AFTER, { c: real })).errors).toEqual([]);

    expect(await refusalOf('owner', AFTER, { c: new CursorCodec('another secret').seal(context, values) })).toEqual(
      NO_CURSOR,
    );
  });

  test('of another tenant is none, whoever shows it', async () => {
    const [foreign] = await cursorsOf('globexOwner');
    const [own] = await cursorsOf('owner');
    for (const actor of ['owner', 'viewer', 'external', 'support'] as const) {
      expect(await refusalOf(actor, AFTER, { c: foreign })).toEqual(NO_CURSOR);
    }
    expect(await refusalOf('globexOwner', AFTER, { c: own })).toEqual(NO_CURSOR);
  });

  test('of another subject, order or direction is none', async () => {
    const [byId] = await cursorsOf('owner');
    const [byName] = await cursorsOf('owner', 'contacts', ', orderBy: [{ field: NAME, direction: ASC }]');
    const [byNameDown] = await cursorsOf('owner', 'contacts', ', orderBy: [{ field: NAME, direction: DESC }]');
    const [byBoth] = await cursorsOf(
      'owner',
      'contacts',
      ', orderBy: [{ field: NAME, direction: ASC }, { field: CITY, direction: ASC }]',
    );
    const [company] = await cursorsOf('owner', 'companies');
    for (const other of [byName, byNameDown, byBoth, company])
      expect(await refusalOf('owner', AFTER, { c: other })).toEqual(NO_CURSOR);
    const byNameQuery =
      'query ($c: String) { contacts(after: $c, orderBy: [{ field: NAME, direction: ASC }]) { totalCount } }';
    for (const other of [byId, byNameDown, byBoth, company])
      expect(await refusalOf('owner', byNameQuery, { c: other })).toEqual(NO_CURSOR);
    expect(
      await refusalOf('owner', 'query ($c: String) { companies(before: $c) { totalCount } }', { c: byId }),
    ).toEqual({
      code: 'BAD_USER_INPUT',
      argument: ['before'],
    });
  });

  test('serves whoever may sort by what it holds, and nobody else', async () => {
    const query =
      'query ($c: String) { contacts(first: 1, after: $c, orderBy: [{ field: EMAIL, direction: ASC }]) { nodes { id } } }';
    const [cursor] = await cursorsOf('owner', 'contacts', ', orderBy: [{ field: EMAIL, direction: ASC }]');
    const asOwner = await world.ask('owner', query, { c: cursor });
    for (const actor of ['viewer', 'support'] as const) {
      expect((await world.ask(actor, query, { c: cursor })).text).toBe(asOwner.text);
    }
    for (const actor of ['external', 'support2'] as const) {
      expect(await refusalOf(actor, query, { c: cursor })).toEqual({
        code: 'FIELD_WITHHELD',
        argument: ['orderBy', 0, 'field'],
      });
    }
  });

  test('opens nothing for somebody whose consent was taken back', async () => {
    const given = await world.ask(
      'globexOwner',
      'mutation { grantSupportAccess(input: { categories: ["IDENTITY"] }) { grant { id } } }',
    );
    const { id } = (given.data as unknown as { grantSupportAccess: { grant: { id: string } } }).grantSupportAccess
      .grant;
    const [cursor] = await cursorsOf('revokedSupport');
    await world.ask('globexOwner', 'mutation ($id: ID!) { revokeSupportAccess(id: $id) { grant { status } } }', { id });

    const { errors, text } = await world.ask('revokedSupport', AFTER, { c: cursor });
    expect(errors[0]?.extensions?.code).toBe('CONSENT_REVOKED');
    expect(text).not.toContain('totalCount":');
  });
});

const PAGES: readonly [query: string, code: string, argument: readonly (string | number)[] | undefined][] = [
  ['{ contacts(first: 0) { totalCount } }', 'BAD_USER_INPUT', ['first']],
  ['{ contacts(first: -1) { totalCount } }', 'BAD_USER_INPUT', ['first']],
  ['{ contacts(first: 101) { totalCount } }', 'BAD_USER_INPUT', ['first']],
  ['{ contacts(first: 2147483647) { totalCount } }', 'BAD_USER_INPUT', ['first']],
  ['{ contacts(last: 0) { totalCount } }', 'BAD_USER_INPUT', ['last']],
  ['{ contacts(last: 101) { totalCount } }', 'BAD_USER_INPUT', ['last']],
  ['{ contacts(first: 1, last: 1) { totalCount } }', 'BAD_USER_INPUT', ['last']],
  ['{ companies(first: 1) { nodes { contacts(last: -5) { totalCount } } } }', 'BAD_USER_INPUT', ['last']],
  ['{ tickets(first: 1) { nodes { messages(first: 0) { nodes { id } } } } }', 'BAD_USER_INPUT', ['first']],
  ['{ tenant { gdpr { grants(first: 0) { totalCount } } } }', 'BAD_USER_INPUT', ['first']],
  ['{ tenant { gdpr { accessLog(last: 101) { totalCount } } } }', 'BAD_USER_INPUT', ['last']],
  ['{ contacts(where: { name: { in: ["a", null] } }) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED', undefined],
  [
    '{ contacts(where: { company: { name: { contains: null } } }) { totalCount } }',
    'BAD_USER_INPUT',
    ['where', 'company', 'name', 'contains'],
  ],
  [
    '{ contacts(where: { or: [{ name: { eq: "a" } }, { name: { isNull: null } }] }) { totalCount } }',
    'BAD_USER_INPUT',
    ['where', 'or', 1, 'name', 'isNull'],
  ],
  [
    `{ contacts(where: { name: { in: [${'"x",'.repeat(201)}] } }) { totalCount } }`,
    'BAD_USER_INPUT',
    ['where', 'name', 'in'],
  ],
  [
    `{ contacts(where: { or: [${'{ name: { eq: "x" } },'.repeat(101)}] }) { totalCount } }`,
    'BAD_USER_INPUT',
    ['where', 'or', 99, 'name'],
  ],
  [
    '{ companies(first: 100) { nodes { contacts(first: 100) { nodes { invoices(first: 2) { totalCount } } } } } }',
    'COST_EXCEEDED',
    undefined,
  ],
  [
    `{ ${Array.from({ length: 51 }, (_, index) => `l${String(index)}: contacts(first: 1) { totalCount }`).join(' ')} }`,
    'COST_EXCEEDED',
    undefined,
  ],
  ['{ contacts(first: "2") { totalCount } }', 'GRAPHQL_VALIDATION_FAILED', undefined],
  ['{ contacts(first: 1.5) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED', undefined],
  ['{ contacts(first: 99999999999) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED', undefined],
  ['{ contacts(where: { nationalId: { contains: "1" } }) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED', undefined],
  [
    '{ contacts(orderBy: [{ field: NATIONAL_ID, direction: ASC }]) { totalCount } }',
    'GRAPHQL_VALIDATION_FAILED',
    undefined,
  ],
];

describe('What a list cannot take', () => {
  test.each(PAGES.map(([query, code, argument]) => [query.slice(0, 110), { query, code, argument }] as const))(
    'is said with a code and the place of the argument: %s',
    async (_title, { query, code, argument }) => {
      expect(await refusalOf('owner', query)).toEqual({ code, argument });
    },
  );

  test('is text that the database cannot hold, wherever it stands', async () => {
    for (const bad of ['a\u0000b', '\u0000', 'x\ud800', '\udc00x']) {
      for (const [where, argument] of [
        [{ name: { eq: bad } }, ['where', 'name', 'eq']],
        [{ name: { startsWith: bad } }, ['where', 'name', 'startsWith']],
        [{ not: { company: { website: { in: ['x', bad] } } } }, ['where', 'not', 'company', 'website', 'in', 1]],
        [{ nationalId: { ne: bad } }, ['where', 'nationalId', 'ne']],
      ] as const) {
        const query = 'query ($w: ContactFilter) { contacts(where: $w) { totalCount } }';
        expect(await refusalOf('owner', query, { w: where })).toEqual({ code: 'BAD_USER_INPUT', argument });
      }
    }
  });

  test('is a filter nested too deep, while the depth that is allowed is answered', async () => {
    const nested = (depth: number): object => (depth === 0 ? {} : { not: nested(depth - 1) });
    const query = 'query ($w: ContactFilter) { contacts(where: $w) { totalCount } }';
    const deep = await world.ask('owner', query, { w: nested(11) });
    expect(deep.code).toBe('BAD_USER_INPUT');
    const { errors, data } = await world.ask('owner', query, { w: nested(10) });
    expect(errors).toEqual([]);
    expect(data).toEqual({ contacts: { totalCount: 2000 } });
  });

  test('keeps the same limits for as many rows as are allowed', async () => {
    const { errors } = await world.ask(
      'owner',
      '{ companies(first: 100) { nodes { contacts(first: 100) { nodes { id } } } } }',
    );
    expect(errors).toEqual([]);
  });
});
