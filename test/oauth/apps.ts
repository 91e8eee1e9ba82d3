/** Apps, and somebody who lets them in. */
import { createHash, randomBytes } from 'node:crypto';
import { clientFor, PASSWORD, type Client } from '../support/client.js';
import type { RunningServer } from '../support/server.js';
import { Browser, type Fields, type Seen } from './browser.js';

export const REDIRECT = 'https://reports.example/callback';

export interface App {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

const REGISTER = `mutation ($input: RegisterAppInput!) { registerApp(input: $input) { app { id } clientSecret } }`;

const USUAL = {
  name: 'Reports',
  publisher: 'Reports BV',
  website: 'https://reports.example',
  redirectUris: [REDIRECT],
  scopes: ['contacts:read', 'contacts:write', 'companies:read'],
  categories: ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID'],
  agreement: { title: 'Processing by Reports BV', version: '2026-1', text: 'Reports BV processes what it is shown.' },
};

export async function registerApp(keeper: Client, input: object = {}): Promise<App> {
  const whole = { ...USUAL, ...input };
  const { data, text } = await keeper.query<{
    registerApp: { app: { id: string }; clientSecret: string | null };
  }>(REGISTER, { input: whole });
  if (!data) throw new Error(`The app was not registered: ${text}`);
  const { app, clientSecret } = data.registerApp;
  return { id: app.id, secret: clientSecret ?? '', redirectUri: whole.redirectUris[0] ?? '' };
}

export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

export function pkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export function authorizeUrl(server: RunningServer, app: App, extra: Record<string, string> = {}): string {
  const url = new URL('/oauth/authorize', server.origin);
  const usual = {
    client_id: app.id,
    redirect_uri: app.redirectUri,
    response_type: 'code',
    scope: 'contacts:read',
    state: 'xyzzy-state',
    code_challenge_method: 'S256',
  };
  // An empty one is left out.
  const said = Object.entries({ ...usual, ...extra }).filter(([, value]) => value !== '');
  url.search = new URLSearchParams(said).toString();
  return url.href;
}

/** Signed in through the API, with the cookies that it set. */
export async function browserOf(server: RunningServer, email: string): Promise<Browser> {
  const client = await clientFor(server.url, email);
  const browser = new Browser(server.origin);
  for (const [name, value] of client.cookies) browser.cookies.set(name, value);
  return browser;
}

export function signIn(browser: Browser, page: Seen, email: string): Promise<Seen> {
  return browser.submit(page, { email, password: PASSWORD });
}

/** Says yes; where the browser is sent then. */
export async function letIn(browser: Browser, address: string, fields: Fields = {}): Promise<URL> {
  const page = await browser.open(address);
  const seen = await browser.submit(page, { decision: 'allow', agreed: 'yes', ...fields });
  return new URL(seen.url);
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly scope: string;
  readonly expires_in: number;
  readonly error?: string;
}

export async function post(
  server: RunningServer,
  path: string,
  app: App | null,
  fields: Record<string, string>,
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: Tokens & Record<string, unknown> }> {
  const authorization = app?.secret ? basic(app) : undefined;
  const response = await fetch(`${server.origin}/oauth${path}`, {
    method: 'POST',
    headers: authorization === undefined ? {} : { authorization },
    body: new URLSearchParams({ ...(app && !app.secret && { client_id: app.id }), ...fields }),
  });
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Tokens & Record<string, unknown>;
  return { status: response.status, headers: response.headers, body };
}

function basic({ id, secret }: App): string {
  return `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
}

/** From the request to the code. */
export async function codeFor(
  server: RunningServer,
  app: App,
  browser: Browser,
  { fields = {}, extra = {} }: { readonly fields?: Fields; readonly extra?: Record<string, string> } = {},
): Promise<{ readonly code: string; readonly verifier: string }> {
  const { verifier, challenge } = pkce();
  const url = await letIn(browser, authorizeUrl(server, app, { code_challenge: challenge, ...extra }), fields);
  const code = url.searchParams.get('code');
  if (code === null) throw new Error(`There is no code: ${url.href}`);
  return { code, verifier };
}

export function exchange(
  server: RunningServer,
  app: App,
  { code, verifier }: { readonly code: string; readonly verifier: string },
) {
  const fields = { grant_type: 'authorization_code', code, redirect_uri: app.redirectUri, code_verifier: verifier };
  return post(server, '/token', app, fields);
}

/** All of it. */
export async function tokensFor(
  server: RunningServer,
  app: App,
  browser: Browser,
  options: { readonly fields?: Fields; readonly extra?: Record<string, string> } = {},
): Promise<Tokens> {
  const { status, body } = await exchange(server, app, await codeFor(server, app, browser, options));
  if (status !== 200) throw new Error(`There is no token: ${JSON.stringify(body)}`);
  return body;
}

export function refresh(server: RunningServer, app: App, token: string, fields: Record<string, string> = {}) {
  return post(server, '/token', app, { grant_type: 'refresh_token', refresh_token: token, ...fields });
}

/** What the API says to whoever brings a token. */
export async function ask(
  server: RunningServer,
  token: string,
  query: string,
): Promise<{
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  readonly extensions?: { readonly withheld?: readonly { readonly field: string; readonly reason: string }[] };
}> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Awaited<ReturnType<typeof ask>>;
}

export const CONTACTS = '{ contacts(first: 1) { nodes { id name email iban nationalId } } }';
