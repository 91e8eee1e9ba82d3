import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Client as PostgresClient } from 'pg';
import { openStage, OWNER, type Stage } from '../consent/stage.js';
import { Client, type Answer } from '../support/client.js';
import { startMailServer, tokenIn, type MailServer } from '../support/mail-server.js';
import { newPerson, type Person } from './accounts.js';
import { confirmChange, requestChange, requestReset, requestVerification, reset, verify } from './links.js';

/**
 * Secrets that are known to this test, used in every way that there is, and then looked for wherever they have no business: in the log (all
 * of it, down to trace), in answers and their headers, in errors, in every table that the API's role can read. Whoever adds a secret adds it
 * to the canaries, and what is done with it to the acts.
 */
const PASSWORD = 'kanarie-in-de-kolenmijn-0x7f';
const NEXT_PASSWORD = 'tweede-kanarie-in-de-mijn-0x80';
const WRONG_PASSWORD = 'geen-kanarie-maar-een-mus-0x81';
const RESET_PASSWORD = 'derde-kanarie-per-post-0x82';
const MAIL_PASSWORD = 'kanarie-van-de-postbode-0x83';

interface Recorded {
  readonly what: string;
  readonly text: string;
}

/** Keeps all that was answered but the cookies, which are how a session's secret is handed over. */
class RecordingClient extends Client {
  constructor(
    url: string,
    private readonly records: Recorded[],
  ) {
    super(url, 'acme');
  }

