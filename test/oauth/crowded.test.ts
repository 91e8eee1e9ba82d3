import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client as Database } from 'pg';
import { connected } from '../database/world.js';
import { clientFor, type Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { authorizeUrl, browserOf, pkce, post, registerApp, signIn, type App } from './apps.js';
import { Browser } from './browser.js';

const YES = { decision: 'allow', agreed: 'yes' };

/** An app of which as many requests wait as can: anybody may begin one. */
describe('where a crowd waits', () => {
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
  beforeEach(async () => {
    app = await registerApp(owner);
  });

  /** @param life older ones are over sooner */
  const crowd = (kind: string, life: string, attendedBy: string | null = null): Promise<unknown> =>
    database.query(
      `insert into auth.app_artifact (kind, digest, box, app_id, expires_at, attended_by)
       select $2, sha256(convert_to(gen_random_uuid()::text, 'UTF8')), '', $1, clock_timestamp() + $3::interval,
              (select u.id from auth.user_account u where u.email = $4)
         from generate_series(1, 1000)`,
      [app.id.slice(4), kind, life, attendedBy],
    );
  const counted = async (kind = 'Interaction'): Promise<number> => {
    const { rows } = await database.query<{ n: number }>(
      'select count(*)::int as n from auth.app_artifact where app_id = $1 and kind = $2',
      [app.id.slice(4), kind],
    );
    return rows[0]?.n ?? 0;
  };
  const asked = (): string => authorizeUrl(server, app, { code_challenge: pkce().challenge });

  test('an owner is asked, signs in and answers all the same, and no more wait than before', async () => {
    await crowd('Interaction', '10 minutes');
    const browser = new Browser(server.origin);
    const page = await browser.open(asked());
    expect(page.status).toBe(200);
    expect(await counted()).toBe(1000);
    const consent = await signIn(browser, page, 'owner@acme.test');
    const seen = await browser.submit(consent, YES);
    expect(new URL(seen.url).searchParams.get('code')).not.toBeNull();
  });

  test('what somebody looks at who is signed in outlasts those who came later', async () => {
    const browser = await browserOf(server, 'owner@acme.test');
    const page = await browser.open(asked());
    const stranger = new Browser(server.origin);
    const unattended = await stranger.open(asked());
    await crowd('Interaction', '20 minutes');
    for (let more = 0; more < 4; more += 1) await stranger.open(asked());
    expect((await stranger.open(unattended.url)).status).toBe(404);
    const seen = await browser.submit(page, YES);
    expect(new URL(seen.url).searchParams.get('code')).not.toBeNull();
  });

  test('nobody keeps all places by looking at them', async () => {
    const browser = await browserOf(server, 'viewer@acme.test');
    for (let time = 0; time < 22; time += 1) await browser.open(asked());
    const { rows } = await database.query<{ n: number }>(
      'select count(attended_by)::int as n from auth.app_artifact where app_id = $1',
      [app.id.slice(4)],
    );
    expect(rows[0]?.n).toBe(20);
    await crowd('Interaction', '10 minutes', 'viewer@acme.test');
    const honest = await browserOf(server, 'owner@acme.test');
    const seen = await honest.submit(await honest.open(asked()), YES);
    expect(new URL(seen.url).searchParams.get('code')).not.toBeNull();
  });

  test('a request of an app that keeps no secret is pushed all the same', async () => {
    app = await registerApp(owner, { confidential: false });
    await crowd('PushedAuthorizationRequest', '30 seconds');
    const pushed = await post(server, '/par', app, {
      client_id: app.id,
      response_type: 'code',
      redirect_uri: app.redirectUri,
      scope: 'contacts:read',
      code_challenge: pkce().challenge,
      code_challenge_method: 'S256',
    });
    expect(pushed.status).toBe(201);
    expect(await counted('PushedAuthorizationRequest')).toBe(1000);
  });
});
