import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as client from 'openid-client';
import { clientFor, type Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { ask, browserOf, CONTACTS, letIn, registerApp, type App } from './apps.js';
import type { Browser } from './browser.js';

describe('a whole flow by openid-client, another client that knows nothing of us', () => {
  let server: RunningServer;
  let owner: Client;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
    owner = await clientFor(server.url, 'owner@acme.test');
    browser = await browserOf(server, 'owner@acme.test');
  });
  afterAll(() => server.stop());

  const discover = (app: App, authentication: client.ClientAuth): Promise<client.Configuration> =>
    client.discovery(new URL('/oauth', server.origin), app.id, undefined, authentication, {
      algorithm: 'oauth2',
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- so that nobody overlooks it; a test server speaks http
      execute: [client.allowInsecureRequests],
    });

  test.each([
    ['with a secret', true],
    ['without one, as in a browser', false],
  ])('%s: code with PKCE, state and iss, refresh, revocation', async (_kind, confidential) => {
    const app = await registerApp(owner, { confidential, name: confidential ? 'Server' : 'Page' });
    const config = await discover(app, confidential ? client.ClientSecretPost(app.secret) : client.None());
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: app.redirectUri,
      scope: 'contacts:read',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    });
    const came = await letIn(browser, address.href);
    const granted = await client.authorizationCodeGrant(config, came, {
      pkceCodeVerifier: verifier,
      expectedState: state,
    });
    expect((await ask(server, granted.access_token, CONTACTS)).errors).toBeUndefined();

    const refreshed = await client.refreshTokenGrant(config, granted.refresh_token ?? '');
    expect((await ask(server, refreshed.access_token, CONTACTS)).errors).toBeUndefined();
    await client.tokenRevocation(config, refreshed.access_token);
    expect((await ask(server, refreshed.access_token, CONTACTS)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    await expect(client.refreshTokenGrant(config, refreshed.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('a pushed request, and an app by itself', async () => {
    const app = await registerApp(owner, { name: 'Pusher' });
    const config = await discover(app, client.ClientSecretBasic(app.secret));
    const verifier = client.randomPKCECodeVerifier();
    const address = await client.buildAuthorizationUrlWithPAR(config, {
      redirect_uri: app.redirectUri,
      scope: 'contacts:read contacts:write',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    expect(address.searchParams.get('request_uri')).toMatch(/^urn:ietf:params:oauth:request_uri:/);
    const came = await letIn(browser, address.href);
    const granted = await client.authorizationCodeGrant(config, came, { pkceCodeVerifier: verifier });
    expect(granted.scope?.split(' ').sort()).toEqual(['contacts:read', 'contacts:write']);
    // Once used, it is used.
    expect((await browser.open(address.href)).status).toBe(400);

    const own = await client.clientCredentialsGrant(config, { scope: 'contacts:read' });
    const told = await client.tokenIntrospection(config, own.access_token);
    expect(told).toMatchObject({ active: true, client_id: app.id, tenant: 'acme', scope: 'contacts:read' });
    expect((await ask(server, own.access_token, '{ viewer { actor } }')).data).toEqual({
      viewer: { actor: 'INTEGRATION' },
    });
  });
});
