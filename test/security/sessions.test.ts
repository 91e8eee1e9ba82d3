import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, OWNER, type Stage } from '../consent/stage.js';
import { CONTACTS, listen } from '../streams/listener.js';
import type { Answer, Client } from '../support/client.js';
import { actorOf, enter, join, newPerson, sameOn, type Person } from './accounts.js';

interface Listed {
  readonly id: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly address: string | null;
  readonly client: string | null;
  readonly current: boolean;
}

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const END = 'mutation ($id: ID!) { endSession(id: $id) { ended viewer { actor sessions { id } } } }';

describe('sessions', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(2);
  }, 120_000);
  afterAll(() => stage.close());

  async function sessionsOf(client: Client): Promise<readonly Listed[]> {
    const { data, text } = await client.query<{ viewer: { sessions: Listed[] } }>(
      '{ viewer { sessions { id createdAt lastUsedAt expiresAt address client current } } }',
    );
    if (!data) throw new Error(text);
    return data.viewer.sessions;
  }

  const end = (
    client: Client,
    id: string,
  ): Promise<Answer<{ endSession: { ended: number; viewer: { actor: string } } }>> => client.query(END, { id });

  /** Three places, the second and third on another node. */
  async function signedInThrice(): Promise<{ person: Person; here: Client; others: readonly [Client, Client] }> {
    const person = await newPerson(stage);
    const here = await enter(stage, person);
    return { person, here, others: [await enter(stage, person, 1), await enter(stage, person, 1)] };
  }

  test('are listed with where they began, and nothing that would let anybody into them', async () => {
    const person = await newPerson(stage);
    const client = await enter(stage, person);
    await client.query(
      'mutation ($input: SignInInput!) { signIn(input: $input) { csrfToken } }',
      { input: { email: person.email, password: person.password } },
      { 'user-agent': FIREFOX },
    );
    await enter(stage, person);
    const sessions = await sessionsOf(client);
    expect(sessions).toHaveLength(2);
    const current = sessions.find((session) => session.current);
    expect(current).toMatchObject({ address: '127.0.0.1', client: 'Firefox on Linux' });
    expect(current?.id).toMatch(/^ses_[0-9a-f-]{36}$/);
    const text = JSON.stringify(sessions);
    const digests = await stage.sql<{ digest: string }>(
      `select encode(digest, 'hex') as digest from auth.session where user_id = $1`,
      [person.id],
    );
    expect(digests.length).toBeGreaterThan(1);
    for (const { digest } of digests) expect(text).not.toContain(digest);
    expect(text).not.toContain(client.cookies.get('session'));
  });

  test('end one by one, with the next request on whichever node', async () => {
    const { here, others } = await signedInThrice();
    const [first, second] = others;
    const id = (await sessionsOf(first)).find(({ current }) => current)?.id ?? '';
    expect([await actorOf(first), await actorOf(second)]).toEqual(['MEMBER', 'MEMBER']);
    expect((await end(here, id)).data?.endSession.ended).toBe(1);
    expect([await actorOf(first), await actorOf(second)]).toEqual(['ANONYMOUS', 'MEMBER']);
    expect((await sessionsOf(here)).map((session) => session.id)).not.toContain(id);
  });

  test('end all but one', async () => {
    const { here, others } = await signedInThrice();
    const { data } = await here.query<{ endOtherSessions: { ended: number } }>(
      'mutation { endOtherSessions { ended } }',
    );
    expect(data?.endOtherSessions.ended).toBe(2);
    expect(await Promise.all([here, ...others].map(actorOf))).toEqual(['MEMBER', 'ANONYMOUS', 'ANONYMOUS']);
    expect(await sessionsOf(here)).toHaveLength(1);
  });

  test('end with this one, and the answer is already nobody’s', async () => {
    const { here } = await signedInThrice();
    const copied = sameOn(here.url, here);
    const id = (await sessionsOf(here)).find(({ current }) => current)?.id ?? '';
    expect((await end(here, id)).data?.endSession.viewer.actor).toBe('ANONYMOUS');
    expect(here.cookies.size).toBe(0);
    expect(await actorOf(copied)).toBe('ANONYMOUS');
  });

  test('of somebody else can’t be told from none, and live on', async () => {
    const { others } = await signedInThrice();
    const stranger = await enter(stage, await newPerson(stage));
    const id = (await sessionsOf(others[0])).find(({ current }) => current)?.id ?? '';
    const texts = [
      (await end(stranger, id)).text,
      (await end(stranger, 'ses_00000000-0000-4000-8000-000000000000')).text,
      (await end(stranger, "ses_' or true --")).text,
    ];
    expect(texts[0]).toContain('NOT_FOUND');
    expect(new Set(texts).size).toBe(1);
    expect(await actorOf(others[0])).toBe('MEMBER');
  });

  test('can’t be ended by another page: the token of the session is asked for', async () => {
    const { here } = await signedInThrice();
    for (const change of ['endOtherSessions { ended }', 'endSession(id: "ses_x") { ended }']) {
      const answer = await here.query(`mutation { ${change} }`, {}, { 'x-csrf-token': 'another' });
      expect(answer.code).toBe('CSRF');
    }
    expect(await sessionsOf(here)).toHaveLength(3);
  });

  test.each([
    ['idle', `seen_at = clock_timestamp() - idle - interval '1 second'`],
    ['old', `expires_at = clock_timestamp() - interval '1 second'`],
  ])('that are too %s are over by the database’s clock, and out of the list', async (_how, change) => {
    const { here, others } = await signedInThrice();
    const id = (await sessionsOf(others[0])).find(({ current }) => current)?.id ?? '';
    await stage.sql(`update auth.session set ${change} where id = $1`, [id.slice(4)]);
    expect(await actorOf(others[0])).toBe('ANONYMOUS');
    expect((await sessionsOf(here)).map((session) => session.id)).not.toContain(id);
    expect((await end(here, id)).code).toBe('NOT_FOUND');
  });

  test.each([
    ['the account is closed', 'update auth.user_account set deactivated_at = clock_timestamp() where id = $1'],
    [
      'a second factor is set up or taken away',
      'update auth.user_account set second_factor = not second_factor where id = $1',
    ],
    ['a membership ends', `update auth.membership set ended_at = clock_timestamp() where user_id = $1`],
    ['a membership is removed', 'delete from auth.membership where user_id = $1'],
  ])('end all when %s, whoever does it and however, and don’t come back', async (_when, change) => {
    const { person, here, others } = await signedInThrice();
    await join(stage, person.id, 'globex', 'VIEWER');
    expect(await Promise.all([here, ...others].map(actorOf))).toEqual(['MEMBER', 'MEMBER', 'MEMBER']);
    await stage.sql(change, [person.id]);
    await stage.sql('update auth.user_account set deactivated_at = null, second_factor = false where id = $1', [
      person.id,
    ]);
    await stage.sql('update auth.membership set ended_at = null where user_id = $1', [person.id]);
    expect(await Promise.all([here, ...others].map(actorOf))).toEqual(['ANONYMOUS', 'ANONYMOUS', 'ANONYMOUS']);
  });

  test.each([
    ['it is ended from the list', async (client: Client) => client.query('mutation { endOtherSessions { ended } }')],
    [
      'the password is changed',
      async (client: Client, { password }: Person) =>
        client.query(`mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { csrfToken } }`, {
          input: { current: password, new: 'een-heel-andere-wagen-vol-hooi' },
        }),
    ],
  ])('close their sockets with 4401 when %s on another node', async (_when, act) => {
    const person = await newPerson(stage);
    const [here, there] = [await enter(stage, person), await enter(stage, person, 1)];
    const listener = listen(there);
    try {
      const heard = listener.hear(CONTACTS);
      expect((await act(here, person)).code).toBeUndefined();
      expect((await listener.closed).code).toBe(4401);
      expect(heard.events).toEqual([]);
    } finally {
      listener.close();
    }
  });

  test('hold no more than 50 for one account', async () => {
    const { here, person } = await signedInThrice();
    await stage.sql(
      `insert into auth.session (digest, user_id, expires_at, idle)
       select sha256(int4send(n) || uuid_send($1)), $1, clock_timestamp() + interval '1 day', interval '1 hour' from generate_series(1, 70) n`,
      [person.id],
    );
    const last = await enter(stage, person);
    expect((await sessionsOf(last)).length).toBeLessThanOrEqual(50);
    expect(await actorOf(here)).toBe('ANONYMOUS');
  });

  test('are nobody’s business but their user’s: a tenant’s owner sees none of them', async () => {
    const { here } = await signedInThrice();
    const owner = await stage.as(OWNER);
    const ids = (await sessionsOf(here)).map(({ id }) => id);
    expect((await sessionsOf(owner)).filter(({ id }) => ids.includes(id))).toEqual([]);
    const node = await owner.query('query ($id: ID!) { node(id: $id) { id } }', { id: ids[0] });
    expect(node.data).toEqual({ node: null });
  });
});
