/**
 * What the database says when it goes, comes, has no room or can't use its disk, on every way into it: planted there, and told to whoever asks by
 * its kind. None of it is anybody's internal error.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client as PostgresClient } from 'pg';
import { giveGrantOf, openStage, OWNER, SUPPORT, VIEWER, type Stage } from '../consent/stage.js';
import { issued, correct, forgetInstructions } from '../instructions/instructing.js';
import { authorizeUrl, browserOf, pkce, post, registerApp, tokensFor, type App } from '../oauth/apps.js';
import type { Browser } from '../oauth/browser.js';
import { CONTACTS, listen } from '../streams/listener.js';
import { Client, clientFor, PASSWORD } from '../support/client.js';
import { addContact, makeWebhook } from '../webhooks/deeds.js';
import { startReceiver } from '../webhooks/receiver.js';
import { create, made, update } from '../write/desk.js';
import { until } from './own-server.js';

const INVOICE = { number: 'X', issuedOn: '2026-11-01', total: '1.00', currency: 'EUR' };
const LOOK = 'query Look { contacts(first: 5) { nodes { email } } }';

const KINDS = {
  '08006': 'UNAVAILABLE',
  '25006': 'UNAVAILABLE',
  '53100': 'UNAVAILABLE',
  '53200': 'UNAVAILABLE',
  '53300': 'UNAVAILABLE',
  '57P01': 'UNAVAILABLE',
  '57P02': 'UNAVAILABLE',
  '57P03': 'UNAVAILABLE',
  '58030': 'UNAVAILABLE',
  '57014': 'TIMEOUT',
  '55P03': 'TIMEOUT',
  '40001': 'CONFLICT',
  '40P01': 'CONFLICT',
  // So that it is known to have come that far: what nobody foresaw is one.
  P0001: 'INTERNAL_SERVER_ERROR',
} as const;
const OF_THE_API = `from pg_stat_activity where application_name = 'sluice' and datname = current_database()`;
/** As the RFCs call it. */
const IN_OAUTH: Readonly<Record<string, string>> = {
  UNAVAILABLE: 'temporarily_unavailable',
  TIMEOUT: 'temporarily_unavailable',
  CONFLICT: 'invalid_request',
  INTERNAL_SERVER_ERROR: 'server_error',
};

let stage: Stage;
let owner: Client;
let viewer: Client;
let support: Client;
let browser: Browser;
let app: App;
let contact: string;
let waiting: string;

/** Whoever comes there now is told this; null: nothing is wrong. */
async function plant(place: string, state: string | null): Promise<void> {
  await stage.sql('update distress set state = $1, place = $2', [state, place]);
}

beforeAll(async () => {
  const environment = {
    SIGN_IN_TRIES: '1000',
    WEBHOOK_TARGETS: 'any',
    WEBHOOK_RETRIES: '100ms,100ms,100ms,100ms,100ms,100ms,100ms,100ms,100ms,100ms',
  };
  stage = await openStage(1, { environment, worker: {} });
  [owner, viewer, support] = await Promise.all([stage.as(OWNER), stage.as(VIEWER), stage.as(SUPPORT)]);
  await giveGrantOf(owner, { categories: ['CONTACT_DETAILS'] });
  contact = await made(owner, 'Contact', { name: 'An', city: 'Gent' });
  const [node] = stage.nodes;
  app = await registerApp(owner);
  browser = await browserOf(node, OWNER);
  await tokensFor(node, app, browser);
  const asked = authorizeUrl(node, app, { code_challenge: pkce().challenge });
  waiting = (await browser.open(asked)).url;
  await stage.sql('create table distress (state text, place text)');
  await stage.sql('insert into distress values (null, null)');
  await stage.sql(`create function distressed(at text) returns boolean language plpgsql security definer as $$
    declare told text := (select state from public.distress where place = at);
    begin if told is not null then raise exception 'in distress' using errcode = told; end if; return true; end $$`);
  await stage.sql(`create function distress() returns trigger language plpgsql as $$
    begin perform public.distressed(tg_table_schema || '.' || tg_table_name); return new; end $$`);
  for (const table of ['public.contact', 'public.access_entry', 'public.ticket', 'auth.session', 'auth.api_token'])
    await stage.sql(
      `create trigger distress before insert or update on ${table} for each row execute function public.distress()`,
    );
  for (const table of ['auth.app_artifact', 'auth.throttle'])
    await stage.sql(
      `create trigger distress before insert or update on ${table} for each row execute function public.distress()`,
    );
  await stage.sql(`create constraint trigger distress after insert on invoice deferrable initially deferred
    for each row execute function public.distress()`);
  await stage.sql(`create policy distress on company as restrictive for select to sluice_api
    using ((select public.distressed('public.company')))`);
}, 120_000);

