import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { openStage, type Stage } from '../consent/stage.js';
import { PASSWORD, type Answer, type Client } from '../support/client.js';
import { startMailServer, tokenIn, type MailServer } from '../support/mail-server.js';
import { codeOf, earlyInStep } from '../support/second-factor.js';
import {
  BEHIND_A_PROXY,
  Elsewhere,
  requestChange,
  requestReset,
  requestVerification,
  reset,
  somewhere,
} from './links.js';
import { member, signedIn, trySignIn, withFactor } from './people.js';

const NEW = 'a sentence that only I would think of';
const MAILS = 5;
const MAILS_PER_ADDRESS = 20;
const LINKS_PER_ADDRESS = 50;
const CODES = 3;

describe('links that come by mail', () => {
  let mail: MailServer;
  let stage: Stage;

  beforeAll(async () => {
    mail = await startMailServer();
    stage = await openStage(2, {
      environment: {
        SMTP_URL: mail.url,
        MAIL_FROM: 'no-reply@vendor.test',
        ...BEHIND_A_PROXY,
        SIGN_IN_TRIES: String(CODES),
      },
    });
  });
  beforeEach(earlyInStep);
  afterAll(async () => {
    await stage.close();
    await mail.close();
  });

  const from = (address: string, node = 0): Client => new Elsewhere(stage.nodes[node]?.url ?? '', address);
  const codesOf = async (answers: readonly Promise<Answer<unknown>>[]): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const { code = 'done' } of await Promise.all(answers)) counts[code] = (counts[code] ?? 0) + 1;
    return counts;
  };

  test('are asked for so often for a mailbox, at the same moment on two nodes, whether or not it is an account’s', async () => {
    const person = await member(stage);
    for (const email of [person.email, `${randomUUID()}@people.test`]) {
      const asked = Array.from({ length: MAILS + 4 }, (_, at) => requestReset(from(somewhere(), at % 2), email));
      expect(await codesOf(asked)).toEqual({ done: MAILS, RATE_LIMITED: 4 });
      const late = await requestReset(from(somewhere()), email.toUpperCase());
      expect(late.code).toBe('RATE_LIMITED');
      expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(3_000);
    }
    await mail.mailTo(person.email, MAILS - 1);
    expect(mail.mailsTo(person.email)).toHaveLength(MAILS);
  });

  test('can be asked for by the owner, where he signed in before, however many strangers ask', async () => {
    const person = await member(stage);
    const home = somewhere();
    expect((await trySignIn(from(home), person)).errors).toEqual([]);
    const strangers = Array.from({ length: MAILS + 1 }, () => requestReset(from(somewhere()), person.email));
    expect(await codesOf(strangers)).toEqual({ done: MAILS, RATE_LIMITED: 1 });
    expect((await requestReset(from(home), person.email)).errors).toEqual([]);
  });

  test('are asked for so often by one address, whoever they are for', async () => {
    const address = somewhere();
    const asked = Array.from({ length: MAILS_PER_ADDRESS + 3 }, () =>
      requestReset(from(address), `${randomUUID()}@people.test`),
    );
    expect(await codesOf(asked)).toEqual({ done: MAILS_PER_ADDRESS, RATE_LIMITED: 3 });
  });

  test('are counted by mailbox too when whoever is signed in asks for them', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    const asked: Promise<Answer<unknown>>[] = [];
    for (let time = 0; time <= MAILS; time += 1) asked.push(requestVerification(client));
    expect(await codesOf(asked)).toEqual({ done: MAILS, RATE_LIMITED: 1 });
    const victim = `${randomUUID()}@elsewhere.test`;
    const others = Array.from({ length: MAILS }, () => requestReset(from(somewhere()), victim));
    expect(await codesOf(others)).toEqual({ done: MAILS });
    const next = await signedIn(stage, await member(stage));
    expect((await requestChange(next, victim, PASSWORD)).code).toBe('RATE_LIMITED');
  });

  test('are tried so often by one address, and then not even the right one', async () => {
    const person = await member(stage);
    await requestReset(from(somewhere()), person.email);
    const token = tokenIn(await mail.mailTo(person.email));
    const address = somewhere();
    const guess = (): string => randomBytes(32).toString('base64url');
    const guesses = Array.from({ length: LINKS_PER_ADDRESS + 2 }, (_, at) =>
      reset(from(address, at % 2), guess(), NEW),
    );
    expect(await codesOf(guesses)).toEqual({ BAD_USER_INPUT: LINKS_PER_ADDRESS, RATE_LIMITED: 2 });
    for (const [name, argument] of [
      ['verifyEmail', `token: "${token}"`],
      ['confirmEmailChange', `token: "${token}"`],
      ['resetPassword', `input: { token: "${token}", newPassword: "${NEW}" }`],
    ]) {
      const answer = await from(address).query(`mutation { ${name ?? ''}(${argument ?? ''}) }`);
      expect([name, answer.code]).toEqual([name, 'RATE_LIMITED']);
    }
    expect((await reset(from(somewhere()), token, NEW)).errors).toEqual([]);
  });

  test('give whoever reads the mail no more codes to guess than whoever knows the password', async () => {
    const person = await withFactor(stage, await member(stage));
    await requestReset(from(somewhere()), person.email);
    const token = tokenIn(await mail.mailTo(person.email));
    const wrong = String((Number(codeOf(person.secret)) + 1) % 1_000_000).padStart(6, '0');
    for (let time = 0; time < 4; time += 1) {
      expect((await reset(from(somewhere()), token, NEW)).code).toBe('SECOND_FACTOR_REQUIRED');
    }
    const codes: (string | undefined)[] = [];
    for (let time = 0; time <= CODES; time += 1) {
      codes.push((await reset(from(somewhere(), time % 2), token, NEW, wrong)).code);
    }
    expect(codes).toEqual([...Array.from({ length: CODES }, () => 'UNAUTHENTICATED'), 'RATE_LIMITED']);
    expect((await reset(from(somewhere()), token, NEW, codeOf(person.secret))).code).toBe('RATE_LIMITED');
  });

  test('give whoever stole a session no more passwords to guess', async () => {
    const client = await signedIn(stage, await member(stage));
    const wanted = `${randomUUID()}@new.test`;
    const codes: (string | undefined)[] = [];
    for (let time = 0; time <= CODES; time += 1) codes.push((await requestChange(client, wanted, 'not it')).code);
    expect(codes).toEqual([...Array.from({ length: CODES }, () => 'BAD_USER_INPUT'), 'RATE_LIMITED']);
    const change = await client.query(
      'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { csrfToken } }',
      { input: { current: PASSWORD, new: NEW } },
    );
    expect(change.code).toBe('RATE_LIMITED');
  });

  test('are tried and asked for once in an operation', async () => {
    const two = async (fields: string): Promise<string | undefined> =>
      (await from(somewhere()).query(`mutation { ${fields} }`)).code;
    expect(await two('a: verifyEmail(token: "x") b: verifyEmail(token: "y")')).toBe('BAD_USER_INPUT');
    const before = stage.nodes[0].database.statements;
    expect(await two('requestPasswordReset(email: "a@b.test") b: requestPasswordReset(email: "c@b.test")')).toBe(
      'BAD_USER_INPUT',
    );
    expect(await two('verifyEmail(token: "x") confirmEmailChange(token: "y")')).toBe('BAD_USER_INPUT');
    expect(stage.nodes[0].database.statements).toBe(before);
  });
});
