import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ACME, createWorld, GLOBEX, idOf, type World } from './world.js';

/**
 * A session's proof of membership saves the second wall most of its way. That nothing rests on an old one is held by the tests of the wall and
 * of standings, which run with one as well; here is what only a proof can do wrong.
 */
describe('A proof of membership', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld('id');
  });
  afterAll(async () => {
    await world.end();
  });
  beforeEach(async () => {
    await world.owner.query('update auth.session set proven_tenant = null, proven_version = null');
    await world.one('editor', 'acme', 'auth.prove_membership()');
  });

  const proof = async (): Promise<unknown> => {
    const { rows } = await world.owner.query(
      'select proven_tenant, proven_version, proven_factor from auth.session where user_id = $1',
      [idOf('editor')],
    );
    return rows[0];
  };
  const version = async (tenant: string): Promise<unknown> => {
    const { rows } = await world.owner.query('select version from auth.tenant_authority where tenant_id = $1', [
      tenant,
    ]);
    return (rows[0] as { version: unknown }).version;
  };
  const fingerprint = async (): Promise<string> =>
    ((await world.one('editor', 'acme', 'auth.standing()')) as { fingerprint: string }).fingerprint;
  /** How many contacts a statement sees that says what it expects. */
  const seenExpecting = async (print: string): Promise<unknown> =>
    world.one(
      'editor',
      'acme',
      `(select count(*)::int from (select set_config('sluice.print', $1, true)) p cross join lateral (select 1 from public.contact) c)`,
      [print],
    );

  test('is made for a member, of the tenant as it is', async () => {
    expect(await proof()).toEqual({ proven_tenant: ACME, proven_version: await version(ACME), proven_factor: false });
  });

  test.each(['support', 'administrator', 'external', 'globexOwner'] as const)('is never made for %s', async (who) => {
    await world.one(who, 'acme', 'auth.prove_membership()');
    const { rows } = await world.owner.query('select proven_tenant from auth.session where user_id = $1', [idOf(who)]);
    expect(rows).toEqual([{ proven_tenant: null }]);
  });

  test.each([
    ['whose membership has ended', 'auth.membership set ended_at = now()', 'auth.membership set ended_at = null'],
    [
      'whose account is closed',
      'auth.user_account set deactivated_at = now()',
      'auth.user_account set deactivated_at = null',
    ],
    ['who works for the vendor now', `auth.user_account set staff = 'SUPPORT'`, 'auth.user_account set staff = null'],
  ])('is never made for somebody %s', async (_who, change, back) => {
    const where = ` where ${change.startsWith('auth.membership') ? 'user_id' : 'id'} = $1`;
    await world.owner.query(`update ${change}${where}`, [idOf('editor')]);
    await world.revive('editor');
    await world.owner.query('update auth.session set proven_tenant = null, proven_version = null');
    await world.one('editor', 'acme', 'auth.prove_membership()');
    expect(await proof()).toMatchObject({ proven_tenant: null });
    await world.owner.query(`update ${back}${where}`, [idOf('editor')]);
    await world.revive('editor');
    await world.one('editor', 'acme', 'auth.prove_membership()');
    expect(await proof()).toMatchObject({ proven_tenant: ACME });
  });

  test('is never made where the tenant demands a second factor that is missing', async () => {
    const demand = async (required: boolean): Promise<unknown> =>
      world.owner.query('update auth.tenant_authority set second_factor_required = $2 where tenant_id = $1', [
        ACME,
        required,
      ]);
    await demand(true);
    await world.owner.query('update auth.session set proven_tenant = null, proven_version = null');
    await world.one('editor', 'acme', 'auth.prove_membership()');
    expect(await proof()).toMatchObject({ proven_tenant: null });
    await demand(false);
  });

  test('says nothing of another tenant, nor of the same one at another version', async () => {
    expect(await world.one('editor', 'globex', 'auth.tenant_id()')).toBeNull();
    await world.owner.query(`update auth.session set proven_tenant = $1, proven_version = $2 where user_id = $3`, [
      GLOBEX,
      await version(ACME),
      idOf('editor'),
    ]);
    expect(await world.one('editor', 'globex', 'auth.tenant_id()')).toBeNull();
    expect(await world.one('editor', 'acme', 'auth.tenant_id()')).toBe(ACME);
  });

  test('is over once anything of the account changes', async () => {
    const before = await version(ACME);
    await world.owner.query(`update auth.user_account set name = 'another' where id = $1`, [idOf('editor')]);
    expect(await version(ACME)).not.toBe(before);
    expect(await version(GLOBEX)).not.toBe(before);
    await world.owner.query(`update auth.user_account set name = 'editor' where id = $1`, [idOf('editor')]);
  });

  test('opens nothing to a session that has ended, is idle or has run out', async () => {
    const { rows } = await world.owner.query(
      'select ended_at, seen_at, expires_at from auth.session where user_id = $1',
      [idOf('editor')],
    );
    const was = Object.values(rows[0] as object) as unknown[];
    for (const over of ['ended_at = now()', `seen_at = now() - interval '1 day'`, 'expires_at = now()']) {
      await world.owner.query(`update auth.session set ${over} where user_id = $1`, [idOf('editor')]);
      expect([over, await world.one('editor', 'acme', 'auth.tenant_id()')]).toEqual([over, null]);
      await world.owner.query(
        'update auth.session set ended_at = $2, seen_at = $3, expires_at = $4 where user_id = $1',
        [idOf('editor'), ...was],
      );
    }
  });

  test('opens nothing where a code is needed and the session has shown none', async () => {
    const prove = async (factor: boolean): Promise<unknown> =>
      world.owner.query(`update auth.session set proven_factor = $2, proven_print = 'proven/' where user_id = $1`, [
        idOf('editor'),
        factor,
      ]);
    await prove(false);
    expect(await seenExpecting('proven/-')).toBe(3);
    await prove(true);
    expect(await seenExpecting('proven/-')).toBe(0);
  });

  describe.each([
    ['with', true],
    ['without', false],
  ])('A statement that says what it expects, %s a proof', (_with, proven) => {
    beforeEach(async () => {
      if (!proven) await world.owner.query('update auth.session set proven_tenant = null, proven_version = null');
    });

    test('sees rows where it is so, and none where it says something else', async () => {
      expect(await seenExpecting(await fingerprint())).toBe(3);
      expect(await seenExpecting('anything else')).toBe(0);
    });

    test('sees none where it was so, or never', async () => {
      const print = await fingerprint();
      await world.owner.query('update auth.tenant_authority set version = gen_random_uuid() where tenant_id = $1', [
        ACME,
      ]);
      expect(await seenExpecting(print)).toBe(0);
      expect(await seenExpecting('anything else')).toBe(0);
      expect(await seenExpecting(await fingerprint())).toBe(3);
    });
  });
});