afterAll(() => stage.close());

afterEach(() => plant('', null));

/** What is told to whoever waits for the table while its connection is cut. */
async function cutWhile<T>(table: string, ask: () => Promise<T>): Promise<T> {
  const holder = new PostgresClient({ connectionString: stage.databases.superuserUrl });
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query(`lock table ${table} in access exclusive mode`);
    const asked = ask();
    await until(async () => {
      // Within a transaction what was seen first is what is seen.
      await holder.query('select pg_stat_clear_snapshot()');
      return (await holder.query(`select ${OF_THE_API} and wait_event_type = 'Lock'`)).rowCount !== 0;
    });
    const cut = await holder.query<{ pid: number }>(`select pid, pg_terminate_backend(pid) ${OF_THE_API}`);
    const pids = cut.rows.map(({ pid }) => pid);
    const told = await asked;
    // Those that were idle go as well, each in its own time: until then a node may take one of them for good.
    await until(async () => {
      await holder.query('select pg_stat_clear_snapshot()');
      return (await holder.query('select from pg_stat_activity where pid = any($1)', [pids])).rowCount === 0;
    });
    return told;
  } finally {
    await holder.end();
  }
}

function signIn(): Promise<{ readonly code: string | undefined }> {
  const client = new Client(stage.nodes[0].url, 'acme');
  return client.query(`mutation { signIn(input: { email: "${OWNER}", password: "${PASSWORD}" }) { csrfToken } }`);
}

async function ofOAuth(asked: Promise<{ readonly body: { readonly error?: string } }>): Promise<string | undefined> {
  return (await asked).body.error;
}

/** Each way, the place that it comes by, and what whoever takes it is told. */
const WAYS: Readonly<Record<string, readonly [place: string, ask: () => Promise<string | undefined>]>> = {
  'a read under a grant': ['public.access_entry', async () => (await support.query(LOOK)).code],
  'a read of a member': [
    'public.company',
    async () => (await viewer.query('{ companies(first: 1) { nodes { name } } }')).code,
  ],
  'a read that graphql-js walks': [
    'public.company',
    async () => (await viewer.query('{ viewer { actor } companies(first: 1) { nodes { name } } }')).code,
  ],
  'a change': ['public.contact', async () => (await update(owner, 'Contact', contact, { city: 'Brugge' })).code],
  'the commit of a change': ['public.invoice', async () => (await create(owner, 'Invoice', INVOICE, 'id')).code],
  'a ticket': [
    'public.ticket',
    async () =>
      (await viewer.query(`mutation { openTicket(input: { subject: "s", body: "b" }) { ticket { id } } }`)).code,
  ],
  'a sign-in': ['auth.session', async () => (await signIn()).code],
  'the throttle of a sign-in': ['auth.throttle', async () => (await signIn()).code],
};

const OAUTH_WAYS: typeof WAYS = {
  'a token': [
    'auth.api_token',
    () => ofOAuth(post(stage.nodes[0], '/token', app, { grant_type: 'client_credentials' })),
  ],
  'what goes with a token': [
    'auth.app_artifact',
    () => ofOAuth(post(stage.nodes[0], '/token', app, { grant_type: 'client_credentials' })),
  ],
};

describe.each(Object.entries(WAYS))('Whatever is wrong with the database, %s', (_way, [place, ask]) => {
  test('tells it by its kind, and works once it is over', async () => {
    const told: Record<string, string | undefined> = {};
    for (const state of Object.keys(KINDS)) {
      await plant(place, state);
      told[state] = await ask();
    }
    expect(told).toEqual(KINDS);
    await plant(place, null);
    expect(await ask()).toBeUndefined();
  });
});

describe.each(Object.entries(OAUTH_WAYS))(
  'Whatever is wrong with the database, an app that asks for %s',
  (_way, [place, ask]) => {
    test('is told it in the words of the RFCs', async () => {
      const told: Record<string, string | undefined> = {};
      for (const state of Object.keys(KINDS)) {
        await plant(place, state);
        told[state] = await ask();
      }
      const expected = Object.entries(KINDS).map(([state, code]) => [state, IN_OAUTH[code]]);
      expect(told).toEqual(Object.fromEntries(expected));
      await plant(place, null);
      expect(await ask()).toBeUndefined();
    });
  },
);

