import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Client } from '../support/client.js';
import { HAS_BROWSER, launchBrowser, PlaygroundPage } from '../support/playground-page.js';
import { startServer, type RunningServer } from '../support/server.js';

const CONTACTS = '{ contacts(first: 5) { nodes { name email phone iban } } }';

(HAS_BROWSER ? describe : describe.skip)('The walk through consent, in a browser on the real server', () => {
  let server: RunningServer;
  let browser: Browser;
  let support: PlaygroundPage;
  let owner: Client;

  beforeAll(async () => {
    server = await startServer();
    browser = await launchBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  beforeEach(async () => {
    owner = new Client(server.url);
    await owner.signIn('owner@acme.test');
    support = await PlaygroundPage.open(browser, server.origin);
    await support.signIn('support@vendor.test');
    await support.page.getByText('Sofie Maes').waitFor();
    await support.nameTenant('acme');
  });

  afterEach(async () => {
    await support.close();
    expect(support.complaints).toEqual([]);
  });

  test('support sees nothing, then what the owner grants and null for the rest, then nothing again', async () => {
    await support.ask(CONTACTS);
    await support.response.getByText('CONSENT_REQUIRED').first().waitFor();
    expect(await support.response.innerText()).toContain('"contacts": null');

    const granted = await owner.query<{ grantSupportAccess: { grant: { id: string } } }>(
      'mutation { grantSupportAccess(input: { categories: ["CONTACT_DETAILS"] }) { grant { id } } }',
    );
    await support.run();
    await support.page.getByRole('row', { name: 'Contact.iban' }).waitFor();
    const shown = await support.response.innerText();
    expect(shown).toMatch(/"email": "[^"]+@[^"]+"/);
    expect(shown).toMatch(/"phone": "\+/);
    expect(shown).not.toMatch(/"name": "/);
    const marked = await support.markedLines();
    expect(marked).toHaveLength(10);
    for (const line of marked) expect(line).toMatch(/"(name|iban)": null,?\s*(IDENTITY|FINANCIAL) · CONSENT_REQUIRED/);

    await owner.query('mutation ($id: ID!) { revokeSupportAccess(id: $id) { receipt { effectiveAt } } }', {
      id: granted.data?.grantSupportAccess.grant.id,
    });
    await support.run();
    await support.response.getByText('CONSENT_REVOKED').first().waitFor();
    expect(await support.response.innerText()).not.toContain('@');
  });

  test('an owner grants with the ready query, and reads in the log who looked', async () => {
    await support.signOut();
    await support.signIn('owner@acme.test');
    await support.page.getByRole('button', { name: 'Sign out' }).waitFor();
    await support.openReadyQuery('Grant support access');
    await support.run();
    await support.page.getByRole('menuitem', { name: 'GrantSupportAccess' }).click();
    await support.response.getByText('"ACTIVE"').waitFor();

    const staff = new Client(server.url, 'acme');
    await staff.signIn('support@vendor.test');
    await staff.query('query Look { contacts(first: 3) { nodes { email } } }');

    await support.openReadyQuery('Who looked');
    await support.run();
    await support.response.getByText('"Sofie Maes"').first().waitFor();
    expect(await support.response.innerText()).toContain('"count": 3');
  });
});
