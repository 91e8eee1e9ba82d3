/** Between a request and its answer: questions, three days, a day after a no, and more time that is asked for like anything else. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import { approve, ask, deny, openPeople, type People } from './people.js';
import {
  forgetConsent,
  giveGrant,
  giveGrantOf,
  GLOBEX_OWNER,
  inTime,
  revoke,
  SUPPORT_2,
  tryReturn,
  uuidOf,
  VIEWER,
} from './stage.js';

interface Question {
  readonly id: string;
  readonly question: string;
  readonly answer: string | null;
  readonly askedBy: { readonly email: string } | null;
}

interface Talk {
  readonly grant: {
    readonly id: string;
    readonly status: string;
    readonly extends: { readonly id: string; readonly status: string } | null;
    readonly questions: { readonly nodes: readonly Question[] } | null;
  };
}

const TALK = `{ grant { id status extends { id status } questions { nodes { id question answer askedBy { email } } } } }`;

type Told = Answer<Readonly<Record<string, Talk>>>;

function question(client: Client, id: string, text: string): Promise<Told> {
  return client.query(
    `mutation ($id: ID!, $text: String!) { askAboutSupportRequest(id: $id, question: $text) ${TALK} }`,
    { id, text },
  );
}

function reply(client: Client, id: string, text: string): Promise<Told> {
  return client.query(`mutation ($id: ID!, $text: String!) { answerSupportQuestion(id: $id, answer: $text) ${TALK} }`, {
    id,
    text,
  });
}

function extend(client: Client, id: string, expiresAt: string, reason = 'not done yet'): Promise<Told> {
  return client.query(
    `mutation ($id: ID!, $input: RequestSupportExtensionInput!) { requestSupportExtension(id: $id, input: $input) ${TALK} }`,
    { id, input: { expiresAt, reason } },
  );
}

function talkOf(told: Told): Talk['grant'] {
  const payload = Object.values(told.data ?? {})[0];
  if (!payload) throw new Error(`There is no request: ${told.text}`);
  return payload.grant;
}

describe('A request that is talked over', () => {
  let stage: People['stage'];
  let owner: Client;
  let support: Client;
  let asked: People['asked'];
  let seenBy: People['seenBy'];
  let ticketId: string;

  beforeAll(async () => {
    ({ stage, owner, support, asked, seenBy } = await openPeople());
    ticketId = await stage.cell(
      `select 'tic_' || k.id from ticket k join tenant t on t.id = k.tenant_id where t.slug = 'acme' limit 1`,
    );
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(() => forgetConsent(stage));

  test('is asked about and answered before it is decided, and both sides read that', async () => {
    const { id } = await asked();
    const [one] = talkOf(await question(owner, id, 'Which contacts?')).questions?.nodes ?? [];
    expect(one).toMatchObject({ question: 'Which contacts?', answer: null, askedBy: { email: 'owner@acme.test' } });
    const answered = talkOf(await reply(support, one?.id ?? '', 'Those of May.'));
    expect(answered).toMatchObject({
      id,
      status: 'REQUESTED',
      questions: { nodes: [{ question: 'Which contacts?', answer: 'Those of May.' }] },
    });
    const tab = await owner.query<{ tenant: { gdpr: { grants: { nodes: Talk['grant'][] } } } }>(
      '{ tenant { gdpr { grants { nodes { questions { nodes { answer } } } } } } }',
    );
    expect(tab.data?.tenant.gdpr.grants.nodes).toEqual([{ questions: { nodes: [{ answer: 'Those of May.' }] } }]);
    expect((await reply(support, one?.id ?? '', 'Others.')).code).toBe('CONFLICT');
    expect((await approve(owner, id)).code).toBeUndefined();
    expect((await question(owner, id, 'Still?')).code).toBe('CONFLICT');
  });

  test('is answered by whoever made it, and asked about by who decides', async () => {
    const { id } = await asked();
    const other = await stage.as(SUPPORT_2);
    const foreign = await stage.as(GLOBEX_OWNER, 0, 'globex');
    for (const client of [other, support, await stage.as(VIEWER)])
      expect((await question(client, id, 'Why?')).code).toBe('FORBIDDEN');
    expect((await question(foreign, id, 'Why?')).code).toBe('NOT_FOUND');
    const [one] = talkOf(await question(owner, id, 'Why?')).questions?.nodes ?? [];
    expect((await reply(other, one?.id ?? '', 'So.')).code).toBe('NOT_FOUND');
    for (const client of [owner, await stage.as(VIEWER)])
      expect((await reply(client, one?.id ?? '', 'So.')).code).toBe('FORBIDDEN');
    const seen = await other.query<{ node: object | null }>('query ($id: ID!) { node(id: $id) { id } }', {
      id: one?.id,
    });
    expect(seen.data?.node).toBeNull();
  });

  test('has at most 20 questions, of at most 1000 characters', async () => {
    const { id } = await asked();
    for (const text of [' ', 'x'.repeat(1_001)]) expect((await question(owner, id, text)).code).toBe('BAD_USER_INPUT');
    for (let number = 0; number < 20; number += 1) expect((await question(owner, id, 'Why?')).code).toBeUndefined();
    expect((await question(owner, id, 'Why?')).code).toBe('CONFLICT');
  });

  test('lapses after three days, however long the access is that it asks for', async () => {
    const { id } = await asked({ expiresAt: await inTime(stage, '20 days') });
    const status = async (): Promise<string | undefined> => {
      const { data } = await owner.query<{ node: { status: string } }>(
        'query ($id: ID!) { node(id: $id) { ... on SupportGrant { status } } }',
        { id },
      );
      return data?.node.status;
    };
    const age = (interval: string): Promise<unknown> =>
      stage.sql(`update auth.support_grant set requested_at = clock_timestamp() - $1::interval`, [interval]);
    await age('71 hours 59 minutes');
    expect(await status()).toBe('REQUESTED');
    await age('72 hours');
    expect(await status()).toBe('LAPSED');
    expect((await approve(owner, id)).code).toBe('CONFLICT');
    expect((await question(owner, id, 'Why?')).code).toBe('CONFLICT');
    expect(await seenBy(support)).toEqual([]);
  });

  test('that was denied is not made again for the same ticket within a day, by anybody', async () => {
    const { id } = await asked({ ticketId });
    await deny(owner, id);
    for (const client of [support, await stage.as(SUPPORT_2)]) {
      const { code, errors } = await ask(client, { ticketId });
      expect(code).toBe('CONFLICT');
      expect(errors[0]?.message).toMatch(/ask again after \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.$/);
    }
    expect((await ask(support)).code).toBeUndefined();
    await stage.sql(`update auth.support_grant set denied_at = denied_at - interval '25 hours' where id = $1`, [
      uuidOf(id),
    ]);
    expect((await ask(support, { ticketId })).code).toBeUndefined();
  });

  test('for more time is a request of its own, for the same, and opens nothing by itself', async () => {
    const grant = await giveGrantOf(owner, { categories: ['IDENTITY', 'NOTES'], ticketId });
    const extension = talkOf(await extend(support, grant.id, await inTime(stage, '3 days')));
    expect(extension).toMatchObject({ status: 'REQUESTED', extends: { id: grant.id, status: 'ACTIVE' } });
    await revoke(owner, grant.id);
    expect(await seenBy(support)).toEqual([]);
    const approved = await approve(owner, extension.id);
    expect(approved.data?.approveSupportAccess.grant).toMatchObject({
      status: 'ACTIVE',
      categories: ['IDENTITY', 'NOTES'],
    });
    expect(await seenBy(support)).toEqual(['IDENTITY', 'NOTES']);
  });

  test('for more time is for living access of one’s own, and ends later than that', async () => {
    const staffId = await support.query<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }');
    const grant = await giveGrantOf(owner, { categories: ['NOTES'], staffId: staffId.data?.viewer.user.id ?? '' });
    expect((await extend(support, grant.id, await inTime(stage, '1 hour'))).code).toBe('BAD_USER_INPUT');
    expect((await extend(support, grant.id, await inTime(stage, '31 days'))).code).toBe('BAD_USER_INPUT');
    expect((await extend(support, grant.id, await inTime(stage, '1 day'), ' ')).code).toBe('BAD_USER_INPUT');
    expect((await extend(await stage.as(SUPPORT_2), grant.id, await inTime(stage, '1 day'))).code).toBe('NOT_FOUND');
    expect((await extend(owner, grant.id, await inTime(stage, '1 day'))).code).toBe('FORBIDDEN');
    const first = talkOf(await extend(support, grant.id, await inTime(stage, '1 day')));
    await deny(owner, first.id);
    expect((await extend(support, grant.id, await inTime(stage, '2 days'))).code).toBe('CONFLICT');
    const other = await giveGrant(owner, 'IDENTITY');
    expect((await extend(support, other.id, await inTime(stage, '2 days'))).code).toBeUndefined();
    await tryReturn(support, other.id);
    expect((await extend(support, other.id, await inTime(stage, '2 days'))).code).toBe('CONFLICT');
  });
});