describe('A page of the authorization server', () => {
  test('says in the language of its reader that the database is away, and shows nothing of why', async () => {
    const shown = async (): Promise<readonly [number, boolean, boolean]> => {
      const { status, body } = await browser.open(waiting, { headers: { 'accept-language': 'nl' } });
      return [status, body.includes('De database is nu niet bereikbaar.'), body.includes('distress')];
    };
    expect((await shown())[0]).toBe(200);
    expect(await cutWhile('auth.app_artifact', shown)).toEqual([503, true, false]);
    await plant('auth.throttle', '53300');
    const [node] = stage.nodes;
    const asked = await browser.ask(authorizeUrl(node, app, { code_challenge: pkce().challenge }));
    expect([asked.status, asked.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect((await post(node, '/token', app, { grant_type: 'client_credentials' })).body.error).toBe(
      'temporarily_unavailable',
    );
    await plant('', null);
    expect((await shown())[0]).toBe(200);
  });
});

describe('What nobody waits for', () => {
  test('goes on where it stopped: an event of a stream and a delivery of a webhook come once the database is back', async () => {
    const receiver = await startReceiver();
    const stream = listen(support);
    try {
      await makeWebhook(owner, receiver.url);
      const heard = stream.hear(CONTACTS);
      await until(() => stage.cell<boolean>('select count(*) > 0 from auth.live_stream'));
      const entries = await stage.cell<number>('select count(*)::int from access_entry');
      await plant('public.access_entry', '57P01');
      await addContact(owner);
      await until(() => stage.cell<boolean>('select bool_or(attempts > 1) from webhook_delivery'));
      expect([heard.events.length, receiver.received.length]).toEqual([0, 0]);
      expect(await stage.cell<number>('select count(*)::int from access_entry')).toBe(entries);
      await plant('', null);
      await heard.atLeast(1);
      await receiver.until(1);
      expect(stage.nodes[0].logged.join('')).not.toContain('for a reason of ours');
    } finally {
      stream.close();
      await receiver.close();
    }
  }, 30_000);
});

describe('A connection that is cut in the middle of a statement', () => {
  test.each([
    ['contact', 'a read', async () => (await viewer.query('{ contacts(first: 1) { nodes { id } } }')).code],
    ['contact', 'a change', async () => (await update(owner, 'Contact', contact, { city: 'Aalst' })).code],
    ['ticket', 'a ticket', async () => WAYS['a ticket']?.[1]()],
    ['access_entry', 'a read under a grant', async () => (await support.query(LOOK)).code],
  ] as const)('(%s) leaves %s UNAVAILABLE, and the next one works', async (table, _what, ask) => {
    let told = await cutWhile(table, ask);
    // What rests on a grant has 250 ms; on a busy machine they may be over before it is cut, and then nothing was tried.
    for (let tries = 0; told === 'TIMEOUT' && tries < 5; tries += 1) told = await cutWhile(table, ask);
    expect(told).toBe('UNAVAILABLE');
    expect(await ask()).toBeUndefined();
  });
});

describe('A time that is over within a change', () => {
  test('is told as what it is, and nothing is changed', async () => {
    await stage.sql('delete from auth.support_grant');
    await forgetInstructions(stage);
    const staff = await clientFor(stage.nodes[0].url, SUPPORT, 'acme');
    const instruction = await issued(owner);
    const lifetime = 1_500;
    const given = performance.now();
    await giveGrantOf(owner, {
      categories: ['CONTACT_DETAILS'],
      access: 'READ_WRITE',
      expiresAt: new Date(Date.now() + lifetime).toISOString(),
    });
    expect((await correct(staff, contact, { city: 'Leuven' }, instruction)).code).toBeUndefined();
    await stage.sql(`create function naps() returns trigger language plpgsql as $$
      begin perform pg_sleep(0.8); return new; end $$`);
    await stage.sql('create trigger naps before update on contact for each row execute function naps()');
    try {
      await new Promise((resolve) => setTimeout(resolve, lifetime - 500 - (performance.now() - given)));
      expect((await correct(staff, contact, { city: 'Namen' }, instruction)).code).toBe('CONSENT_EXPIRED');
    } finally {
      await stage.sql('drop trigger naps on contact');
    }
    expect(await stage.cell('select city from contact where id = $1', [contact.slice(4)])).toBe('Leuven');
  });
});
