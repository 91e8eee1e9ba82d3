import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connected } from '../database/world.js';
import { clientFor, type Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import {
  ask,
  authorizeUrl,
  browserOf,
  codeFor,
  CONTACTS,
  exchange,
  pkce,
  post,
  refresh,
  registerApp,
  tokensFor,
  type App,
} from './apps.js';

const INTEGRATIONS = `{ tenant { gdpr { integrations { nodes {
  id name thirdParty clientId status scopes categories agreementTitle agreementVersion agreementHash activatedBy { email } } } } } }`;

interface Integration {
  readonly id: string;
  readonly clientId: string;
  readonly status: string;
  readonly scopes: readonly string[];
  readonly agreementHash: string | null;
}

describe('an app that was let in', () => {
  let server: RunningServer;
  let owner: Client;
  let app: App;

  beforeAll(async () => {
    server = await startServer();
    owner = await clientFor(server.url, 'owner@acme.test');
    app = await registerApp(owner);
  });
  afterAll(() => server.stop());

  const integrationOf = async (of: App, client = owner): Promise<Integration | undefined> => {
    const { data, text } = await client.query<{
      tenant: { gdpr: { integrations: { nodes: readonly Integration[] } } };
    }>(INTEGRATIONS);
    if (!data) throw new Error(text);
    return data.tenant.gdpr.integrations.nodes.find(({ clientId }) => clientId === of.id);
  };
  const deactivate = async (id: string, client = owner): Promise<void> => {
    const { data, text } = await client.query<{ deactivateIntegration: { receipt: { fenced: number } } }>(
      `mutation ($id: ID!) { deactivateIntegration(id: $id) { receipt { fenced drained } } }`,
      { id },
    );
    if (!data) throw new Error(text);
    expect(data.deactivateIntegration.receipt.fenced).toBe(0);
  };
  const works = async (token: string): Promise<boolean> => (await ask(server, token, CONTACTS)).errors === undefined;

  test('stands in the GDPR tab with who let it in, for what, and under which agreement', async () => {
    expect(await integrationOf(app)).toBeUndefined();
    await tokensFor(server, app, await browserOf(server, 'admin@acme.test'));
    expect(await integrationOf(app)).toMatchObject({
      name: 'Reports',
      thirdParty: 'Reports BV',
      status: 'ACTIVE',
      scopes: ['contacts:read'],
      categories: ['CONTACT_DETAILS', 'FINANCIAL', 'IDENTITY'],
      agreementTitle: 'Processing by Reports BV',
      agreementVersion: '2026-1',
      agreementHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      activatedBy: { email: 'admin@acme.test' },
    });
  });

  test('reads as an integration, and each read is in the log of the tenant', async () => {
    const { access_token: token } = await tokensFor(server, app, await browserOf(server, 'owner@acme.test'));
    expect((await ask(server, token, '{ viewer { actor role user { email } } }')).data).toEqual({
      viewer: { actor: 'INTEGRATION', role: null, user: null },
    });
    await ask(server, token, 'query Report { contacts(first: 2) { nodes { email } } }');
    const { data } = await owner.query<{
      tenant: { gdpr: { accessLog: { nodes: readonly Record<string, unknown>[] } } };
    }>('{ tenant { gdpr { accessLog(first: 1) { nodes { actor actorName operation authority } } } } }');
    expect(data?.tenant.gdpr.accessLog.nodes[0]).toMatchObject({
      actor: 'INTEGRATION',
      actorName: 'Reports',
      operation: 'Report',
    });
    // No token makes another, nor looks after anything.
    const made = await ask(server, token, 'mutation { renewAppSecret(id: "app_x") { clientSecret } }');
    expect(made.errors?.[0]?.extensions.code).toMatch(/FORBIDDEN|SCOPE_MISSING/);
  });

  test('is dark at once when it is deactivated: access tokens, refresh tokens, codes, and itself', async () => {
    const browser = await browserOf(server, 'owner@acme.test');
    const tokens = await tokensFor(server, app, browser);
    const kept = await tokensFor(server, app, browser);
    const waiting = await codeFor(server, app, browser);
    const own = await post(server, '/token', app, { grant_type: 'client_credentials' });
    expect(await works(tokens.access_token)).toBe(true);
    expect(await works(own.body.access_token)).toBe(true);
    await deactivate((await integrationOf(app))?.id ?? '');
    expect(await works(tokens.access_token)).toBe(false);
    expect(await works(own.body.access_token)).toBe(false);
    expect((await refresh(server, app, tokens.refresh_token)).body.error).toBe('invalid_grant');
    expect((await exchange(server, app, waiting)).body.error).toBe('invalid_grant');
    expect((await post(server, '/token', app, { grant_type: 'client_credentials' })).body.error).toBe('invalid_grant');
    for (const token of [tokens.access_token, tokens.refresh_token, own.body.access_token])
      expect((await post(server, '/introspect', app, { token })).body).toEqual({ active: false });

    const database = await connected(server.databases.superuserUrl);
    const { rows } = await database.query(
      `select from auth.app_artifact a where a.app_id = $1 and a.kind in ('Grant', 'RefreshToken', 'AuthorizationCode')`,
      [app.id.slice(4)],
    );
    await database.end();
    expect(rows).toEqual([]);

    // Let in anew, what was before stays dead.
    const anew = await tokensFor(server, app, browser);
    expect(await works(anew.access_token)).toBe(true);
    expect((await refresh(server, app, kept.refresh_token)).body.error).toBe('invalid_grant');
    expect(await works(kept.access_token)).toBe(false);
  });

  test('does no more than whoever let it in may now, and nothing once they are gone', async () => {
    const shared = await registerApp(owner, { name: 'Shared' });
    const fields = { category: ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID'] };
    const ofOwner = await tokensFor(server, shared, await browserOf(server, 'owner@acme.test'), { fields });
    const admin = await browserOf(server, 'admin@acme.test');
    const tokens = await tokensFor(server, shared, admin, { fields });
    const kept = await tokensFor(server, shared, admin);
    const read = async () => (await ask(server, tokens.access_token, CONTACTS)).extensions?.withheld ?? [];
    expect(await read()).not.toContainEqual(expect.objectContaining({ field: 'nationalId' }));
    const members = await owner.query<{
      tenant: { gdpr: { members: { nodes: readonly { id: string; user: { email: string } }[] } } };
    }>('{ tenant { gdpr { members { nodes { id user { email } } } } } }');
    const id = members.data?.tenant.gdpr.members.nodes.find(({ user }) => user.email === 'admin@acme.test')?.id;
    await owner.query('mutation ($id: ID!) { changeMemberRole(id: $id, role: EDITOR) { member { id } } }', { id });
    expect(await read()).toContainEqual(expect.objectContaining({ field: 'nationalId' }));
    await owner.query('mutation ($id: ID!) { deactivateMember(id: $id) { member { id } } }', { id });
    expect(await works(tokens.access_token)).toBe(false);
    expect((await refresh(server, shared, tokens.refresh_token)).body.error).toBe('invalid_grant');
    await owner.query('mutation ($id: ID!) { reactivateMember(id: $id) { member { id } } }', { id });
    await owner.query('mutation ($id: ID!) { changeMemberRole(id: $id, role: ADMIN) { member { id } } }', { id });
    expect((await refresh(server, shared, kept.refresh_token)).body.error).toBe('invalid_grant');
    // What somebody else consented to is theirs.
    expect(await works(ofOwner.access_token)).toBe(true);
    expect((await refresh(server, shared, ofOwner.refresh_token)).status).toBe(200);
  });

  test('is told that a token is revoked when nothing is on its way any more that rests on it', async () => {
    const tokens = await tokensFor(server, app, await browserOf(server, 'owner@acme.test'));
    const database = await connected(server.databases.superuserUrl);
    const { rows } = await database.query<{ id: string }>(
      `insert into public.seal (tenant_id, id, authorities, bound_ms)
       select t.tenant_id, gen_random_uuid(), array[t.id], 60000 from auth.api_token t
        where t.digest = sha256($1::text::bytea) returning id`,
      [tokens.access_token],
    );
    let answered = false;
    const revoked = post(server, '/revoke', app, { token: tokens.refresh_token }).then(() => (answered = true));
    while (await works(tokens.access_token)) await new Promise((resolve) => setTimeout(resolve, 10));
    // Dead already, but an answer of before is still under way.
    expect(await works(tokens.access_token)).toBe(false);
    expect(answered).toBe(false);
    await database.query('delete from public.seal where id = $1', [rows[0]?.id]);
    await database.end();
    await revoked;
    expect(rows).toHaveLength(1);
  });

  test('is the same to every node: what begins on one goes on and ends on another', async () => {
    const second = await startServer({ databases: server.databases });
    try {
      const got = await codeFor(server, app, await browserOf(server, 'owner@acme.test'));
      const { body } = await exchange(second, app, got);
      const renewed = (await refresh(server, app, body.refresh_token)).body;
      expect((await ask(second, renewed.access_token, CONTACTS)).errors).toBeUndefined();
      expect(await works(renewed.access_token)).toBe(true);
      await post(second, '/revoke', app, { token: renewed.refresh_token });
      expect(await works(renewed.access_token)).toBe(false);
    } finally {
      await second.stop();
    }
  });

  test('asks for more later, and has it beside what it has; what it has is not taken by less', async () => {
    const more = await registerApp(owner, { name: 'More' });
    const browser = await browserOf(server, 'owner@acme.test');
    const first = await tokensFor(server, more, browser, { fields: { category: 'IDENTITY' } });
    const second = await tokensFor(server, more, browser, {
      extra: { scope: 'contacts:read companies:read' },
      fields: { category: 'CONTACT_DETAILS' },
    });
    expect((await integrationOf(more))?.scopes).toEqual(['companies:read', 'contacts:read']);
    expect((await ask(server, first.access_token, CONTACTS)).data).toMatchObject({
      contacts: { nodes: [{ name: expect.any(String), email: null }] },
    });
    expect((await ask(server, second.access_token, CONTACTS)).data).toMatchObject({
      contacts: { nodes: [{ name: null, email: expect.any(String) }] },
    });
  });

  test('of one tenant is let in by no other; of the vendor, by each for itself', async () => {
    const globex = await browserOf(server, 'owner@globex.test');
    const page = await globex.open(authorizeUrl(server, app, { code_challenge: pkce().challenge }));
    expect(page.body).toContain('You look after no environment that can let this app in.');
    const seen = await globex.submit(page, {
      decision: 'allow',
      agreed: 'yes',
      tenant: 'globex',
      scope: 'contacts:read',
      category: 'IDENTITY',
    });
    expect(seen.body).toContain('There is no such record.');

    const vendor = await clientFor(server.url, 'sysadmin@vendor.test');
    const everywhere = await registerApp(vendor, { name: 'Everywhere' });
    const acme = await tokensFor(server, everywhere, await browserOf(server, 'owner@acme.test'));
    expect(
      (await post(server, '/token', everywhere, { grant_type: 'client_credentials', tenant: 'globex' })).body.error,
    ).toBe('invalid_grant');
    const other = await tokensFor(server, everywhere, globex);
    const unclear = await post(server, '/token', everywhere, { grant_type: 'client_credentials' });
    expect(unclear.body).toMatchObject({
      error: 'invalid_request',
      error_description: expect.stringContaining('tenant'),
    });
    const named = await post(server, '/token', everywhere, { grant_type: 'client_credentials', tenant: 'globex' });
    const mine = async (token: string): Promise<unknown> => (await ask(server, token, '{ tenant { slug } }')).data;
    expect(await mine(named.body.access_token)).toEqual({ tenant: { slug: 'globex' } });
    expect(await mine(acme.access_token)).toEqual({ tenant: { slug: 'acme' } });
    expect(await mine(other.access_token)).toEqual({ tenant: { slug: 'globex' } });
    const { data } = await owner.query<{ apps: readonly { id: string; own: boolean }[] }>('{ apps { id own } }');
    expect(data?.apps).toContainEqual({ id: everywhere.id, own: false });

    // Removed by the vendor it is gone everywhere.
    const theft = await owner.query('mutation ($id: ID!) { removeApp(id: $id) { deletedId } }', { id: everywhere.id });
    expect(theft.code).toBe('NOT_FOUND');
    expect(
      (await vendor.query('mutation ($id: ID!) { removeApp(id: $id) { deletedId } }', { id: everywhere.id })).data,
    ).not.toBeNull();
    for (const { access_token: token } of [acme, other, named.body]) expect(await works(token)).toBe(false);
    expect((await refresh(server, everywhere, acme.refresh_token)).body.error).toBe('invalid_client');
  });

  test('is known by a new secret from one moment to the next', async () => {
    const renewed = await registerApp(owner, { name: 'Renewed' });
    const { data } = await owner.query<{ renewAppSecret: { clientSecret: string } }>(
      'mutation ($id: ID!) { renewAppSecret(id: $id) { clientSecret } }',
      { id: renewed.id },
    );
    const grant = { grant_type: 'client_credentials' };
    expect((await post(server, '/token', renewed, grant)).body.error).toBe('invalid_client');
    const secret = data?.renewAppSecret.clientSecret ?? '';
    expect((await post(server, '/token', { ...renewed, secret }, grant)).body.error).toBe('invalid_grant');
  });

  test('needs a second owner or admin where the tenant wants four eyes', async () => {
    const careful = await registerApp(owner, { name: 'Careful' });
    const database = await connected(server.databases.superuserUrl);
    await database.query(
      `update auth.tenant_authority set token_four_eyes = true where tenant_id = (select id from public.tenant where slug = 'acme')`,
    );
    await database.end();
    const browser = await browserOf(server, 'owner@acme.test');
    const page = await browser.open(authorizeUrl(server, careful, { code_challenge: pkce().challenge }));
    const seen = await browser.submit(page, { decision: 'allow', agreed: 'yes' });
    expect(seen.body).toContain('a second owner or admin activates it');
    const proposed = await integrationOf(careful);
    expect(proposed?.status).toBe('PROPOSED');
    const admin = await clientFor(server.url, 'admin@acme.test');
    const agreement = { title: 'Processing by Reports BV', version: '2026-1', hash: proposed?.agreementHash };
    const activated = await admin.query(
      'mutation ($id: ID!, $input: ActivateIntegrationInput!) { activateIntegration(id: $id, input: $input) { integration { id } } }',
      { id: proposed?.id, input: { agreement } },
    );
    if (!activated.data) throw new Error(activated.text);
    expect(
      new URL((await browser.submit(page, { decision: 'allow', agreed: 'yes' })).url).searchParams.get('code'),
    ).not.toBeNull();
  });

  test('has an end that the tenant may bring nearer', async () => {
    const short = await registerApp(await clientFor(server.url, 'owner@globex.test'), { name: 'Short' });
    const tokens = await tokensFor(server, short, await browserOf(server, 'owner@globex.test'));
    const database = await connected(server.databases.superuserUrl);
    await database.query(`update auth.token_family set began_at = began_at - interval '31 days' where app_id = $1`, [
      short.id.slice(4),
    ]);
    const again = await refresh(server, short, tokens.refresh_token);
    expect(again.status).toBe(200);
    await database.query(
      `update auth.tenant_authority set token_days = 30 where tenant_id = (select id from public.tenant where slug = 'globex')`,
    );
    await database.end();
    expect((await refresh(server, short, again.body.refresh_token)).body.error).toBe('invalid_grant');
  });
});
