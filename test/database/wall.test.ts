import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ACME,
  createWorld,
  digestOf,
  EXTERNAL_ACCESS,
  GLOBEX,
  giveGrant,
  idOf,
  NAMINGS,
  withdrawGrants,
  type Who,
  type World,
} from './world.js';

const GRANT = '00000000-0000-7000-8000-000000000031';
const DATA = ['company', 'contact', 'invoice', 'custom_field', 'custom_value'];
const SHARED = ['ticket', 'ticket_message'];
const LOGS = ['access_entry', 'change_entry'];
/** What the log is searched by is as closed as the log, and nobody but the log writes it. */
const SEARCHED = 'access_entry_facet';

/** The second wall, asked in plain SQL under the API's role: whatever statement the API forms, these rows and no others. */
describe.each(NAMINGS)('Row level security, the tenant named by its %s', (naming) => {
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

  /** Whose rows of a table the actor sees; everything is asked for, no condition helps the wall. */
  async function seen(who: Who | undefined, tenant: string, table: string, raw?: string): Promise<string[]> {
    const column = table === 'tenant' ? 'id' : 'tenant_id';
    const { rows } = await world.as(
      who,
      tenant,
      `select distinct ${column} as tenant from public.${table} order by 1`,
      [],
      raw,
    );
    return rows.map((row) => String(row.tenant));
  }

  test('there is something to see: both tenants have rows in every table', async () => {
    for (const table of [...DATA, ...SHARED, ...LOGS, SEARCHED]) {
      const { rows } = await world.owner.query(`select distinct tenant_id from public.${table}`);
      expect([table, rows.length]).toEqual([table, 2]);
    }
  });

  const nothing = { tenant: false, data: false, shared: false, logs: false };
  const viewer = { tenant: true, data: true, shared: true, logs: false };
  const external = { tenant: true, data: true, shared: false, logs: false };
  test.each<[Who | undefined, string, typeof nothing]>([
    ['owner', 'acme', { ...viewer, logs: true }],
    ['owner', '', { ...viewer, logs: true }],
    ['admin', 'acme', { ...viewer, logs: true }],
    ['editor', 'acme', viewer],
    ['viewer', 'acme', viewer],
    ['viewer', '', viewer],
    ['external', 'acme', external],
    ['external', '', external],
    ['support', 'acme', { ...nothing, tenant: true, shared: true }],
    ['support', '', nothing],
    ['newSupport', 'acme', nothing],
    ['administrator', 'acme', nothing],
    ['owner', 'globex', nothing],
    ['viewer', 'globex', nothing],
    ['external', 'globex', nothing],
    ['globexOwner', 'acme', nothing],
    ['owner', 'nowhere', nothing],
    ['owner', "' or true --", nothing],
    [undefined, 'acme', nothing],
    [undefined, '', nothing],
  ])('%s addressing "%s" sees %o', async (who, tenant, expected) => {
    const rows = (visible: boolean): string[] => (visible ? [ACME] : []);
    expect(await seen(who, tenant, 'tenant')).toEqual(rows(expected.tenant));
    for (const table of DATA) expect([table, await seen(who, tenant, table)]).toEqual([table, rows(expected.data)]);
    for (const table of SHARED) expect([table, await seen(who, tenant, table)]).toEqual([table, rows(expected.shared)]);
    for (const table of [...LOGS, SEARCHED])
      expect([table, await seen(who, tenant, table)]).toEqual([table, rows(expected.logs)]);
  });

  test('what begins like an id and is none is refused', async () => {
    await expect(seen('owner', '#acme', 'contact')).rejects.toMatchObject({ code: '22P02' });
    await expect(seen('owner', `#${ACME}' or true --`, 'contact')).rejects.toMatchObject({ code: '22P02' });
  });

  test.each([
    ['malformed', 'not a digest'],
    ['another length', 'ab'],
    ['upper case', digestOf('owner').toString('hex').toUpperCase()],
    ['a secret nobody has', digestOf('nobody').toString('hex')],
    ['a user id', idOf('owner')],
  ])('a credential that is %s shows nothing and fails nothing', async (_kind, raw) => {
    expect(await seen('owner', 'acme', 'contact', raw)).toEqual([]);
    expect((await world.as('owner', 'acme', 'select auth.user_id() as id', [], raw)).rows).toEqual([{ id: null }]);
  });

  test.each([
    ['is signed out', 'ended_at = now()'],
    ['is over', `expires_at = now() - interval '1 second'`],
    ['was left idle', `seen_at = now() - interval '61 minutes'`],
  ])('a session that %s shows nothing', async (_how, change) => {
    expect(await seen('viewer', 'acme', 'contact')).toEqual([ACME]);
    const before = await world.owner.query('select * from auth.session where digest = $1', [digestOf('viewer')]);
    await world.owner.query(`update auth.session set ${change} where digest = $1`, [digestOf('viewer')]);
    expect(await seen('viewer', 'acme', 'contact')).toEqual([]);
    const row = before.rows[0] as Record<string, unknown>;
    await world.owner.query(
      'update auth.session set ended_at = null, expires_at = $2, seen_at = $3 where digest = $1',
      [digestOf('viewer'), row.expires_at, row.seen_at],
    );
    expect(await seen('viewer', 'acme', 'contact')).toEqual([ACME]);
  });

  test.each([
    [
      'a membership ends',
      `update auth.membership set ended_at = now() where user_id = $1`,
      `update auth.membership set ended_at = null where user_id = $1`,
    ],
    [
      'an account is closed',
      `update auth.user_account set deactivated_at = now() where id = $1`,
      `update auth.user_account set deactivated_at = null where id = $1`,
    ],
  ])('when %s its rows are gone with the next statement', async (_how, close, open) => {
    await world.owner.query(close, [idOf('viewer')]);
    expect(await seen('viewer', 'acme', 'contact')).toEqual([]);
    await world.revive('viewer');
    expect(await seen('viewer', 'acme', 'contact')).toEqual([]);
    await world.owner.query(open, [idOf('viewer')]);
    expect(await seen('viewer', 'acme', 'contact')).toEqual([ACME]);
  });

  test.each([
    ['is not agreed to', 'agreement_accepted_at = null', 'agreement_accepted_at = now()'],
    ['has run out', `expires_at = now() - interval '1 second'`, 'expires_at = null'],
    ['was ended', 'ended_at = now()', 'ended_at = null'],
  ])('an external access that %s shows nothing', async (_how, close, open) => {
    await world.owner.query(`update auth.external_access set ${close} where id = $1`, [EXTERNAL_ACCESS]);
    expect([await seen('external', 'acme', 'contact'), await seen('external', '', 'contact')]).toEqual([[], []]);
    await world.owner.query(`update auth.external_access set ${open} where id = $1`, [EXTERNAL_ACCESS]);
    expect(await seen('external', 'acme', 'contact')).toEqual([ACME]);
  });

  test.each([
    ['living, for all support', {}, true],
    ['living, for this one', { staff_id: idOf('support') }, true],
    ['for somebody else', { staff_id: idOf('otherSupport') }, false],
    ['run out', { expires_at: new Date(Date.now() - 1000) }, false],
    ['revoked', { status: 'REVOKED', revoked_at: new Date() }, false],
    ['returned', { status: 'RETURNED', revoked_at: new Date() }, false],
    ['of another tenant', { tenant_id: GLOBEX }, false],
    [
      'only asked for',
      {
        status: 'REQUESTED',
        requested_by: idOf('support'),
        requested_at: new Date(),
        requested_expires_at: new Date(Date.now() + 1e6),
      },
      false,
    ],
  ])('support with a grant that is %s: data %s', async (_kind, overrides, visible) => {
    await giveGrant(world, GRANT, overrides);
    for (const table of DATA)
      expect([table, await seen('support', 'acme', table)]).toEqual([table, visible ? [ACME] : []]);
    expect(await seen('newSupport', 'acme', 'contact')).toEqual([]);
    expect(await seen('administrator', 'acme', 'contact')).toEqual([]);
    expect(await seen('support', '', 'contact')).toEqual([]);
  });

  test('what a staff account was given as a member opens nothing', async () => {
    await world.owner.query('insert into auth.membership (tenant_id, user_id, role) values ($1, $2, $3)', [
      ACME,
      idOf('administrator'),
      'OWNER',
    ]);
    expect([await seen('administrator', 'acme', 'contact'), await seen('administrator', '', 'contact')]).toEqual([
      [],
      [],
    ]);
    await world.owner.query('delete from auth.membership where user_id = $1', [idOf('administrator')]);
  });

  const INSERT_CONTACT = `insert into public.contact (tenant_id, id, created_at, updated_at, name) values ($1, gen_random_uuid(), now(), now(), 'new')`;
  test.each<[Who, string, string, boolean]>([
    ['owner', 'acme', ACME, true],
    ['editor', 'acme', ACME, true],
    ['viewer', 'acme', ACME, false],
    ['external', 'acme', ACME, false],
    ['support', 'acme', ACME, false],
    ['owner', 'acme', GLOBEX, false],
    ['owner', 'globex', GLOBEX, false],
  ])('%s at "%s" inserts into %s: %s', async (who, tenant, target, allowed) => {
    await giveGrant(world, GRANT, { access: 'READ_WRITE' });
    const attempt = world.as(who, tenant, INSERT_CONTACT, [target]);
    if (allowed) await expect(attempt).resolves.toMatchObject({ rowCount: 1 });
    else await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  test('nobody changes, removes or moves rows that he may not write', async () => {
    await giveGrant(world, GRANT, { access: 'READ_WRITE' });
    for (const who of ['viewer', 'external', 'support', 'globexOwner'] as const) {
      expect((await world.as(who, 'acme', `update public.contact set name = 'taken'`)).rowCount).toBe(0);
      expect((await world.as(who, 'acme', 'delete from public.contact')).rowCount).toBe(0);
    }
    await expect(world.as('owner', 'acme', 'update public.contact set tenant_id = $1', [GLOBEX])).rejects.toMatchObject(
      { code: '42501' },
    );
    const { rows } = await world.owner.query('select count(*)::int as n from public.contact where tenant_id = $1', [
      GLOBEX,
    ]);
    expect(rows).toEqual([{ n: 3 }]);
  });

  test('a row never refers to another tenant’s', async () => {
    const { rows } = await world.owner.query('select id from public.company where tenant_id = $1 limit 1', [GLOBEX]);
    const foreign = (rows[0] as { id: string }).id;
    const attempt = (company: string): Promise<unknown> =>
      world
        .as('owner', 'acme', 'update public.contact set company_id = $1', [company])
        .catch((error: unknown) => (error as { code: string }).code);
    expect(await attempt(foreign)).toBe('23503');
    expect(await attempt('00000000-0000-7000-8000-0000000000ff')).toBe('23503');
  });

  const ENTRY = `insert into public.access_entry (tenant_id, id, at, actor, actor_id, actor_name, authority, authority_kind, disclosed)
    values ($1, gen_random_uuid(), now(), 'SUPPORT', $2, 'support', $3, 'SUPPORT_GRANT', '[]')`;
  test('an entry of the access log is signed by whoever reads, and for the tenant that he reads', async () => {
    await expect(world.as('support', 'acme', ENTRY, [ACME, idOf('support'), GRANT])).rejects.toMatchObject({
      code: '42501',
    });
    await giveGrant(world, GRANT);
    await expect(world.as('support', 'acme', ENTRY, [ACME, idOf('support'), GRANT])).resolves.toMatchObject({
      rowCount: 1,
    });
    await expect(world.as('support', 'acme', ENTRY, [ACME, idOf('otherSupport'), GRANT])).rejects.toMatchObject({
      code: '42501',
    });
    await expect(world.as('support', 'acme', ENTRY, [GLOBEX, idOf('support'), GRANT])).rejects.toMatchObject({
      code: '42501',
    });
  });

  test.each(LOGS)('%s can be appended to and nothing else', async (log) => {
    for (const text of [
      `update public.${log} set actor = 'nobody'`,
      `delete from public.${log}`,
      `truncate public.${log}`,
    ]) {
      await expect(world.as('owner', 'acme', text)).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('what the log is searched by is written by the log', async () => {
    for (const text of [
      `insert into public.${SEARCHED} (tenant_id, facet, entry_id) select tenant_id, 'subject:X', entry_id from public.${SEARCHED}`,
      `update public.${SEARCHED} set facet = 'nobody'`,
      `delete from public.${SEARCHED}`,
    ]) {
      await expect(world.as('owner', 'acme', text)).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('whoever writes to support signs with his own name', async () => {
    const message = `insert into public.ticket_message (tenant_id, id, ticket_id, sent_at, author_id, author, body) values ($1, gen_random_uuid(), $1, now(), $2, 'x', 'y')`;
    await expect(world.as('support', 'acme', message, [ACME, idOf('support')])).resolves.toMatchObject({ rowCount: 1 });
    await expect(world.as('viewer', 'acme', message, [ACME, idOf('viewer')])).resolves.toMatchObject({ rowCount: 1 });
    await expect(world.as('support', 'acme', message, [ACME, idOf('owner')])).rejects.toMatchObject({ code: '42501' });
    await expect(world.as('external', 'acme', message, [ACME, idOf('external')])).rejects.toMatchObject({
      code: '42501',
    });
    expect(
      (await world.as('support', 'acme', `update public.ticket set status = 'CLOSED', updated_at = now()`)).rowCount,
    ).toBe(1);
    await expect(world.as('owner', 'acme', `update public.ticket set subject = 'else'`)).rejects.toMatchObject({
      code: '42501',
    });
  });

  test.each([
    'select * from auth.user_account',
    'select * from auth.session',
    'select * from auth.support_grant',
    'select * from auth.migration',
    'select * from auth.development_secret',
    'select auth.current_actor()',
    'select auth.end_grant(null, null, null, null)',
    `update auth.membership set role = 'OWNER'`,
    'set local role sluice_auth',
    'set local role sluice_owner',
    'alter table public.contact no force row level security',
    'create temporary table contact (id int)',
    'create table public.mine (id int)',
    'truncate public.contact',
  ])('the API can’t: %s', async (text) => {
    await expect(world.as('owner', 'acme', text)).rejects.toMatchObject({ code: '42501' });
  });

  test('one statement sees one moment: a revocation that commits meanwhile is for the next statement', async () => {
    await giveGrant(world, GRANT);
    const reading = world.as(
      'support',
      'acme',
      'select (select count(*)::int from public.contact) as before, pg_sleep(0.4), (select count(*)::int from public.invoice) as after',
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    await withdrawGrants(world);
    const { rows } = await reading;
    expect(rows[0]).toMatchObject({ after: 3 });
    expect(await seen('support', 'acme', 'contact')).toEqual([]);
  });
});
