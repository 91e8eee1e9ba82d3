import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import { ACME, connected, CONTACTS_PER_TENANT, createWorld, giveGrant, idOf, type Who, type World } from './world.js';

const GRANT = '00000000-0000-7000-8000-000000000031';

/** Asked of the database alone, with no law before it. */
describe('the second wall and the second factor', () => {
  let world: World;
  /** May act as any role, and undo it all. */
  let superuser: Client;

  beforeAll(async () => {
    world = await createWorld();
    await giveGrant(world, GRANT);
    superuser = await connected(world.database.superuserUrl);
  });
  beforeEach(() => superuser.query('begin'));
  afterEach(() => superuser.query('rollback'));
  afterAll(async () => {
    await superuser.end();
    await world.end();
  });

  /** How many contacts of acme are seen, by both names that it has; in the transaction that is rolled back. */
  const seen = async (who: Who): Promise<readonly number[]> => {
    const counts: number[] = [];
    for (const tenant of ['acme', `#${ACME}`]) {
      await superuser.query(
        `select set_config('sluice.credential', encode(s.digest, 'hex'), true), set_config('sluice.tenant', $2, true)
           from auth.session s where s.user_id = $1`,
        [idOf(who), tenant],
      );
      await superuser.query('savepoint asking; set local role sluice_api');
      const { rows } = await superuser.query<{ count: string }>(
        'select count(*) from contact where tenant_id = (select auth.tenant_id())',
      );
      await superuser.query('rollback to asking');
      counts.push(Number(rows[0]?.count));
    }
    return counts;
  };
  const ALL = [CONTACTS_PER_TENANT, CONTACTS_PER_TENANT];
  const NONE = [0, 0];

  const account = (who: Who, change: string) =>
    superuser.query(`update auth.user_account set ${change} where id = $1`, [idOf(who)]);
  const session = (who: Who, change: string) =>
    superuser.query(`update auth.session set ended_at = null, ${change} where user_id = $1`, [idOf(who)]);
  const demanded = () => superuser.query('update auth.tenant_authority set second_factor_required = true');

  test('a grant opens nothing to a session whose last code is too old', async () => {
    expect(await seen('support')).toEqual(ALL);
    await session('support', `stepped_up_until = clock_timestamp() - interval '1 millisecond'`);
    expect(await seen('support')).toEqual(NONE);
  });

  test('nor to one that has shown none, which is nobody’s', async () => {
    await session('support', 'stepped_up_until = null');
    expect(await seen('support')).toEqual(NONE);
  });

  test('nor to staff without a second factor', async () => {
    await account('support', 'second_factor = false');
    await session('support', 'idle = idle');
    expect(await seen('support')).toEqual(NONE);
  });

  test.each(['owner', 'viewer', 'external'] as const)(
    'a tenant that demands it shuts %s out until there is one, whose code was shown',
    async (who) => {
      expect(await seen(who)).toEqual(ALL);
      await demanded();
      expect(await seen(who)).toEqual(NONE);
      await account(who, 'second_factor = true');
      await session(who, 'idle = idle');
      expect(await seen(who)).toEqual(NONE);
      await session(who, 'stepped_up_until = now()');
      expect(await seen(who)).toEqual(ALL);
    },
  );

  test.each([
    ['support', 'confirm', `stepped_up_until = clock_timestamp() - interval '1 millisecond'`],
    ['support', 'what is left', `stepped_up_until = clock_timestamp() + interval '1 minute'`],
  ] as const)('%s: %s depends on the last code', async (who, what, change) => {
    const ask = (text: string) => superuser.query<{ print: string; left: string | null }>(text);
    await superuser.query(
      `select set_config('sluice.credential', encode(s.digest, 'hex'), true), set_config('sluice.tenant', 'acme', true)
         from auth.session s where s.user_id = $1`,
      [idOf(who)],
    );
    const fingerprint = 'select print, print as left from auth.fingerprint(auth.current_actor())';
    const before = (await ask(fingerprint)).rows[0]?.print;
    await session(who, change);
    const after = (await ask(fingerprint)).rows[0]?.print;
    expect(after).not.toBe(before);
    const confirmed = (print: string | undefined) =>
      superuser.query<{ remaining_ms: string }>('select remaining_ms from auth.confirm($1)', [print]);
    expect((await confirmed(before)).rows).toEqual([]);
    if (what === 'what is left') {
      expect(Number((await confirmed(after)).rows[0]?.remaining_ms)).toBeLessThanOrEqual(60_000);
    }
  });
});
