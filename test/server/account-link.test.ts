import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openStage, type Stage } from '../consent/stage.js';
import { requestReset } from '../security/links.js';
import { member, withFactor, type Person } from '../security/people.js';
import { Client } from '../support/client.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { HAS_BROWSER, launchBrowser } from '../support/playground-page.js';
import { codeOf, earlyInStep } from '../support/second-factor.js';

const PATH = '/account/link';
const NEW = 'a sentence that only I would think of';
/** The only operation on the list of this node: whatever else is answered is its own page's. */
const LISTED = 'mutation ($email: EmailAddress!) { requestPasswordReset(email: $email) }';

let folder: string;
let mail: MailServer;
let stage: Stage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-listed-'));
  const file = join(folder, 'listed.json');
  await writeFile(file, JSON.stringify({ [createHash('sha256').update(LISTED).digest('hex')]: LISTED }));
  mail = await startMailServer();
  stage = await openStage(1, {
    environment: { SMTP_URL: mail.url, MAIL_FROM: 'no-reply@vendor.test', PERSISTED_OPERATIONS: file },
  });
});
afterAll(async () => {
  await stage.close();
  await mail.close();
  await rm(folder, { recursive: true });
});

async function linkFor({ email }: Person): Promise<string> {
  expect((await requestReset(new Client(stage.nodes[0].url), email)).errors).toEqual([]);
  const { text } = await mail.mailTo(email);
  return /^http\S+$/m.exec(text)?.[0] ?? '';
}

describe('The page that links in mails lead to', () => {
  test('loads nothing but its own script and style, is kept nowhere, and names no other page', async () => {
    const response = await fetch(stage.nodes[0].origin + PATH);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const page = await response.text();
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => String(path));
    expect(assets).toHaveLength(2);
    for (const asset of assets) expect((await fetch(stage.nodes[0].origin + asset)).status).toBe(200);
  });

  test('speaks the language of the cookie, or that of the browser', async () => {
    const get = async (headers: Readonly<Record<string, string>>): Promise<string> =>
      (await fetch(stage.nodes[0].origin + PATH, { headers })).text();
    expect(await get({})).toMatch(/<html lang="en">[^]*Set a new password/);
    expect(await get({ cookie: 'language=nl', 'accept-language': 'fr' })).toMatch(
      /<html lang="nl">[^]*Nieuw wachtwoord/,
    );
    expect(await get({ 'accept-language': 'fr-BE' })).toMatch(/<html lang="fr">[^]*Nouveau mot de passe/);
    expect(await get({ cookie: 'language="><script>' })).toContain('<html lang="en">');
  });

  test('is answered where only listed operations are, and nothing near it is', async () => {
    const page = await (await fetch(stage.nodes[0].origin + PATH)).text();
    const operations = [...page.matchAll(/data-(?:operation|before)="([^"]+)"/g)].map(([, text]) => String(text));
    expect(operations).toHaveLength(6);
    const client = new Client(stage.nodes[0].url);
    for (const query of operations) {
      const asked = query.includes('acceptInvitation')
        ? { name: 'Ada', password: NEW }
        : query.includes('acceptExternal')
          ? { name: 'Ada', password: NEW, hash: 'x' }
          : { newPassword: NEW };
      const variables = query.includes('$input') ? { input: { token: 'x', ...asked } } : { token: 'x' };
      expect((await client.send({ query, variables })).code).toBe('BAD_USER_INPUT');
      expect((await client.send({ query: `${query} `, variables })).code).toBe('FORBIDDEN');
    }
  });
});

