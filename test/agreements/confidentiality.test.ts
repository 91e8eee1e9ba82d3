import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  forgetSeals,
  giveGrantOf,
  inTime,
  openStage,
  OWNER,
  uuidOf,
  type GrantShown,
  type Stage,
} from '../consent/stage.js';
import type { Client } from '../support/client.js';
import {
  accept,
  acceptancesOf,
  agreementsOf,
  newStaff,
  publish,
  staff,
  staffOn,
  versionName,
  withdraw,
} from './deeds.js';

const LOOK = 'query Look { contacts(first: 3) { nodes { id email } } }';
const TICKETS = '{ tickets { nodes { id } } }';

describe('the commitment of staff to confidentiality', () => {
  let stage: Stage;
  let owner: Client;
  let sysadmin: Client;

  beforeAll(async () => {
    stage = await openStage(2);
    owner = await stage.as(OWNER);
    ({ client: sysadmin } = await staff(stage, 'ADMINISTRATOR'));
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    await stage.sql(`delete from auth.agreement_acceptance where version <> '1'`);
    await stage.sql(`delete from auth.agreement where version <> '1'`);
    await stage.sql('update auth.user_account set confidentiality_until = null');
  });

  const grantTo = (person: { readonly id: string } | null): Promise<GrantShown> =>
    giveGrantOf(owner, {
      categories: ['CONTACT_DETAILS'],
      purpose: 'INCIDENT',
      ...(person && { staffId: `usr_${person.id}` }),
    });

  const statusOf = async (grant: GrantShown): Promise<string | undefined> => {
    const { data } = await owner.query<{ node: { status: string } | null }>(
      'query ($id: ID!) { node(id: $id) { ... on SupportGrant { status } } }',
      { id: grant.id },
    );
    return data?.node?.status;
  };

  test('is made by staff themselves, and before it nothing opens: no data, no ticket', async () => {
    const { person, client } = await newStaff(stage);
    const grant = await grantTo(person);
    for (const query of [LOOK, TICKETS]) {
      const { code, data } = await client.query(query);
      expect([query, code]).toEqual([query, 'AGREEMENT_REQUIRED']);
      expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
    }
    expect(await statusOf(grant)).toBe('SUSPENDED');
    const [version] = await agreementsOf(client, 'CONFIDENTIALITY');
    expect(version).toMatchObject({ newest: true, acceptedAt: null });
    const { data } = await accept(client, version?.id ?? '');
    expect(data?.acceptAgreement.acceptance).toMatchObject({
      kind: 'CONFIDENTIALITY',
      version: version?.version,
      textHash: version?.textHash,
      name: 'Somebody',
      tenant: null,
    });
    expect(await statusOf(grant)).toBe('ACTIVE');
    for (const query of [LOOK, TICKETS]) expect((await client.query(query)).errors).toEqual([]);
    expect((await accept(client, version?.id ?? '')).data).toEqual(data);
    expect(await acceptancesOf(client, 'CONFIDENTIALITY')).toHaveLength(1);
    expect((await acceptancesOf(sysadmin, 'CONFIDENTIALITY')).length).toBeGreaterThan(4);
  });

  test('is nothing that a tenant sees or makes', async () => {
    const [version] = await agreementsOf(sysadmin, 'CONFIDENTIALITY');
    expect(await agreementsOf(owner, 'CONFIDENTIALITY')).toEqual([]);
    expect(await acceptancesOf(owner, 'CONFIDENTIALITY')).toEqual([]);
    expect((await accept(owner, version?.id ?? '')).code).toBe('FORBIDDEN');
    expect((await withdraw(owner)).code).toBe('FORBIDDEN');
  });

  test('withdrawn, ends all that rested on it at once, on every node; grants that name the person are suspended', async () => {
    const { person, client } = await staff(stage, 'SUPPORT');
    const { client: colleague } = await staff(stage, 'SUPPORT');
    const [version] = await agreementsOf(client, 'CONFIDENTIALITY');
    expect((await accept(client, version?.id ?? '')).errors).toEqual([]);
    const [named, open] = [await grantTo(person), await grantTo(null)];
    const there = await staffOn(stage, person, 1);
    for (const one of [client, there, colleague]) expect((await one.query(LOOK)).errors).toEqual([]);
    const { data, text } = await withdraw(client);
    if (!data) throw new Error(text);
    const receipt = JSON.parse(data.withdrawConfidentiality.receipt.statement) as { authority: string };
    expect(receipt.authority).toBe(`usr_${person.id}`);
    for (const one of [client, there]) {
      for (const query of [LOOK, TICKETS]) expect((await one.query(query)).code).toBe('AGREEMENT_REQUIRED');
    }
    expect((await colleague.query(LOOK)).errors).toEqual([]);
    expect([await statusOf(named), await statusOf(open)]).toEqual(['SUSPENDED', 'ACTIVE']);
    const again = await withdraw(client);
    expect(again.data?.withdrawConfidentiality.receipt.effectiveAt).toBe(
      data.withdrawConfidentiality.receipt.effectiveAt,
    );
    expect((await accept(client, version?.id ?? '')).errors).toEqual([]);
    expect(await statusOf(named)).toBe('ACTIVE');
    expect((await there.query(LOOK)).errors).toEqual([]);
    expect((await acceptancesOf(client, 'CONFIDENTIALITY')).map(({ withdrawnAt }) => withdrawnAt === null)).toEqual([
      true,
      false,
    ]);
  });

  test('is withdrawn by administrators for others, after a fresh code, and by no colleague', async () => {
    const { person } = await staff(stage, 'SUPPORT');
    const { client: colleague } = await staff(stage, 'SUPPORT');
    expect((await withdraw(colleague, `usr_${person.id}`)).code).toBe('NOT_FOUND');
    const stale = await staff(stage, 'ADMINISTRATOR');
    await stage.sql('update auth.session set stepped_up_until = clock_timestamp() where user_id = $1', [
      stale.person.id,
    ]);
    expect((await withdraw(stale.client, `usr_${person.id}`)).code).toBe('SECOND_FACTOR_REQUIRED');
    const bound = (): Promise<boolean> =>
      stage.cell('select confidentiality_accepted_at is not null from auth.user_account where id = $1', [person.id]);
    expect(await bound()).toBe(true);
    expect((await withdraw(sysadmin, `usr_${person.id}`)).errors).toEqual([]);
    expect(await bound()).toBe(false);
    const ownerId = await stage.cell(`select 'usr_' || id from auth.user_account where email = $1`, [OWNER]);
    expect((await withdraw(sysadmin, ownerId)).code).toBe('NOT_FOUND');
  });

  test('withdrawn while answers are on their way: waits for each of them, whatever grant they rest on', async () => {
    const { person, client } = await staff(stage, 'SUPPORT');
    const grant = await grantTo(null);
    const tenant = await stage.cell(`select id from tenant where slug = 'acme'`);
    const seal = async (authorities: readonly string[]): Promise<void> => {
      await stage.sql(
        'insert into seal (tenant_id, id, authorities, bound_ms) values ($1, gen_random_uuid(), $2::uuid[], 300)',
        [tenant, `{${authorities.join()}}`],
      );
    };
    await forgetSeals(stage);
    await seal([uuidOf(grant.id), person.id]);
    await seal([uuidOf(grant.id)]);
    const begun = performance.now();
    const { data } = await withdraw(client);
    expect(data?.withdrawConfidentiality.receipt).toMatchObject({ drained: 0, fenced: 1 });
    expect(performance.now() - begun).toBeGreaterThan(300);
    await forgetSeals(stage);
  });

  test('stands in the seal of each read of staff', async () => {
    const { person, client } = await staff(stage, 'SUPPORT');
    await grantTo(person);
    await forgetSeals(stage);
    await stage.sql(`create table kept_seal as select authorities from seal where false`);
    await stage.sql(
      `create function keep_seal() returns trigger language plpgsql security definer as
         'begin insert into public.kept_seal values (new.authorities); return new; end'`,
    );
    await stage.sql('create trigger keep_seal before insert on seal for each row execute function keep_seal()');
    try {
      expect((await client.query(LOOK)).errors).toEqual([]);
      expect(await stage.cell(`select bool_and($1::uuid = any (authorities)) from kept_seal`, [person.id])).toBe(true);
    } finally {
      await stage.sql('drop trigger keep_seal on seal');
      await stage.sql('drop function keep_seal()');
      await stage.sql('drop table kept_seal');
    }
  });

  test('waits for reads that still saw it, of every tenant that they could be of', async () => {
    const { person, client } = await staff(stage, 'SUPPORT');
    await grantTo(null);
    const tenant = await stage.cell(`select id from tenant where slug = 'acme'`);
    // A read that is inside its transaction holds the tenant's lock shared.
    await stage.sql('select pg_advisory_lock_shared(auth.tenant_lock_key($1::uuid))', [tenant]);
    let answered = false;
    const ending = withdraw(client).then((answer) => {
      answered = true;
      return answer;
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const meanwhile = {
      answered,
      over: await stage.cell('select confidentiality_accepted_at is null from auth.user_account where id = $1', [
        person.id,
      ]),
    };
    await stage.sql('select pg_advisory_unlock_shared(auth.tenant_lock_key($1::uuid))', [tenant]);
    expect(meanwhile).toEqual({ answered: false, over: true });
    expect((await ending).errors).toEqual([]);
  });

  test('lapses at the deadline of a newer version, by the clock of the database, on every node', async () => {
    const { person, client } = await staff(stage, 'SUPPORT');
    const grant = await grantTo(person);
    const there = await staffOn(stage, person, 1);
    const { data, text } = await publish(sysadmin, {
      kind: 'CONFIDENTIALITY',
      version: versionName(),
      text: 'More than before.',
      deadline: await inTime(stage, '1 hour'),
    });
    if (!data) throw new Error(text);
    for (const one of [client, there]) expect((await one.query(LOOK)).errors).toEqual([]);
    await stage.sql(
      `alter table auth.user_account disable trigger renew_version;
       update auth.user_account set confidentiality_until = clock_timestamp() where confidentiality_until is not null;
       alter table auth.user_account enable trigger renew_version`,
    );
    for (const one of [client, there]) expect((await one.query(LOOK)).code).toBe('AGREEMENT_REQUIRED');
    expect(await statusOf(grant)).toBe('SUSPENDED');
    expect((await accept(client, data.publishAgreement.agreement.id)).errors).toEqual([]);
    for (const one of [client, there]) expect((await one.query(LOOK)).errors).toEqual([]);
    expect(await statusOf(grant)).toBe('ACTIVE');
  });

  test('bounds an answer that is on its way when its time is almost over', async () => {
    const { person, client } = await staff(stage, 'SUPPORT');
    await grantTo(person);
    expect((await client.query(LOOK)).errors).toEqual([]);
    const remaining = async (): Promise<number> => {
      const [digest] = await stage.sql<{ digest: string }>(
        `select encode(digest, 'hex') as digest from auth.session where user_id = $1`,
        [person.id],
      );
      await stage.sql(`select set_config('sluice.credential', $1, false), set_config('sluice.tenant', 'acme', false)`, [
        digest?.digest,
      ]);
      return Number(
        await stage.cell(`select remaining_ms::text from auth.confirm((auth.standing() ->> 'fingerprint'))`),
      );
    };
    expect(await remaining()).toBeGreaterThan(600_000);
    await stage.sql(
      `update auth.user_account set confidentiality_until = clock_timestamp() + interval '20 seconds' where id = $1`,
      [person.id],
    );
    expect(await remaining()).toBeLessThanOrEqual(20_000);
  });
});