  override async send<Data>(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Data>> {
    const answer = await super.send<Data>(body, headers);
    const own = [...answer.headers].filter(([name]) => name !== 'set-cookie');
    this.records.push({ what: JSON.stringify(body).slice(0, 80), text: `${answer.text}\n${JSON.stringify(own)}` });
    return answer;
  }
}

describe('a secret', () => {
  let stage: Stage;
  let mail: MailServer;
  let person: Person;
  let client: RecordingClient;
  const answers: Recorded[] = [];
  /** Those that hand a token over to whoever it is for. */
  const handovers: Recorded[] = [];
  const canaries = new Map<string, string>();

  beforeAll(async () => {
    mail = await startMailServer({ account: { user: 'sluice', password: MAIL_PASSWORD } });
    const SMTP_URL = mail.url.replace('//', `//sluice:${MAIL_PASSWORD}@`);
    stage = await openStage(1, { environment: { LOG_LEVEL: 'trace', SMTP_URL, MAIL_FROM: 'us@vendor.test' } });
    person = await newPerson(stage, { password: PASSWORD, role: 'ADMIN' });
    client = new RecordingClient(stage.nodes[0].url, answers);
    for (const [name, value] of [
      ['the password', PASSWORD],
      ['the next password', NEXT_PASSWORD],
      ['a wrong password', WRONG_PASSWORD],
      ['a password by mail', RESET_PASSWORD],
      ['the password of the mail server', MAIL_PASSWORD],
    ] as const)
      canaries.set(name, value);
    await act();
    await keepHashes();
  }, 120_000);
  afterAll(async () => {
    await stage.close();
    await mail.close();
  });

  function keepSession(which: string): void {
    const secret = client.cookies.get('session') ?? '';
    const digest = createHash('sha256').update(secret);
    canaries.set(`${which} session's secret`, secret);
    canaries.set(`${which} session's digest`, digest.copy().digest('hex'));
    canaries.set(`${which} session's digest in base64`, digest.digest('base64').replace(/=+$/, ''));
    canaries.set(`${which} CSRF token`, client.cookies.get('csrftoken') ?? '');
    const handover = answers.pop();
    if (handover) handovers.push(handover);
  }

  async function keepHashes(): Promise<void> {
    const hash = await stage.cell('select password_hash from auth.user_account where id = $1', [person.id]);
    canaries.set('the hash of the password', hash.split('$').at(-1) ?? '');
  }

  const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { csrfToken viewer { actor } } }';
  const CHANGE =
    'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { csrfToken viewer { actor } } }';

  async function act(): Promise<void> {
    const { email } = person;
    await client.query(SIGN_IN, { input: { email, password: WRONG_PASSWORD } });
    await client.query(SIGN_IN, { input: { email: `${WRONG_PASSWORD}@people.test`, password: PASSWORD } });
    // Where people by mistake, and others on purpose, put what is secret.
    await client.query(SIGN_IN, { input: { email: PASSWORD, password: PASSWORD } });
    await client.query(SIGN_IN, { input: { email, password: [PASSWORD] } });
    await client.query(SIGN_IN, { input: { email, password: PASSWORD, [PASSWORD]: PASSWORD } });
    await client.query(`mutation { signIn(input: {email: "${email}", password: "${PASSWORD}"`);
    await client.query(`mutation { signIn(input: {email: "${email}", password: "${PASSWORD}"}) { nothing } }`);
    await client.query(`{ viewer(password: "${PASSWORD}") { actor } }`);
    await client.query(`mutation { signIn(input: {email: "${PASSWORD}", password: "${PASSWORD}"}) { csrfToken } }`);
    await client.query(`mutation { signIn("${PASSWORD}") { csrfToken } }`);
    await client.query(`{ viewer { can(action: READ, subject: ["${PASSWORD}"]) { allowed } } }`);
    await client.query('query ($kind: SecurityEventKind) { viewer { securityEvents(kind: $kind) { totalCount } } }', {
      kind: PASSWORD,
    });
    await client.query('query ($first: Int) { viewer { securityEvents(first: $first) { totalCount } } }', {
      first: PASSWORD,
    });
    await client.query('query ($id: ID!) { node(id: $id) { id } }', { id: { [PASSWORD]: PASSWORD } });
    await client.send(`{"query": "${PASSWORD}`);
    await client.query(SIGN_IN, { input: { email, password: PASSWORD } });
    keepSession('the first');
    await client.query(CHANGE, { input: { current: WRONG_PASSWORD, new: NEXT_PASSWORD } });
    await client.query(CHANGE, { input: { current: PASSWORD, new: PASSWORD.slice(0, 8) } });
    await client.query(CHANGE, { input: { current: PASSWORD, new: `${NEXT_PASSWORD}\ud800` } });
    await client.query(CHANGE, { input: { current: PASSWORD, new: NEXT_PASSWORD } });
    keepSession('the second');
    const token = client.cookies.get('csrftoken') ?? '';
    const secret = client.cookies.get('session') ?? '';
    await client.query('mutation { endOtherSessions { ended } }', {}, { 'x-csrf-token': `${token}x` });
    await client.query('{ viewer { actor } tenant { slug } }', {}, { 'x-tenant': token });
    await client.query('{ viewer { actor } }', {}, { authorization: `Bearer ${secret}x` });
    await client.query('query ($id: ID!) { node(id: $id) { id } }', { id: secret });
    await client.query('{ contacts(first: 1, after: "x") { totalCount } }', { unused: secret });
    await client.query(`{ viewer { actor user { name email } sessions { id address client current } securityEvents(first: 100) {
      nodes { id at kind detail address client user { id name email } by { id } } } }
      tenant { gdpr { securityEvents(first: 100) { nodes { id at kind detail user { name } } } } } }`);
    await fetch(`${stage.nodes[0].origin}/${secret}?token=${token}`);
    await failInTheDatabase();
    await actByMail();
  }

  /** What a link holds, and its digest in both ways of writing one. */
  function keepLink(which: string, token: string): string {
    const digest = createHash('sha256').update(token);
    canaries.set(`the link ${which}`, token);
    canaries.set(`the link ${which}, digested`, digest.copy().digest('hex'));
    canaries.set(`the link ${which}, digested in base64`, digest.digest('base64').replace(/=+$/, ''));
    return token;
  }

  async function actByMail(): Promise<void> {
    const { email } = person;
    const wanted = `new-${email}`;
    await requestVerification(client);
    const verifying = keepLink('to verify', tokenIn(await mail.linkTo(email, 'verify')));
    await requestChange(client, wanted, WRONG_PASSWORD);
    await requestChange(client, wanted, NEXT_PASSWORD);
    const changing = keepLink('to change', tokenIn(await mail.linkTo(wanted, 'change')));
    await requestReset(client, email);
    const resetting = keepLink('to reset', tokenIn(await mail.linkTo(email, 'reset')));
    await requestReset(client, resetting);
    await requestReset(client, `${resetting}@people.test`);
    await verify(client, changing);
    await verify(client, verifying);
    await verify(client, verifying);
    await client.query('mutation ($token: String!) { verifyEmail(token: $token) }', { token: [changing] });
    await client.query(`mutation { verifyEmail(token: "${changing}"`);
    await fetch(`${stage.nodes[0].origin}/account/link?${resetting}`);
    await fetch(`${stage.nodes[0].origin}/account/link/${resetting}`);
    await stage.sql('alter function auth.spend_link(text, bytea) rename to mislaid');
    await reset(client, resetting, RESET_PASSWORD);
    await stage.sql('alter function auth.mislaid(text, bytea) rename to spend_link');
    await reset(client, resetting, RESET_PASSWORD.slice(0, 11));
    await reset(client, resetting, RESET_PASSWORD);
    await reset(client, resetting, RESET_PASSWORD);
    await confirmChange(client, changing);
    await client.signIn(email, RESET_PASSWORD);
    keepSession('the third');
  }

  /** Something unexpected, which the log tells most of. */
  async function failInTheDatabase(): Promise<void> {
    await stage.sql('alter function auth.my_password() rename to mislaid');
    try {
      const { code } = await client.query(CHANGE, { input: { current: NEXT_PASSWORD, new: PASSWORD } });
      expect(code).toBe('INTERNAL_SERVER_ERROR');
    } finally {
      await stage.sql('alter function auth.mislaid() rename to my_password');
    }
  }

  /** Every table that the API's role can read, as this person and as the tenant's owner sees them. */
  async function dump(): Promise<readonly Recorded[]> {
    const api = new PostgresClient({ connectionString: stage.databases.apiUrl });
    await api.connect();
    try {
      const { rows: tables } = await api.query<{ name: string }>(
        `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p', 'v', 'm') and n.nspname in ('public', 'auth') and has_table_privilege(c.oid, 'select')`,
      );
      expect(tables.map(({ name }) => name)).toContain('public.security_event');
      const owner = await stage.as(OWNER);
      const records: Recorded[] = [];
      for (const cookie of [client.cookies.get('session'), owner.cookies.get('session')]) {
        const credential = createHash('sha256')
          .update(cookie ?? '')
          .digest('hex');
        for (const { name } of tables) {
          await api.query('begin');
          await api.query(
            `select set_config('sluice.credential', $1, true), set_config('sluice.tenant', 'acme', true)`,
            [credential],
          );
          const { rows } = await api.query<{ text: string | null }>(
            `select string_agg(t::text, E'\\n') as text from ${name} t`,
          );
          await api.query('rollback');
          records.push({ what: name, text: rows[0]?.text ?? '' });
        }
      }
      return records;
    } finally {
      await api.end();
    }
  }

  function assertFree(records: readonly Recorded[]): void {
    for (const { what, text } of records) {
      for (const [name, value] of canaries) {
        if (text.includes(value)) throw new Error(`${name} is in ${what}: ${text.slice(0, 500)}`);
      }
    }
  }

  test('was there to be found: each of them was used, and what is kept of it is in the database', async () => {
    for (const [name, value] of canaries) expect([name, value.length > 20]).toEqual([name, true]);
    expect(canaries.size).toBe(27);
    const digests = await stage.sql<{ digest: string }>(
      `select encode(digest, 'hex') as digest from auth.session where user_id = $1`,
      [person.id],
    );
    expect(digests.map(({ digest }) => digest)).toContain(canaries.get("the third session's digest"));
    expect(handovers.map(({ text }) => text).join()).toContain(canaries.get('the second CSRF token'));
    expect(answers.length).toBeGreaterThan(18);
  });

  test('is in no answer, no header and no error', () => {
    assertFree(answers);
    const sessions = [...canaries].filter(([name]) => !name.includes('CSRF'));
    for (const { text } of handovers)
      for (const [name, value] of sessions) expect([name, text.includes(value)]).toEqual([name, false]);
  });

  test('is nowhere in the log', () => {
    const logged = stage.nodes[0].logged.map((text) => ({ what: 'the log', text }));
    expect(logged.length).toBeGreaterThan(10);
    expect(logged.some(({ text }) => text.includes('unexpected error'))).toBe(true);
    assertFree(logged);
  });

  test('is in no row that the API’s role can read', async () => {
    const records = await dump();
    expect(
      records.some(({ what, text }) => what === 'public.security_event' && text.includes('PASSWORD_CHANGED')),
    ).toBe(true);
    assertFree(records);
  });
});
