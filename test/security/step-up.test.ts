import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { entriesOf, giveGrantOf, openStage, OWNER, tryGrant, type Stage } from '../consent/stage.js';
import { Client } from '../support/client.js';
import { codeOf, earlyInStep } from '../support/second-factor.js';
import {
  enrol,
  signedIn,
  stepUp,
  supporter,
  trySignIn,
  withFactor,
  type Person,
  type PersonWithFactor,
} from './people.js';

const READ = 'query Look { contacts(first: 1) { nodes { email } } }';

interface Read {
  readonly contacts: { readonly nodes: readonly { readonly email: string | null }[] } | null;
}

describe('staff', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(2, { environment: { STEP_UP_FOR: '15m' } });
  });
  beforeEach(earlyInStep);
  afterAll(() => stage.close());

  const grantTo = async (person: Person): Promise<void> => {
    await giveGrantOf(await stage.as(OWNER), { categories: ['CONTACT_DETAILS'], staffId: `usr_${person.id}` });
  };
  const staffWithGrant = async (): Promise<PersonWithFactor> => {
    const person = await withFactor(stage, await supporter(stage));
    await grantTo(person);
    return person;
  };
  const lapseIn = (person: Person, interval: string): Promise<unknown> =>
    stage.sql(`update auth.session set stepped_up_until = clock_timestamp() + $2::interval where user_id = $1`, [
      person.id,
      interval,
    ]);

  test('without a second factor are who they are, enrol one, and nothing else', async () => {
    const person = await supporter(stage);
    const client = await signedIn(stage, person);
    expect(
      (await tryGrant(await stage.as(OWNER), { categories: ['CONTACT_DETAILS'], staffId: `usr_${person.id}` })).errors,
    ).toEqual([]);
    expect((await client.query('{ viewer { actor user { email } } }')).data).toEqual({
      viewer: { actor: 'SUPPORT', user: { email: person.email } },
    });
    for (const query of [
      READ,
      '{ tenant { name } }',
      '{ tickets { totalCount } }',
      '{ viewer { supportGrants { id } } }',
      `{ node(id: "usr_${person.id}") { id } }`,
      'mutation { requestSupportAccess(input: { tenant: "acme", categories: ["NOTES"], purpose: SUPPORT_TICKET, reason: "why" }) { grant { id } } }',
      'mutation { openTicket(input: { subject: "a", body: "b" }) { ticket { id } } }',
    ]) {
      const { code, errors } = await client.query(query);
      expect([query, code]).toEqual([query, 'SECOND_FACTOR_REQUIRED']);
      expect(errors[0]?.extensions?.remedy).toMatch(/enrollSecondFactor/);
    }
    await enrol(client);
    expect((await client.query<Read>(READ)).data?.contacts?.nodes).toHaveLength(1);
  });

  test('who signed in with a code read under a grant', async () => {
    const person = await staffWithGrant();
    const client = await signedIn(stage, person);
    expect((await client.query<Read>(READ)).data?.contacts?.nodes[0]?.email).toMatch(/@/);
  });

  test('whose code is too old show a fresh one before they read under a grant, on every node', async () => {
    const person = await staffWithGrant();
    const client = await signedIn(stage, person, -1);
    expect((await client.query<Read>(READ)).errors).toEqual([]);
    const elsewhere = new Client(stage.nodes[1]?.url ?? '', 'acme');
    for (const [name, value] of client.cookies) elsewhere.cookies.set(name, value);
    expect((await elsewhere.query<Read>(READ)).errors).toEqual([]);

    await lapseIn(person, '-1 second');
    const entries = (await entriesOf(stage, 'Look')).length;
    for (const one of [client, elsewhere]) {
      const { code, data, errors } = await one.query<Read>(READ);
      expect([code, data]).toEqual(['SECOND_FACTOR_REQUIRED', { contacts: null }]);
      expect(errors[0]?.extensions).toMatchObject({
        reason: 'SECOND_FACTOR_REQUIRED',
        remedy: 'Send a code with stepUp, or sign in again with one; without a second factor, enrol one first.',
      });
    }
    expect(await entriesOf(stage, 'Look')).toHaveLength(entries);
    expect(
      (await client.query('{ viewer { can(action: READ, subject: "Contact") { allowed reason } } }')).data,
    ).toEqual({
      viewer: { can: { allowed: false, reason: 'SECOND_FACTOR_REQUIRED' } },
    });
    expect((await client.query('{ tickets { totalCount } viewer { supportGrants { status } } }')).errors).toEqual([]);

    await stepUp(client, codeOf(person.secret));
    expect((await client.query<Read>(READ)).data?.contacts?.nodes[0]?.email).toMatch(/@/);
  });

  test('hear of the consent that is missing before they hear of a code', async () => {
    const person = await withFactor(stage, await supporter(stage));
    const client = await signedIn(stage, person);
    await lapseIn(person, '-1 second');
    expect((await client.query<Read>(READ)).code).toBe('CONSENT_REQUIRED');
  });

  test('read nothing that would leave after their code has become too old', async () => {
    const person = await staffWithGrant();
    const client = await signedIn(stage, person);
    await client.query<Read>(READ);
    await lapseIn(person, '300 milliseconds');
    const heard = new Set<string | undefined>();
    for (const until = Date.now() + 600; Date.now() < until;) heard.add((await client.query<Read>(READ)).code);
    expect(heard).toContain('SECOND_FACTOR_REQUIRED');
    for (const code of heard) expect([undefined, 'TIMEOUT', 'SECOND_FACTOR_REQUIRED']).toContain(code);
  });

  test('are nobody in a session that has shown no code, whoever put it there', async () => {
    const person = await staffWithGrant();
    const client = await signedIn(stage, person);
    await stage.sql('update auth.session set stepped_up_until = null where user_id = $1', [person.id]);
    expect((await client.query<Read>(READ)).code).toBe('UNAUTHENTICATED');
  });

  test('keep their second factor: it can only be replaced', async () => {
    const person = await withFactor(stage, await supporter(stage));
    const client = await signedIn(stage, person, -1);
    const kept = await client.query('mutation ($code: String!) { disableSecondFactor(code: $code) }', {
      code: codeOf(person.secret),
    });
    expect(kept.code).toBe('FORBIDDEN');
    const { secret } = await enrol(client);
    expect((await trySignIn(new Client(stage.nodes[0].url), person, codeOf(secret))).errors).toEqual([]);
  });
});

test('STEP_UP_FOR is how long a code counts', async () => {
  const stage = await openStage(1, { environment: { STEP_UP_FOR: '1s' } });
  try {
    const person = await withFactor(stage, await supporter(stage));
    await giveGrantOf(await stage.as(OWNER), { categories: ['CONTACT_DETAILS'], staffId: `usr_${person.id}` });
    const client = await signedIn(stage, person);
    expect((await client.query<Read>(READ)).errors).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect((await client.query<Read>(READ)).code).toBe('SECOND_FACTOR_REQUIRED');
  } finally {
    await stage.close();
  }
});
