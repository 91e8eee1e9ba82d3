import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../consent/stage.js';
import { SignInDocument } from '../generated/gql/graphql.js';
import { Client, PASSWORD, type Answer } from '../support/client.js';
import { startServer } from '../support/server.js';
import { actorOf, CHEAP, enter, newPerson, sameOn } from './accounts.js';

const ANOTHER = 'een-heel-andere-wagen-vol-hooi';
const CHANGE = `mutation ($input: ChangePasswordInput!) {
  changePassword(input: $input) { csrfToken viewer { actor user { name } } }
}`;

interface Changed {
  readonly changePassword: { readonly csrfToken: string; readonly viewer: { readonly actor: string } };
}

describe('a password', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(2, {
      environment: { PASSWORD_MEMORY_KIB: String(CHEAP.memoryKib), PASSWORD_PASSES: String(CHEAP.passes) },
    });
  }, 120_000);
  afterAll(() => stage.close());

  const change = (client: Client, current: string, wanted: string): Promise<Answer<Changed>> =>
    client.query<Changed>(CHANGE, { input: { current, new: wanted } });

  const tryToEnter = async (email: string, password: string): Promise<string | undefined> =>
    (await new Client(stage.nodes[0].url).ask(SignInDocument, { input: { email, password } })).code;

  test('is changed by whoever knows it: the old one is worth nothing, this session gets a new secret, all others end', async () => {
    const person = await newPerson(stage);
    const here = await enter(stage, person);
    const elsewhere = await enter(stage, person, 1);
    const copied = sameOn(elsewhere.url, here);
    expect([await actorOf(elsewhere), await actorOf(copied)]).toEqual(['MEMBER', 'MEMBER']);

    const { data } = await change(here, PASSWORD, ANOTHER);
    expect(data?.changePassword.viewer.actor).toBe('MEMBER');
    expect(here.cookies.get('csrftoken')).toBe(data?.changePassword.csrfToken);
    expect([await actorOf(here), await actorOf(elsewhere), await actorOf(copied)]).toEqual([
      'MEMBER',
      'ANONYMOUS',
      'ANONYMOUS',
    ]);
    expect([await tryToEnter(person.email, PASSWORD), await tryToEnter(person.email, ANOTHER)]).toEqual([
      'UNAUTHENTICATED',
      undefined,
    ]);
    // The new token is that of the new secret.
    expect((await change(here, ANOTHER, `${ANOTHER}!`)).code).toBeUndefined();
  });

  test('is not changed by whoever found a session, nor by nobody', async () => {
    const person = await newPerson(stage);
    const client = await enter(stage, person);
    const guess = await change(client, 'a-guess-at-the-password', ANOTHER);
    expect([guess.code, guess.errors[0]?.extensions?.argument]).toEqual(['BAD_USER_INPUT', ['input', 'current']]);
    expect((await change(new Client(client.url), PASSWORD, ANOTHER)).code).toBe('UNAUTHENTICATED');
    expect(await tryToEnter(person.email, PASSWORD)).toBeUndefined();
  });

  test.each([
    ['eleven characters', 'qwertzuiopl'],
    ['129 characters', 'ab1-'.repeat(32).concat('x')],
    ['a megabyte', 'x'.repeat(900_000)],
    ['guessed first', 'qwerty123456'],
    ['guessed first, in capitals', 'QWERTY123456'],
    ['a common word between digits', '1984baseball2026!'],
    ['the same again and again', 'abcabcabcabcabc'],
    ['a common one twice', 'iloveyouiloveyou'],
    ['two common ones', 'Dragon-Master'],
    ['its owner’s name', 'Zonnebloem-2026'],
    ['the product', 'Sluice-2026!!'],
    ['half of a character', 'correct-horse-\ud800-staple'],
  ])('that is %s is refused, with the place of the fault', async (_why, wanted) => {
    const person = await newPerson(stage);
    const client = await enter(stage, person);
    const { code, errors, text } = await change(client, PASSWORD, wanted);
    expect([code, errors[0]?.extensions?.argument]).toEqual(['BAD_USER_INPUT', ['input', 'new']]);
    expect(text).not.toContain(wanted);
    expect(await tryToEnter(person.email, PASSWORD)).toBeUndefined();
  });

  test.each([
    ['letters alone', 'zonderenigecijfersoftekens'],
    ['digits alone', '830154927736'],
    ['spaces', 'vier losse kleine woorden'],
    ['another script', 'пароль который никто не знает'],
    ['128 characters that are two code units each', '🦊🌷🚲🧀'.repeat(31).concat('🦊🌷🚲x')],
  ])('of %s is as good as any: nothing is asked of what it is made of', async (_what, wanted) => {
    const person = await newPerson(stage);
    const client = await enter(stage, person);
    expect((await change(client, PASSWORD, wanted)).code).toBeUndefined();
    expect(await tryToEnter(person.email, wanted)).toBeUndefined();
  });

  test('that is wrong costs what an account costs that is not there: as many hashes, as many statements, the same bytes', async () => {
    const person = await newPerson(stage);
    const [node] = stage.nodes;
    const cost = async (email: string): Promise<readonly [number, string]> => {
      const before = node.database.statements;
      const { text } = await new Client(node.url).ask(SignInDocument, { input: { email, password: 'a wrong one' } });
      return [node.database.statements - before, text];
    };
    const wrong = await cost(person.email);
    // The try is counted for its address and its account, the account looked up, and the failure kept.
    expect(wrong[0]).toBe(6);
    expect(await cost('nobody-at-all@people.test')).toEqual(wrong);
    await stage.sql('update auth.user_account set deactivated_at = clock_timestamp() where id = $1', [person.id]);
    expect(await cost(person.email)).toEqual(wrong);
  });

  test('is the same however a keyboard puts its letters together, and another in another case', async () => {
    const person = await newPerson(stage, { password: 'caf\u00e9 aan de haven' });
    expect(await tryToEnter(person.email, 'cafe\u0301 aan de haven')).toBeUndefined();
    expect(await tryToEnter(person.email, 'Caf\u00e9 aan de haven')).toBe('UNAUTHENTICATED');
  });

  test('is hashed anew at a sign-in once the costs have risen, and nobody’s session ends by it', async () => {
    const person = await newPerson(stage);
    const kept = (): Promise<string> =>
      stage.cell('select password_hash from auth.user_account where id = $1', [person.id]);
    const before = await enter(stage, person);
    expect(await kept()).toMatch(/m=7168\b.*\bt=1\b/);
    const dearer = await startServer({
      databases: stage.databases,
      environment: { PASSWORD_MEMORY_KIB: '8192', PASSWORD_PASSES: '2' },
    });
    try {
      const wrong = await new Client(dearer.url).ask(SignInDocument, { input: { email: person.email, password: 'x' } });
      expect(wrong.code).toBe('UNAUTHENTICATED');
      expect(await kept()).toMatch(/m=7168\b.*\bt=1\b/);
      await Promise.all([1, 2, 3].map(() => new Client(dearer.url).signIn(person.email)));
      expect(await kept()).toMatch(/m=8192\b.*\bt=2\b/);
      expect(await actorOf(before)).toBe('MEMBER');
      expect(await tryToEnter(person.email, PASSWORD)).toBeUndefined();
    } finally {
      await dearer.stop();
    }
  });
});
