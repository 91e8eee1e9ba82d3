import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { ACME, connected, createWorld, type World } from './world.js';

const SEALS = Array.from({ length: 40 }, (_, n) => `00000000-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`);
const [FIRST = '', SECOND = ''] = SEALS;
const MIDDLE = SEALS[20] ?? '';

describe('Seals that several nodes lift and fence at once', () => {
  let world: World;
  let one: Client;
  let other: Client;

  beforeAll(async () => {
    world = await createWorld();
  });
  beforeEach(async () => {
    one = await connected(world.database.apiUrl);
    other = await connected(world.database.apiUrl);
    await world.owner.query('truncate public.seal');
    // In the table the last comes first.
    for (const id of [...SEALS].reverse()) {
      await world.owner.query(
        'insert into public.seal (tenant_id, id, authorities, bound_ms) values ($1, $2, array[gen_random_uuid()], 250)',
        [ACME, id],
      );
    }
  });
  afterEach(() => Promise.all([one.end(), other.end()]));
  afterAll(() => world.end());

  const lift = (client: Client, ids: readonly string[]): Promise<unknown> =>
    client.query('select auth.lift_seals($1)', [ids]);
  const fence = (client: Client, ids: readonly string[]): Promise<unknown> =>
    client.query('select auth.fence_seals($1)', [ids]);
  const standing = async (): Promise<Record<string, number>> => {
    const { rows } = await world.owner.query<{ id: string; bound_ms: number }>('select id, bound_ms from public.seal');
    return Object.fromEntries(rows.map(({ id, bound_ms }) => [id, bound_ms]));
  };

  const waitingForLocks = async (count: number): Promise<void> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const { rows } = await world.owner.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_locks l
           join pg_stat_activity a on a.pid = l.pid and a.datname = current_database() where not l.granted`,
      );
      if (rows[0]?.waiting === count) return;
      await pause(50);
    }
    throw new Error('They do not wait.');
  };

  test('are fenced without waiting for one that another node is lifting', async () => {
    await one.query('begin');
    await lift(one, [SECOND]);
    await other.query(`set lock_timeout = '2s'`);
    await expect(fence(other, [FIRST, SECOND])).resolves.toBeDefined();
    await one.query('commit');
    expect(await standing()).toMatchObject({ [FIRST]: 0 });
    expect(await standing()).not.toHaveProperty(SECOND);
  });

  test('are lifted all the same where another node is fencing them', async () => {
    await one.query('begin');
    await fence(one, SEALS);
    const lifting = lift(other, [FIRST, SECOND]);
    await waitingForLocks(1);
    await one.query('commit');
    await lifting;
    expect(Object.keys(await standing())).toHaveLength(SEALS.length - 2);
  });

  test('are lifted by two nodes without a deadlock, in whatever order their plans find them', async () => {
    await one.query('set enable_indexscan = off');
    await one.query('set enable_bitmapscan = off');
    await other.query('set enable_seqscan = off');
    await other.query('set enable_bitmapscan = off');
    // Both have begun, from either end, and wait for the one in the middle.
    await world.owner.query('begin');
    await world.owner.query('select from public.seal where id = $1 for update', [MIDDLE]);
    const both = Promise.all([lift(one, SEALS), lift(other, SEALS)]);
    await waitingForLocks(2);
    await world.owner.query('commit');
    await both;
    expect(await standing()).toEqual({});
  });
});
