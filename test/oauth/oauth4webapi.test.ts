import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GraphQLClient } from 'graphql-request';
import * as oauth from 'oauth4webapi';
import { clientFor } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { browserOf, CONTACTS, letIn, pkce, registerApp, type App } from './apps.js';
import type { Browser } from './browser.js';

/** Only for http, which a test server speaks. Everything else is checked as that client always checks it. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- so that nobody overlooks it
const INSECURE = { [oauth.allowInsecureRequests]: true };

interface Contacts {
  readonly contacts: { readonly nodes: readonly { readonly id: string; readonly name: string; readonly iban: null }[] };
}

describe('a whole flow by oauth4webapi, a client that knows nothing of us', () => {
  let server: RunningServer;
  let app: App;
  let browser: Browser;
  let as: oauth.AuthorizationServer;
  let client: oauth.Client;
  let authentication: oauth.ClientAuth;

  beforeAll(async () => {
    server = await startServer();
    app = await registerApp(await clientFor(server.url, 'owner@acme.test'));
    browser = await browserOf(server, 'admin@acme.test');
    const issuer = new URL('/oauth', server.origin);
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...INSECURE });
    as = await oauth.processDiscoveryResponse(issuer, response);
    client = { client_id: app.id };
    authentication = oauth.ClientSecretBasic(app.secret);
  });
  afterAll(() => server.stop());

  test('finds out what there is, and that it is OAuth 2 and no more', () => {
    expect(as).toMatchObject({
      issuer: `${server.origin}/oauth`,
      authorization_endpoint: `${server.origin}/oauth/authorize`,
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      authorization_response_iss_parameter_supported: true,
    });
    expect(as.scopes_supported).toContain('contacts:read');
    expect(Object.keys(as).filter((name) => /id_token|userinfo|claims/.test(name))).toEqual([]);
  });

  test('pushed request, consent, code, reading, refresh, introspection, revocation', async () => {
    const { verifier, challenge } = pkce();
    const state = oauth.generateRandomState();
    const pushed = await oauth.pushedAuthorizationRequest(
      as,
      client,
      authentication,
      {
        redirect_uri: app.redirectUri,
        response_type: 'code',
        scope: 'contacts:read companies:read',
        code_challenge: challenge,
        code_challenge_method: 'S256',
        state,
      },
      INSECURE,
    );
    const { request_uri: requestUri } = await oauth.processPushedAuthorizationResponse(as, client, pushed);

    const address = new URL(as.authorization_endpoint ?? '');
    address.search = new URLSearchParams({ client_id: app.id, request_uri: requestUri }).toString();
    const came = await letIn(browser, address.href, {
      scope: 'contacts:read',
      category: ['IDENTITY', 'CONTACT_DETAILS'],
    });
    const shown = oauth.validateAuthResponse(as, client, came, state);

    const granted = await oauth.processAuthorizationCodeResponse(
      as,
      client,
      await oauth.authorizationCodeGrantRequest(as, client, authentication, shown, app.redirectUri, verifier, INSECURE),
    );
    expect(granted).toMatchObject({ token_type: 'bearer', scope: 'contacts:read', expires_in: 900 });

    const api = new GraphQLClient(server.url, { headers: { authorization: `Bearer ${granted.access_token}` } });
    const { contacts } = await api.request<Contacts>(CONTACTS);
    expect(contacts.nodes[0]).toMatchObject({ name: 'Elisa Vandevelde', iban: null, nationalId: null });
    await expect(api.request('{ companies(first: 1) { nodes { name } } }')).rejects.toThrow(/companies:read/);

    const refreshed = await oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(as, client, authentication, granted.refresh_token ?? '', INSECURE),
    );
    expect(refreshed.refresh_token).not.toBe(granted.refresh_token);
    expect(refreshed.access_token).not.toBe(granted.access_token);

    const introspect = async (token: string): Promise<oauth.IntrospectionResponse> =>
      oauth.processIntrospectionResponse(
        as,
        client,
        await oauth.introspectionRequest(as, client, authentication, token, INSECURE),
      );
    expect(await introspect(refreshed.access_token)).toMatchObject({
      active: true,
      client_id: app.id,
      scope: 'contacts:read',
      tenant: 'acme',
      categories: ['CONTACT_DETAILS', 'IDENTITY'],
    });

    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client, authentication, refreshed.refresh_token ?? '', INSECURE),
    );
    expect(await introspect(refreshed.access_token)).toEqual({ active: false });
    api.setHeader('authorization', `Bearer ${refreshed.access_token}`);
    await expect(api.request(CONTACTS)).rejects.toThrow(/does not hold/);
  });

  test('an app by itself, within what a tenant has let it in for', async () => {
    const ask = async (parameters: Record<string, string>): Promise<oauth.TokenEndpointResponse> =>
      oauth.processClientCredentialsResponse(
        as,
        client,
        await oauth.clientCredentialsGrantRequest(as, client, authentication, parameters, INSECURE),
      );
    const granted = await ask({ scope: 'contacts:read' });
    expect(granted).toMatchObject({ scope: 'contacts:read' });
    expect(granted.refresh_token).toBeUndefined();
    const api = new GraphQLClient(server.url, { headers: { authorization: `Bearer ${granted.access_token}` } });
    expect((await api.request<Contacts>(CONTACTS)).contacts.nodes).toHaveLength(1);

    // Registered for it, but not let in for it.
    await expect(ask({ scope: 'contacts:write' })).rejects.toMatchObject({ error: 'invalid_scope' });
    await expect(ask({ tenant: 'globex' })).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});