(HAS_BROWSER ? describe : describe.skip)('The page that links in mails lead to, in Chromium', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    context = await browser.newContext();
    await context.addCookies([{ name: 'language', value: 'nl', url: stage.nodes[0].origin }]);
  }, 60_000);
  beforeEach(async () => {
    await earlyInStep();
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
  });
  afterAll(() => browser.close());

  const outcome = (text: string): Promise<void> => page.getByText(text).waitFor();

  test('sets a new password, with a code where one is needed, once, and shows the link nowhere', async () => {
    const person = await withFactor(stage, await member(stage));
    const link = await linkFor(person);
    await page.goto(link);
    await page.locator('#reset').getByLabel('Nieuw wachtwoord').fill(NEW);
    expect(page.url()).toBe(stage.nodes[0].origin + PATH);
    await page.getByRole('button', { name: 'Stel dit wachtwoord in' }).click();
    await outcome('Dit account heeft een tweede factor: er is ook een code nodig.');
    await page.locator('#reset').getByLabel('Code van uw tweede factor').fill(codeOf(person.secret));
    await page.getByRole('button', { name: 'Stel dit wachtwoord in' }).click();
    await outcome('Uw wachtwoord is gewijzigd. U kunt zich er nu mee aanmelden.');
    expect((await mail.mailTo(person.email, 1)).subject).toBe('Uw wachtwoord is gewijzigd');

    await page.goto('about:blank');
    await page.goto(link);
    await page.locator('#reset').getByLabel('Nieuw wachtwoord').fill(NEW);
    await page.getByRole('button', { name: 'Stel dit wachtwoord in' }).click();
    await outcome('Deze link is gebruikt, te oud, of vervangen door een nieuwere: vraag een andere aan.');
    expect(complaints).toEqual([]);
  });

  test('shows an outsider the agreement first, and makes an account only after that', async () => {
    const secret = randomBytes(32).toString('base64url');
    const email = `${randomUUID()}@outside.test`;
    const id = randomUUID();
    await stage.sql(
      `with invited as (
         insert into auth.external_access (tenant_id, id, categories, access, expires_at, invited_email, agreement_number, link_digest, link_until)
         select t.id, $1, '{IDENTITY,COMMERCIAL}', 'READ', now() + interval '1 day', $2, 1, sha256($3::bytea), now() + interval '1 hour'
           from tenant t where t.slug = 'acme' returning tenant_id)
       insert into auth.external_agreement (tenant_id, access_id, number, version, text, hash, offered_by)
       select i.tenant_id, $1, 1, '1', 'Tell <b>nobody</b>.', encode(sha256('Tell <b>nobody</b>.'), 'hex'), u.id
         from invited i, auth.user_account u where u.email = 'owner@acme.test'`,
      [id, email, Buffer.from(secret)],
    );
    const account = (): Promise<unknown[]> => stage.sql('select 1 from auth.user_account where email = $1', [email]);
    await page.goto(`${stage.nodes[0].origin}${PATH}#external.${secret}`);
    const form = page.locator('#external');
    await page.getByRole('button', { name: 'Overeenkomst lezen' }).click();
    await form.getByText('Tell <b>nobody</b>.').waitFor();
    await form.getByText('Acme', { exact: true }).waitFor();
    await form.getByText('READ · IDENTITY, COMMERCIAL').waitFor();
    expect(await account()).toEqual([]);
    await form.getByLabel('Uw naam').fill('Ada');
    await form.getByLabel('Nieuw wachtwoord').fill(NEW);
    await page.getByRole('button', { name: 'Overeenkomst aanvaarden' }).click();
    await outcome('De overeenkomst is aanvaard. U kunt zich nu aanmelden.');
    expect(await account()).toHaveLength(1);
    expect(page.url()).toBe(stage.nodes[0].origin + PATH);

    await page.goto('about:blank');
    await page.goto(`${stage.nodes[0].origin}${PATH}#external.${secret}`);
    await page.getByRole('button', { name: 'Overeenkomst lezen' }).click();
    await outcome('Deze uitnodiging is gebruikt');
    expect(complaints).toEqual([]);
  });

  test('does nothing by being opened, and says so of half a link', async () => {
    const person = await member(stage);
    const link = await linkFor(person);
    await page.goto(link);
    await page.getByRole('button', { name: 'Stel dit wachtwoord in' }).waitFor();
    expect(await stage.sql('select 1 from auth.mail_link where user_id = $1', [person.id])).toHaveLength(1);
    await page.goto('about:blank');
    await page.goto(link.slice(0, link.indexOf('.', link.indexOf('#'))));
    await outcome('Deze link is niet volledig.');
    expect(complaints).toEqual([]);
  });
});
