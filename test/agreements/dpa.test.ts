import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { ADMIN, EDITOR, GLOBEX_OWNER, inTime, openStage, OWNER, VIEWER, type Stage } from '../consent/stage.js';
import type { Client } from '../support/client.js';
import { accept, acceptancesOf, agreementsOf, publish, staff, versionName } from './deeds.js';

const CREATE = 'mutation { createCompany(input: { name: "Planted" }) { company { id } } }';

/** Versions are the vendor's, for all tenants: these tests take turns, on a database of their own. */
describe('the data processing agreement', () => {
  let stage: Stage;
  let sysadmin: Client;
  let owner: Client;
  let globex: Client;

  beforeAll(async () => {
    stage = await openStage(2);
    ({ client: sysadmin } = await staff(stage, 'ADMINISTRATOR'));
    owner = await stage.as(OWNER);
    globex = await stage.as(GLOBEX_OWNER, 1, 'globex');
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    await stage.sql(
      `delete from auth.agreement_acceptance where tenant_id = (select id from tenant where slug = 'globex')`,
    );
    await stage.sql(
      `update auth.tenant_authority set agreement_until = null,
              agreement_accepted_at = case when tenant_id = (select id from tenant where slug = 'globex') then null else now() end`,
    );
    await stage.sql(`delete from auth.agreement_acceptance where version <> '1'`);
    await stage.sql(`delete from auth.agreement where version <> '1'`);
  });

  const planted = (): Promise<number> => stage.cell(`select count(*)::int from company where name = 'Planted'`);

  async function newVersion(deadline = '1 day') {
    const text = `What we agree on now, ${versionName()}`;
    const { data, text: told } = await publish(sysadmin, {
      kind: 'DPA',
      version: versionName(),
      text,
      deadline: await inTime(stage, deadline),
    });
    if (!data) throw new Error(told);
    return data.publishAgreement.agreement;
  }

  test('not accepted: every write of personal data is refused, and nothing is stored', async () => {
    const before = await planted();
    const contact = await stage.cell(
      `select 'con_' || c.id from contact c join tenant t on t.id = c.tenant_id where t.slug = 'globex' limit 1`,
    );
    for (const write of [
      CREATE,
      'mutation { createContact(input: { name: "Planted" }) { contact { id } } }',
      'mutation { createInvoice(input: { number: "1", issuedOn: "2026-01-01", currency: "EUR", total: "1.00" }) { invoice { id } } }',
      `mutation { updateContact(id: "${contact}", input: { name: "Planted" }) { contact { id } } }`,
      `mutation { deleteContact(id: "${contact}") { deletedId } }`,
    ])
      expect([write, (await globex.query(write)).code]).toEqual([write, 'AGREEMENT_REQUIRED']);
    expect(await planted()).toBe(before);
    expect(await stage.cell(`select count(*)::int from contact where name = 'Planted'`)).toBe(0);
    expect((await globex.query('{ contacts(first: 1) { nodes { name } } }')).errors).toEqual([]);
  });

  test('is accepted by an owner, with name, time, version and hash; writes begin at the next request on another node', async () => {
    const [version] = await agreementsOf(globex, 'DPA');
    expect(version).toMatchObject({ version: '1', newest: true, acceptedAt: null });
    expect(version?.textHash).toBe(
      createHash('sha256')
        .update(version?.text ?? '')
        .digest('hex'),
    );
    expect((await globex.query(CREATE)).code).toBe('AGREEMENT_REQUIRED');
    const here = await stage.as(GLOBEX_OWNER, 0, 'globex');
    const { data } = await accept(here, version?.id ?? '');
    expect(data?.acceptAgreement.acceptance).toMatchObject({
      kind: 'DPA',
      version: '1',
      textHash: version?.textHash,
      tenant: 'globex',
      name: 'Guus van Dijk',
      acceptedAt: expect.any(String),
      withdrawnAt: null,
    });
    expect((await globex.query(CREATE)).errors).toEqual([]);
    expect((await agreementsOf(globex, 'DPA'))[0]?.acceptedAt).not.toBeNull();
    // Both sides read it, and no other tenant does.
    expect(await acceptancesOf(globex, 'DPA')).toHaveLength(1);
    expect((await acceptancesOf(owner, 'DPA')).map(({ tenant }) => tenant)).toEqual(['acme']);
    expect(new Set((await acceptancesOf(sysadmin, 'DPA')).map(({ tenant }) => tenant))).toEqual(
      new Set(['acme', 'globex']),
    );
    const events = await globex.query(
      '{ tenant { gdpr { acceptances { totalCount } securityEvents(kind: AGREEMENT_ACCEPTED, first: 1) { nodes { detail } } } } }',
    );
    expect(events.data).toEqual({
      tenant: { gdpr: { acceptances: { totalCount: 1 }, securityEvents: { nodes: [{ detail: 'DPA 1' }] } } },
    });
  });

  test('is accepted once by the same person: whoever does so again is told of the first time', async () => {
    const here = await stage.as(GLOBEX_OWNER, 0, 'globex');
    const [version] = await agreementsOf(here, 'DPA');
    const told = async (): Promise<unknown> =>
      (
        await here.query(
          '{ tenant { gdpr { acceptances { totalCount } securityEvents(kind: AGREEMENT_ACCEPTED) { totalCount } } } }',
        )
      ).data;
    const first = (await accept(here, version?.id ?? '')).data;
    expect(first?.acceptAgreement.acceptance).toMatchObject({ version: '1' });
    const before = await told();
    expect((await accept(here, version?.id ?? '')).data).toEqual(first);
    const twice = await Promise.all([accept(here, version?.id ?? ''), accept(globex, version?.id ?? '')]);
    expect(twice.map(({ data }) => data)).toEqual([first, first]);
    expect(await told()).toEqual(before);
    const next = await newVersion();
    const second = (await accept(here, next.id)).data?.acceptAgreement.acceptance;
    expect(second).toMatchObject({ version: next.version });
    expect((await accept(here, next.id)).data?.acceptAgreement.acceptance).toEqual(second);
    expect(await told()).not.toEqual(before);
  });

  test('in a new version is told to every tenant, and to whoever published it', async () => {
    const { version } = await newVersion();
    for (const tenant of [owner, globex]) {
      const { data } = await tenant.query(
        '{ tenant { gdpr { securityEvents(kind: AGREEMENT_PUBLISHED, first: 1) { nodes { detail user { name } userName } } } } }',
      );
      expect(data).toMatchObject({
        tenant: { gdpr: { securityEvents: { nodes: [{ detail: `DPA ${version}`, userName: 'Somebody' }] } } },
      });
    }
    const own = await sysadmin.query(
      '{ viewer { securityEvents(kind: AGREEMENT_PUBLISHED, first: 1) { nodes { detail } } } }',
    );
    expect(own.data).toEqual({ viewer: { securityEvents: { nodes: [{ detail: `DPA ${version}` }] } } });
    // Of what binds staff, tenants are told nothing.
    const theirs = {
      kind: 'CONFIDENTIALITY',
      version: versionName(),
      text: 'x',
      deadline: await inTime(stage, '1 day'),
    };
    expect((await publish(sysadmin, theirs)).errors).toEqual([]);
    const log = await owner.query(
      '{ tenant { gdpr { securityEvents(kind: AGREEMENT_PUBLISHED, first: 1) { nodes { detail } } } } }',
    );
    expect(log.data).toEqual({ tenant: { gdpr: { securityEvents: { nodes: [{ detail: `DPA ${version}` }] } } } });
  });

  test('is accepted by nobody but an owner', async () => {
    const [version] = await agreementsOf(owner, 'DPA');
    for (const email of [ADMIN, EDITOR, VIEWER])
      expect([email, (await accept(await stage.as(email), version?.id ?? '')).code]).toEqual([email, 'FORBIDDEN']);
    expect((await accept(sysadmin, version?.id ?? '')).code).toBe('FORBIDDEN');
    expect((await accept(owner, 'agr_00000000-0000-7000-8000-000000000000')).code).toBe('NOT_FOUND');
  });

  test('in a new version asks again: the old acceptance counts until the deadline, and not a moment longer', async () => {
    expect((await owner.query(CREATE)).errors).toEqual([]);
    const version = await newVersion();
    expect((await owner.query(CREATE)).errors).toEqual([]);
    const can = '{ viewer { can(action: CREATE, subject: "Contact") { allowed reason } } }';
    expect((await owner.query(can)).data).toEqual({ viewer: { can: { allowed: true, reason: 'ALLOWED' } } });
    await stage.sql(
      `alter table auth.tenant_authority disable trigger renew_version;
       update auth.tenant_authority set agreement_until = clock_timestamp() where agreement_until is not null;
       alter table auth.tenant_authority enable trigger renew_version`,
    );
    const before = await planted();
    expect((await owner.query(CREATE)).code).toBe('AGREEMENT_REQUIRED');
    expect((await (await stage.as(EDITOR, 1)).query(CREATE)).code).toBe('AGREEMENT_REQUIRED');
    expect((await owner.query(can)).data).toEqual({
      viewer: { can: { allowed: false, reason: 'AGREEMENT_REQUIRED' } },
    });
    expect((await owner.query('{ contacts(first: 1) { nodes { name } } }')).errors).toEqual([]);
    expect(await planted()).toBe(before);
    expect((await accept(owner, version.id)).errors).toEqual([]);
    expect((await (await stage.as(EDITOR, 1)).query(CREATE)).errors).toEqual([]);
    expect((await acceptancesOf(owner, 'DPA')).map((one) => one.version)).toEqual([version.version, '1']);
  });

  test('accepted in time never lapses', async () => {
    const version = await newVersion('2 hours');
    expect((await accept(owner, version.id)).errors).toEqual([]);
    expect(
      await stage.cell(
        `select agreement_until from auth.tenant_authority where tenant_id = (select id from tenant where slug = 'acme')`,
      ),
    ).toBeNull();
  });

  test('is accepted in its newest version only, and two new ones leave the earlier deadline', async () => {
    const [old] = await agreementsOf(owner, 'DPA');
    const second = await newVersion('1 hour');
    const third = await newVersion('10 days');
    for (const id of [old?.id ?? '', second.id]) expect((await accept(owner, id)).code).toBe('CONFLICT');
    const until = await stage.cell<Date>(
      `select agreement_until from auth.tenant_authority where tenant_id = (select id from tenant where slug = 'acme')`,
    );
    expect(until.toISOString()).toBe(second.deadline);
    expect((await accept(owner, third.id)).errors).toEqual([]);
    expect((await agreementsOf(owner, 'DPA')).map(({ newest }) => newest)).toEqual([true, false, false]);
  });

  test('is published by administrators of the vendor who have just shown a code, and never changed', async () => {
    const input = { kind: 'DPA', version: versionName(), text: 'Another.', deadline: await inTime(stage, '1 day') };
    const { client: supporter } = await staff(stage, 'SUPPORT');
    for (const client of [owner, await stage.as(ADMIN), supporter])
      expect((await publish(client, input)).code).toBe('FORBIDDEN');
    const { person, client } = await staff(stage, 'ADMINISTRATOR');
    await stage.sql('update auth.session set stepped_up_until = clock_timestamp() where user_id = $1', [person.id]);
    expect((await publish(client, input)).code).toBe('SECOND_FACTOR_REQUIRED');
    expect(await stage.cell(`select count(*)::int from auth.agreement where version = $1`, [input.version])).toBe(0);
    expect((await publish(sysadmin, input)).errors).toEqual([]);
    expect((await publish(sysadmin, input)).code).toBe('CONFLICT');
    for (const wrong of [
      { deadline: null },
      { deadline: '2020-01-01T00:00:00.000Z' },
      { deadline: await inTime(stage, '2 years') },
      { text: ' ' },
      { text: 'x'.repeat(100_001) },
      { version: '' },
      { text: 'a\u0000b' },
    ])
      expect((await publish(sysadmin, { ...input, version: versionName(), ...wrong })).code).toBe('BAD_USER_INPUT');
  });

  test('is not in force behind the law either: the database itself lets nothing be written', async () => {
    const { id } = (await stage.sql<{ id: string }>(`select id from tenant where slug = 'acme'`))[0] ?? { id: '' };
    const writable = async (): Promise<unknown> => {
      const [digest] = await stage.sql<{ digest: string }>(
        `select encode(s.digest, 'hex') as digest from auth.session s join auth.user_account u on u.id = s.user_id
          where u.email = $1 and s.ended_at is null order by s.created_at desc limit 1`,
        [OWNER],
      );
      const [row] = await stage.sql<{ tenant: string | null }>(
        `select auth.writable_tenant_id() as tenant
           from (select set_config('sluice.credential', $1, false), set_config('sluice.tenant', 'acme', false)) s`,
        [digest?.digest],
      );
      return row?.tenant;
    };
    expect(await writable()).toBe(id);
    await stage.sql('update auth.tenant_authority set agreement_until = clock_timestamp()');
    expect(await writable()).toBeNull();
  });
});
