import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Client as PostgresClient } from 'pg';
import { openStage, type Stage } from '../consent/stage.js';
import { Client, PASSWORD } from '../support/client.js';
import { startMailServer, tokenIn, type MailServer } from '../support/mail-server.js';
import { confirmChange, requestChange, requestReset, requestVerification, reset, verify } from './links.js';
import { member, signedIn, trySignIn } from './people.js';

const VERIFIED = '{ viewer { emailVerified } }';

describe('an e-mail address', () => {
  let mail: MailServer;
  let stage: Stage;

  beforeAll(async () => {
    mail = await startMailServer();
    stage = await openStage(1, {
      environment: { SMTP_URL: mail.url, MAIL_FROM: 'no-reply@vendor.test', PUBLIC_URL: 'https://api.vendor.test' },
    });
  });
  afterAll(async () => {
    await stage.close();
    await mail.close();
  });

  const anybody = (): Client => new Client(stage.nodes[0].url);
  const freeAddress = (): string => `${randomUUID()}@new.test`;

  test('is verified by a link, once', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    expect((await client.query(VERIFIED)).data).toEqual({ viewer: { emailVerified: false } });
    expect((await requestVerification(client)).data).toEqual({ requestEmailVerification: true });
    const token = tokenIn(await mail.mailTo(person.email));
    expect((await verify(anybody(), token)).data).toEqual({ verifyEmail: true });
    expect((await verify(anybody(), token)).code).toBe('BAD_USER_INPUT');
    expect((await client.query(VERIFIED)).data).toEqual({ viewer: { emailVerified: true } });
    expect((await requestVerification(anybody())).code).toBe('UNAUTHENTICATED');
  });

  test('is changed by a link to the new one, and the old one is told before and after', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    const wanted = freeAddress();
    expect((await requestChange(client, wanted.toUpperCase(), PASSWORD)).data).toEqual({ requestEmailChange: true });
    const token = tokenIn(await mail.mailTo(wanted));
    const notice = await mail.mailTo(person.email);
    expect(notice.subject).toBe('Your e-mail address is about to change');
    expect(notice.raw).not.toContain('/account/link');
    expect((await trySignIn(anybody(), person)).errors).toEqual([]);
    expect((await confirmChange(anybody(), token)).data).toEqual({ confirmEmailChange: true });
    expect((await mail.mailTo(person.email, 1)).subject).toBe('Your e-mail address was changed');
    expect((await client.query('{ viewer { actor } }')).data).toEqual({ viewer: { actor: 'ANONYMOUS' } });
    expect((await trySignIn(anybody(), person)).code).toBe('UNAUTHENTICATED');
    const moved = await signedIn(stage, { ...person, email: wanted });
    expect((await moved.query('{ viewer { emailVerified user { email } } }')).data).toEqual({
      viewer: { emailVerified: true, user: { email: wanted } },
    });
    expect((await confirmChange(anybody(), token)).code).toBe('BAD_USER_INPUT');
  });

  test('that is another account’s is told to its reader only', async () => {
    const [person, other] = [await member(stage), await member(stage)];
    const client = await signedIn(stage, person);
    const free = await requestChange(client, freeAddress(), PASSWORD);
    const taken = await requestChange(client, other.email, PASSWORD);
    expect(taken.text).toBe(free.text);
    const told = await mail.mailTo(other.email);
    expect(told.subject).toBe('You have an account already');
    expect(told.raw).not.toContain('/account/link');
    const subjects = [await mail.mailTo(person.email), await mail.mailTo(person.email, 1)].map(
      ({ subject }) => subject,
    );
    expect(new Set(subjects)).toEqual(new Set(['Your e-mail address is about to change']));
  });

  test('that became another account’s since is not taken', async () => {
    const [person, other] = [await member(stage), await member(stage)];
    const client = await signedIn(stage, person);
    const wanted = freeAddress();
    await requestChange(client, wanted, PASSWORD);
    const token = tokenIn(await mail.mailTo(wanted));
    await stage.sql('update auth.user_account set email = $2 where id = $1', [other.id, wanted]);
    expect((await confirmChange(anybody(), token)).code).toBe('CONFLICT');
    expect((await trySignIn(anybody(), person)).errors).toEqual([]);
  });

  test('is not changed without the password, nor by nobody', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    const wanted = freeAddress();
    expect((await requestChange(client, wanted, 'not the password')).code).toBe('BAD_USER_INPUT');
    expect((await requestChange(anybody(), wanted, PASSWORD)).code).toBe('UNAUTHENTICATED');
    expect(await stage.sql('select 1 from auth.mail_link where user_id = $1', [person.id])).toEqual([]);
  });

  test('has links that hold for a while, by the clock of the database', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    const wanted = freeAddress();
    await requestVerification(client);
    const verifying = tokenIn(await mail.mailTo(person.email));
    await requestChange(client, wanted, PASSWORD);
    const changing = tokenIn(await mail.mailTo(wanted));
    const [left] = await stage.sql<{ seconds: number }>(
      'select extract(epoch from min(expires_at) - clock_timestamp())::int as seconds from auth.mail_link where user_id = $1',
      [person.id],
    );
    expect(left?.seconds).toBeGreaterThan(3_500);
    expect(left?.seconds).toBeLessThanOrEqual(3_600);
    await stage.sql(`update auth.mail_link set expires_at = clock_timestamp() where user_id = $1`, [person.id]);
    expect((await verify(anybody(), verifying)).code).toBe('BAD_USER_INPUT');
    expect((await confirmChange(anybody(), changing)).code).toBe('BAD_USER_INPUT');
    expect((await client.query(VERIFIED)).data).toEqual({ viewer: { emailVerified: false } });
  });

  test('has links that serve nothing else, and none is left when it changes', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    await requestReset(anybody(), person.email);
    const resetting = tokenIn(await mail.mailTo(person.email));
    const wanted = freeAddress();
    await requestChange(client, wanted, PASSWORD);
    const changing = tokenIn(await mail.mailTo(wanted));
    expect((await verify(anybody(), changing)).code).toBe('BAD_USER_INPUT');
    expect((await confirmChange(anybody(), resetting)).code).toBe('BAD_USER_INPUT');
    expect((await reset(anybody(), changing, 'a sentence that only I would think of')).code).toBe('BAD_USER_INPUT');
    expect((await confirmChange(anybody(), changing)).errors).toEqual([]);
    expect((await reset(anybody(), resetting, 'a sentence that only I would think of')).code).toBe('BAD_USER_INPUT');
  });

  test('has links that the role that serves can spend and not read', async () => {
    const api = new PostgresClient({ connectionString: stage.databases.apiUrl });
    await api.connect();
    try {
      await expect(api.query('select * from auth.mail_link')).rejects.toMatchObject({ code: '42501' });
      for (const room of [
        `spend_link('PASSWORD_RESET', '\\x00')`,
        `keep_link(gen_random_uuid(), 'PASSWORD_RESET', 'a@b.test', '\\x00', '1 hour')`,
      ]) {
        await expect(api.query(`select auth.${room}`)).rejects.toMatchObject({ code: '42501' });
      }
      expect((await api.query(`select * from auth.reset_of('\\x00')`)).rows).toEqual([]);
    } finally {
      await api.end();
    }
  });
});
