import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
import type { Browser } from './browser.js';
import { atTheIssue, atTheSameMoment, hasBeenUsedForLong } from './moments.js';
import { connected } from '../database/world.js';

describe('whoever attacks the authorization server', () => {
  let server: RunningServer;
  let owner: Client;
  let app: App;
  let other: App;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer({ environment: { SIGN_IN_TRIES_PER_ADDRESS: '1000' } });
    owner = await clientFor(server.url, 'owner@acme.test');
    app = await registerApp(owner);
    other = await registerApp(owner, { name: 'Other', redirectUris: ['https://other.example/callback'] });
    browser = await browserOf(server, 'owner@acme.test');
  });
  afterAll(() => server.stop());

  const works = async (token: string): Promise<boolean> => (await ask(server, token, CONTACTS)).errors === undefined;

  test('a code that is brought twice is worth nothing, and nor is what came of it', async () => {
    const got = await codeFor(server, app, browser);
    const { body } = await exchange(server, app, got);
    expect(await works(body.access_token)).toBe(true);
    expect(await exchange(server, app, got)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await works(body.access_token)).toBe(false);
    expect((await refresh(server, app, body.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('of two who bring a code at once at most one has a token, and it is dead', async () => {
    const got = await codeFor(server, app, browser);
    const answers = await atTheSameMoment(
      server,
      'AuthorizationCode',
      [1, 2].map(() => () => exchange(server, app, got)),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(won.length).toBeLessThanOrEqual(1);
    for (const { body } of won) expect(await works(body.access_token)).toBe(false);
  });

  test("of two who bring a code at once the first one's token is dead, also where it is issued in that very moment", async () => {
    const got = await codeFor(server, app, browser);
    const answers = await atTheIssue(
      server,
      'AuthorizationCode',
      [1, 2].map(() => () => exchange(server, app, got)),
    );
    for (const { status, body } of answers) expect(status === 200 && (await works(body.access_token))).toBe(false);
  });

  test('without PKCE, with plain PKCE, or with another verifier there is no token', async () => {
    const { challenge } = pkce();
    for (const extra of [
      { code_challenge_method: '' },
      {},
      { code_challenge: challenge, code_challenge_method: 'plain' },
      { code_challenge: 'too short' },
    ] as Record<string, string>[]) {
      const came = new URL((await browser.open(authorizeUrl(server, app, { ...extra }))).url);
      expect(came.origin + came.pathname).toBe(REDIRECT);
      expect(came.searchParams.get('error')).toBe('invalid_request');
    }
    const { code } = await codeFor(server, app, browser);
    const wrong = await exchange(server, app, { code, verifier: pkce().verifier });
    expect(wrong.body.error).toBe('invalid_grant');
    const none = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
    expect((await post(server, '/token', app, none)).body.error).toBe('invalid_grant');
  });

  test.each([
    ['another path', 'https://reports.example/callback/'],
    ['another host', 'https://reports.example.evil.example/callback'],
    ['a query', 'https://reports.example/callback?next=https://evil.example'],
    ['another letter case', 'https://reports.example/Callback'],
    ['a user', 'https://reports.example@evil.example/callback'],
    ['a scheme-less address', '//evil.example'],
    ['a script', 'javascript:alert(1)'],
  ])('is never sent to a redirect URI with %s', async (_what, uri) => {
    const { challenge } = pkce();
    const seen = await browser.open(authorizeUrl(server, app, { code_challenge: challenge, redirect_uri: uri }));
    expect(seen).toMatchObject({ status: 400 });
    expect(seen.url.startsWith(server.origin)).toBe(true);
    expect(seen.body).toContain('invalid_redirect_uri');
    // And the error that would have gone there doesn't either.
    const broken = await browser.open(authorizeUrl(server, app, { redirect_uri: uri, response_type: 'token' }));
    expect(broken.status).toBe(400);
    expect(broken.url.startsWith(server.origin)).toBe(true);
  });

  test('the code of one redirect URI is not exchanged with another', async () => {
    const two = await registerApp(owner, { name: 'Two', redirectUris: [REDIRECT, 'https://reports.example/second'] });
    const got = await codeFor(server, two, browser);
    const wrong = await exchange(server, { ...two, redirectUri: 'https://reports.example/second' }, got);
    expect(wrong.body.error).toBe('invalid_grant');
  });

  test('a refresh token that was used is a thief’s or a victim’s: the whole family ends', async () => {
    const first = await tokensFor(server, app, browser);
    const second = (await refresh(server, app, first.refresh_token)).body;
    expect(await works(second.access_token)).toBe(true);
    await hasBeenUsedForLong(server);
    expect((await refresh(server, app, first.refresh_token)).body.error).toBe('invalid_grant');
    expect(await works(first.access_token)).toBe(false);
    expect(await works(second.access_token)).toBe(false);
    expect((await refresh(server, app, second.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('of two refreshes at the same moment one wins, and its tokens live', async () => {
    const { refresh_token: token } = await tokensFor(server, app, browser);
    const answers = await atTheSameMoment(
      server,
      'RefreshToken',
      [1, 2, 3].map(() => () => refresh(server, app, token)),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(2);
    const [winner] = won;
    expect(await works(winner?.body.access_token ?? '')).toBe(true);
    expect((await refresh(server, app, winner?.body.refresh_token ?? '')).status).toBe(200);
  });

  test('codes and tokens of one app are nothing to another', async () => {
    const got = await codeFor(server, app, browser);
    const stolen = await exchange(server, { ...other, redirectUri: REDIRECT }, got);
    expect(stolen.body.error).toBe('invalid_grant');
    const { body: tokens } = await exchange(server, app, got);
    expect((await refresh(server, other, tokens.refresh_token)).body.error).toBe('invalid_grant');
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      expect((await post(server, '/introspect', other, { token })).body).toEqual({ active: false });
      expect((await post(server, '/revoke', other, { token })).status).toBe(200);
    }
    expect(await works(tokens.access_token)).toBe(true);
    expect((await post(server, '/introspect', app, { token: tokens.access_token })).body).toMatchObject({
      active: true,
    });
  });

  test('a refresh never widens', async () => {
    const tokens = await tokensFor(server, app, browser, { extra: { scope: 'contacts:read contacts:write' } });
    const narrowed = await refresh(server, app, tokens.refresh_token, { scope: 'contacts:read' });
    expect(narrowed.body.scope).toBe('contacts:read');
    const wider = await refresh(server, app, narrowed.body.refresh_token, { scope: 'contacts:read companies:read' });
    expect(wider.body.error).toBe('invalid_scope');
  });

  test('scopes that the app was not registered for, openid among them, are refused', async () => {
    for (const scope of ['contacts:read invoices:read', 'openid contacts:read']) {
      const { challenge } = pkce();
      const seen = await browser.open(authorizeUrl(server, app, { code_challenge: challenge, scope }));
      expect(new URL(seen.url).searchParams.get('error')).toBe('invalid_scope');
    }
  });

  test('each answer says who gives it, errors too, and never by what a request claims', async () => {
    const issuer = `${server.origin}/oauth`;
    const { challenge } = pkce();
    const address = authorizeUrl(server, app, { code_challenge: challenge });
    expect((await letIn(browser, address)).searchParams.get('iss')).toBe(issuer);
    const page = await browser.open(address);
    const denied = new URL((await browser.submit(page, { decision: 'deny' })).url);
    expect(Object.fromEntries(denied.searchParams)).toMatchObject({
      error: 'access_denied',
      iss: issuer,
      state: 'xyzzy-state',
    });

    const forged = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    const metadata = await fetch(`${server.origin}/.well-known/oauth-authorization-server/oauth`, { headers: forged });
    expect(await metadata.text()).not.toContain('evil.example');
    const sent = await browser.ask(address, { headers: forged });
    expect(sent.headers.get('location')).toMatch(/^\/oauth\/consent\//);
  });

  test('errors are those of the RFCs', async () => {
    const wrong = { ...app, secret: other.secret };
    const refused = await post(server, '/token', wrong, { grant_type: 'client_credentials' });
    expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic /);
    expect(refused.headers.get('cache-control')).toBe('no-store');
    for (const [fields, error] of [
      [{ grant_type: 'password', username: 'owner@acme.test', password: 'x' }, 'unsupported_grant_type'],
      [{}, 'invalid_request'],
      [{ grant_type: 'authorization_code', code: 'x', redirect_uri: REDIRECT }, 'invalid_grant'],
    ] as const) {
      expect(await post(server, '/token', app, fields)).toMatchObject({ status: 400, body: { error } });
    }
    const json = await fetch(`${server.origin}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(json.status).toBe(400);
    const huge = await fetch(`${server.origin}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'x'.repeat(100_000) }),
    });
    expect(huge.status).toBe(400);
  });

  test('pages of other origins reach the token endpoint for apps without a secret only, and only those of the app', async () => {
    const page = await registerApp(owner, { name: 'Page', confidential: false });
    const from = (origin: string, of: App): Promise<Response> =>
      fetch(`${server.origin}/oauth/token`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: 'x',
          client_id: of.id,
          client_secret: of.secret,
        }),
      });
    const own = await from('https://reports.example', page);
    expect(own.headers.get('access-control-allow-origin')).toBe('https://reports.example');
    expect(await own.json()).toMatchObject({ error: 'invalid_grant' });
    for (const [origin, of] of [
      ['https://evil.example', page],
      ['https://reports.example', app],
    ] as const) {
      const refused = await from(origin, of);
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
      expect(await refused.json()).toMatchObject({ error: 'invalid_request' });
    }
  });

  test('what waits is bounded, and counted for its app', async () => {
    const crowd = await registerApp(owner, { name: 'Crowd' });
    const { challenge } = pkce();
    const push = () =>
      post(server, '/par', crowd, {
        client_id: crowd.id,
        redirect_uri: REDIRECT,
        response_type: 'code',
        scope: 'contacts:read',
        code_challenge: challenge,
        code_challenge_method: 'S256',
      });
    expect((await push()).status).toBe(201);
    const database = await connected(server.databases.superuserUrl);
    await database.query(
      `insert into auth.app_artifact (kind, digest, box, app_id, expires_at)
       select a.kind, sha256(n::text::bytea), a.box, a.app_id, a.expires_at
         from auth.app_artifact a, generate_series(1, 999) n where a.app_id = $1 and a.kind = 'PushedAuthorizationRequest'`,
      [crowd.id.slice(4)],
    );
    await database.end();
    expect(await push()).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
  });

  test('a token in the address is no token', async () => {
    const { access_token: token } = await tokensFor(server, app, browser);
    const url = `${server.url}?${new URLSearchParams({ query: CONTACTS, access_token: token }).toString()}`;
    const response = await fetch(url, { headers: { 'apollo-require-preflight': '1' } });
    expect(await response.text()).toContain('UNAUTHENTICATED');
    expect(await works(token)).toBe(true);
  });

  test('codes, tokens and secrets are in no log and in no readable row', async () => {
    const got = await codeFor(server, app, browser);
    const { body } = await exchange(server, app, got);
    const renewed = (await refresh(server, app, body.refresh_token)).body;
    const secrets = [got.code, got.verifier, body.access_token, body.refresh_token, renewed.access_token, app.secret];
    const session = browser.cookies.get('session') ?? '';
    const log = server.logged.join('\n');
    expect(log).toContain('/oauth/token');
    const database = await connected(server.databases.superuserUrl);
    const { rows } = await database.query<{ row: string }>(
      `select t::text as row from auth.app_artifact t union all select t::text from auth.token_family t
       union all select t::text from auth.app t union all select t::text from auth.api_token t`,
    );
    await database.end();
    expect(rows.length).toBeGreaterThan(5);
    const kept = rows.map(({ row }) => row).join('\n');
    for (const secret of [...secrets, session]) {
      expect(secret.length).toBeGreaterThan(20);
      expect(log).not.toContain(secret);
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });
});
