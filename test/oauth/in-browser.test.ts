import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { clientFor, PASSWORD } from '../support/client.js';
import { HAS_BROWSER, launchBrowser } from '../support/playground-page.js';
import { startServer, type RunningServer } from '../support/server.js';
import { ask, authorizeUrl, CONTACTS, exchange, pkce, registerApp } from './apps.js';

/** The policies of the page are a browser's to obey: that it still gets from one site to the other is seen in one only. */
(HAS_BROWSER ? describe : describe.skip)('in a browser', () => {
  let server: RunningServer;
  let site: Server;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
    site = createServer((_request, response) => response.end('<title>back</title>'));
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    site.close();
    await server.stop();
  });

  test('somebody signs in, takes away what is too much, and is sent back, with our cookies and no others', async () => {
    const redirectUri = `http://127.0.0.1:${String((site.address() as AddressInfo).port)}/callback`;
    const owner = await clientFor(server.url, 'owner@acme.test');
    const app = await registerApp(owner, { redirectUris: [redirectUri] });
    const { verifier, challenge } = pkce();
    const page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));

    await page.goto(authorizeUrl(server, app, { code_challenge: challenge }));
    await page.getByLabel('E-mail address').fill('owner@acme.test');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Who somebody is: names and birth dates.').uncheck();
    // What has to be confirmed is: until then the browser sends nothing.
    await page.getByRole('button', { name: 'Let it in' }).click();
    expect(new URL(page.url()).origin).toBe(server.origin);
    await page.getByLabel('We have made this agreement').check();
    await page.getByRole('button', { name: 'Let it in' }).click();
    await page.waitForURL(`${redirectUri}?**`);
    expect(complaints).toEqual([]);

    const code = new URL(page.url()).searchParams.get('code') ?? '';
    const { body } = await exchange(server, app, { code, verifier });
    expect((await ask(server, body.access_token, CONTACTS)).data).toMatchObject({
      contacts: { nodes: [{ name: null, email: expect.any(String) }] },
    });
    const cookies = await page.context().cookies(server.origin);
    expect(cookies.map(({ name }) => name).sort()).toEqual(['csrftoken', 'session']);
    await page.context().close();
  });
});
