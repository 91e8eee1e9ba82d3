import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ACME, createWorld, digestOf, giveGrant, GLOBEX, idOf, withdrawGrants, type Who, type World } from './world.js';

const GRANT = '00000000-0000-7000-8000-000000000031';
const BEGIN = `auth.begin_session($1, $2, $3, $4, $5, null, null, null, '15 minutes')`;
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

describe('Identity', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterEach(async () => {
    await withdrawGrants(world);
  });
  afterAll(async () => {
    await world.end();
  });

  test('a password is looked up whatever the case of the address, and never for a closed account', async () => {
    const look = async (address: string | null): Promise<unknown[]> =>
      (await world.as(undefined, '', 'select * from auth.password_of($1)', [address])).rows;
    expect(await look('Owner@People.TEST')).toEqual([{ user_id: idOf('owner'), password_hash: 'hash' }]);
    expect(await look('nobody@people.test')).toEqual([]);
    expect(await look(null)).toEqual([]);
    await world.owner.query('update auth.user_account set deactivated_at = now() where id = $1', [idOf('viewer')]);
    expect(await look('viewer@people.test')).toEqual([]);
    await world.owner.query('update auth.user_account set deactivated_at = null where id = $1', [idOf('viewer')]);
    await world.revive('viewer');
  });

  test('a session begins for whoever brings the stored hash, lives, and ends for good', async () => {
    const secret = digest('fresh');
    const ends = await world.one(undefined, '', BEGIN, [idOf('owner'), 'hash', secret, '1 hour', '1 day']);
    expect(ends).toBeInstanceOf(Date);
    const me = (): Promise<unknown[]> =>
      world.as('owner', 'acme', 'select auth.user_id() as id', [], secret.toString('hex')).then(({ rows }) => rows);
    expect(await me()).toEqual([{ id: idOf('owner') }]);
    const end = (): Promise<unknown[]> =>
      world
        .as('owner', 'acme', 'select auth.end_session() as ended', [], secret.toString('hex'))
        .then(({ rows }) => rows);
    expect([await end(), await end()]).toEqual([[{ ended: true }], [{ ended: false }]]);
    expect(await me()).toEqual([{ id: null }]);
  });

  test.each<[string, unknown[], string]>([
    ['another hash', [idOf('owner'), 'hasH', digest('a'), '1 hour', '1 day'], 'UNAUTHENTICATED'],
    ['no hash', [idOf('owner'), null, digest('a'), '1 hour', '1 day'], 'UNAUTHENTICATED'],
    ['nobody', [ACME, 'hash', digest('a'), '1 hour', '1 day'], 'UNAUTHENTICATED'],
    ['a short digest', [idOf('owner'), 'hash', Buffer.from('a'), '1 hour', '1 day'], 'BAD_USER_INPUT'],
    ['no idle time', [idOf('owner'), 'hash', digest('a'), '0', '1 day'], 'BAD_USER_INPUT'],
    ['no lifetime', [idOf('owner'), 'hash', digest('a'), '1 hour', null], 'BAD_USER_INPUT'],
    ['years', [idOf('owner'), 'hash', digest('a'), '1 hour', '3 years'], 'BAD_USER_INPUT'],
    ['a digest in use', [idOf('owner'), 'hash', digestOf('editor'), '1 hour', '1 day'], 'CONFLICT'],
  ])('no session begins with %s', async (_what, values, hint) => {
    await expect(world.one(undefined, '', BEGIN, values)).rejects.toMatchObject({ code: 'SL001', hint });
  });

  test('an account keeps its fifty youngest sessions', async () => {
    for (let n = 0; n < 60; n += 1) {
      await world.one(undefined, '', BEGIN, [idOf('admin'), 'hash', digest(`many ${String(n)}`), '1 hour', '1 day']);
    }
    const { rows } = await world.owner.query('select digest from auth.session where user_id = $1', [idOf('admin')]);
    expect(rows).toHaveLength(50);
    expect(rows).toContainEqual({ digest: digest('many 59') });
    expect(rows).not.toContainEqual({ digest: digest('many 9') });
  });

  test('a session is touched at most once a minute, and a dead one stays dead', async () => {
    const seenAfter = async (change: string): Promise<unknown> => {
      await world.owner.query(`update auth.session set ${change} where digest = $1`, [digestOf('viewer')]);
      await world.one('viewer', '', 'auth.touch_session()');
      const { rows } = await world.owner.query(
        `select seen_at > now() - interval '10 seconds' as fresh from auth.session where digest = $1`,
        [digestOf('viewer')],
      );
      return (rows[0] as { fresh: boolean }).fresh;
    };
    expect(await seenAfter(`seen_at = now() - interval '50 seconds'`)).toBe(false);
    expect(await seenAfter(`seen_at = now() - interval '70 seconds'`)).toBe(true);
    expect(await seenAfter(`seen_at = now() - interval '61 minutes'`)).toBe(false);
    expect(await seenAfter(`seen_at = now() - interval '70 seconds', ended_at = now()`)).toBe(false);
  });

  test('everyone finds the tenants that he may address', async () => {
    const tenants = async (who: Who | undefined): Promise<unknown[]> =>
      (await world.as(who, '', 'select slug, actor, role, until from auth.addressable_tenants()')).rows;
    expect(await tenants('owner')).toEqual([{ slug: 'acme', actor: 'MEMBER', role: 'OWNER', until: null }]);
    expect(await tenants('external')).toEqual([{ slug: 'acme', actor: 'EXTERNAL', role: null, until: null }]);
    expect(await tenants('support')).toEqual([]);
    expect(await tenants('administrator')).toEqual([]);
    expect(await tenants(undefined)).toEqual([]);
    const until = new Date(Date.now() + 60_000);
    await giveGrant(world, GRANT, { expires_at: until, staff_id: idOf('support') });
    expect(await tenants('support')).toEqual([{ slug: 'acme', actor: 'SUPPORT', role: null, until }]);
    expect(await tenants('otherSupport')).toEqual([]);
    expect(await tenants('newSupport')).toEqual([]);
  });

  test('whoever looks after a tenant knows its people and the vendor’s support, others know themselves', async () => {
    const users = async (who: Who | undefined, tenant: string): Promise<unknown[]> =>
      (await world.as(who, tenant, 'select name from auth.visible_users()')).rows.map((row) => row.name);
    const support = ['newSupport', 'otherSupport', 'support'];
    expect(await users('owner', 'acme')).toEqual(
      ['admin', 'editor', 'external', 'owner', 'viewer', ...support].toSorted(byRootOrder),
    );
    expect(await users('globexOwner', 'globex')).toEqual(['globexOwner', ...support].toSorted(byRootOrder));
    expect(await users('owner', 'globex')).toEqual(['owner']);
    expect(await users('editor', 'acme')).toEqual(['editor']);
    expect(await users('support', 'acme')).toEqual(['support']);
    expect(await users(undefined, 'acme')).toEqual([]);
    const staff = async (who: Who): Promise<number> =>
      (await world.as(who, 'acme', 'select * from auth.support_staff()')).rows.length;
    expect([await staff('owner'), await staff('editor'), await staff('support'), await staff('globexOwner')]).toEqual([
      3, 0, 0, 0,
    ]);
  });

  test('the lock of a tenant is one number, and the database’s secret 32 bytes', async () => {
    expect(await world.one(undefined, '', 'auth.tenant_lock_key($1)', [ACME])).not.toBe(
      await world.one(undefined, '', 'auth.tenant_lock_key($1)', [GLOBEX]),
    );
    expect(await world.one(undefined, '', 'octet_length(auth.development_secret())')).toBe(32);
  });
});

const byRootOrder = (left: string, right: string): number => left.localeCompare(right, 'en');
