import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Client as PostgresClient } from 'pg';
import { openStage, type Stage } from '../consent/stage.js';
import type { Client } from '../support/client.js';
import { startMailServer, tokenIn, type MailServer } from '../support/mail-server.js';
import { codeOf, earlyInStep } from '../support/second-factor.js';
import { BEHIND_A_PROXY, Elsewhere, requestReset, reset, somewhere } from './links.js';
import { member, signedIn, trySignIn, withFactor, type Person } from './people.js';

const NEW = 'a sentence that only I would think of';
const NEWER = 'quite another sentence of mine';
const ME = '{ viewer { actor } }';

describe('a password that was forgotten', () => {
  let mail: MailServer;
  let stage: Stage;

  beforeAll(async () => {
    mail = await startMailServer();
    stage = await openStage(2, {
      environment: {
        ...BEHIND_A_PROXY,
        SMTP_URL: mail.url,
        MAIL_FROM: 'no-reply@vendor.test',
        PUBLIC_URL: 'https://api.vendor.test',
      },
    });
  });
  afterAll(async () => {
    await stage.close();
    await mail.close();
  });

  /** Each from another place, so that none is held up by those before. */
  const anybody = (node = 0): Client => new Elsewhere(stage.nodes[node]?.url ?? '', somewhere());
  const linkFor = async ({ email }: Person): Promise<string> => {
    const before = mail.mailsTo(email).length;
    const { data } = await requestReset(anybody(), email);
    expect(data).toEqual({ requestPasswordReset: true });
    return tokenIn(await mail.mailTo(email, before));
  };
  const eventsOf = async ({ id }: Person): Promise<unknown[]> =>
    (await stage.sql('select kind from security_event where log_id = $1 order by id', [id])).map(({ kind }) => kind);

  test('is replaced by a link, which ends all sessions and is told to the address', async () => {
    const person = await member(stage);
    const other = await signedIn(stage, person, undefined, 1);
    const token = await linkFor(person);
    expect(await reset(anybody(), token, NEW)).toMatchObject({ data: { resetPassword: true }, errors: [] });
    expect((await other.query(ME)).data).toEqual({ viewer: { actor: 'ANONYMOUS' } });
    expect((await trySignIn(anybody(), person)).code).toBe('UNAUTHENTICATED');
    expect((await trySignIn(anybody(), person, undefined, NEW)).errors).toEqual([]);
    expect((await mail.mailTo(person.email, 1)).subject).toBe('Your password was changed');
    expect(await eventsOf(person)).toEqual(expect.arrayContaining(['PASSWORD_RESET_REQUESTED', 'PASSWORD_RESET']));
  });

  test('is replaced once by a link, also at the same moment on two nodes', async () => {
    const person = await member(stage);
    const token = await linkFor(person);
    const tries = [NEW, NEWER, NEW, NEWER].map((password, at) => reset(anybody(at % 2), token, password));
    const codes = (await Promise.all(tries)).map(({ code }) => code ?? 'done');
    expect(codes.sort()).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT', 'BAD_USER_INPUT', 'done']);
    expect((await reset(anybody(), token, NEW)).code).toBe('BAD_USER_INPUT');
  });

  test('is not replaced by a link that is too old', async () => {
    const person = await member(stage);
    const token = await linkFor(person);
    await stage.sql(`update auth.mail_link set expires_at = now() - interval '1 ms' where user_id = $1`, [person.id]);
    expect((await reset(anybody(), token, NEW)).code).toBe('BAD_USER_INPUT');
    expect((await trySignIn(anybody(), person)).errors).toEqual([]);
  });

  test('is not replaced by a link older than another, nor by one older than the password', async () => {
    const person = await member(stage);
    const first = await linkFor(person);
    const second = await linkFor(person);
    expect((await reset(anybody(), first, NEW)).code).toBe('BAD_USER_INPUT');
    const client = await signedIn(stage, person);
    await client.query('mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { csrfToken } }', {
      input: { current: 'correct-horse-battery-staple', new: NEWER },
    });
    expect((await reset(anybody(), second, NEW)).code).toBe('BAD_USER_INPUT');
  });

  test('is not replaced where the account was closed meanwhile', async () => {
    const person = await member(stage);
    const token = await linkFor(person);
    await stage.sql('update auth.user_account set deactivated_at = now() where id = $1', [person.id]);
    expect((await reset(anybody(), token, NEW)).code).toBe('BAD_USER_INPUT');
  });

  test('obeys the rules of passwords, and a refused one leaves the link', async () => {
    const person = await member(stage);
    const token = await linkFor(person);
    for (const bad of ['short', 'password12345', person.email]) {
      expect((await reset(anybody(), token, bad)).code).toBe('BAD_USER_INPUT');
    }
    expect((await reset(anybody(), token, NEW)).errors).toEqual([]);
  });

  test('is never a way around the second factor', async () => {
    await earlyInStep();
    const person = await withFactor(stage, await member(stage));
    const token = await linkFor(person);
    expect((await reset(anybody(), token, NEW)).code).toBe('SECOND_FACTOR_REQUIRED');
    expect((await reset(anybody(), token, NEW, '000000')).code).toBe('UNAUTHENTICATED');
    expect((await reset(anybody(), token, NEW, 'ABCDE-FGHJK-LMNPQ-RSTUV')).code).toBe('UNAUTHENTICATED');
    expect((await trySignIn(anybody(), person, codeOf(person.secret, -1))).errors).toEqual([]);
    // The code of that sign-in is spent.
    expect((await reset(anybody(), token, NEW, codeOf(person.secret, -1))).code).toBe('UNAUTHENTICATED');
    expect((await reset(anybody(), token, NEW, codeOf(person.secret, 0))).errors).toEqual([]);
    expect((await trySignIn(anybody(), person, undefined, NEW)).code).toBe('SECOND_FACTOR_REQUIRED');
    expect(await eventsOf(person)).toContain('SECOND_FACTOR_FAILED');
  });

  test('is asked for with one answer, whether or not there is such an account, and nobody else is written to', async () => {
    const person = await member(stage);
    const stranger = `${randomUUID()}@people.test`;
    const [known, unknown] = [await requestReset(anybody(), person.email), await requestReset(anybody(), stranger)];
    await mail.mailTo(person.email);
    expect(unknown.text).toBe(known.text);
    expect(unknown.status).toBe(known.status);
    expect(mail.mailsTo(stranger)).toEqual([]);
  });

  test('is asked for with one answer before anybody looks whether there is such an account', async () => {
    const person = await member(stage);
    const holder = new PostgresClient({ connectionString: stage.databases.superuserUrl });
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query('select from auth.user_account where id = $1 for update', [person.id]);
      const answers = await Promise.all(
        [person.email, `${randomUUID()}@people.test`].map((email) => requestReset(anybody(), email)),
      );
      expect(answers.map(({ data }) => data)).toEqual([{ requestPasswordReset: true }, { requestPasswordReset: true }]);
      expect(await eventsOf(person)).toEqual([]);
    } finally {
      await holder.query('rollback');
      await holder.end();
    }
    await mail.mailTo(person.email);
    expect(await eventsOf(person)).toEqual(['PASSWORD_RESET_REQUESTED']);
  });

  test('is asked for with the same work, whether or not there is such an account', async () => {
    const person = await member(stage);
    const { database } = stage.nodes[0];
    const nobodys = `select count(*)::int from security_event where user_id is null and kind = 'PASSWORD_RESET_REQUESTED'`;
    const before = [database.statements, await stage.cell<number>(nobodys)] as const;
    await requestReset(anybody(), person.email);
    await mail.mailTo(person.email);
    const known = database.statements - before[0];
    await requestReset(anybody(), `${randomUUID()}@people.test`);
    for (let waited = 0; waited < 10_000 && (await stage.cell<number>(nobodys)) === before[1]; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await stage.cell<number>(nobodys)).toBe(before[1] + 1);
    expect(database.statements - before[0]).toBe(2 * known);
  });

  test('is written about in the language of whoever asks', async () => {
    const person = await member(stage);
    for (const [at, [language, subject, sentence]] of (
      [
        ['nl', 'Stel een nieuw wachtwoord in', 'De link geldt één keer, en 1 uur lang.'],
        ['fr', 'Choisissez un nouveau mot de passe', 'Le lien vaut une fois, et pendant 1\u00a0heure.'],
        ['de', 'Neues Passwort setzen', 'Der Link gilt einmal und 1 Stunde lang.'],
        ['xx', 'Set a new password', 'The link holds once and for 1 hour.'],
      ] as const
    ).entries()) {
      const client = anybody();
      client.cookies.set('language', language);
      await requestReset(client, person.email);
      const written = await mail.mailTo(person.email, at);
      expect(written).toMatchObject({ subject, text: expect.stringContaining(sentence) });
      expect(tokenIn(written)).toHaveLength(43);
    }
  });

  test('takes no address that holds more than an address', async () => {
    for (const email of [
      'a@people.test\r\nBcc: b@people.test',
      'a@people.test, b@people.test',
      'a@people.test\nSubject: x',
      '"a b"@people.test',
      'a <b@people.test>',
    ]) {
      const { code, data } = await requestReset(anybody(), email);
      expect({ email, code, data }).toEqual({ email, code: 'BAD_USER_INPUT', data: undefined });
    }
  });

  test('is no matter of the host that a request names', async () => {
    const person = await member(stage);
    await fetch(stage.nodes[0].url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-host': 'evil.test', forwarded: 'host=evil.test' },
      body: JSON.stringify({ query: `mutation { requestPasswordReset(email: "${person.email}") }` }),
    });
    const { text, raw } = await mail.mailTo(person.email);
    expect(text).toContain('https://api.vendor.test/account/link#reset.');
    expect(raw).not.toContain('evil');
  });

  test('gets its link also when the mail server is away for a moment, and the answer does not wait for it', async () => {
    const person = await member(stage);
    mail.refuseNext = 1;
    const { data } = await requestReset(anybody(), person.email);
    expect(data).toEqual({ requestPasswordReset: true });
    expect(mail.mailsTo(person.email)).toEqual([]);
    expect((await mail.mailTo(person.email)).subject).toBe('Set a new password');
    expect(mail.refused()).toBeGreaterThan(0);
  });

  test('has a link that is in no log, no answer and no table, in clear', async () => {
    const person = await member(stage);
    const token = await linkFor(person);
    const answers = [
      await reset(anybody(), token, 'short'),
      await reset(anybody(), `${token}x`, NEW),
      await reset(anybody(), token, NEW),
      await reset(anybody(), token, NEWER),
    ];
    const tables = await stage.sql<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'auth')`,
    );
    let stored = '';
    for (const { name } of tables) stored += JSON.stringify(await stage.sql(`select t::text from ${name} t`));
    const heard = answers.map(({ text, headers }) => text + JSON.stringify([...headers])).join('');
    const logged = stage.nodes.flatMap((node) => node.logged).join('');
    expect(logged).toContain('"route":"/graphql"');
    for (const text of [heard, logged, stored]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain(Buffer.from(token).toString('hex'));
      expect(text).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
    }
    expect(logged).not.toContain(person.email);
  });
});
