/** What a consent may be for, how long it may last, and who has a say in that: each clause by a request that would get around it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { approve, ask, deny, openPeople, type People, type Requested } from '../consent/people.js';
import { forgetConsent, giveGrantOf, inTime, tryGrant, tryReturn, uuidOf } from '../consent/stage.js';
import type { Answer, Client } from '../support/client.js';

type Extended = Answer<{ readonly requestSupportExtension: { readonly grant: { readonly id: string } } }>;

const HOUR_MS = 3_600_000;

describe('A consent', () => {
  let people: People;
  let owner: Client;
  let support: Client;
  let tickets: readonly [string, string];

  beforeAll(async () => {
    people = await openPeople();
    ({ owner, support } = people);
    const rows = await people.stage.sql<{ id: string }>(
      `select 'tic_' || k.id as id from ticket k join tenant t on t.id = k.tenant_id where t.slug = 'acme' limit 2`,
    );
    tickets = [rows[0]?.id ?? '', rows[1]?.id ?? ''];
  });
  afterAll(() => people.stage.close());
  beforeEach(() => forgetConsent(people.stage));

  const requestedWith = (input: Readonly<Record<string, unknown>>): Promise<Answer<Requested>> => ask(support, input);
  const extend = async (id: string, interval: string): Promise<Extended> =>
    support.query(
      `mutation ($id: ID!, $input: RequestSupportExtensionInput!) { requestSupportExtension(id: $id, input: $input) { grant { id } } }`,
      { id, input: { expiresAt: await inTime(people.stage, interval), reason: 'not done' } },
    );
  const hoursOf = (grant: { readonly grantedAt: string | null; readonly expiresAt: string }): number =>
    (Date.parse(grant.expiresAt) - Date.parse(grant.grantedAt ?? '')) / HOUR_MS;

  test.each(['DEPLOY', 'PATCH', 'BACKUP', 'IMPORT'])(
    'is not for what windows are for: %s, given or asked for',
    async (purpose) => {
      expect((await tryGrant(owner, { categories: ['IDENTITY'], purpose })).code).toBe('BAD_USER_INPUT');
      expect((await requestedWith({ purpose })).code).toBe('BAD_USER_INPUT');
    },
  );

  test('is for a purpose that there is, and for a reason in anybody’s words', async () => {
    expect((await tryGrant(owner, { categories: ['IDENTITY'], purpose: 'CURIOSITY' })).code).toBe('BAD_USER_INPUT');
    const reason = 'Omdat ’t moet — 因為 "quoted"; drop table';
    for (const purpose of ['SUPPORT_TICKET', 'INCIDENT', 'LEGAL'])
      expect(await giveGrantOf(owner, { categories: ['IDENTITY'], purpose, reason })).toMatchObject({
        purpose,
        reason,
      });
    for (const empty of ['', '  ']) expect((await requestedWith({ reason: empty })).code).toBe('BAD_USER_INPUT');
  });

  test('lasts eight hours where nobody says how long, also where null is said: there is none without an end', async () => {
    const given = await giveGrantOf(owner, { categories: ['IDENTITY'] });
    expect(hoursOf(given)).toBeCloseTo(8, 2);
    const nulled = await owner.query<{ grantSupportAccess: { grant: { grantedAt: string; expiresAt: string } } }>(
      'mutation { grantSupportAccess(input: { categories: ["IDENTITY"], expiresAt: null }) { grant { grantedAt expiresAt } } }',
    );
    expect(nulled.data && hoursOf(nulled.data.grantSupportAccess.grant)).toBeCloseTo(8, 2);
    for (const [asked, answered] of [
      [{}, null],
      [{ expiresAt: null }, { expiresAt: null }],
    ] as const) {
      const { data } = await requestedWith(asked);
      const approved = await approve(owner, data?.requestSupportAccess.grant.id ?? '', answered);
      expect(approved.data && hoursOf(approved.data.approveSupportAccess.grant)).toBeCloseTo(8, 1);
    }
    expect(
      await people.stage.cell(
        `select count(*)::int from auth.support_grant where expires_at is null and status = 'ACTIVE'`,
      ),
    ).toBe(0);
  });

  test('never lasts more than thirty days: not given, not asked for, not by asking again and again', async () => {
    const { stage } = people;
    const expiresAt = await inTime(stage, '30 days 1 minute');
    expect((await tryGrant(owner, { categories: ['IDENTITY'], expiresAt })).code).toBe('BAD_USER_INPUT');
    expect((await requestedWith({ expiresAt })).code).toBe('BAD_USER_INPUT');
    const { id } = await giveGrantOf(owner, { categories: ['IDENTITY'], expiresAt: await inTime(stage, '29 days') });
    expect((await extend(id, '30 days 1 minute')).code).toBe('BAD_USER_INPUT');
    expect((await extend(id, '29 days 23 hours')).errors).toEqual([]);
  });

  test('is extended by a new yes of the tenant only; staff hand back, and nothing else', async () => {
    const { stage } = people;
    const given = await giveGrantOf(owner, {
      categories: ['CONTACT_DETAILS'],
      expiresAt: await inTime(stage, '1 hour'),
    });
    const { data } = await extend(given.id, '2 hours');
    const asked = data?.requestSupportExtension.grant.id ?? '';
    expect((await approve(support, asked)).code).toBe('FORBIDDEN');
    expect((await approve(people.support2, asked)).code).toBe('FORBIDDEN');
    expect((await approve(support, given.id)).code).toBe('FORBIDDEN');
    expect((await tryGrant(support, { categories: ['CONTACT_DETAILS'] })).code).toBe('FORBIDDEN');
    const ends = (id: string): Promise<string | null> =>
      stage.cell(
        `select to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from auth.support_grant where id = $1`,
        [uuidOf(id)],
      );
    expect([await ends(given.id), await ends(asked)]).toEqual([given.expiresAt, null]);
    expect((await approve(owner, asked)).data?.approveSupportAccess.grant.status).toBe('ACTIVE');
    // The old one ends when it would have; what was approved is a consent of its own.
    expect(await ends(given.id)).toBe(given.expiresAt);
    for (const id of [given.id, asked])
      expect((await tryReturn(support, id)).data?.returnSupportAccess.grant.status).toBe('RETURNED');
    expect(await people.seenBy(support)).toEqual([]);
  });

  test('that was denied is asked for again after a day, for another ticket or for none at once', async () => {
    const { data } = await requestedWith({ ticketId: tickets[0] });
    const denied = data?.requestSupportAccess.grant.id ?? '';
    expect((await deny(owner, denied)).errors).toEqual([]);
    expect((await requestedWith({ ticketId: tickets[0] })).code).toBe('CONFLICT');
    expect((await ask(people.support2, { ticketId: tickets[0] })).code).toBe('CONFLICT');
    expect((await requestedWith({ ticketId: tickets[1] })).errors).toEqual([]);
    expect((await requestedWith({})).errors).toEqual([]);
    const aged = (hours: string): Promise<unknown> =>
      people.stage.sql('update auth.support_grant set denied_at = $2 where id = $1', [uuidOf(denied), hours]);
    await aged(await inTime(people.stage, '-23 hours -59 minutes'));
    expect((await requestedWith({ ticketId: tickets[0] })).code).toBe('CONFLICT');
    await aged(await inTime(people.stage, '-24 hours -1 second'));
    expect((await requestedWith({ ticketId: tickets[0] })).errors).toEqual([]);
  });

  test('that nobody answered for 72 hours can’t be given any more, though it was asked for longer', async () => {
    const { stage } = people;
    const { data } = await requestedWith({ expiresAt: await inTime(stage, '20 days') });
    const id = data?.requestSupportAccess.grant.id ?? '';
    const aged = async (interval: string): Promise<unknown> =>
      stage.sql('update auth.support_grant set requested_at = $2 where id = $1', [
        uuidOf(id),
        await inTime(stage, interval),
      ]);
    await aged('-72 hours -1 second');
    expect((await approve(owner, id)).code).toBe('CONFLICT');
    const { data: listed } = await owner.query<{
      tenant: { gdpr: { requests: { nodes: { id: string; status: string }[] } } };
    }>('{ tenant { gdpr { requests(status: LAPSED, first: 100) { nodes { id status } } } } }');
    expect(listed?.tenant.gdpr.requests.nodes).toEqual([{ id, status: 'LAPSED' }]);
    await aged('-71 hours -59 minutes');
    expect((await approve(owner, id)).data?.approveSupportAccess.grant.status).toBe('ACTIVE');
  });
});
