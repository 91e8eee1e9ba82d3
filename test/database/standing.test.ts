import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ACME,
  createWorld,
  EXTERNAL_ACCESS,
  GLOBEX,
  giveGrant,
  idOf,
  NAMINGS,
  withdrawGrants,
  type Who,
  type World,
} from './world.js';

const GRANTS = [1, 2, 3].map((n) => `00000000-0000-7000-8000-00000000003${String(n)}`) as [string, string, string];
const HOUR = 3_600_000;

interface Standing {
  readonly user: Readonly<Record<string, unknown>> | null;
  readonly tenant: Readonly<Record<string, unknown>> | null;
  readonly member: { readonly role: string } | null;
  readonly authorities: readonly Readonly<Record<string, unknown>>[];
  readonly ended: readonly unknown[];
  readonly customFields: readonly Readonly<Record<string, unknown>>[];
  readonly fingerprint: string;
  readonly session: { readonly expiresAt: string } | null;
}

describe.each(NAMINGS)('auth.standing and auth.confirm, the tenant named by its %s', (naming) => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld(naming);
  });
  afterEach(async () => {
    await withdrawGrants(world);
  });
  afterAll(async () => {
    await world.end();
  });

  const standing = async (who: Who | undefined, tenant: string): Promise<Standing> =>
    (await world.one(who, tenant, 'auth.standing()')) as Standing;
  const confirm = async (who: Who | undefined, tenant: string, fingerprint: string): Promise<unknown[]> =>
    (await world.as(who, tenant, 'select tenant_id, user_id, remaining_ms from auth.confirm($1)', [fingerprint])).rows;

  test('a member stands by his role', async () => {
    const found = await standing('editor', 'acme');
    expect(found).toMatchObject({
      user: {
        id: idOf('editor'),
        name: 'editor',
        email: 'editor@people.test',
        staff: null,
        secondFactor: false,
        confidential: false,
      },
      tenant: { id: ACME, slug: 'acme', name: 'Acme', dataKey: '0102', agreementAccepted: true },
      member: { role: 'EDITOR' },
      authorities: [],
      ended: [],
      customFields: [
        {
          subject: 'Contact',
          key: 'shoe_size',
          label: 'Shoe size',
          category: 'SHOE_SIZE',
          type: 'TEXT',
          choices: null,
        },
      ],
    });
    expect(found.session?.expiresAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(await confirm('editor', 'acme', found.fingerprint)).toEqual([
      { tenant_id: ACME, user_id: idOf('editor'), remaining_ms: null },
    ]);
  });

  test('nobody stands nowhere, and nothing confirms it', async () => {
    expect(await standing(undefined, 'acme')).toBeNull();
    expect(await confirm(undefined, 'acme', '-/-/-')).toEqual([]);
  });

  test('a foreign tenant and one that does not exist are the same to a member', async () => {
    expect(await standing('owner', 'globex')).toEqual(await standing('owner', 'nowhere'));
    expect(await standing('external', 'globex')).toEqual(await standing('external', 'nowhere'));
    expect((await standing('owner', 'globex')).tenant).toBeNull();
  });

  test('an external stands by what he was let in for', async () => {
    const found = await standing('external', '');
    expect(found).toMatchObject({
      tenant: { slug: 'acme', dataKey: '0102' },
      member: null,
      authorities: [
        {
          id: EXTERNAL_ACCESS,
          kind: 'EXTERNAL_ACCESS',
          categories: ['IDENTITY', 'FINANCIAL'],
          access: 'READ',
          expiresAt: null,
        },
      ],
    });
    expect(await confirm('external', '', found.fingerprint)).toHaveLength(1);
  });

  test('support without a grant knows the tenant’s name and no key of its data', async () => {
    const found = await standing('support', 'acme');
    expect(found).toMatchObject({
      tenant: { id: ACME, name: 'Acme', dataKey: null },
      member: null,
      authorities: [],
      customFields: [],
    });
    expect(await confirm('support', 'acme', found.fingerprint)).toEqual([
      { tenant_id: ACME, user_id: idOf('support'), remaining_ms: null },
    ]);
    expect((await standing('newSupport', 'acme')).tenant).toBeNull();
    expect((await standing('administrator', 'acme')).tenant).toMatchObject({ dataKey: null });
  });

  test('support stands by its living grants, in the order in which they were given', async () => {
    await giveGrant(world, GRANTS[0], {
      categories: ['IDENTITY'],
      granted_at: new Date(Date.now() - HOUR),
      expires_at: new Date(Date.now() + 60_000),
    });
    await giveGrant(world, GRANTS[1], {
      categories: ['NOTES'],
      granted_at: new Date(Date.now() - 2 * HOUR),
      staff_id: idOf('support'),
      reason: 'because',
    });
    await giveGrant(world, GRANTS[2], { categories: ['FINANCIAL'], staff_id: idOf('otherSupport') });
    const found = await standing('support', 'acme');
    expect(found.authorities.map(({ id }) => id)).toEqual([GRANTS[1], GRANTS[0]]);
    expect(found.authorities[0]).toMatchObject({
      kind: 'SUPPORT_GRANT',
      categories: ['NOTES'],
      access: 'READ',
      purpose: 'INCIDENT',
      reason: 'because',
    });
    expect(found.tenant).toMatchObject({ dataKey: '0102' });
    expect(found.customFields).toHaveLength(1);
    const [row] = (await confirm('support', 'acme', found.fingerprint)) as { remaining_ms: string }[];
    expect(Number(row?.remaining_ms)).toBeGreaterThan(50_000);
    expect(Number(row?.remaining_ms)).toBeLessThanOrEqual(60_000);
  });

  test('the end of a consent is told for thirty days, per category, unless another covers it', async () => {
    const past = (ms: number): Date => new Date(Date.now() - ms);
    await giveGrant(world, GRANTS[0], {
      categories: ['FINANCIAL', 'IDENTITY', 'NOTES'],
      status: 'REVOKED',
      revoked_at: past(2 * HOUR),
    });
    await giveGrant(world, GRANTS[1], { categories: ['IDENTITY'], expires_at: past(HOUR) });
    await giveGrant(world, GRANTS[2], { categories: ['NOTES'] });
    expect((await standing('support', 'acme')).ended).toEqual([
      { category: 'FINANCIAL', reason: 'CONSENT_REVOKED' },
      { category: 'IDENTITY', reason: 'CONSENT_EXPIRED' },
    ]);
    expect((await standing('support', 'globex')).ended).toEqual([]);
    await withdrawGrants(world);
    await giveGrant(world, GRANTS[0], { categories: ['NOTES'], expires_at: past(31 * 24 * HOUR) });
    await giveGrant(world, GRANTS[1], {
      categories: ['NOTES'],
      status: 'REVOKED',
      revoked_at: past(HOUR),
      staff_id: idOf('otherSupport'),
    });
    expect((await standing('support', 'acme')).ended).toEqual([]);
  });

  test('a grant that runs out by the clock confirms nothing any more', async () => {
    await giveGrant(world, GRANTS[0], { expires_at: new Date(Date.now() + 400) });
    const { fingerprint } = await standing('support', 'acme');
    expect(await confirm('support', 'acme', fingerprint)).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await confirm('support', 'acme', fingerprint)).toEqual([]);
  });

  test('an old fingerprint of a session that is over confirms nothing', async () => {
    const { fingerprint } = await standing('admin', 'acme');
    await world.owner.query(`update auth.session set ended_at = now() where user_id = $1`, [idOf('admin')]);
    expect(await confirm('admin', 'acme', fingerprint)).toEqual([]);
    await world.owner.query(`update auth.session set ended_at = null where user_id = $1`, [idOf('admin')]);
    expect(await confirm('admin', 'acme', fingerprint)).toHaveLength(1);
  });

  const USER = `where id = '${idOf('support')}'`;
  test.each([
    ['a role', `update auth.membership set role = 'VIEWER' where user_id = '${idOf('editor')}'`],
    ['a membership', `update auth.membership set ended_at = now() where user_id = '${idOf('viewer')}'`],
    [
      'a new membership',
      `insert into auth.membership (tenant_id, user_id, role) values ('${ACME}', '${idOf('globexOwner')}', 'VIEWER')`,
    ],
    ['a membership that is removed', `delete from auth.membership where user_id = '${idOf('viewer')}'`],
    ['a grant', `update auth.support_grant set categories = '{NOTES}'`],
    ['a grant that is removed', 'delete from auth.support_grant'],
    ['an external access', `update auth.external_access set categories = '{NOTES}'`],
    ['a custom field', `update public.custom_field set label = 'Size' where tenant_id = '${ACME}'`],
    ['a custom field that is removed', `delete from public.custom_value; delete from public.custom_field`],
    ['the name of the tenant', `update public.tenant set name = 'Acme Ltd' where id = '${ACME}'`],
    ['the tenant’s key', `update auth.tenant_authority set data_key = '\\x03' where tenant_id = '${ACME}'`],
    [
      'the tenant’s agreement',
      `update auth.tenant_authority set agreement_accepted_at = null where tenant_id = '${ACME}'`,
    ],
    ['the name of the user', `update auth.user_account set name = 'else' ${USER}`],
    ['the second factor of the user', `update auth.user_account set second_factor = false ${USER}`],
    [
      'what the tenant demands',
      `update auth.tenant_authority set second_factor_required = true where tenant_id = '${ACME}'`,
    ],
    [
      'the freshness of the last code',
      `update auth.session set stepped_up_until = now() - interval '1 second' where user_id = '${idOf('support')}'`,
    ],
    ['the commitment of the user', `update auth.user_account set confidentiality_accepted_at = null ${USER}`],
    ['the kind of staff', `update auth.user_account set staff = 'ADMINISTRATOR' ${USER}`],
  ])('%s changes: the fingerprint does too', async (_what, change) => {
    await giveGrant(world, GRANTS[0]);
    const before = await standing('support', 'acme');
    const fingerprints = `select print from auth.fingerprint(auth.current_actor())`;
    await world.owner.query('begin');
    try {
      await world.owner.query(
        `select set_config('sluice.credential', encode(digest, 'hex'), true), set_config('sluice.tenant', 'acme', true) from auth.session where user_id = $1`,
        [idOf('support')],
      );
      expect((await world.owner.query(fingerprints)).rows).toEqual([{ print: before.fingerprint }]);
      await world.owner.query(change);
      expect((await world.owner.query(fingerprints)).rows).not.toEqual([{ print: before.fingerprint }]);
    } finally {
      await world.owner.query('rollback');
    }
  });

  test('what happens in another tenant leaves the fingerprint alone', async () => {
    const { fingerprint } = await standing('editor', 'acme');
    await giveGrant(world, GRANTS[0], { tenant_id: GLOBEX });
    await world.owner.query(`update public.tenant set name = 'Globex 2' where id = $1`, [GLOBEX]);
    expect((await standing('editor', 'acme')).fingerprint).toBe(fingerprint);
  });

  test('whoever belongs to two tenants names the one he means', async () => {
    await world.owner.query(`insert into auth.membership (tenant_id, user_id, role) values ($1, $2, 'VIEWER')`, [
      GLOBEX,
      idOf('editor'),
    ]);
    expect((await standing('editor', '')).tenant).toBeNull();
    expect((await standing('editor', 'globex')).member).toEqual({ role: 'VIEWER' });
    await world.owner.query('delete from auth.membership where tenant_id = $1 and user_id = $2', [
      GLOBEX,
      idOf('editor'),
    ]);
    await world.revive('editor');
    expect((await standing('editor', '')).tenant).toMatchObject({ slug: 'acme' });
  });
});
