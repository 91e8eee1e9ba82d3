import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import {
  ACME,
  connected,
  createWorld,
  digestOf,
  giveGrant,
  GLOBEX,
  idOf,
  withdrawGrants,
  type Who,
  type World,
} from './world.js';

const GRANT = '00000000-0000-7000-8000-000000000031';
const OTHER_GRANT = '00000000-0000-7000-8000-000000000032';
const NO_PROOF =
  'proven_tenant = null, proven_version = null, proven_until = null, proven_reach = null, proven_grants = null, proven_for = null';
/** That it ends then, and what it opens with it. */
const ends = (when: string): string =>
  `proven_until = ${when}, proven_for = '#' || s.proven_tenant, proven_ends = ${when}`;

/**
 * The session of support staff proves which grants let them in. That nothing rests on an old proof is held by the tests of the wall and of
 * standings as well, which run once with one behind each statement; here is what only a proof can do wrong.
 */
describe('A proof of what support reaches', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld('id');
  });
  afterAll(async () => {
    await world.end();
  });
  beforeEach(async () => {
    await giveGrant(world, GRANT);
  });
  afterEach(async () => {
    await withdrawGrants(world);
    await world.owner.query(`update auth.session set ${NO_PROOF}`);
  });

  const prove = async (who: Who = 'support', tenant = 'acme'): Promise<unknown> =>
    world.one(who, tenant, 'auth.prove_reach()');
  const proof = async (who: Who = 'support'): Promise<unknown> => {
    const { rows } = await world.owner.query(
      'select proven_tenant as tenant, proven_grants as grants, proven_print as print from auth.session where user_id = $1',
      [idOf(who)],
    );
    return rows[0];
  };
  const contacts = async (who: Who = 'support', tenant = 'acme'): Promise<unknown> =>
    world.one(who, tenant, '(select count(*)::int from public.contact)');
  const told = async (): Promise<unknown> =>
    (await world.as('support', 'acme', 'select tenant_id, user_id from auth.proven_membership')).rows;
  const fingerprint = async (): Promise<string> =>
    ((await world.one('support', 'acme', 'auth.standing()')) as { fingerprint: string }).fingerprint;
  const confirmed = async (how: string, print: string): Promise<Record<string, unknown>[]> =>
    (await world.as('support', 'acme', `select * from auth.${how}($1)`, [print])).rows;
  /** As if nothing but time had passed since it was made. */
  const keepProof = async (change: string): Promise<void> => {
    await world.owner.query(
      `update auth.session s set proven_version = a.version, ${change}
         from auth.tenant_authority a where a.tenant_id = s.proven_tenant and s.user_id = $1`,
      [idOf('support')],
    );
  };

  test('names the tenant and the grants, and is none of membership', async () => {
    await giveGrant(world, OTHER_GRANT, { staff_id: idOf('otherSupport') });
    expect(await prove()).toBe(true);
    expect(await proof()).toEqual({ tenant: ACME, grants: GRANT, print: null });
    await prove('otherSupport');
    expect(await proof('otherSupport')).toEqual({ tenant: ACME, grants: `${GRANT},${OTHER_GRANT}`, print: null });
    expect(await told()).toEqual([{ tenant_id: ACME, user_id: idOf('support') }]);
  });

  test.each(['owner', 'viewer', 'external', 'administrator', 'newSupport'] as const)(
    'is never made for %s',
    async (who) => {
      await prove(who);
      expect(await proof(who)).toMatchObject({ tenant: null });
    },
  );

  test('is never made where no grant lives, or it is somebody else’s', async () => {
    await prove('support', 'globex');
    expect(await proof()).toMatchObject({ tenant: null });
    await withdrawGrants(world);
    await giveGrant(world, GRANT, { staff_id: idOf('otherSupport') });
    await prove();
    expect(await proof()).toMatchObject({ tenant: null });
    await giveGrant(world, OTHER_GRANT, { expires_at: new Date(Date.now() - 1_000) });
    await prove();
    expect(await proof()).toMatchObject({ tenant: null });
  });

  test('opens what the long way opens, and confirms what it confirms', async () => {
    const [before] = await confirmed('confirm_reach', await fingerprint());
    await prove();
    const [proven] = await confirmed('confirm_reach', await fingerprint());
    const [long] = await confirmed('confirm', await fingerprint());
    for (const found of [before, proven, long]) {
      expect(found).toMatchObject({ tenant_id: ACME, user_id: idOf('support') });
      expect(Number(found?.remaining_ms)).toBeGreaterThan(3_500_000);
      expect(Number(found?.remaining_ms)).toBeLessThanOrEqual(3_600_000);
    }
    expect(await confirmed('confirm_reach', `${await fingerprint()},${OTHER_GRANT}`)).toEqual([]);
    expect(await contacts()).toBe(3);
    expect(await contacts('support', 'globex')).toBe(0);
  });

  test('is over with the first of its grants, the commitment or the code, whatever else lives', async () => {
    await prove();
    // Nothing is left that would let anybody in but the proof.
    await world.owner.query(`update auth.support_grant set expires_at = now() - interval '1 second'`);
    expect([await contacts(), await told()]).toEqual([0, []]);
    await keepProof(ends(`now() + interval '1 minute'`));
    expect([await contacts(), await told()]).toEqual([3, [expect.anything()]]);
    const print = await world.owner.query<{ print: string }>(
      `select proven_reach || extract(epoch from stepped_up_until) || '/' || proven_grants as print from auth.session where user_id = $1`,
      [idOf('support')],
    );
    const expected = print.rows[0]?.print ?? '';
    expect(await confirmed('confirm_reach', expected)).toHaveLength(1);
    await keepProof(ends('now()'));
    expect([await contacts(), await told(), await confirmed('confirm_reach', expected)]).toEqual([0, [], []]);
    await keepProof(`${ends(`now() + interval '1 minute'`)}, stepped_up_until = now()`);
    expect([await contacts(), await told(), await confirmed('confirm_reach', expected)]).toEqual([0, [], []]);
    await keepProof(`stepped_up_until = now() + interval '1 hour'`);
    expect(await contacts()).toBe(0);
    await keepProof(ends(`now() + interval '1 minute'`));
    expect(await contacts()).toBe(3);
  });

  test('lasts until the first of its grants ends', async () => {
    const soon = new Date(Date.now() + 60_000);
    await giveGrant(world, OTHER_GRANT, { expires_at: soon });
    await prove();
    const { rows } = await world.owner.query('select proven_until, proven_ends from auth.session where user_id = $1', [
      idOf('support'),
    ]);
    expect(rows).toEqual([{ proven_until: soon, proven_ends: soon }]);
  });

  test('lasts no longer than the code that was shown, and is not made without one', async () => {
    const shown = async (until: Date | null): Promise<unknown> => {
      await world.owner.query('update auth.session set stepped_up_until = $2 where user_id = $1', [
        idOf('support'),
        until,
      ]);
      await prove();
      const { rows } = await world.owner.query<{ ends: Date; whom: string | null }>(
        'select proven_ends as ends, proven_for as whom from auth.session where user_id = $1',
        [idOf('support')],
      );
      return rows[0];
    };
    const soon = new Date(Date.now() + 60_000);
    expect(await shown(soon)).toEqual({ ends: soon, whom: `#${ACME}` });
    for (const until of [null, new Date(Date.now() - 1_000)]) {
      expect(await shown(until)).toMatchObject({ whom: null });
      expect([await contacts(), await told()]).toEqual([0, []]);
    }
    await shown(new Date(Date.now() + 3_600_000));
  });

  test.each([
    ['is closed', 'deactivated_at = now()', 'deactivated_at = null'],
    ['is no longer committed', 'confidentiality_accepted_at = null', 'confidentiality_accepted_at = now()'],
    ['works elsewhere', `staff = 'ADMINISTRATOR'`, `staff = 'SUPPORT'`],
    ['has another name', `name = 'another'`, `name = 'support'`],
  ])('is gone once the account %s', async (_what, change, back) => {
    await prove();
    expect(await proof()).toMatchObject({ tenant: ACME });
    await world.owner.query(`update auth.user_account set ${change} where id = $1`, [idOf('support')]);
    expect([await proof(), await told()]).toEqual([{ tenant: null, grants: null, print: null }, []]);
    await world.owner.query(`update auth.user_account set ${back} where id = $1`, [idOf('support')]);
    await world.revive('support');
  });

  test('is over once a grant of the tenant changes', async () => {
    await prove();
    await giveGrant(world, OTHER_GRANT);
    expect([await told(), await contacts()]).toEqual([[], 3]);
    await prove();
    await world.owner.query(
      `update auth.support_grant set status = 'REVOKED', revoked_at = now(), ended_by = granted_by`,
    );
    expect([await told(), await contacts()]).toEqual([[], 0]);
  });

  describe('and a change of the account at the same moment', () => {
    let other: Client;
    beforeEach(async () => {
      other = await connected(world.database.migrationUrl);
    });
    afterEach(async () => {
      await other.end();
      await world.owner.query('update auth.user_account set confidentiality_accepted_at = now() where id = $1', [
        idOf('support'),
      ]);
    });
    const withdraw = (): Promise<unknown> =>
      other.query('update auth.user_account set confidentiality_accepted_at = null where id = $1', [idOf('support')]);

    test('is not made while one is under way, and says so', async () => {
      await other.query('begin');
      await withdraw();
      expect(await prove()).toBe(false);
      await other.query('commit');
      expect([await proof(), await contacts()]).toEqual([{ tenant: null, grants: null, print: null }, 0]);
    });

    test('is found by one that waited for it', async () => {
      const api = await connected(world.database.apiUrl);
      try {
        await api.query('begin');
        await api.query(`select set_config('sluice.credential', $1, true), set_config('sluice.tenant', $2, true)`, [
          digestOf('support').toString('hex'),
          `#${ACME}`,
        ]);
        await api.query('select auth.prove_reach()');
        const withdrawn = withdraw();
        await api.query('commit');
        await withdrawn;
      } finally {
        await api.end();
      }
      expect([await proof(), await contacts()]).toEqual([{ tenant: null, grants: null, print: null }, 0]);
    });
  });

  describe.each([
    ['with', true],
    ['without', false],
  ])('What is written under a grant, %s a proof', (_with, proven) => {
    beforeEach(async () => {
      if (proven) await prove();
    });
    const seal = (tenant: string): Promise<unknown> =>
      world.as(
        'support',
        'acme',
        'insert into public.seal (tenant_id, id, authorities, bound_ms) values ($1, gen_random_uuid(), $2, 1)',
        [tenant, `{${GRANT}}`],
      );
    const entry = (tenant: string, who: Who, actor = 'SUPPORT', kind = 'SUPPORT_GRANT'): Promise<unknown> =>
      world.as(
        'support',
        'acme',
        `insert into public.access_entry (tenant_id, id, at, actor, actor_id, actor_name, authority, authority_kind, disclosed)
         values ($1, gen_random_uuid(), now(), $2, $3, 'support', $4, $5, '[]')`,
        [tenant, actor, idOf(who), GRANT, kind],
      );

    test('is of that tenant and of whoever asks', async () => {
      await expect(seal(ACME)).resolves.toMatchObject({ rowCount: 1 });
      await expect(entry(ACME, 'support')).resolves.toMatchObject({ rowCount: 1 });
      for (const refused of [
        () => seal(GLOBEX),
        () => entry(GLOBEX, 'support'),
        () => entry(ACME, 'otherSupport'),
        () => entry(ACME, 'otherSupport', 'INTEGRATION', 'API_TOKEN'),
      ])
        await expect(refused()).rejects.toMatchObject({ code: '42501' });
      await withdrawGrants(world);
      for (const refused of [() => seal(ACME), () => entry(ACME, 'support')])
        await expect(refused()).rejects.toMatchObject({ code: '42501' });
    });
  });
});
