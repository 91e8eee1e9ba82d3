import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ACME, createWorld, GLOBEX, idOf, type World } from './world.js';

/** What a proof of membership says is summed up in the session when it is made. It must not outlive what it sums up. */
describe('The sum of a proof', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld('id');
  });
  afterAll(async () => {
    await world.end();
  });
  beforeEach(async () => {
    await session({ ended_at: null, stepped_up_until: null, expires_at: TOMORROW, seen_at: new Date() });
    await tenant({ agreement_until: null });
    await prove();
  });

  const TOMORROW = new Date(Date.now() + 86_400_000);
  const soon = (ms = 60_000): Date => new Date(Date.now() + ms);

  const prove = async (): Promise<unknown> => world.one('editor', 'acme', 'auth.prove_membership()');
  const fingerprint = async (): Promise<string> =>
    ((await world.one('editor', 'acme', 'auth.standing()')) as { fingerprint: string }).fingerprint;

  async function set(
    table: string,
    key: string,
    id: string,
    columns: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const changes = Object.keys(columns).map((name, at) => `${name} = $${String(at + 2)}`);
    await world.owner.query(`update ${table} set ${changes.join(', ')} where ${key} = $1`, [
      id,
      ...Object.values(columns),
    ]);
  }
  const session = (columns: Readonly<Record<string, unknown>>): Promise<void> =>
    set('auth.session', 'user_id', idOf('editor'), columns);
  const tenant = (columns: Readonly<Record<string, unknown>>): Promise<void> =>
    set('auth.tenant_authority', 'tenant_id', ACME, columns);

  const sum = async (): Promise<unknown> => {
    const { rows } = await world.owner.query(
      'select proven_for as whom, proven_as as print, proven_ends as ends from auth.session where user_id = $1',
      [idOf('editor')],
    );
    return rows[0];
  };
  /** The tenants that it tells a statement of, which may say what it expects. */
  const told = async (expected = '', slug: 'acme' | 'globex' = 'acme'): Promise<unknown[]> => {
    const found = await world.one(
      'editor',
      slug,
      `(select array_agg(p.tenant_id) from (select set_config('sluice.print', $1, true)) s cross join lateral (select * from auth.proven_membership) p)`,
      [expected],
    );
    return (found as unknown[] | null) ?? [];
  };

  test('is the tenant, the fingerprint and the end of the session', async () => {
    expect(await sum()).toEqual({ whom: `#${ACME}`, print: await fingerprint(), ends: TOMORROW });
    expect(await told()).toEqual([ACME]);
    expect(await told(await fingerprint())).toEqual([ACME]);
  });

  test('tells nothing of another tenant, nor where something else is expected', async () => {
    const print = await fingerprint();
    expect(await told('', 'globex')).toEqual([]);
    for (const other of [`${print}/lapsed`, print.slice(0, -1), 'x'])
      expect([other, await told(other)]).toEqual([other, []]);
    await session({ proven_tenant: GLOBEX });
    expect(await told()).toEqual([]);
  });

  test.each([
    ['ended', { ended_at: new Date() }],
    ['been idle', { seen_at: new Date(0) }],
    ['run out', { proven_ends: new Date() }],
  ])('tells nothing of a session that has %s', async (_, change) => {
    const print = await fingerprint();
    await session(change);
    expect(await told()).toEqual([]);
    expect(await told(print)).toEqual([]);
  });

  test.each([
    ['that it ends at', { expires_at: new Date(Date.now() + 1_000_000) }],
    ['until when a code counts', { stepped_up_until: new Date(Date.now() + 1_000_000) }],
  ])('is forgotten when a session is told %s, and made anew', async (_, change) => {
    await session(change);
    expect(await told()).toEqual([]);
    await prove();
    expect(await sum()).toEqual({ whom: `#${ACME}`, print: await fingerprint(), ends: Object.values(change)[0] });
    expect(await told(await fingerprint())).toEqual([ACME]);
  });

  test('is forgotten with the version of the tenant', async () => {
    await tenant({ token_days: 30 });
    expect(await told()).toEqual([]);
    await prove();
    expect(await told(await fingerprint())).toEqual([ACME]);
  });

  test('ends when a code stops counting, and then reads as without one', async () => {
    const until = soon();
    await session({ stepped_up_until: until });
    await prove();
    const shown = await fingerprint();
    expect(await sum()).toEqual({ whom: `#${ACME}`, print: shown, ends: until });
    await session({ stepped_up_until: new Date(Date.now() - 1_000) });
    await prove();
    expect(await sum()).toEqual({ whom: `#${ACME}`, print: await fingerprint(), ends: TOMORROW });
    expect(await fingerprint()).not.toBe(shown);
    expect(await told(shown)).toEqual([]);
  });

  test('ends with the time to agree to new terms, and then says that it has lapsed', async () => {
    const until = soon();
    await tenant({ agreement_until: until });
    await prove();
    expect(await sum()).toEqual({ whom: `#${ACME}`, print: await fingerprint(), ends: until });
    await tenant({ agreement_until: new Date(Date.now() - 1_000) });
    await prove();
    expect(await sum()).toEqual({
      whom: `#${ACME}`,
      print: expect.stringMatching(/\/lapsed$/) as unknown,
      ends: TOMORROW,
    });
    expect(await told(await fingerprint())).toEqual([ACME]);
  });

  test('is made anew when its time is over, without any other change', async () => {
    await session({ proven_ends: new Date(Date.now() - 1_000) });
    await prove();
    expect(await sum()).toMatchObject({ ends: TOMORROW });
  });
});
