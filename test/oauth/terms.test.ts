import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clientFor, type Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { ask, browserOf, post, refresh, registerApp, tokensFor, type App, type Tokens } from './apps.js';

const LOOK = '{ viewer { token { scopes { name held } categories { name held } } } }';

/** What an app is told of its tokens, and what they may. */
describe('an app of which less is in force than somebody consented to', () => {
  let server: RunningServer;
  let owner: Client;
  let app: App;
  let tokens: Tokens;

  beforeAll(async () => {
    server = await startServer();
    owner = await clientFor(server.url, 'owner@acme.test');
    app = await registerApp(owner);
    tokens = await tokensFor(server, app, await browserOf(server, 'owner@acme.test'), {
      extra: { scope: 'contacts:write contacts:read companies:read' },
      fields: { category: ['IDENTITY', 'CONTACT_DETAILS'] },
    });
  });
  afterAll(() => server.stop());

  const narrow = async (scopes: readonly string[], categories: readonly string[]): Promise<void> => {
    const { data } = await owner.query<{ tenant: { gdpr: { integrations: { nodes: readonly { id: string }[] } } } }>(
      '{ tenant { gdpr { integrations { nodes { id } } } } }',
    );
    const agreement = {
      title: 'Processing by Reports BV',
      version: '2026-1',
      hash: createHash('sha256').update('Reports BV processes what it is shown.').digest('hex'),
    };
    const { text, code } = await owner.query(
      'mutation ($id: ID!, $input: ActivateIntegrationInput!) { activateIntegration(id: $id, input: $input) { receipt { fenced } } }',
      { id: data?.tenant.gdpr.integrations.nodes[0]?.id, input: { agreement, scopes, categories } },
    );
    if (code) throw new Error(text);
  };
  const told = async (token: string): Promise<unknown> => {
    const { body } = await post(server, '/introspect', app, { token });
    return { scope: body.scope, categories: body.categories, tenant: body.tenant };
  };

  test('is told of its tokens what they may now', async () => {
    const own = (await post(server, '/token', app, { grant_type: 'client_credentials' })).body;
    const whole = { tenant: 'acme', categories: ['CONTACT_DETAILS', 'IDENTITY'] };
    const scope = 'contacts:write contacts:read companies:read';
    expect(tokens.scope).toBe(scope);
    expect(await told(tokens.access_token)).toEqual({ ...whole, scope });
    expect(await told(tokens.refresh_token)).toEqual({ ...whole, scope });
    expect(await told(own.access_token)).toEqual({ ...whole, scope: own.scope });
    await narrow(['contacts:read', 'companies:read'], ['CONTACT_DETAILS']);
    for (const token of [tokens.access_token, tokens.refresh_token])
      expect(await told(token)).toEqual({
        tenant: 'acme',
        categories: ['CONTACT_DETAILS'],
        scope: 'contacts:read companies:read',
      });
    expect(await told(own.access_token)).toMatchObject({ scope: 'companies:read contacts:read' });
  });

  test('is told with each token what was issued, and by the API what it lacks', async () => {
    await narrow(['contacts:read'], ['CONTACT_DETAILS']);
    const { body } = await refresh(server, app, tokens.refresh_token);
    expect(body.scope).toBe('contacts:read');
    expect((await ask(server, body.access_token, LOOK)).data).toEqual({
      viewer: {
        token: {
          scopes: [
            { name: 'companies:read', held: false },
            { name: 'contacts:read', held: true },
            { name: 'contacts:write', held: false },
          ],
          categories: [
            { name: 'CONTACT_DETAILS', held: true },
            { name: 'IDENTITY', held: false },
          ],
        },
      },
    });
    const asked = await refresh(server, app, body.refresh_token, { scope: 'contacts:write contacts:read' });
    expect(asked.body.scope).toBe('contacts:read');
    await narrow(['companies:read'], ['FINANCIAL']);
    expect(await told(asked.body.access_token)).toEqual({ tenant: 'acme', categories: [], scope: '' });
  });
});
