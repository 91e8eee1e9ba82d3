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
  letIn,
  pkce,
  post,
  refresh,
  REDIRECT,
  registerApp,
  tokensFor,
  type App,
} from './apps.js';

const UPDATE = `mutation ($id: ID!, $input: UpdateAppInput!) { updateApp(id: $id, input: $input) {
  app { name website redirectUris scopes categories agreementVersion } receipt { drained fenced statement } } }`;
const REMOVE = `mutation ($id: ID!) { removeApp(id: $id) { deletedId receipt { effectiveAt drained fenced statement } } }`;
const ALL = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL'];

interface Integration {
  readonly clientId: string;
  readonly status: string;
  readonly scopes: readonly string[];
  readonly categories: readonly string[];
  readonly deactivatedHow: string | null;
}

describe('An app that was registered', () => {
  let server: RunningServer;
  let owner: Client;
  let vendor: Client;

  beforeAll(async () => {
    server = await startServer();
    owner = await clientFor(server.url, 'owner@acme.test');
    vendor = await clientFor(server.url, 'sysadmin@vendor.test');
  });
  afterAll(() => server.stop());

  const update = (keeper: Client, app: App, input: object) =>
    keeper.query<{
      updateApp: { app: Record<string, unknown>; receipt: { fenced: number; statement: string } | null };
    }>(UPDATE, { id: app.id, input });
  const integrationOf = async (app: App, email = 'owner@acme.test'): Promise<Integration | undefined> => {
    const { data } = await (
      await clientFor(server.url, email)
    ).query<{ tenant: { gdpr: { integrations: { nodes: readonly Integration[] } } } }>(
      '{ tenant { gdpr { integrations { nodes { clientId status scopes categories deactivatedHow } } } } }',
    );
    return data?.tenant.gdpr.integrations.nodes.find(({ clientId }) => clientId === app.id);
  };
  const shown = async (token: string): Promise<unknown> => {
    const { errors, extensions } = await ask(server, token, CONTACTS);
    const withheld = (extensions?.withheld ?? []).map(({ field }) => field);
    return errors?.[0]?.extensions.code ?? { name: !withheld.includes('name'), email: !withheld.includes('email') };
  };

  test('is changed in what is named, and in nothing else', async () => {
    const app = await registerApp(owner);
    const first = await update(owner, app, { name: 'Reports 2' });
    expect(first.data?.updateApp).toEqual({
      receipt: null,
      app: expect.objectContaining({
        name: 'Reports 2',
        website: 'https://reports.example',
        redirectUris: [REDIRECT],
        scopes: ['companies:read', 'contacts:read', 'contacts:write'],
        agreementVersion: '2026-1',
      }),
    });
    const second = await update(owner, app, { website: null, redirectUris: [REDIRECT, 'https://reports.example/2'] });
    expect(second.data?.updateApp.app).toMatchObject({
      name: 'Reports 2',
      website: null,
      redirectUris: [REDIRECT, 'https://reports.example/2'],
    });
    const wrong = [
      { name: ' ' },
      { website: 'http://reports.example' },
      { redirectUris: ['https://reports.example/*'] },
      { redirectUris: Array.from({ length: 11 }, (_, at) => `https://reports.example/${String(at)}`) },
      { scopes: [] },
      { scopes: ['contacts:all'] },
      { categories: ['SHOES'] },
    ];
    for (const input of wrong)
      expect([input, (await update(owner, app, input)).code]).toEqual([input, 'BAD_USER_INPUT']);
    const inBrowser = await registerApp(owner, { name: 'In a browser', confidential: false });
    expect((await update(owner, inBrowser, { redirectUris: [] })).code).toBe('BAD_USER_INPUT');
    const { data } = await owner.query<{ apps: readonly { id: string }[] }>(
      '{ apps { id name website redirectUris } }',
    );
    expect(data?.apps.find(({ id }) => id === app.id)).toMatchObject({ name: 'Reports 2', website: null });
  });

  test('is changed by who looks after it only', async () => {
    const app = await registerApp(owner);
    const everywhere = await registerApp(vendor, { name: 'Everywhere' });
    const globex = await clientFor(server.url, 'owner@globex.test');
    expect((await update(globex, app, { name: 'Theirs' })).code).toBe('NOT_FOUND');
    expect((await update(owner, everywhere, { name: 'Ours' })).code).toBe('NOT_FOUND');
    expect((await update(await clientFor(server.url, 'editor@acme.test'), app, { name: 'Mine' })).code).toBe(
      'FORBIDDEN',
    );
    expect((await update(owner, app, { name: 'Ours' })).data).not.toBeNull();
    const { data } = await owner.query<{ tenant: { gdpr: { securityEvents: { nodes: readonly object[] } } } }>(
      '{ tenant { gdpr { securityEvents(first: 1) { nodes { kind detail } } } } }',
    );
    expect(data?.tenant.gdpr.securityEvents.nodes[0]).toEqual({ kind: 'APP_UPDATED', detail: app.id });
  });

  test('that may ask for more has no more of a tenant until it is let in anew', async () => {
    const app = await registerApp(owner, { scopes: ['contacts:read'], categories: ['CONTACT_DETAILS'] });
    const browser = await browserOf(server, 'owner@acme.test');
    const tokens = await tokensFor(server, app, browser);
    expect(await shown(tokens.access_token)).toEqual({ name: false, email: true });
    const { data } = await update(owner, app, { scopes: ['contacts:read', 'contacts:write'], categories: ALL });
    expect(data?.updateApp.receipt).not.toBeNull();
    expect(await integrationOf(app)).toMatchObject({ scopes: ['contacts:read'], categories: ['CONTACT_DETAILS'] });
    expect(await shown(tokens.access_token)).toEqual({ name: false, email: true });
    expect((await refresh(server, app, tokens.refresh_token, { scope: 'contacts:write' })).body.error).toBe(
      'invalid_scope',
    );
    const own = { grant_type: 'client_credentials' };
    expect((await post(server, '/token', app, { ...own, scope: 'contacts:write' })).body.error).toBe('invalid_scope');
    expect(await shown((await post(server, '/token', app, own)).body.access_token)).toEqual({
      name: false,
      email: true,
    });
    const anew = await tokensFor(server, app, browser);
    expect(await shown(anew.access_token)).toEqual({ name: true, email: true });
  });

  test('that asks for less loses it in every tenant before the answer, and with nothing left is out', async () => {
    const app = await registerApp(vendor, { scopes: ['contacts:read', 'companies:read'], categories: ALL });
    const people = ['owner@acme.test', 'owner@globex.test'];
    const extra = { scope: 'contacts:read companies:read' };
    const held = [];
    for (const email of people) held.push(await tokensFor(server, app, await browserOf(server, email), { extra }));
    for (const { access_token: token } of held) expect(await shown(token)).toEqual({ name: true, email: true });

    const narrowed = await update(vendor, app, { categories: ['IDENTITY'] });
    expect(JSON.parse(narrowed.data?.updateApp.receipt?.statement ?? '{}')).toMatchObject({
      authority: app.id,
      fenced: 0,
    });
    for (const { access_token: token } of held) expect(await shown(token)).toEqual({ name: true, email: false });
    for (const email of people) expect((await integrationOf(app, email))?.categories).toEqual(['IDENTITY']);

    await update(vendor, app, { scopes: ['companies:read'] });
    for (const { access_token: token } of held) expect(await shown(token)).toBe('SCOPE_MISSING');
    await update(vendor, app, { scopes: ['invoices:read'] });
    for (const { access_token: token } of held) expect(await shown(token)).toBe('UNAUTHENTICATED');
    for (const email of people)
      expect(await integrationOf(app, email)).toMatchObject({ status: 'DEACTIVATED', deactivatedHow: 'APP_NARROWED' });
  });

  test('sends nobody to an address that it has given up, whatever was under way', async () => {
    const app = await registerApp(owner);
    const browser = await browserOf(server, 'owner@acme.test');
    const waiting = await codeFor(server, app, browser);
    const { challenge } = pkce();
    const page = await browser.open(authorizeUrl(server, app, { code_challenge: challenge }));
    expect(page.body).toContain('Reports BV');
    await update(owner, app, { redirectUris: ['https://reports.example/other'] });
    expect((await exchange(server, app, waiting)).body.error).toBe('invalid_grant');
    const answered = await browser.submit(page, { decision: 'allow', agreed: 'yes' });
    expect(new URL(answered.url).origin).toBe(server.origin);
    expect(answered.status).toBe(404);
    const again = await browser.open(authorizeUrl(server, app, { code_challenge: challenge }));
    expect([again.status, new URL(again.url).origin]).toEqual([400, server.origin]);
    const moved = { ...app, redirectUri: 'https://reports.example/other' };
    expect((await letIn(browser, authorizeUrl(server, moved, { code_challenge: challenge }))).pathname).toBe('/other');
  });

  test('that is removed is dead everywhere, with a receipt, and what let it in is off', async () => {
    const app = await registerApp(vendor, { scopes: ['contacts:read'], categories: ALL });
    const held = [];
    for (const email of ['owner@acme.test', 'owner@globex.test'])
      held.push(await tokensFor(server, app, await browserOf(server, email)));
    for (const { access_token: token } of held) expect(await shown(token)).toEqual({ name: true, email: true });
    expect((await owner.query(REMOVE, { id: app.id })).code).toBe('NOT_FOUND');
    // An answer of before is still under way.
    const database = await connected(server.databases.superuserUrl);
    await database.query(
      `insert into public.seal (tenant_id, id, authorities, bound_ms)
       select i.tenant_id, gen_random_uuid(), array[i.id], 60000 from auth.integration i where i.client_id = $1 limit 1`,
      [app.id],
    );
    let answered = false;
    const removing = vendor
      .query<{ removeApp: { receipt: { effectiveAt: string; statement: string } } }>(REMOVE, { id: app.id })
      .finally(() => (answered = true));
    while ((await shown(held[0]?.access_token ?? '')) !== 'UNAUTHENTICATED')
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(answered).toBe(false);
    await database.query('delete from public.seal');
    await database.end();
    const removed = await removing;
    expect(JSON.parse(removed.data?.removeApp.receipt.statement ?? '{}')).toMatchObject({
      authority: app.id,
      fenced: 0,
    });
    for (const { access_token: token, refresh_token: again } of held) {
      expect(await shown(token)).toBe('UNAUTHENTICATED');
      expect((await refresh(server, app, again)).body.error).toBe('invalid_client');
    }
    for (const email of ['owner@acme.test', 'owner@globex.test'])
      expect(await integrationOf(app, email)).toMatchObject({ status: 'DEACTIVATED', deactivatedHow: 'APP_REMOVED' });
    // Asked again it tells the first end.
    const twice = await vendor.query<typeof removed.data>(REMOVE, { id: app.id });
    expect(twice.data?.removeApp.receipt.effectiveAt).toBe(removed.data?.removeApp.receipt.effectiveAt);
  });
});
