/** Brief statements of several requests travel together; that one of them fails, is late or is new to the connection is its own affair. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { Database, type Presented, type Row, type OwnStatement } from '../../src/access/database.js';
import { ConsentChanging } from '../../src/access/database-fault.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const NOBODY: Presented = { credential: '', tenant: '' };
const TIMEOUT_MS = 1_000;

const brief = (text: string, more: Partial<OwnStatement> = {}): OwnStatement => ({
  text,
  values: [],
  brief: true,
  ...more,
});
const BACKEND = brief('select pg_backend_pid()', { name: 'backend' });
const TENANT = brief(`select current_setting('sluice.tenant', true)`, { name: 'tenant' });
const refused = (code: string): OwnStatement =>
  brief(`do $$ begin raise exception 'not now' using errcode = '${code}'; end $$`);

describe('Brief statements', () => {
  let databases: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    databases = await createTestDatabase();
  });
  afterAll(() => databases.drop());
  beforeEach(() => {
    database = new Database({
      url: databases.apiUrl,
      poolSize: 5,
      statementTimeoutMs: TIMEOUT_MS,
      connectTimeoutMs: 10_000,
      onError: () => undefined,
    });
  });
  afterEach(() => database.close());

  const ask = (statement: OwnStatement, presented = NOBODY): Promise<Row[]> => database.run(presented, statement);
  const all = (statements: readonly OwnStatement[]): Promise<PromiseSettledResult<Row[]>[]> =>
    Promise.allSettled(statements.map((statement) => ask(statement)));
  const value = (result: PromiseSettledResult<Row[]>): unknown =>
    result.status === 'fulfilled' ? result.value[0]?.[0] : (result.reason as unknown);

  test('that are asked for at once share a connection, at most four of them, and others do not', async () => {
    const together = (await all([BACKEND, BACKEND, BACKEND, BACKEND, BACKEND, BACKEND])).map(value);
    expect(new Set(together.slice(0, 4)).size).toBe(1);
    expect(new Set(together).size).toBe(2);
    const { brief: _, ...long } = BACKEND;
    expect(new Set((await all([long, long, long, long])).map(value)).size).toBe(4);
  });

  test('each see the settings of their own request, and leave nothing behind', async () => {
    const tenants = ['#one', '#two', '', '#four'];
    const seen = await Promise.all(tenants.map((tenant) => ask(TENANT, { credential: '', tenant })));
    expect(seen).toEqual(tenants.map((tenant) => [[tenant]]));
    expect(await ask(TENANT)).toEqual([['']]);
  });

  test('of one asker are one transaction, and those of another, or under another standing, are others', async () => {
    const began = brief('select now()::text, pg_backend_pid()', { name: 'began' });
    const rows = await Promise.all([
      ask(began, { credential: 'aa', tenant: '#one' }),
      ask(began, { credential: 'aa', tenant: '#two' }),
      ask(began, { credential: 'aa', tenant: '#one' }),
      ask({ ...began, expects: 'another standing' }, { credential: 'aa', tenant: '#one' }),
    ]);
    const [first, otherTenant, same, otherStanding] = rows.map(([row]) => row?.[0]);
    expect(same).toBe(first);
    expect(new Set([first, otherTenant, otherStanding]).size).toBe(3);
    expect(new Set(rows.map(([row]) => row?.[1])).size).toBe(1);
  });

  test('of several credentials in one tenant are each asked under their own', async () => {
    const who = brief(`select current_setting('sluice.credential')`, { name: 'who' });
    const credentials = ['aa', 'bb', 'aa', 'cc'];
    const seen = await Promise.all(credentials.map((credential) => ask(who, { credential, tenant: '#one' })));
    expect(seen).toEqual(credentials.map((credential) => [[credential]]));
  });

  test('of one asker have each a snapshot of its own', async () => {
    const elsewhere = new Client({ connectionString: databases.superuserUrl });
    await elsewhere.connect();
    try {
      await elsewhere.query('create table public.seen (at int); grant select on public.seen to public');
      const count = brief('select count(*) from public.seen', { name: 'count' });
      const asked = Promise.all([ask(count), ask(brief('select pg_sleep(0.5)')), ask(count)]);
      await pause(100);
      await elsewhere.query('insert into public.seen values (1)');
      expect((await asked).map(([row]) => row?.[0])).toEqual(['0', '', '1']);
    } finally {
      await elsewhere.end();
    }
  });

  test.each([
    ['is refused', 'SL002', ConsentChanging],
    ['fails', '22012', Error],
  ])('are answered although one among them %s', async (_, code, kind) => {
    for (let round = 0; round < 3; round += 1) {
      const results = await all([brief('select 1'), refused(code), brief('select 3'), TENANT]);
      expect(results.map(value)).toEqual(['1', expect.any(kind), '3', '']);
    }
    expect(database.pool.idleCount).toBe(database.pool.totalCount);
  });

  test.each([
    ['of others', ['#one', '#two', '#three', '#four']],
    ['of one asker', ['', '', '', '']],
  ])('%s find what an earlier one of the same trip was to prepare and did not', async (_, tenants) => {
    const named = (number: number): OwnStatement =>
      brief(`select ${String(number)}`, { name: `new ${String(number)}` });
    for (let number = 0; number < 230; number += 1) {
      const failing = { ...named(number), before: [{ text: refused('SL002').text, values: [] }] };
      const asked = [failing, named(number), failing, named(number)].map((statement, at) =>
        ask(statement, { credential: '', tenant: tenants[at] ?? '' }),
      );
      expect((await Promise.allSettled(asked)).map(value)).toEqual([
        expect.any(ConsentChanging),
        String(number),
        expect.any(ConsentChanging),
        String(number),
      ]);
    }
  });

  test('whose time is over are told so, and the others are answered', async () => {
    const late = { ...NOBODY, deadline: performance.now() };
    const results = await Promise.allSettled([ask(TENANT), ask(TENANT, late), ask(TENANT)]);
    expect(results.map(value)).toEqual(['', expect.objectContaining({ code: 'TIMEOUT' }), '']);
    expect(await Promise.allSettled([ask(TENANT, late), ask(TENANT, late)])).toHaveLength(2);
    expect(database.pool.idleCount).toBe(database.pool.totalCount);
  });

  test('one of which takes too long after all is stopped by the server, and those behind it are answered', async () => {
    const results = await all([brief('select pg_sleep(10)'), TENANT]);
    expect(results.map(value)).toEqual([expect.objectContaining({ code: 'TIMEOUT' }), '']);
  });

  test('all fail with their connection, as UNAVAILABLE, and the next ones have another', async () => {
    const broken = brief('select pg_terminate_backend(pg_backend_pid())');
    const results = await all([TENANT, broken, TENANT]);
    const gone = expect.objectContaining({ code: 'UNAVAILABLE' }) as unknown;
    expect(results.map(value)).toEqual(['', gone, gone]);
    expect((await all([TENANT, TENANT])).map(value)).toEqual(['', '']);
  });

  test('wait no longer than others for a connection, and then say so', async () => {
    const small = new Database({
      url: databases.apiUrl,
      poolSize: 1,
      statementTimeoutMs: TIMEOUT_MS,
      connectTimeoutMs: 100,
      onError: () => undefined,
    });
    const held = await small.pool.connect();
    const results = await Promise.allSettled([small.run(NOBODY, TENANT), small.run(NOBODY, TENANT)]);
    expect(results.map(value)).toEqual([
      expect.objectContaining({ code: 'UNAVAILABLE' }),
      expect.objectContaining({ code: 'UNAVAILABLE' }),
    ]);
    held.release();
    expect(await small.run(NOBODY, TENANT)).toEqual([['']]);
    await small.close();
  });
});
