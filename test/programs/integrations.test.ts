import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { credentialOf } from '../../src/access/identity/secrets.js';
import { newTokenSecret } from '../../src/access/identity/token-secrets.js';
import type { Client } from '../support/client.js';
import {
  ADMIN,
  EDITOR,
  forgetSeals,
  GLOBEX_OWNER,
  inTime,
  openStage,
  OWNER,
  uuidOf,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import {
  AGREEMENT,
  deactivate,
  INTEGRATION,
  makeIntegration,
  makeToken,
  programOf,
  tryActivate,
  tryPropose,
  tryToken,
} from './deeds.js';

const LOOK = '{ contacts(first: 1) { nodes { id name email iban } } companies(first: 1) { totalCount } }';

let stage: Stage;
let owner: Client;
let admin: Client;

beforeAll(async () => {
  stage = await openStage(2);
  owner = await stage.as(OWNER);
  admin = await stage.as(ADMIN);
}, 120_000);

afterAll(() => stage.close());

beforeEach(async () => {
  await stage.sql('delete from auth.api_token');
  await stage.sql('delete from auth.integration');
});

async function seen(secret: string, node = 0): Promise<readonly string[] | string> {
  const { data, withheld, code } = await programOf(stage, secret, node).query<{ contacts: { nodes: object[] } | null }>(
    LOOK,
  );
  const hidden = new Set(withheld.map(({ field }) => field));
  const [first] = data?.contacts?.nodes ?? [];
  return first ? Object.keys(first).filter((field) => !hidden.has(field)) : (code ?? '');
}

const SEEN = ['id', 'name', 'email'];

/** As the functions do that look at what an OAuth client shows, or that begin a delivery. */
async function issued(
  integration: string,
  {
    kind = 'ACCESS',
    person = null,
    scopes = null,
  }: { kind?: string; person?: string | null; scopes?: readonly string[] | null } = {},
): Promise<{ readonly secret: string; readonly id: string | null }> {
  const secret = newTokenSecret();
  const tenant = await stage.cell("select id from tenant where slug = 'acme'");
  const call =
    kind === 'ACCESS'
      ? `auth.issue_access_token($1, $2, $3, $4, (select id from auth.user_account where email = $5), $6, null, interval '5 minutes')`
      : 'auth.mint_delivery_token($1, $2, $3, $4)';
  const values = [tenant, randomUUID(), Buffer.from(credentialOf(secret), 'hex'), uuidOf(integration), person, scopes];
  const id = await stage.cell<string | null>(`select (${call}).id`, kind === 'ACCESS' ? values : values.slice(0, 4));
  return { secret, id };
}

describe('An integration', () => {
  test('is off until an owner or admin activates it under a recorded agreement', async () => {
    const proposed = (await tryPropose(owner)).data?.proposeIntegration.integration;
    expect(proposed).toMatchObject({ status: 'PROPOSED', activatedBy: null });
    const id = proposed?.id ?? '';
    expect((await tryToken(owner, { integrationId: id })).code).toBe('CONFLICT');
    expect((await issued(id)).id).toBeNull();
    for (const agreement of [{ title: '' }, { version: ' ' }, { hash: 'abc' }, { hash: AGREEMENT.hash.toUpperCase() }])
      expect((await tryActivate(owner, id, { agreement: { ...AGREEMENT, ...agreement } })).code).toBe('BAD_USER_INPUT');
    for (const email of [EDITOR, VIEWER]) expect((await tryActivate(await stage.as(email), id)).code).toBe('FORBIDDEN');
    expect((await tryActivate(await stage.as(GLOBEX_OWNER, 0, 'globex'), id)).code).toBe('NOT_FOUND');
    const { data } = await tryActivate(admin, id);
    expect(data?.activateIntegration.integration).toMatchObject({
      status: 'ACTIVE',
      activatedBy: { email: ADMIN },
      agreementTitle: AGREEMENT.title,
      agreementVersion: AGREEMENT.version,
      agreementHash: AGREEMENT.hash,
    });
    const { secret } = await makeToken(owner, {
      integrationId: id,
      categories: ['CONTACT_DETAILS', 'IDENTITY', 'FINANCIAL'],
    });
    expect(await seen(secret)).toEqual(SEEN);
    const listed = await owner.query(
      `{ tenant { gdpr { integrations(status: ACTIVE) { nodes { ${INTEGRATION} } } } } }`,
    );
    expect(listed.data).toMatchObject({ tenant: { gdpr: { integrations: { nodes: [{ id }] } } } });
  });

  test('gives its tokens at most its own scopes and categories, as they are now', async () => {
    const { id } = await makeIntegration(owner);
    const { secret } = await makeToken(owner, {
      integrationId: id,
      scopes: ['contacts:read', 'companies:read'],
      categories: ['CONTACT_DETAILS', 'IDENTITY', 'FINANCIAL', 'COMMERCIAL'],
    });
    expect(await seen(secret)).toEqual(SEEN);
    const { data } = await programOf(stage, secret).query<{ viewer: { token: { name: string; scopes: object[] } } }>(
      '{ viewer { token { name scopes { name held } } } }',
    );
    expect(data?.viewer.token).toEqual({
      name: 'Mailer',
      scopes: [
        { name: 'companies:read', held: false },
        { name: 'contacts:read', held: true },
      ],
    });
    const narrowed = await tryActivate(owner, id, { categories: ['CONTACT_DETAILS'] });
    expect(narrowed.data?.activateIntegration.receipt).toMatchObject({ fenced: 0 });
    expect(await seen(secret, 1)).toEqual(['id', 'email']);
    await tryActivate(owner, id, { scopes: ['companies:read'], categories: ['COMMERCIAL'] });
    expect(await seen(secret)).toBe('SCOPE_MISSING');
  });

  test('that is turned off takes every token along, on all nodes, with a receipt; turned on again it brings none back', async () => {
    const { id } = await makeIntegration(owner);
    const key = (await makeToken(owner, { integrationId: id, categories: ['IDENTITY', 'CONTACT_DETAILS'] })).secret;
    const access = (await issued(id)).secret;
    const delivery = (await issued(id, { kind: 'DELIVERY' })).secret;
    for (const secret of [key, access, delivery]) expect(await seen(secret, 1)).toEqual(SEEN);
    const { integration, receipt } = await deactivate(owner, id);
    expect(integration).toMatchObject({ status: 'DEACTIVATED', deactivatedHow: 'DEACTIVATED' });
    expect(JSON.parse(receipt.statement)).toMatchObject({ authority: id, fenced: 0 });
    for (const secret of [key, access, delivery]) expect(await seen(secret, 1)).toBe('UNAUTHENTICATED');
    expect((await issued(id)).id).toBeNull();
    await tryActivate(owner, id);
    for (const secret of [key, access, delivery]) expect(await seen(secret)).toBe('UNAUTHENTICATED');
    expect(await seen((await issued(id)).secret)).toEqual(SEEN);
  });

  test('that is turned off answers when what its tokens have read has left', async () => {
    const { id } = await makeIntegration(owner);
    const tenant = await stage.cell("select id from tenant where slug = 'acme'");
    await stage.sql(
      'insert into seal (tenant_id, id, authorities, bound_ms) values ($1, gen_random_uuid(), array[$2::uuid], 300)',
      [tenant, uuidOf(id)],
    );
    expect((await deactivate(owner, id)).receipt).toMatchObject({ drained: 0, fenced: 1 });
    await forgetSeals(stage);
  });

  test('reads under a seal of the token, of the integration, and of whoever bounds it', async () => {
    await stage.sql('create table if not exists seals_seen (authorities uuid[])');
    await stage.sql('grant insert on seals_seen to sluice_api');
    await stage.sql(`create or replace function see_seal() returns trigger language plpgsql as $$
      begin insert into seals_seen values (new.authorities); return new; end $$`);
    await stage.sql('create trigger see_seal before insert on seal for each row execute function see_seal()');
    try {
      const { id } = await makeIntegration(owner);
      const { token, secret } = await makeToken(owner, { integrationId: id });
      expect(await seen(secret)).toEqual(['id', 'email']);
      const maker = await stage.cell('select id from auth.user_account where email = $1', [OWNER]);
      const seals = await stage.cell<readonly string[]>('select authorities from seals_seen');
      expect([...seals].sort()).toEqual([uuidOf(token.id), uuidOf(id), maker].sort());
    } finally {
      await stage.sql('drop trigger see_seal on seal');
      await stage.sql('drop table seals_seen');
    }
  });

  test('reads as whoever activated it may now, and a token that somebody consented to as that member', async () => {
    const { id } = await makeIntegration(admin, { categories: ['CONTACT_DETAILS', 'IDENTITY', 'FINANCIAL'] });
    const own = (await issued(id)).secret;
    const consented = (await issued(id, { person: OWNER })).secret;
    const all = ['id', 'name', 'email', 'iban'];
    expect([await seen(own), await seen(consented)]).toEqual([all, all]);
    const role = (name: string): Promise<unknown> =>
      stage.sql(
        'update auth.membership m set role = $2 from auth.user_account u where u.id = m.user_id and u.email = $1',
        [ADMIN, name],
      );
    await role('VIEWER');
    try {
      expect([await seen(own), await seen(consented)]).toEqual([SEEN, all]);
    } finally {
      await role('ADMIN');
    }
  });

  test('is off when whoever activated it has left, unless another owner or admin took it over before', async () => {
    const left = (await makeIntegration(admin)).id;
    const taken = (await makeIntegration(admin, { name: 'Books' })).id;
    const [leftToken, takenToken] = [(await issued(left)).secret, (await issued(taken)).secret];
    expect((await tryActivate(owner, taken)).data?.activateIntegration.integration.activatedBy).toEqual({
      email: OWNER,
    });
    const member = await stage.cell(
      "select 'mem_' || m.id from auth.membership m join auth.user_account u on u.id = m.user_id where u.email = $1",
      [ADMIN],
    );
    await owner.query('mutation ($id: ID!) { deactivateMember(id: $id) { member { id } } }', { id: member });
    try {
      expect(await seen(leftToken)).toBe('UNAUTHENTICATED');
      expect(await seen(takenToken)).toEqual(SEEN);
      expect(await stage.cell('select deactivated_how from auth.integration where id = $1', [uuidOf(left)])).toBe(
        'ACTIVATOR_GONE',
      );
    } finally {
      await owner.query('mutation ($id: ID!) { reactivateMember(id: $id) { member { id } } }', { id: member });
      await admin.signIn(ADMIN);
    }
  });

  test('is told in the tenant’s log, and so is each of its keys', async () => {
    await stage.sql("delete from security_event where kind like 'TOKEN%' or kind like 'INTEGRATION%'");
    const { id } = await makeIntegration(owner);
    const { token } = await makeToken(owner, { integrationId: id });
    await issued(id);
    await deactivate(owner, id);
    const { data } = await owner.query<{
      tenant: { gdpr: { securityEvents: { nodes: { kind: string; detail: string }[] } } };
    }>('{ tenant { gdpr { securityEvents(first: 4) { nodes { kind detail } } } } }');
    const told = (data?.tenant.gdpr.securityEvents.nodes ?? []).map(({ kind, detail }) => `${kind} ${detail}`);
    expect([...told].sort()).toEqual(
      [
        `INTEGRATION_ACTIVATED ${id}`,
        `INTEGRATION_DEACTIVATED ${id} DEACTIVATED`,
        `TOKEN_CREATED ${token.id}`,
        `TOKEN_REVOKED ${token.id} INTEGRATION_ENDED`,
      ].sort(),
    );
  });

  describe('under four eyes', () => {
    afterEach(() => stage.sql('update auth.tenant_authority set token_four_eyes = false'));

    test('is activated by a second owner or admin', async () => {
      await stage.sql('update auth.tenant_authority set token_four_eyes = true');
      const id = (await tryPropose(admin)).data?.proposeIntegration.integration.id ?? '';
      expect((await tryActivate(admin, id)).code).toBe('FORBIDDEN');
      expect((await tryActivate(owner, id)).data?.activateIntegration.integration.status).toBe('ACTIVE');
    });
  });

  test('has tokens that end themselves, and that are cleared away when they are long over', async () => {
    const { id } = await makeIntegration(owner);
    const { secret } = await issued(id);
    const database = stage.nodes[0].database;
    await database.run(
      { credential: credentialOf(secret), tenant: '' },
      { text: 'select auth.end_own_token()', values: [] },
    );
    expect(await seen(secret)).toBe('UNAUTHENTICATED');
    await expect(
      database.run(
        { credential: credentialOf(secret), tenant: '' },
        { text: 'select auth.end_own_token()', values: [] },
      ),
    ).rejects.toThrow('No living token');
    await stage.sql("update auth.api_token set expires_at = clock_timestamp() - interval '3 days'");
    await issued(id);
    expect(await stage.cell<number>('select count(*)::int from auth.api_token')).toBe(1);
    expect(await inTime(stage, '0')).toMatch(/Z$/);
  });
});
