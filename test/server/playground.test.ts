import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { HAS_BROWSER, launchBrowser, PlaygroundPage } from '../support/playground-page.js';
import { PASSWORD, startCannedApi, type CannedApi } from './canned-api.js';

const HTML = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

let api: CannedApi;

beforeAll(async () => {
  api = await startCannedApi();
}, 60_000);

afterAll(() => api.stop());

describe('The playground over HTTP', () => {
  test.each(['/', '/graphql'])('a browser that opens %s gets the page, and a policy without a hole', async (path) => {
    const response = await fetch(api.url + path, { headers: { accept: HTML } });

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  test.each([
    ['asks for JSON', '/graphql', 'application/json'],
    ['takes anything', '/graphql', '*/*'],
    ['sends a query', '/graphql?query=%7B__typename%7D', HTML],
  ])('a request that %s is the API’s to answer', async (_what, path, accept) => {
    const response = await fetch(api.url + path, { headers: { accept } });

    expect(response.headers.get('content-type')).toContain('application/json');
  });

  test('an asset is named by its content, so that it is cached for good and compressed once', async () => {
    const page = await (await fetch(api.url, { headers: { accept: HTML } })).text();
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => String(path));

    expect(assets).toHaveLength(3);
    for (const path of assets) {
      const response = await fetch(api.url + path, { headers: { 'accept-encoding': 'gzip' } });
      expect(path).toMatch(/^\/playground\/[a-z]+-[0-9a-f]{16}\.(js|css|svg)$/);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('content-encoding')).toBe('gzip');
    }
  });

  test.each(['nothing.js', 'manifest.json', '..%2fmanifest.json', '__proto__'])('%s is not an asset', async (name) => {
    expect((await fetch(`${api.url}/playground/${name}`)).status).toBe(404);
  });
});

