import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client as Database } from 'pg';
import { boundAnew } from '../../migrations/20261128000110/app-bounds.js';
import { connected } from '../database/world.js';
import { clientFor, type Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { browserOf, post, registerApp, tokensFor, type App } from './apps.js';

const ACTIVATE = `mutation ($id: ID!, $input: ActivateIntegrationInput!) { activateIntegration(id: $id, input: $input) {
  integration { status scopes categories agreementTitle } } }`;
const AGREEMENT = {
  title: 'Processing by Reports BV',
  version: '2026-1',
  hash: createHash('sha256').update('Reports BV processes what it is shown.').digest('hex'),
};
const NARROW = { scopes: ['contacts:read'], categories: ['CONTACT_DETAILS'] };
const ITS_OWN = { scopes: ['contacts:read', 'contacts:write'], categories: ['CONTACT_DETAILS', 'IDENTITY'] };
const BEYOND = { scopes: ['contacts:read', 'invoices:read'], categories: ['CONTACT_DETAILS', 'SPECIAL'] };

interface Integration {
  readonly id: string;
  readonly clientId: string;
  readonly status: string;
}

/** What an app has of a tenant, whatever an owner says by hand. */
describe('An integration of an app', () => {
  let server: RunningServer;
  let owner: Client;
  let database: Database;
  let app: App;

  beforeAll(async () => {
    server = await startServer();
    owner = await clientFor(server.url, 'owner@acme.test');
    database = await connected(server.databases.superuserUrl);
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
  });

  const integrationOf = async (of: App): Promise<Integration | undefined> => {
    const { data } = await owner.query<{
      tenant: { gdpr: { integrations: { nodes: readonly Integration[] } } };
    }>('{ tenant { gdpr { integrations { nodes { id clientId status deactivatedHow scopes categories } } } } }');
    return data?.tenant.gdpr.integrations.nodes.find(({ clientId }) => clientId === of.id);
  };
  const activate = async (input: object) =>
    owner.query<{ activateIntegration: { integration: object } }>(ACTIVATE, {
      id: (await integrationOf(app))?.id,
      input: { agreement: AGREEMENT, ...input },
    });
  const letIn = async (): Promise<void> => {
    app = await registerApp(owner, ITS_OWN);
    await tokensFor(server, app, await browserOf(server, 'owner@acme.test'), {
      fields: { scope: NARROW.scopes, category: NARROW.categories },
    });
  };
  const byItself = (fields: Record<string, string> = {}) =>
    post(server, '/token', app, { grant_type: 'client_credentials', ...fields });
  /** As before anybody looked. */
  const forge = (change: string): Promise<unknown> =>
    database.query(`update auth.integration set ${change} where client_id = $1`, [app.id]);

  test('is given what the app is registered for, or less, under the agreement of the app', async () => {
    await letIn();
    for (const input of [
      { scopes: BEYOND.scopes },
      { categories: BEYOND.categories },
      { agreement: { ...AGREEMENT, hash: 'f'.repeat(64) } },
      { agreement: { ...AGREEMENT, title: 'Something else' } },
      { agreement: { ...AGREEMENT, version: '9' } },
    ])
      expect([input, (await activate({ ...ITS_OWN, ...input })).code]).toEqual([input, 'BAD_USER_INPUT']);
    expect(await integrationOf(app)).toMatchObject({ status: 'ACTIVE', ...NARROW });
    expect((await activate(ITS_OWN)).data?.activateIntegration.integration).toMatchObject({
      status: 'ACTIVE',
      ...ITS_OWN,
      agreementTitle: AGREEMENT.title,
    });
  });

  test('stays off when the app was removed', async () => {
    await letIn();
    await owner.query('mutation ($id: ID!) { removeApp(id: $id) { deletedId } }', { id: app.id });
    expect(await integrationOf(app)).toMatchObject({ status: 'DEACTIVATED' });
    expect((await activate({})).code).toBe('CONFLICT');
    expect((await activate(NARROW)).code).toBe('CONFLICT');
    expect(await integrationOf(app)).toMatchObject({ status: 'DEACTIVATED' });
  });

  test('issues nothing beyond the app, also where more was let in before', async () => {
    await letIn();
    await forge(`scopes = '{contacts:read,invoices:read}', categories = '{CONTACT_DETAILS,SPECIAL}'`);
    expect((await byItself({ scope: 'invoices:read' })).body.error).toBe('invalid_scope');
    const { body } = await byItself();
    expect(body.scope).toBe('contacts:read');
    const { rows } = await database.query<{ scopes: string[]; categories: string[] }>(
      `select scopes, categories from auth.api_token where digest = sha256($1::text::bytea)`,
      [body.access_token],
    );
    expect(rows).toEqual([NARROW]);
  });

  test('that had more, or was on without an app, before is bound by the migration', async () => {
    await letIn();
    await forge(`scopes = '{contacts:read,invoices:read}', categories = '{CONTACT_DETAILS,SPECIAL}'`);
    const wide = app;
    await letIn();
    await owner.query('mutation ($id: ID!) { removeApp(id: $id) { deletedId } }', { id: app.id });
    await forge('deactivated_at = null, deactivated_by = null, deactivated_how = null');
    await letIn();
    await database.query('begin');
    await database.query('set local role sluice_auth');
    for (const statement of boundAnew) await database.query(statement);
    await database.query('commit');
    expect(await integrationOf(wide)).toMatchObject({ status: 'ACTIVE', ...NARROW });
    expect(await integrationOf(app)).toMatchObject({ status: 'ACTIVE', ...NARROW });
    const { rows } = await database.query(
      `select from auth.integration i join auth.app a on i.client_id = 'app_' || a.id
        where a.removed_at is not null and i.deactivated_at is null`,
    );
    expect(rows).toEqual([]);
  });
});
