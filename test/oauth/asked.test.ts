import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { clientFor, type Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import {
  authorizeUrl,
  browserOf,
  codeFor,
  exchange,
  pkce,
  post,
  REDIRECT,
  registerApp,
  signIn,
  type App,
} from './apps.js';
import { formOf, type Browser, type Seen } from './browser.js';

/** What an app may ask for, and how it is told that it may not. */
describe('a request for consent', () => {
  let server: RunningServer;
  let owner: Client;
  let app: App;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
    owner = await clientFor(server.url, 'owner@acme.test');
    app = await registerApp(owner);
    browser = await browserOf(server, 'owner@acme.test');
  });
  afterAll(() => server.stop());

  const open = (extra: Record<string, string>, by = browser): Promise<Seen> =>
    by.open(authorizeUrl(server, app, { code_challenge: pkce().challenge, ...extra }));
  const errorOf = ({ url }: Seen): string | null => {
    expect(url.startsWith(`${REDIRECT}?`)).toBe(true);
    return new URL(url).searchParams.get('error');
  };

  test.each(['foo', 'offline_access', 'openid', 'foo offline_access'])('for %s alone is refused', async (scope) => {
    expect(errorOf(await open({ scope }))).toBe('invalid_scope');
  });

  test('without a scope is for all that the app is registered for', async () => {
    const all = ['companies:read', 'contacts:read', 'contacts:write'];
    const page = await open({ scope: '' });
    expect(formOf(page.body).filled.scope).toEqual(all);
    const got = await codeFor(server, app, browser, { extra: { scope: '' } });
    expect((await exchange(server, app, got)).body.scope.split(' ').sort()).toEqual(all);
    // What there is besides what is unknown.
    expect(formOf((await open({ scope: 'foo contacts:read' })).body).filled.scope).toEqual(['contacts:read']);
  });

  test('that was pushed is looked at in the same way', async () => {
    const { challenge } = pkce();
    const push = (fields: Record<string, string>) =>
      post(server, '/par', app, {
        client_id: app.id,
        redirect_uri: REDIRECT,
        response_type: 'code',
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...fields,
      });
    expect((await push({ scope: 'foo' })).body.error).toBe('invalid_scope');
    expect((await push({ scope: 'contacts:read', response_mode: 'form_post' })).body.error).toBeDefined();
    const { body } = await push({});
    const page = await browser.open(
      `${server.origin}/oauth/authorize?${new URLSearchParams({ client_id: app.id, request_uri: String(body.request_uri) }).toString()}`,
    );
    expect(formOf(page.body).filled.scope).toEqual(['companies:read', 'contacts:read', 'contacts:write']);
  });

  test.each(['form_post', 'fragment', 'web_message', 'jwt', 'foo'])('is not answered by %s', async (mode) => {
    const refused = await open({ response_mode: mode });
    expect(errorOf(refused)).toBe('unsupported_response_mode');
    // Nor is what is wrong besides.
    expect(errorOf(await open({ response_mode: mode, code_challenge: '' }))).not.toBeNull();
    expect((await open({ response_mode: 'query' })).body).toContain('Reports BV');
  });

  test('is refused by another account of the same browser, and the app is told', async () => {
    const viewer = await browserOf(server, 'viewer@acme.test');
    const page = await open({}, viewer);
    const again = await viewer.open(/href="([^"]*as=another)"/.exec(page.body)?.[1] ?? '');
    const consent = await signIn(viewer, again, 'owner@acme.test');
    expect(errorOf(await viewer.submit(consent, { decision: 'deny' }))).toBe('access_denied');
  });

  test('for a resource is a request like any other', async () => {
    const said = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const informed = jest.spyOn(console, 'info').mockImplementation(() => undefined);
    const page = await open({ resource: 'https://api.example.com' });
    expect(page.body).toContain('Reports BV');
    expect(said).not.toHaveBeenCalled();
    expect(informed).not.toHaveBeenCalled();
    said.mockRestore();
    informed.mockRestore();
  });

  test.each(['https:example.com/callback', 'https:/example.com/callback', 'http:127.0.0.1/callback'])(
    'comes from no app that is sent back to %s',
    async (uri) => {
      const { code } = await owner.query(
        'mutation ($input: UpdateAppInput!) { updateApp(id: "' +
          app.id +
          '", input: $input) { app { redirectUris } } }',
        { input: { redirectUris: [uri] } },
      );
      expect(code).toBe('BAD_USER_INPUT');
    },
  );
});