(HAS_BROWSER ? describe : describe.skip)('The playground in Chromium', () => {
  let browser: Browser;
  let playground: PlaygroundPage;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);

  afterAll(() => browser.close());

  beforeEach(async () => {
    playground = await PlaygroundPage.open(browser, api.url);
    page = playground.page;
  });

  afterEach(async () => {
    await playground.close();
    expect(playground.complaints).toEqual([]);
  });

  test('somebody signs in, runs the ready query, and sees which nulls are withheld, why, and what to do', async () => {
    await playground.signIn('viewer@acme.test');
    await page.getByText('Bram de Wit').waitFor();
    expect(await page.getByLabel('Tenant').inputValue()).toBe('acme');

    await playground.openReadyQuery('Contacts');
    await playground.run();
    const row = page.getByRole('row', { name: 'Contact.iban' });
    await row.waitFor();

    expect(await row.innerText()).toMatch(/FINANCIAL\s+FORBIDDEN\s+An owner or admin/);
    const lines = await playground.markedLines();
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line).toMatch(/"iban": null,?\s*FINANCIAL · FORBIDDEN/);
    expect(await playground.response.innerText()).toContain('"email": null');
  });

  test('an alias does not hide that a field is withheld, nor does its name mark another field', async () => {
    await playground.signIn('viewer@acme.test');
    await page.getByText('Bram de Wit').waitFor();
    await playground.ask('{ contacts { nodes { ...Money iban: email } } } fragment Money on Contact { account: iban }');
    await page.getByRole('row', { name: 'Contact.iban' }).waitFor();

    const lines = await playground.markedLines();
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line).toContain('"account": null');
  });

  test('a tenant out of several is chosen from the list, support names one by its slug', async () => {
    await playground.signIn('accountant@books.test');
    await page.getByLabel('Tenant').selectOption({ label: 'Globex' });
    await playground.run();
    await playground.response.getByText('totalCount').waitFor();
    expect(api.requests.at(-1)?.headers['x-tenant']).toBe('globex');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await playground.signIn('support@vendor.test');
    await page.getByText('Sam Visser').waitFor();
    await playground.nameTenant('acme');
    await playground.run();
    await playground.response.getByText('CONSENT_REQUIRED').waitFor();
    expect(api.requests.at(-1)?.headers['x-tenant']).toBe('acme');
  });

  test('each request carries the CSRF token, and no secret is kept where a script finds it later', async () => {
    await playground.signIn('owner@acme.test');
    await page.getByText('Lotte Peeters').waitFor();
    await playground.run();
    await playground.response.getByText('totalCount').waitFor();

    const cookies = await page.context().cookies();
    const token = cookies.find(({ name }) => name === 'csrftoken')?.value ?? '';
    expect(token).not.toBe('');
    expect(api.requests.at(-1)?.headers['x-csrf-token']).toBe(token);
    const [local, session] = await page.evaluate<[string, string]>(
      '[JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]',
    );
    expect(local).toBe('{}');
    expect(session).toContain('query Contacts');
    expect(session).not.toContain(token);
    expect(session).not.toContain(PASSWORD);
  });

  test('a header typed for one request is not kept', async () => {
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool .CodeMirror:visible').click();
    await page.keyboard.insertText('{"authorization": "Bearer not-to-be-kept"}');
    await playground.run();
    await playground.response.getByText('Sign in first.').waitFor();

    expect(api.requests.some(({ headers }) => headers.authorization === 'Bearer not-to-be-kept')).toBe(true);
    expect(await page.evaluate<string>('JSON.stringify({ ...sessionStorage })')).toContain('graphiql:queries');
    expect(await page.evaluate<string>('JSON.stringify({ ...sessionStorage })')).not.toContain('not-to-be-kept');
  });

  test('a wrong password is answered beside the form, and leaving ends the session and takes the answers away', async () => {
    await playground.signIn('owner@acme.test', 'wrong');
    expect(await page.getByRole('alert').innerText()).toBe('E-mail and password do not match.');

    await playground.signIn('owner@acme.test');
    await page.getByText('Lotte Peeters').waitFor();
    await playground.run();
    await playground.response.getByText('Anouk Janssens').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail').waitFor();
    await page.locator('.result-window .CodeMirror').waitFor();
    expect(await page.getByText('Anouk Janssens').count()).toBe(0);
    expect(await page.evaluate<string>('JSON.stringify({ ...sessionStorage })')).not.toContain('Anouk');
    await page.reload();
    await page.getByLabel('E-mail').waitFor();
    expect(await page.getByText('Lotte Peeters').count()).toBe(0);
  });

  test('the keyboard is enough', async () => {
    await page.getByLabel('E-mail').focus();
    await page.keyboard.type('viewer@acme.test');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('Bram de Wit').waitFor();

    await page.getByRole('button', { name: 'Ready queries' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('button', { name: 'Ready queries' }).getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Home');
    expect(await page.locator('.graphiql-query-editor').innerText()).toContain('mutation GrantSupportAccess');
  });

  test('a ready query never overwrites what somebody wrote', async () => {
    await page.locator('.graphiql-query-editor .CodeMirror').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('query Mine { viewer { actor } }');
    await page.getByRole('tab', { name: 'Mine' }).waitFor();
    await playground.openReadyQuery('Who looked');

    await page.getByRole('tab', { name: 'WhoLooked' }).waitFor();
    await page.getByRole('tab', { name: 'Mine' }).click();
    expect(await page.locator('.graphiql-query-editor').innerText()).toContain('query Mine');
  });

  test('GraphiQL’s own panels and dialogs work under the policy', async () => {
    await page.getByRole('button', { name: /open settings/i }).click();
    await page.getByRole('dialog').getByText('Theme').first().waitFor();
    await page.getByRole('button', { name: 'Dark', exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /show documentation/i }).click();
    await page.getByText('Root Types').waitFor();
    await page.getByRole('button', { name: /show history/i }).click();
    await page.getByText('History').first().waitFor();
    await page.getByRole('button', { name: /prettify/i }).click();
    await page.getByRole('button', { name: /prettify/i }).hover();
  });
});
