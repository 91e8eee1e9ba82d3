import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connected } from '../database/world.js';
import { clientFor, PASSWORD, Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import {
  ask,
  authorizeUrl,
  browserOf,
  CONTACTS,
  letIn,
  pkce,
  REDIRECT,
  registerApp,
  signIn,
  tokensFor,
  type App,
} from './apps.js';
import { Browser, formOf, type Seen } from './browser.js';
import { withCode } from '../support/second-factor.js';

describe('the page that asks', () => {
  let server: RunningServer;
  let owner: Client;
  let app: App;

  beforeAll(async () => {
    server = await startServer();
    owner = await clientFor(server.url, 'owner@acme.test');
    app = await registerApp(owner, { name: 'Reports & <b>more</b>' });
  });
  afterAll(() => server.stop());

  const asked = (scope = 'contacts:read contacts:write', of = app): string =>
    authorizeUrl(server, of, { code_challenge: pkce().challenge, scope });
  const openAs = async (email: string, address = asked()): Promise<{ browser: Browser; page: Seen }> => {
    const browser = await browserOf(server, email);
    return { browser, page: await browser.open(address) };
  };

  test('names who asks for what, in plain words, and chooses nothing sensitive beforehand', async () => {
    const { page } = await openAs('owner@acme.test');
    expect(page.status).toBe(200);
    expect(page.body).toContain('Let Reports &#38; &#60;b&#62;more&#60;/b&#62; work with your data?');
    expect(page.body).not.toContain('<b>');
    for (const words of [
      'Reports BV',
      'Add, change and delete contacts.',
      'Who somebody is: names and birth dates.',
      'Numbers that a state gives to a person.',
      'Reports BV processes what it is shown.',
      'Afterwards you are sent to reports.example.',
    ])
      expect(page.body).toContain(words);
    expect(formOf(page.body).filled).toMatchObject({
      scope: ['contacts:read', 'contacts:write'],
      category: ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL'],
    });
    // Nothing that only the redirect says, and no secret of the session but its own token for forms.
    expect(page.body).not.toContain('xyzzy-state');
  });

  test.each([
    ['nl', 'Welke gegevens ze mag zien', 'Wie iemand is: namen en geboortedata.'],
    ['fr', 'Les données qu’elle peut voir', 'Qui est une personne : noms et dates de naissance.'],
    ['de', 'Welche Daten sie sehen darf', 'Wer jemand ist: Namen und Geburtsdaten.'],
  ])('in the language of the reader: %s', async (language, legend, category) => {
    const browser = await browserOf(server, 'owner@acme.test');
    browser.cookies.set('language', language);
    const page = await browser.open(asked());
    expect(page.headers.get('content-language')).toBe(language);
    expect(page.body).toContain(legend);
    expect(page.body).toContain(category);
    const lost = await browser.open(`${server.origin}/oauth/authorize?client_id=nobody`);
    expect(lost.status).toBe(400);
    expect(lost.headers.get('content-language')).toBe(language);
  });

  test('can be framed by nobody, runs no script, and leads only here and to the app', async () => {
    const { page } = await openAs('owner@acme.test');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' https://reports.example;");
    expect(policy).not.toContain('script');
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.body).not.toContain('<script');
  });

  test('grants what was left, and no more: fewer scopes, fewer categories', async () => {
    const tokens = await tokensFor(server, app, await browserOf(server, 'owner@acme.test'), {
      extra: { scope: 'contacts:read contacts:write' },
      fields: { scope: 'contacts:read', category: 'CONTACT_DETAILS' },
    });
    expect(tokens.scope).toBe('contacts:read');
    const { data, extensions } = await ask(server, tokens.access_token, CONTACTS);
    expect(data).toMatchObject({ contacts: { nodes: [{ name: null, email: expect.any(String), iban: null }] } });
    expect(extensions?.withheld?.map(({ field }) => field).sort()).toEqual(['iban', 'name', 'nationalId']);
    const written = await ask(server, tokens.access_token, 'mutation { deleteContact(id: "con_x") { deletedId } }');
    expect(written.errors?.[0]?.extensions.code).toBe('SCOPE_MISSING');
    expect(written.errors?.[0]?.message).toContain('contacts:write');
  });

  test('takes nothing from a form that was not asked for', async () => {
    const browser = await browserOf(server, 'owner@acme.test');
    const page = await browser.open(asked('contacts:read'));
    const forged = { decision: 'allow', agreed: 'yes', scope: ['contacts:write', 'invoices:write'], category: 'NOTES' };
    const seen = await browser.submit(page, forged);
    expect(seen.status).toBe(400);
    expect(seen.body).toContain('Choose at least one thing');
    const noAgreement = await browser.submit(page, { decision: 'allow' });
    expect(noAgreement.status).toBe(400);
    expect((await browser.submit(page, { decision: 'deny' })).url).toContain('access_denied');
  });

  test('is answered by owners and admins of a tenant only', async () => {
    for (const email of ['editor@acme.test', 'viewer@acme.test', 'accountant@books.test', 'owner@globex.test']) {
      const { browser, page } = await openAs(email);
      expect(page.body).toContain('You look after no environment that can let this app in.');
      const seen = await browser.submit(page, {
        decision: 'allow',
        agreed: 'yes',
        scope: 'contacts:read',
        category: 'IDENTITY',
        tenant: 'acme',
      });
      expect(seen.status).toBe(400);
      expect(seen.url.startsWith(server.origin)).toBe(true);
      expect(new URL((await browser.submit(page, { decision: 'deny' })).url).searchParams.get('error')).toBe(
        'access_denied',
      );
    }
  });

  test('offers only the environment that the app named', async () => {
    const named = (tenant: string): string => authorizeUrl(server, app, { code_challenge: pkce().challenge, tenant });
    expect((await openAs('owner@acme.test', named('acme'))).page.body).toContain('<option value="acme">');
    expect((await openAs('owner@acme.test', named('globex'))).page.body).toContain('You look after no environment');
  });

  test('believes no form of another page, of another session, or without its token', async () => {
    const { browser, page } = await openAs('owner@acme.test');
    const yes = { decision: 'allow', agreed: 'yes' };
    for (const headers of [{}, { origin: 'null' }, { origin: 'https://evil.example' }] as Record<string, string>[])
      expect((await browser.submit(page, yes, headers)).status).toBe(403);
    expect((await browser.submit(page, { ...yes, csrf: '' })).status).toBe(403);
    const { page: elsewhere } = await openAs('admin@acme.test');
    expect((await browser.submit(page, { ...yes, csrf: String(formOf(elsewhere.body).filled.csrf) })).status).toBe(403);
    expect(new URL((await browser.submit(page, yes)).url).searchParams.get('code')).not.toBeNull();
  });

  test('is answered once', async () => {
    const once = await registerApp(owner, { name: 'Once' });
    const { browser, page } = await openAs('owner@acme.test', asked('contacts:read', once));
    const yes = { decision: 'allow', agreed: 'yes' };
    const seen = await Promise.all([1, 2].map(() => browser.submit(page, yes)));
    expect(seen.filter(({ url }) => url.startsWith(REDIRECT))).toHaveLength(1);
    expect((await browser.submit(page, yes)).status).toBe(404);
    const database = await connected(server.databases.superuserUrl);
    const { rows } = await database.query('select from auth.token_family where app_id = $1 and ended_at is null', [
      once.id.slice(4),
    ]);
    await database.end();
    expect(rows).toHaveLength(1);
  });

  test('what one session answered, no other goes on with', async () => {
    const browser = new Browser(server.origin);
    const page = await signIn(browser, await browser.open(asked()), 'owner@acme.test');
    const { action, filled } = formOf(page.body);
    const body = new URLSearchParams({
      csrf: String(filled.csrf),
      decision: 'allow',
      agreed: 'yes',
      tenant: 'acme',
      scope: 'contacts:read',
      category: 'IDENTITY',
    });
    const answered = await browser.ask(new URL(action, server.origin).href, {
      method: 'POST',
      body,
      headers: { origin: server.origin },
    });
    const onward = new URL(answered.headers.get('location') ?? '', server.origin).href;
    const others = [await browserOf(server, 'admin@acme.test'), await browserOf(server, 'owner@acme.test')];
    for (const somebody of [...others, new Browser(server.origin)]) {
      const seen = await somebody.open(onward);
      expect(seen.status).toBe(400);
      expect(seen.url.startsWith(server.origin)).toBe(true);
    }
    expect(new URL((await browser.open(onward)).url).searchParams.get('code')).not.toBeNull();
  });

  test('signs in whoever is not, with a session of its own, and a second factor where there is one', async () => {
    const browser = new Browser(server.origin);
    browser.cookies.set('session', 'A'.repeat(43));
    const page = await browser.open(asked());
    expect(page.body).toContain('autocomplete="current-password"');
    const wrong = await browser.submit(page, { email: 'owner@acme.test', password: `not ${PASSWORD}` });
    expect(wrong).toMatchObject({ status: 401 });
    expect(wrong.body).toContain('E-mail address or password is wrong.');
    for (const headers of [{}, { origin: 'https://evil.example' }] as Record<string, string>[])
      expect((await browser.submit(page, { email: 'owner@acme.test', password: PASSWORD }, headers)).status).toBe(403);
    const consent = await signIn(browser, page, 'owner@acme.test');
    expect(consent.body).toContain('You are signed in as owner@acme.test.');
    const session = browser.cookies.get('session');
    expect(session).not.toBe('A'.repeat(43));
    // Three cookies, and none of them is the library's.
    await browser.submit(consent, { decision: 'allow', agreed: 'yes' });
    expect([...browser.cookies.keys()].sort()).toEqual(['csrftoken', 'session']);

    const staff = new Browser(server.origin);
    const theirs = await staff.open(asked());
    const half = await signIn(staff, theirs, 'support@vendor.test');
    expect(half.status).toBe(401);
    expect(half.body).toContain('a code is needed as well');
    expect(staff.cookies.has('session')).toBe(false);
    const whole = await withCode(server.url, 'support@vendor.test', (code) =>
      staff.submit(theirs, { email: 'support@vendor.test', password: PASSWORD, code: code ?? '' }),
    );
    expect(whole.body).toContain('You look after no environment');
  });

  test('lets somebody else of the same browser answer', async () => {
    const { browser, page } = await openAs('viewer@acme.test');
    const before = browser.cookies.get('session');
    const again = await browser.open(/href="([^"]*as=another)"/.exec(page.body)?.[1] ?? '');
    const consent = await signIn(browser, again, 'owner@acme.test');
    const seen = await browser.submit(consent, { decision: 'allow', agreed: 'yes' });
    expect(new URL(seen.url).searchParams.get('code')).not.toBeNull();
    const first = new Client(server.url);
    first.cookies.set('session', before ?? '');
    expect((await first.query('{ viewer { actor } }')).data).toEqual({ viewer: { actor: 'ANONYMOUS' } });
  });

  test('asks each time, and says so to who wants it silent', async () => {
    const browser = await browserOf(server, 'owner@acme.test');
    await letIn(browser, asked());
    const silent = await browser.open(authorizeUrl(server, app, { code_challenge: pkce().challenge, prompt: 'none' }));
    expect(new URL(silent.url).searchParams.get('error')).toBe('consent_required');
    expect((await browser.open(asked())).body).toContain('What it may do');
  });
});
