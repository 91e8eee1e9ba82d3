import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import { ACME, connected, createWorld, giveGrant, GLOBEX, idOf, type World } from './world.js';

const GRANT = '00000000-0000-7000-8000-0000000000c1';
const HASH = 'a'.repeat(64);

/** The chain as the database keeps it: who may place an entry, and that each is placed once. */
describe('The chain of the access log', () => {
  let world: World;
  let superuser: Client;

  beforeAll(async () => {
    world = await createWorld();
    superuser = await connected(world.database.superuserUrl);
    await giveGrant(world, GRANT);
  });
  afterAll(async () => {
    await superuser.end();
    await world.end();
  });
  beforeEach(async () => {
    await superuser.query('delete from public.access_entry');
    await superuser.query('delete from auth.access_chain');
  });

  async function append(count: number, tenant = ACME): Promise<void> {
    await superuser.query(
      `insert into public.access_entry (tenant_id, id, at, actor, actor_id, actor_name, authority, authority_kind, disclosed)
       select $1, gen_random_uuid(), clock_timestamp(), 'SUPPORT', $2, 'support', $3, 'SUPPORT_GRANT', '[]' from generate_series(1, $4::int)`,
      [tenant, idOf('support'), GRANT, count],
    );
  }
  const link = async (most = 1_000): Promise<unknown> =>
    (await world.as(undefined, '', 'select linked, waiting from auth.chain_access_log($1)', [most])).rows[0];
  const places = async (tenant = ACME): Promise<unknown[]> =>
    (
      await superuser.query<{ place: string }>(
        'select place from public.access_entry where tenant_id = $1 and place is not null order by place',
        [tenant],
      )
    ).rows.map(({ place }) => Number(place));

  test('grows in order, as far as it was asked to, and an entry that has its place keeps it', async () => {
    await append(5);
    expect(await link(3)).toEqual({ linked: 3, waiting: 2 });
    const { rows: before } = await superuser.query(
      'select * from public.access_entry where place is not null order by id',
    );
    expect(await link()).toEqual({ linked: 2, waiting: 0 });
    expect(await link()).toEqual({ linked: 0, waiting: 0 });
    expect(await places()).toEqual([1, 2, 3, 4, 5]);
    const { rows: after } = await superuser.query('select * from public.access_entry where place <= 3 order by id');
    expect(after).toEqual(before);
    const { rows: late } = await superuser.query(
      `select a.place from public.access_entry a join public.access_entry b on a.place = b.place + 1 and a.at < b.at`,
    );
    expect(late).toEqual([]);
  });

  test('is one per tenant', async () => {
    await append(2);
    await append(3, GLOBEX);
    expect(await link()).toEqual({ linked: 5, waiting: 0 });
    expect(await places()).toEqual([1, 2]);
    expect(await places(GLOBEX)).toEqual([1, 2, 3]);
  });

  test('waits for nobody: what another node is at is left to it, and the other tenants go on', async () => {
    await append(2);
    await append(2, GLOBEX);
    const other = await connected(world.database.apiUrl);
    try {
      await other.query('begin');
      await other.query(`select pg_advisory_xact_lock(hashtextextended('access chain ' || $1, 0))`, [ACME]);
      expect(await link()).toEqual({ linked: 2, waiting: 2 });
      await other.query('rollback');
      expect(await link()).toEqual({ linked: 2, waiting: 0 });
    } finally {
      await other.end();
    }
  });

  test('has no gap where a node was stopped in the middle', async () => {
    await append(3);
    const other = await connected(world.database.apiUrl);
    other.on('error', () => undefined);
    await other.query('begin');
    await other.query('select * from auth.chain_access_log(2)');
    await superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
    );
    await other.end().catch(() => undefined);
    expect(await places()).toEqual([]);
    expect(await link()).toEqual({ linked: 3, waiting: 0 });
    expect(await places()).toEqual([1, 2, 3]);
  });

  test('does not fork when many link at once', async () => {
    const nodes = await Promise.all(Array.from({ length: 4 }, () => connected(world.database.apiUrl)));
    try {
      const linking = nodes.map(async (node) => {
        for (let round = 0; round < 25; round += 1) await node.query('select * from auth.chain_access_log(7)');
      });
      for (let round = 0; round < 20; round += 1) await append(5, round % 2 === 0 ? ACME : GLOBEX);
      await Promise.all(linking);
      await link();
    } finally {
      await Promise.all(nodes.map((node) => node.end()));
    }
    const whole = Array.from({ length: 50 }, (_, index) => index + 1);
    expect(await places()).toEqual(whole);
    expect(await places(GLOBEX)).toEqual(whole);
  });

  const ENTRY = `insert into public.access_entry (tenant_id, id, at, actor, actor_id, actor_name, authority, authority_kind, disclosed, place, hash)
    values ($1, gen_random_uuid(), now(), 'SUPPORT', $2, 'support', $3, 'SUPPORT_GRANT', '[]', $4, $5)`;
  test('is closed to the API: it appends entries without a place, and changes none', async () => {
    const attempt = (place: number | null, hash: string | null): Promise<unknown> =>
      world.as('support', 'acme', ENTRY, [ACME, idOf('support'), GRANT, place, hash]);
    await expect(attempt(1, HASH)).rejects.toMatchObject({ code: '42501' });
    await expect(attempt(null, HASH)).rejects.toMatchObject({ code: '42501' });
    await expect(attempt(1, null)).rejects.toMatchObject({ code: '42501' });
    await expect(attempt(null, null)).resolves.toMatchObject({ rowCount: 1 });
    for (const text of [
      `update public.access_entry set place = 1, hash = '${HASH}'`,
      `update public.access_entry set hash = null`,
      'select * from auth.access_chain',
      'update auth.access_chain set place = 0',
      'select auth.access_entry_text(1, e) from public.access_entry e',
    ]) {
      await expect(world.as('owner', 'acme', text)).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('lets not even the role of its functions move an entry', async () => {
    await append(2);
    await link();
    await superuser.query('begin');
    try {
      await superuser.query('set local role sluice_auth');
      const { rowCount } = await superuser.query(`update public.access_entry set place = place + 10, hash = $1`, [
        HASH,
      ]);
      expect(rowCount).toBe(0);
    } finally {
      await superuser.query('rollback');
    }
  });

  test('shows heads: all, those that moved of late, and from one tenant on', async () => {
    await append(2);
    await append(1, GLOBEX);
    await link();
    const heads = async (within: number | null, after: string | null, most = 10): Promise<unknown[]> =>
      (
        await world.as(undefined, '', 'select tenant_id, place::int from auth.chain_heads($1, $2, $3)', [
          within,
          after,
          most,
        ])
      ).rows;
    expect(await heads(null, null)).toEqual([
      { tenant_id: ACME, place: 2 },
      { tenant_id: GLOBEX, place: 1 },
    ]);
    expect(await heads(null, ACME)).toEqual([{ tenant_id: GLOBEX, place: 1 }]);
    expect(await heads(null, null, 1)).toEqual([{ tenant_id: ACME, place: 2 }]);
    expect(await heads(60_000, null)).toHaveLength(2);
    await superuser.query(`update auth.access_chain set at = now() - interval '1 hour' where tenant_id = $1`, [ACME]);
    expect(await heads(60_000, null)).toEqual([{ tenant_id: GLOBEX, place: 1 }]);
  });
});
