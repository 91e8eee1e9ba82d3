import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connected } from '../database/world.js';
import { clientFor, type Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { authorizeUrl, browserOf, pkce, registerApp, tokensFor, type App } from './apps.js';
import type { Browser, Fields, Seen } from './browser.js';

const INTEGRATIONS = `{ tenant { gdpr { integrations { nodes {
  id clientId status scopes categories agreementHash activatedBy { email } proposedBy { email } proposedScopes proposedCategories } } } } }`;

interface Integration {
  readonly id: string;
  readonly clientId: string;
  readonly status: string;
  readonly agreementHash: string | null;
}

/** Whom two let in where the tenant wants two. */
describe('an app, under four eyes', () => {
  let server: RunningServer;
  let owner: Client;
  let browser: Browser;
  let admin: Browser;

  beforeAll(async () => {
    server = await startServer();
    owner = await clientFor(server.url, 'owner@acme.test');
    browser = await browserOf(server, 'owner@acme.test');
    admin = await browserOf(server, 'admin@acme.test');
    const database = await connected(server.databases.superuserUrl);
    await database.query('update auth.tenant_authority set token_four_eyes = true');
    await database.end();
  });
  afterAll(() => server.stop());

  const consent = async (by: Browser, app: App, scope: string, fields: Fields): Promise<Seen> => {
    const page = await by.open(authorizeUrl(server, app, { code_challenge: pkce().challenge, scope }));
    return by.submit(page, { decision: 'allow', agreed: 'yes', ...fields });
  };
  const waits = ({ body }: Seen): boolean => body.includes('a second owner or admin');
  const isIn = ({ url }: Seen): boolean => new URL(url).searchParams.has('code');
  const integrationOf = async (app: App): Promise<Integration | undefined> => {
    const { data } = await owner.query<{
      tenant: { gdpr: { integrations: { nodes: readonly Integration[] } } };
    }>(INTEGRATIONS);
    return data?.tenant.gdpr.integrations.nodes.find(({ clientId }) => clientId === app.id);
  };
  const narrow = { scope: 'contacts:read', category: 'CONTACT_DETAILS' };
  const wide = { scope: ['contacts:read', 'contacts:write'], category: ['CONTACT_DETAILS', 'GOVERNMENT_ID'] };

  test('is in with what one asked for and another confirmed, by consent or by hand', async () => {
    const app = await registerApp(owner);
    expect(waits(await consent(browser, app, 'contacts:read', narrow))).toBe(true);
    expect(waits(await consent(browser, app, 'contacts:read', narrow))).toBe(true);
    expect(await integrationOf(app)).toMatchObject({
      status: 'PROPOSED',
      proposedBy: { email: 'owner@acme.test' },
      proposedScopes: ['contacts:read'],
      proposedCategories: ['CONTACT_DETAILS'],
      agreementHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(isIn(await consent(admin, app, 'contacts:read', narrow))).toBe(true);
    expect(await integrationOf(app)).toMatchObject({
      status: 'ACTIVE',
      activatedBy: { email: 'admin@acme.test' },
      proposedBy: null,
    });
    // Within that each consents alone.
    expect(isIn(await consent(browser, app, 'contacts:read', narrow))).toBe(true);
  });

  test('is let in to nothing by whoever adds to what somebody else asked for', async () => {
    const app = await registerApp(owner);
    await consent(browser, app, 'contacts:read', narrow);
    for (let time = 0; time < 2; time += 1)
      expect(waits(await consent(admin, app, 'contacts:read contacts:write', wide))).toBe(true);
    expect(await integrationOf(app)).toMatchObject({
      status: 'PROPOSED',
      proposedBy: { email: 'admin@acme.test' },
      proposedScopes: wide.scope,
      proposedCategories: wide.category,
    });
    expect(isIn(await consent(browser, app, 'contacts:read contacts:write', wide))).toBe(true);
  });

  test('that is in asks for more: it has what it had until somebody else says so too, and all of it then', async () => {
    const app = await registerApp(owner);
    await consent(browser, app, 'contacts:read', narrow);
    await consent(admin, app, 'contacts:read', narrow);
    const more = { scope: ['contacts:write'], category: ['GOVERNMENT_ID'] };
    expect(waits(await consent(browser, app, 'contacts:write', more))).toBe(true);
    expect(waits(await consent(browser, app, 'contacts:write', more))).toBe(true);
    expect(await integrationOf(app)).toMatchObject({
      status: 'ACTIVE',
      scopes: ['contacts:read'],
      categories: ['CONTACT_DETAILS'],
      proposedBy: { email: 'owner@acme.test' },
      proposedScopes: wide.scope,
      proposedCategories: wide.category,
    });
    const tokens = await tokensFor(server, app, browser, { fields: narrow });
    expect(tokens.scope).toBe('contacts:read');
    expect(isIn(await consent(admin, app, 'contacts:write', more))).toBe(true);
    expect(await integrationOf(app)).toMatchObject({
      status: 'ACTIVE',
      scopes: wide.scope,
      categories: wide.category,
      proposedBy: null,
    });
  });
});
