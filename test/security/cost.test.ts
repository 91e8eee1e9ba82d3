import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client as PgClient } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { clientFor, type Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

const TEN = '{ contacts(first: 10) { nodes { id email } } }';

describe('what an operation costs', () => {
  let server: RunningServer;
  let owner: Client;

  beforeAll(async () => {
    server = await startServer();
    owner = await clientFor(server.url, 'owner@acme.test', 'acme');
  });
  afterAll(() => server.stop());

  test('is rows asked for times fields, and what there was is told afterwards', async () => {
    const { cost } = await owner.query(TEN);
    expect(cost).toMatchObject({ requested: 30, actual: 30, restoreRate: 100_000 });
    expect(cost?.available).toBeLessThanOrEqual(2_000_000);
    const few = await owner.query('{ contacts(first: 100, where: { email: { eq: "nobody" } }) { nodes { id } } }');
    expect(few.cost).toMatchObject({ requested: 110, actual: 10 });
    const nested = await owner.query(
      '{ companies(first: 5) { totalCount nodes { name contacts(first: 10) { nodes { id } } } } }',
    );
    expect(nested.cost?.requested).toBe(10 + 10 + 5 * 2 + 5 * 10);
    expect(nested.cost?.actual).toBeLessThanOrEqual(nested.cost?.requested ?? 0);
    expect(nested.cost?.actual).toBeGreaterThan(20);
  });

  test('is a thousand for each search of all rows, whatever it finds, in each list that has it', async () => {
    const asked = async (list: string): Promise<unknown> => {
      const { cost, errors } = await owner.query(`{ ${list} }`);
      expect(errors).toEqual([]);
      return [cost?.requested, cost?.actual];
    };
    expect(await asked('contacts(first: 10, where: { name: { contains: "no such" } }) { nodes { id } }')).toEqual([
      1_020, 1_010,
    ]);
    expect(
      await asked(
        'contacts(first: 1, where: { or: [{ name: { startsWith: "q", contains: "q" } }, { not: { company: { name: { contains: "" } } } }], email: { eq: "q" } }) { nodes { id } }',
      ),
    ).toEqual([3_011, 3_010]);
    expect(
      await asked(
        'contacts(first: 1, where: { customFields: [{ key: "nickname", text: { contains: "no such", ne: "q" } }] }) { nodes { id } }',
      ),
    ).toEqual([1_011, 1_010]);
    const [requested] = (await asked(
      'companies(first: 5) { nodes { contacts(first: 1, where: { name: { contains: "no such" } }) { nodes { id } } } }',
    )) as [number];
    expect(requested).toBe(10 + 5 + 5 + 5 * 1_000);
  });

  test('is bounded: an operation of many searches is refused before it runs, and who searches on and on waits', async () => {
    const many = Array.from({ length: 150 }, (_, at) => `{ name: { contains: "q${String(at)}" } }`).join();
    const list = (name: string): string => `${name}: contacts(first: 1, where: { or: [${many}] }) { nodes { id } }`;
    expect((await owner.query(`{ ${list('a')} }`)).errors).toEqual([]);
    expect((await owner.query(`{ ${list('a')} ${list('b')} }`)).code).toBe('COST_EXCEEDED');
    const viewer = await clientFor(server.url, 'viewer@acme.test', 'acme');
    const codes: unknown[] = [];
    // Of 2,000,000 points, and 100,000 more with each second.
    await Promise.all(
      Array.from({ length: 60 }, async () => codes.push((await viewer.query(`{ ${list('a')} }`)).code)),
    );
    expect(codes.filter((code) => code === 'RATE_LIMITED').length).toBeGreaterThan(20);
  });

  test('is the same whichever way the operation goes', async () => {
    const walked = await startServer({ databases: server.databases, compiledAnswers: false });
    try {
      const other = await clientFor(walked.url, 'owner@acme.test', 'acme');
      for (const query of [TEN, '{ companies(first: 3) { nodes { name contacts(first: 2) { totalCount } } } }']) {
        const [one, two] = [(await owner.query(query)).cost, (await other.query(query)).cost];
        expect({ requested: one?.requested, actual: one?.actual }).toEqual({
          requested: two?.requested,
          actual: two?.actual,
        });
      }
    } finally {
      await walked.stop();
    }
  });

  test('says the same of a foreign record and of none', async () => {
    const globex = await clientFor(server.url, 'owner@globex.test', 'globex');
    const { data } = await globex.query<{ contacts: { nodes: { id: string }[] } }>(
      '{ contacts(first: 1) { nodes { id } } }',
    );
    const ask = (id: string): Promise<unknown> =>
      owner
        .query('query ($id: ID!) { contact(id: $id) { name } }', { id })
        .then(({ cost }) => [cost?.requested, cost?.actual]);
    expect(await ask(data?.contacts.nodes[0]?.id ?? '')).toEqual(await ask('con_01a209c1-d3dc-79ec-b091-72fbbac3a3a5'));
  });

  test('counts a write', async () => {
    const { cost } = await owner.query(
      'mutation { createContact(input: { name: "Somebody" }) { contact { id name } } }',
    );
    expect(cost?.requested).toBe(10 + 50 + 2);
  });

  test('is not told where nothing was asked of the database', async () => {
    expect((await owner.query('{ __typename }')).cost).toBeUndefined();
  });
});

describe('a budget', () => {
  let server: RunningServer;
  const environment = {
    OPERATION_COST: '2000',
    ACTOR_BUDGET: '3000',
    ACTOR_RESTORE_RATE: '300',
    TENANT_BUDGET: '9000',
    TENANT_RESTORE_RATE: '1',
  };
  /** 1,010 points. */
  const SPEND = '{ contacts(first: 100) { nodes { id a: id b: id c: id d: id e: id f: id g: id h: id i: id } } }';

  beforeAll(async () => {
    server = await startServer({ environment });
  });
  afterAll(() => server.stop());

  test('one operation above its maximum is COST_EXCEEDED, and nothing runs', async () => {
    const owner = await clientFor(server.url, 'owner@globex.test', 'globex');
    await owner.query('{ contacts(first: 1) { nodes { id } } }');
    const before = server.database.statements;
    const { code, data } = await owner.query(
      '{ companies(first: 50) { nodes { contacts(first: 50) { nodes { id } } } } }',
    );
    expect({ code, data }).toEqual({ code: 'COST_EXCEEDED', data: null });
    expect(server.database.statements).toBe(before);
  });

  test('is charged once for what was begun again because rights had changed', async () => {
    const owner = await clientFor(server.url, 'owner@globex.test', 'globex');
    const { cost } = await owner.query('{ contacts(first: 1) { nodes { id } } }');
    const changer = new PgClient({ connectionString: server.databases.superuserUrl });
    await changer.connect();
    await changer.query('update auth.tenant_authority set version = gen_random_uuid()');
    await changer.end();
    const again = await owner.query(SPEND);
    expect(again.code).toBeUndefined();
    expect(again.cost?.requested).toBe(1_010);
    // A second goes by at most, and gives 300.
    expect((cost?.available ?? 0) - (again.cost?.available ?? 0)).toBeLessThanOrEqual(again.cost?.actual ?? 0);
  });

  test('an actor that spent it is RATE_LIMITED and told how long to wait; a colleague is not', async () => {
    const editor = await clientFor(server.url, 'editor@acme.test', 'acme');
    let answer = await editor.query(SPEND);
    let tries = 0;
    while (answer.code === undefined && (tries += 1) < 10) answer = await editor.query(SPEND);
    expect(tries).toBeGreaterThan(1);
    expect(answer.code).toBe('RATE_LIMITED');
    const wait = answer.errors[0]?.extensions?.retryAfter as number;
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(4);
    expect(answer.headers.get('retry-after')).toBe(String(wait));
    const viewer = await clientFor(server.url, 'viewer@acme.test', 'acme');
    expect((await viewer.query('{ contacts(first: 1) { nodes { id } } }')).code).toBeUndefined();
    await pause(wait * 1_000);
    expect((await editor.query(SPEND)).code).toBeUndefined();
  });

  test('keeps nobody from taking consent back', async () => {
    const server = await startServer({ environment: { ...environment, ACTOR_RESTORE_RATE: '1' } });
    const admin = await clientFor(server.url, 'admin@acme.test', 'acme');
    try {
      const granted = await admin.query<{ grantSupportAccess: { grant: { id: string } } }>(
        'mutation { grantSupportAccess(input: { categories: ["IDENTITY"], purpose: SUPPORT_TICKET, reason: "x" }) { grant { id } } }',
      );
      const id = granted.data?.grantSupportAccess.grant.id ?? '';
      for (let tries = 0; tries < 10; tries += 1) if ((await admin.query(SPEND)).code === 'RATE_LIMITED') break;
      expect((await admin.query(SPEND)).code).toBe('RATE_LIMITED');
      const ended = await admin.query('mutation ($id: ID!) { revokeSupportAccess(id: $id) { grant { status } } }', {
        id,
      });
      expect(ended.data).toEqual({ revokeSupportAccess: { grant: { status: 'REVOKED' } } });
    } finally {
      await server.stop();
    }
  });

  test('all of a tenant share one, and another tenant’s is its own', async () => {
    const clients = await Promise.all(
      ['owner', 'admin', 'viewer', 'editor'].map((name) => clientFor(server.url, `${name}@acme.test`, 'acme')),
    );
    const codes: (string | undefined)[] = [];
    for (const client of clients)
      for (let index = 0; index < 4; index += 1) codes.push((await client.query(SPEND)).code);
    expect(codes.at(-1)).toBe('RATE_LIMITED');
    const globex = await clientFor(server.url, 'owner@globex.test', 'globex');
    expect((await globex.query('{ contacts(first: 10) { nodes { id } } }')).code).toBeUndefined();
  });
});

describe('a tenant that asks for much at once', () => {
  test('leaves connections to others, and its line is short', async () => {
    const server = await startServer({ environment: { POOL_SIZE: '4', TENANT_CONCURRENCY: '2' } });
    const blocker = new PgClient({ connectionString: server.databases.superuserUrl });
    await blocker.connect();
    try {
      const acme = await clientFor(server.url, 'owner@acme.test', 'acme');
      const globex = await clientFor(server.url, 'owner@globex.test', 'globex');
      await acme.query('{ invoices(first: 1) { nodes { id } } }');
      await globex.query('{ contacts(first: 1) { nodes { id } } }');
      await blocker.query('begin; lock table invoice in access exclusive mode');
      const stuck = Array.from({ length: 120 }, () => acme.query('{ invoices(first: 1) { nodes { id } } }'));
      const settled = Promise.all(stuck);
      let refused = 0;
      for (const one of stuck) void one.then(({ code }) => (refused += code === 'RATE_LIMITED' ? 1 : 0));
      for (let tries = 0; refused < 18 && tries < 200; tries += 1) await pause(10);
      // Without a bound all connections would be waiting for the lock, and this too, until it is UNAVAILABLE.
      expect((await globex.query('{ contacts(first: 1) { nodes { id } } }')).code).toBeUndefined();
      await blocker.query('rollback');
      const codes = (await settled).map(({ code }) => code);
      expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(18);
      expect(codes.filter((code) => code === undefined)).toHaveLength(102);
    } finally {
      await blocker.end();
      await server.stop();
    }
  });
});
