import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clientFor, PASSWORD } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { authorizeUrl, browserOf, pkce, post, registerApp, type App } from './apps.js';
import { Browser } from './browser.js';

const NUL = '\u0000';

/** Text that the database can not hold is wrong, and no failure of ours. */
describe('a NUL character', () => {
  let server: RunningServer;
  let app: App;

  beforeAll(async () => {
    server = await startServer({ environment: { SIGN_IN_TRIES_PER_ADDRESS: '1000' } });
    app = await registerApp(await clientFor(server.url, 'owner@acme.test'));
  });
  afterAll(() => server.stop());

  const form = { redirect_uri: 'https://reports.example/callback', code_verifier: 'a'.repeat(43) };
  test.each([
    ['/token', { grant_type: 'client_credentials', tenant: NUL }, 'invalid_grant'],
    ['/token', { grant_type: 'client_credentials', tenant: `acme${NUL}` }, 'invalid_grant'],
    ['/token', { grant_type: 'client_credentials', tenant: '#acme' }, 'invalid_grant'],
    ['/token', { grant_type: 'client_credentials', scope: NUL }, 'invalid_scope'],
    ['/token', { grant_type: 'client_credentials', scope: `contacts:read${NUL}` }, 'invalid_scope'],
    ['/token', { grant_type: 'authorization_code', code: NUL, ...form }, 'invalid_grant'],
    ['/token', { grant_type: 'refresh_token', refresh_token: NUL }, 'invalid_grant'],
    ['/token', { grant_type: 'refresh_token', refresh_token: 'x', scope: NUL }, 'invalid_scope'],
    ['/token', { grant_type: NUL }, 'unsupported_grant_type'],
    ['/par', { response_type: 'code', tenant: NUL, state: NUL, scope: NUL }, 'invalid_request'],
  ] as const)('%s: %j', async (path, fields, error) => {
    const { status, body } = await post(server, path, app, fields);
    expect({ status, error: body.error }).toEqual({ status: 400, error });
  });

  test('nor is it a secret, a token or an app', async () => {
    const other = await post(server, '/token', { ...app, secret: NUL }, { grant_type: 'client_credentials' });
    expect(other.body.error).toBe('invalid_request');
    const nobody = await post(server, '/token', { ...app, id: NUL }, { grant_type: 'client_credentials' });
    expect(nobody.body.error).toBe('invalid_request');
    expect((await post(server, '/introspect', app, { token: NUL })).body).toEqual({ active: false });
    expect((await post(server, '/revoke', app, { token: NUL })).status).toBe(200);
  });

  test('on the page names no environment, and nobody', async () => {
    const asked = authorizeUrl(server, app, { code_challenge: pkce().challenge, tenant: NUL, state: NUL });
    const browser = await browserOf(server, 'owner@acme.test');
    const page = await browser.open(asked);
    expect(page.status).toBe(200);
    const fields = { decision: 'allow', agreed: 'yes', scope: 'contacts:read', category: 'IDENTITY' };
    for (const tenant of [NUL, `acme${NUL}`, '#acme'])
      expect([tenant, (await browser.submit(page, { ...fields, tenant })).status]).toEqual([tenant, 400]);

    const stranger = new Browser(server.origin);
    const signIn = await stranger.open(asked);
    for (const wrong of [
      { email: NUL, password: PASSWORD },
      { email: `owner@acme.test${NUL}`, password: PASSWORD },
      { email: 'owner@acme.test', password: NUL },
      { email: 'support@vendor.test', password: PASSWORD, code: NUL },
      { email: 'support@vendor.test', password: PASSWORD, code: `123${NUL}456` },
    ])
      expect([wrong, (await stranger.submit(signIn, wrong)).status]).toEqual([wrong, 401]);
    const seen = await stranger.submit(signIn, { email: `owner@acme.test${NUL}`, password: PASSWORD });
    expect(seen.body).toContain('E-mail address or password is wrong.');
  });
});
