import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../consent/stage.js';
import { Client } from '../support/client.js';
import { codeOf, earlyInStep } from '../support/second-factor.js';
import { CONTACTS, confirm, disable, enrol, member, signedIn, stepUp, trySignIn, withFactor } from './people.js';

describe('a second factor', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(2);
  });
  beforeEach(earlyInStep);
  afterAll(() => stage.close());

  const newClient = (node = 0): Client => new Client(stage.nodes[node]?.url ?? '', 'acme');
  const codes = async (answers: readonly Promise<{ readonly code: string | undefined }>[]) =>
    (await Promise.all(answers)).map(({ code }) => code);

  test('is in force only once a code of it was confirmed', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    const { data } = await client.query<{ enrollSecondFactor: { uri: string; secret: string } }>(
      'mutation { enrollSecondFactor { uri secret } }',
    );
    const { uri = '', secret = '' } = data?.enrollSecondFactor ?? {};
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const parts = new URL(uri);
    expect(`${parts.protocol}//${parts.host}${decodeURIComponent(parts.pathname)}`).toBe(
      `otpauth://totp/Sluice:${person.email}`,
    );
    expect(Object.fromEntries(parts.searchParams)).toMatchObject({ secret, issuer: 'Sluice' });
    expect((await trySignIn(newClient(), person)).errors).toEqual([]);

    expect((await confirm(client, codeOf(secret, 3))).code).toBe('UNAUTHENTICATED');
    expect((await trySignIn(newClient(), person)).errors).toEqual([]);
    const confirmed = await confirm(client, codeOf(secret));
    expect(new Set(confirmed.data?.confirmSecondFactor.recoveryCodes).size).toBe(10);
    for (const one of confirmed.data?.confirmSecondFactor.recoveryCodes ?? []) {
      expect(one).toMatch(/^([A-HJ-NP-Z2-9]{6}-){3}[A-HJ-NP-Z2-9]{6}$/);
    }
    expect((await trySignIn(newClient(), person)).code).toBe('SECOND_FACTOR_REQUIRED');
    const shown = await client.query('{ viewer { user { secondFactor } } }');
    expect(shown.data).toEqual({ viewer: { user: { secondFactor: true } } });
  });

  test('that is not confirmed in ten minutes never is', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    const { data } = await client.query<{ enrollSecondFactor: { secret: string } }>(
      'mutation { enrollSecondFactor { secret } }',
    );
    await stage.sql(
      `update auth.second_factor set pending_until = pending_until - interval '10 minutes' where user_id = $1`,
      [person.id],
    );
    expect((await confirm(client, codeOf(data?.enrollSecondFactor.secret ?? ''))).code).toBe('CONFLICT');
  });

  test('takes the code of now, and of one step to either side, and of no other', async () => {
    for (const [steps, code] of [
      [-2, 'UNAUTHENTICATED'],
      [2, 'UNAUTHENTICATED'],
      [-1, undefined],
      [0, undefined],
      [1, undefined],
    ] as const) {
      const person = await withFactor(stage, await member(stage));
      expect([steps, (await trySignIn(newClient(), person, codeOf(person.secret, steps))).code]).toEqual([steps, code]);
    }
  });

  test('a code counts once, also at the same moment on two nodes, and so does none before it', async () => {
    const person = await withFactor(stage, await member(stage));
    const code = codeOf(person.secret);
    const tries = Array.from({ length: 8 }, (_, at) => trySignIn(newClient(at % 2), person, code));
    const heard = await codes(tries);
    expect(heard.filter((one) => one === undefined)).toHaveLength(1);
    expect(heard.filter((one) => one === 'UNAUTHENTICATED')).toHaveLength(7);
    expect((await trySignIn(newClient(1), person, codeOf(person.secret, -1))).code).toBe('UNAUTHENTICATED');
    expect((await trySignIn(newClient(1), person, codeOf(person.secret, 1))).code).toBeUndefined();
  });

  test('a code that was used to sign in does not step up, and one that confirmed does not sign in', async () => {
    const person = await withFactor(stage, await member(stage));
    const code = codeOf(person.secret);
    const client = newClient();
    await trySignIn(client, person, code);
    expect((await stepUp(client, code)).code).toBe('UNAUTHENTICATED');

    const other = await member(stage);
    const { secret } = await enrol(await signedIn(stage, other));
    expect((await trySignIn(newClient(), other, codeOf(secret, -1))).code).toBe('UNAUTHENTICATED');
  });

  test('a recovery code signs in once, as it is typed, also at the same moment on two nodes', async () => {
    const person = await member(stage);
    const { recoveryCodes } = await enrol(await signedIn(stage, person));
    const [first = '', second = ''] = recoveryCodes;
    const heard = await codes([0, 1, 0, 1].map((node) => trySignIn(newClient(node), person, first)));
    expect(heard.filter((one) => one === undefined)).toHaveLength(1);
    const typed = ` ${second.toLowerCase().replaceAll('-', ' ')} `;
    expect((await trySignIn(newClient(), person, typed)).code).toBeUndefined();
    expect((await trySignIn(newClient(), person, second)).code).toBe('UNAUTHENTICATED');
    const somebody = await withFactor(stage, await member(stage));
    expect((await trySignIn(newClient(), somebody, recoveryCodes[2])).code).toBe('UNAUTHENTICATED');
  });

  test('what is wrong with a code is not told, nor is anything of it to whoever does not know the password', async () => {
    const person = await withFactor(stage, await member(stage));
    const nobody = { id: '', email: 'nobody@people.test' };
    const wrong = 'not-the-password';
    const [used, never, shapeless] = [codeOf(person.secret), codeOf(person.secret, 5), '?'];
    await trySignIn(newClient(), person, used);
    const texts = async (...tries: readonly Promise<{ readonly text: string }>[]) =>
      new Set((await Promise.all(tries)).map(({ text }) => text));
    expect((await texts(...[used, never, shapeless].map((code) => trySignIn(newClient(), person, code)))).size).toBe(1);
    const unknown = await texts(
      trySignIn(newClient(), person, undefined, wrong),
      trySignIn(newClient(), person, codeOf(person.secret, 1), wrong),
      trySignIn(newClient(), nobody, undefined, wrong),
      trySignIn(newClient(), nobody, '123456', wrong),
    );
    expect(unknown.size).toBe(1);
    // The code that came with a wrong password was not used up by it.
    expect((await trySignIn(newClient(), person, codeOf(person.secret, 1))).code).toBeUndefined();
  });

  test('a session from before there was a factor is over, also where it was put there behind our back', async () => {
    const person = await member(stage);
    const [before, client] = [await signedIn(stage, person), await signedIn(stage, person, undefined, 1)];
    expect((await before.query(CONTACTS)).errors).toEqual([]);
    await enrol(client);
    expect((await before.query(CONTACTS)).code).toBe('UNAUTHENTICATED');
    expect((await client.query(CONTACTS)).errors).toEqual([]);
    await stage.sql('update auth.session set ended_at = null where user_id = $1', [person.id]);
    expect((await before.query(CONTACTS)).code).toBe('UNAUTHENTICATED');
    expect((await before.query('{ viewer { actor } }')).data).toEqual({ viewer: { actor: 'ANONYMOUS' } });
  });

  test('ends with a code of it, and with no other; the other sessions end with it', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    const { secret } = await enrol(client);
    const other = await signedIn(stage, { ...person, secret }, 0);
    expect((await disable(client, codeOf(secret, 4))).code).toBe('UNAUTHENTICATED');
    expect((await disable(client, '')).code).toBe('SECOND_FACTOR_REQUIRED');
    expect((await trySignIn(newClient(), person)).code).toBe('SECOND_FACTOR_REQUIRED');
    expect((await disable(client, codeOf(secret, 1))).data).toEqual({ disableSecondFactor: true });
    expect((await other.query(CONTACTS)).code).toBe('UNAUTHENTICATED');
    expect((await trySignIn(newClient(), person)).errors).toEqual([]);
    expect((await disable(client, '123456')).code).toBe('CONFLICT');
  });

  test('gives way to another one only in a session that has shown a code of late', async () => {
    const person = await withFactor(stage, await member(stage));
    const client = await signedIn(stage, person, -1);
    const begin = () => client.query('mutation { enrollSecondFactor { secret } }');
    await stage.sql('update auth.session set stepped_up_until = now() where user_id = $1', [person.id]);
    expect((await begin()).code).toBe('SECOND_FACTOR_REQUIRED');
    expect((await stepUp(client, codeOf(person.secret))).errors).toEqual([]);
    const { secret } = await enrol(client);
    expect((await trySignIn(newClient(), person, codeOf(person.secret, 1))).code).toBe('UNAUTHENTICATED');
    expect((await trySignIn(newClient(), person, codeOf(secret))).code).toBeUndefined();
  });

  test('is enrolled in a new session only: one that was left open takes nobody’s account', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    await stage.sql(`update auth.session set created_at = now() - interval '16 minutes' where user_id = $1`, [
      person.id,
    ]);
    expect((await client.query('mutation { enrollSecondFactor { secret } }')).code).toBe('UNAUTHENTICATED');
    expect((await client.query(CONTACTS)).errors).toEqual([]);
  });

  test('stepping up gives the session a new secret, and the old one is nobody’s', async () => {
    const person = await withFactor(stage, await member(stage));
    const client = await signedIn(stage, person, -1);
    const stolen = newClient();
    for (const [name, value] of client.cookies) stolen.cookies.set(name, value);
    const { data } = await stepUp(client, codeOf(person.secret));
    expect(client.cookies.get('csrftoken')).toBe(data?.stepUp.csrfToken);
    expect(Date.parse(data?.stepUp.until ?? '') - Date.now()).toBeGreaterThan(14 * 60_000);
    expect((await client.query(CONTACTS)).errors).toEqual([]);
    expect((await stolen.query(CONTACTS)).code).toBe('UNAUTHENTICATED');
  });

  test('is accounted for where its user reads what happened to the account', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    const { secret, recoveryCodes } = await enrol(client);
    await trySignIn(newClient(), person, recoveryCodes[0]);
    await trySignIn(newClient(), person, recoveryCodes[0]);
    await stepUp(client, codeOf(secret));
    await stepUp(client, codeOf(secret));
    await disable(client, codeOf(secret, 1));
    const { data } = await client.query<{ viewer: { securityEvents: { nodes: readonly { kind: string }[] } } }>(
      '{ viewer { securityEvents(first: 50) { nodes { kind } } } }',
    );
    const kinds = data?.viewer.securityEvents.nodes.map(({ kind }) => kind).reverse();
    expect(kinds).toEqual([
      'SIGNED_IN',
      'SECOND_FACTOR_ENROLLED',
      ...['RECOVERY_CODE_USED', 'SIGNED_IN', 'SECOND_FACTOR_FAILED', 'STEPPED_UP', 'SECOND_FACTOR_FAILED'],
      'SECOND_FACTOR_DISABLED',
    ]);
  });

  test('one operation tries one code, however it is written', async () => {
    const person = await withFactor(stage, await member(stage));
    const client = await signedIn(stage, person, -1);
    const both = await client.query(
      `mutation { a: stepUp(code: "000001") { until } ...Another } fragment Another on Mutation { b: disableSecondFactor(code: "000002") }`,
    );
    expect([both.status, both.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  test.each([
    'enrollSecondFactor { secret }',
    'confirmSecondFactor(code: "123456") { recoveryCodes }',
    'disableSecondFactor(code: "123456")',
    'stepUp(code: "123456") { until }',
  ])('nobody who is not signed in gets anywhere with %s', async (field) => {
    expect((await newClient().query(`mutation { ${field} }`)).code).toBe('UNAUTHENTICATED');
  });
});
