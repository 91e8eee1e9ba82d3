/** The playground as somebody uses it, in a headless Chromium that complains of whatever a person would not see. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { PASSWORD } from './client.js';
import { withCode } from './second-factor.js';

const CHROMIUM = '/usr/bin/chromium';
export const HAS_BROWSER = existsSync(CHROMIUM);

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export class PlaygroundPage {
  /** Errors of the page, refusals of the content security policy, requests to other origins. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {}

  static async open(browser: Browser, origin: string): Promise<PlaygroundPage> {
    const page = await browser.newPage({ viewport: { width: 1360, height: 1200 } });
    const playground = new PlaygroundPage(page);
    const { complaints } = playground;
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && url.protocol !== 'data:') complaints.push(`request to ${request.url()}`);
    });
    await page.goto(`${origin}/graphql`);
    await page.getByLabel('E-mail').waitFor();
    return playground;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async signIn(email: string, password = PASSWORD): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await withCode(this.page.url(), email, async (code) => {
      if (code === undefined) return;
      await this.page.getByLabel('Code').fill(code);
      await this.page.getByRole('button', { name: 'Sign in' }).click();
      await this.page.getByRole('button', { name: 'Sign out' }).waitFor();
    });
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await this.page.getByLabel('E-mail').waitFor();
  }

  async nameTenant(slug: string): Promise<void> {
    await this.page.getByLabel('Tenant').selectOption({ label: 'by its slug …' });
    await this.page.getByLabel('Tenant slug').fill(slug);
  }

  async openReadyQuery(title: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Ready queries' }).click();
    await this.page.getByRole('listitem').getByRole('button', { name: title }).click();
    // GraphiQL reads the names of the operations a moment after the text has changed.
    await this.page.waitForTimeout(1_000);
  }

  /** Replaces what stands in the editor, and runs it. */
  async ask(query: string): Promise<void> {
    await this.page.locator('.graphiql-query-editor .CodeMirror').click();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(query);
    await this.page.keyboard.press('Control+Enter');
  }

  async run(): Promise<void> {
    await this.page.getByRole('button', { name: /execute query/i }).click();
  }

  get response(): Locator {
    return this.page.locator('.result-window');
  }

  /** The lines of the response that are marked as withheld. */
  markedLines(): Promise<string[]> {
    return this.page.locator('.result-window .CodeMirror-code > div:has(.withheld-line)').allInnerTexts();
  }
}
