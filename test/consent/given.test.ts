/** What a grant opens, to whom, and what it may be. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, type Answer } from '../support/client.js';
import { openPeople, type People } from './people.js';
import {
  forgetConsent,
  giveGrant,
  giveGrantOf,
  GLOBEX_OWNER,
  inTime,
  revoke,
  SUPPORT,
  SYSADMIN,
  tryGrant,
  tryReturn,
  uuidOf,
} from './stage.js';

describe('A consent that was given', () => {
  let stage: People['stage'];
  let owner: People['owner'];
  let support: People['support'];
  let support2: People['support2'];
  let look: People['look'];
  let seenBy: People['seenBy'];
  let reasonFor: People['reasonFor'];
  let statusOf: People['statusOf'];

  beforeAll(async () => {
    ({ stage, owner, support, support2, look, seenBy, reasonFor, statusOf } = await openPeople());
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(() => forgetConsent(stage));

  test.each([
    [['IDENTITY']],
    [['CONTACT_DETAILS']],
    [['FINANCIAL']],
    [['GOVERNMENT_ID']],
    [['NOTES']],
    [['IDENTITY', 'NOTES']],
    [['CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID']],
    [['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'NOTES', 'COMMERCIAL']],
  ])('opens %j of a contact, and nothing else', async (categories) => {
    expect((await seenBy(owner)).length).toBe(5);
    expect(await seenBy(support)).toEqual([]);
    await giveGrantOf(owner, { categories });
    expect(await seenBy(support)).toEqual(categories.filter((one) => one !== 'COMMERCIAL').sort());
  });

  test('opens a sensitive category only where it is named', async () => {
    await giveGrant(owner, 'IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'NOTES', 'COMMERCIAL');
    expect(await reasonFor(support, 'nationalId')).toBe('CONSENT_REQUIRED');
    await giveGrant(owner, 'GOVERNMENT_ID');
    expect(await seenBy(support)).toContain('GOVERNMENT_ID');
  });

  test('for one of the staff opens nothing to another, who does not even see that there is one', async () => {
    const staff = await support.query<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }');
    const grant = await giveGrantOf(owner, { categories: ['IDENTITY'], staffId: staff.data?.viewer.user.id ?? '' });
    expect(grant.staff).toEqual({ id: staff.data?.viewer.user.id });
    expect(await seenBy(support)).toEqual(['IDENTITY']);
    expect(await seenBy(support2)).toEqual([]);
    expect(await reasonFor(support2, 'name')).toBe('CONSENT_REQUIRED');
    const found = await support2.query<{
      viewer: { supportGrants: object[]; tenants: object[] };
      node: object | null;
    }>('query ($id: ID!) { viewer { supportGrants { id } tenants { tenant { slug } } } node(id: $id) { id } }', {
      id: grant.id,
    });
    expect(found.data).toEqual({ viewer: { supportGrants: [], tenants: [] }, node: null });
    expect((await tryReturn(support2, grant.id)).code).toBe('NOT_FOUND');
    expect(await statusOf(grant.id)).toBe('ACTIVE');
  });

  test('for all of the staff opens it to each of them', async () => {
    await giveGrant(owner, 'IDENTITY');
    expect([await seenBy(support), await seenBy(support2)]).toEqual([['IDENTITY'], ['IDENTITY']]);
  });

  test('opens what another opens too, until both have ended', async () => {
    const one = await giveGrant(owner, 'IDENTITY', 'NOTES');
    const two = await giveGrant(owner, 'NOTES', 'FINANCIAL');
    expect(await seenBy(support)).toEqual(['FINANCIAL', 'IDENTITY', 'NOTES']);
    await revoke(owner, one.id);
    expect(await seenBy(support)).toEqual(['FINANCIAL', 'NOTES']);
    await revoke(owner, two.id);
    expect(await seenBy(support)).toEqual([]);
  });

  test('opens nothing of another tenant, which has given none', async () => {
    await giveGrant(owner, 'IDENTITY', 'CONTACT_DETAILS');
    const { data, code } = await (await stage.as(SUPPORT, 0, 'globex')).query('{ contacts { nodes { name } } }');
    expect([data, code]).toEqual([{ contacts: null }, 'CONSENT_REQUIRED']);
  });

  test('opens nothing to administrators, members of other tenants, or anybody unknown', async () => {
    await giveGrant(owner, 'IDENTITY', 'CONTACT_DETAILS');
    const anonymous = new Client(stage.nodes[0].url, 'acme');
    const codes = [SYSADMIN, GLOBEX_OWNER].map(async (email) => (await look(await stage.as(email))).code);
    expect(await Promise.all([...codes, look(anonymous).then(({ code }) => code)])).toEqual([
      'WINDOW_REQUIRED',
      'FORBIDDEN',
      'UNAUTHENTICATED',
    ]);
  });

  test('says READ unless READ_WRITE is asked for, SUPPORT_TICKET, eight hours, and what it was given with', async () => {
    const plain = await giveGrantOf(owner, { categories: ['NOTES', 'IDENTITY', 'NOTES'] });
    expect(plain).toMatchObject({
      status: 'ACTIVE',
      access: 'READ',
      categories: ['IDENTITY', 'NOTES'],
      purpose: 'SUPPORT_TICKET',
      reason: null,
      requestedAt: null,
      revokedAt: null,
      staff: null,
      ticket: null,
      tenant: { slug: 'acme' },
    });
    const hours = (Date.parse(plain.expiresAt) - Date.parse(plain.grantedAt ?? '')) / 3_600_000;
    expect(Math.abs(hours - 8)).toBeLessThan(0.001);
    const rich = await giveGrantOf(owner, {
      categories: ['FINANCIAL'],
      access: 'READ_WRITE',
      purpose: 'LEGAL',
      reason: 'a "court"\n order',
    });
    expect(rich).toMatchObject({ access: 'READ_WRITE', purpose: 'LEGAL', reason: 'a "court"\n order' });
  });

  test('for a ticket names it, and the ticket must be one of the tenant', async () => {
    const ticketOf = (slug: string): Promise<string> =>
      stage.cell(`select 'tic_' || k.id from ticket k join tenant t on t.id = k.tenant_id where t.slug = $1 limit 1`, [
        slug,
      ]);
    const prefix = await owner.query<{ tickets: { nodes: { id: string }[] } }>(
      '{ tickets(first: 1) { nodes { id } } }',
    );
    const ticketId = prefix.data?.tickets.nodes[0]?.id ?? '';
    expect((await giveGrantOf(owner, { categories: ['NOTES'], ticketId })).ticket).toEqual({ id: ticketId });
    await stage.sql(
      `insert into ticket (tenant_id, id, created_at, updated_at, subject, status, opened_by)
         select t.id, gen_random_uuid(), now(), now(), 'theirs', 'OPEN', gen_random_uuid() from tenant t where t.slug = 'globex'`,
    );
    const head = ticketId.slice(0, ticketId.indexOf('_') + 1);
    const foreign = head + uuidOf(await ticketOf('globex'));
    const answers = [foreign, `${head}00000000-0000-7000-8000-000000000000`, 'nonsense'].map((id) =>
      tryGrant(owner, { categories: ['NOTES'], ticketId: id }),
    );
    const [one, two, three] = await Promise.all(answers);
    expect(one?.code).toBe('NOT_FOUND');
    expect(two?.text).toBe(one?.text);
    expect(three?.text).toBe(one?.text);
  });

  test.each([
    ['no category', { categories: [] }],
    ['a category that is none', { categories: ['NO_SUCH'] }],
    ['a category in another case', { categories: ['identity'] }],
    ['an empty category', { categories: [''] }],
    ['a category that only JavaScript knows', { categories: ['constructor'] }],
    ['a category among others that is none', { categories: ['IDENTITY', 'EVERYTHING'] }],
    ['all of them by a star', { categories: ['*'] }],
    ['101 categories', { categories: Array.from({ length: 101 }, (_, at) => `C${at}`) }],
    ['a purpose of maintenance windows', { categories: ['IDENTITY'], purpose: 'DEPLOY' }],
    ['a purpose that is none', { categories: ['IDENTITY'], purpose: 'CURIOSITY' }],
    ['an access that is none', { categories: ['IDENTITY'], access: 'ALL' }],
    ['a reason that is too long', { categories: ['IDENTITY'], reason: 'x'.repeat(1_001) }],
    ['text that no database holds', { categories: ['IDENTITY'], reason: 'a\u0000b' }],
    ['half a character', { categories: ['IDENTITY'], reason: 'a\ud800b' }],
    ['half a character in a category', { categories: ['\ud800'] }],
    ['a time that is none', { categories: ['IDENTITY'], expiresAt: 'tomorrow' }],
    ['infinity', { categories: ['IDENTITY'], expiresAt: 'infinity' }],
    ['the past', { categories: ['IDENTITY'], expiresAt: '2020-01-01T00:00:00.000Z' }],
    ['fields that are no part of it', { categories: ['IDENTITY'], status: 'ACTIVE' }],
    ['who gave it', { categories: ['IDENTITY'], grantedBy: 'usr_x' }],
  ])('with %s is refused in so many words, and nothing is given', async (_what, input) => {
    const { code, data, errors } = await tryGrant(owner, input as never);
    expect([code, data ?? null]).toEqual(['BAD_USER_INPUT', null]);
    expect(errors[0]?.message.length).toBeGreaterThan(10);
    expect(await stage.cell('select count(*)::int from auth.support_grant')).toBe(0);
  });

  test('lasts 30 days and no longer', async () => {
    const until = async (interval: string): Promise<Answer<unknown>> =>
      tryGrant(owner, { categories: ['NOTES'], expiresAt: await inTime(stage, interval) });
    expect((await until('29 days 23 hours 59 minutes')).code).toBeUndefined();
    expect((await until('30 days 1 minute')).code).toBe('BAD_USER_INPUT');
    expect((await until('-1 second')).code).toBe('BAD_USER_INPUT');
  });

  test('names staff that is there: nobody else, and nobody who has left', async () => {
    const { data } = await owner.query<{
      viewer: { user: { id: string } };
      tenant: { gdpr: { supportStaff: { id: string; name: string }[] } };
    }>('{ viewer { user { id } } tenant { gdpr { supportStaff { id name email } } } }');
    const staff = data?.tenant.gdpr.supportStaff ?? [];
    expect(staff.map(({ name }) => name).sort()).toEqual(['Samir El Amrani', 'Sofie Maes']);
    const [first] = staff;
    expect((await tryGrant(owner, { categories: ['NOTES'], staffId: data?.viewer.user.id ?? '' })).code).toBe(
      'NOT_FOUND',
    );
    await stage.sql('update auth.user_account set deactivated_at = now() where id = $1', [uuidOf(first?.id ?? '')]);
    const { code } = await tryGrant(owner, { categories: ['NOTES'], staffId: first?.id ?? '' });
    await stage.sql('update auth.user_account set deactivated_at = null where id = $1', [uuidOf(first?.id ?? '')]);
    expect(code).toBe('NOT_FOUND');
  });
});
