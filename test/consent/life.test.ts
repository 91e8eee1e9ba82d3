/** The life of a consent: asked, narrowed, given, used for what it names and by whom it names, and ended. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, type Answer } from '../support/client.js';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  forgetConsent,
  giveGrant,
  giveGrantOf,
  GLOBEX_OWNER,
  inTime,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  SUPPORT_2,
  SYSADMIN,
  tryGrant,
  tryReturn,
  tryRevoke,
  uuidOf,
  VIEWER,
  type GrantInput,
  type GrantShown,
  type Stage,
} from './stage.js';

const FIELDS = 'id name birthDate email phone city country iban nationalId notes';
const CATEGORY_OF: Readonly<Record<string, string>> = {
  name: 'IDENTITY',
  birthDate: 'IDENTITY',
  email: 'CONTACT_DETAILS',
  phone: 'CONTACT_DETAILS',
  city: 'CONTACT_DETAILS',
  country: 'CONTACT_DETAILS',
  iban: 'FINANCIAL',
  nationalId: 'GOVERNMENT_ID',
  notes: 'NOTES',
};

type ContactRow = Readonly<Record<string, string | null>>;

describe('Consent', () => {
  let stage: Stage;
  let owner: Client;
  let support: Client;
  let support2: Client;
  /** Every field of this one is filled. */
  let full: string;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    support = await stage.as(SUPPORT);
    support2 = await stage.as(SUPPORT_2);
    full = await stage.cell(
      `select 'con_' || c.id from contact c join tenant t on t.id = c.tenant_id where t.slug = 'acme' and birth_date is not null
         and email is not null and phone is not null and city is not null and country is not null and iban is not null
         and national_id is not null and notes is not null limit 1`,
    );
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(() => forgetConsent(stage));

  const look = (client: Client): Promise<Answer<{ contact: ContactRow | null }>> =>
    client.query(`query ($id: ID!) { contact(id: $id) { ${FIELDS} } }`, { id: full });

  /** The categories that are shown, by what the answer holds. */
  async function seenBy(client: Client): Promise<string[]> {
    const { data, withheld } = await look(client);
    const row = data?.contact;
    if (!row) return [];
    const shown = Object.keys(CATEGORY_OF).filter((field) => row[field] !== null);
    const hidden = new Set(withheld.map(({ field }) => field));
    expect(shown.filter((field) => hidden.has(field))).toEqual([]);
    expect(shown.length + hidden.size).toBe(Object.keys(CATEGORY_OF).length);
    return [...new Set(shown.map((field) => CATEGORY_OF[field] ?? ''))].sort();
  }

  const reasonFor = async (client: Client, field: string): Promise<string | undefined> => {
    const { withheld, code } = await look(client);
    return withheld.find((one) => one.field === field)?.reason ?? code;
  };

  async function ask(
    client: Client,
    input: Partial<GrantInput> & Readonly<Record<string, unknown>> = {},
  ): Promise<Answer<Requested>> {
    return client.query<Requested>(
      `mutation ($input: RequestSupportAccessInput!) { requestSupportAccess(input: $input) { grant {
         id status access categories expiresAt requestedAt grantedAt staff { id } } } }`,
      {
        input: {
          tenant: 'acme',
          categories: ['CONTACT_DETAILS', 'FINANCIAL'],
          access: 'READ',
          reason: 'a bug',
          ...input,
        },
      },
    );
  }
  interface Requested {
    readonly requestSupportAccess: { readonly grant: GrantShown };
  }

  const approve = (
    client: Client,
    id: string,
    input: object | null = null,
  ): Promise<Answer<{ approveSupportAccess: { grant: GrantShown } }>> =>
    client.query(
      `mutation ($id: ID!, $input: ApproveSupportAccessInput) { approveSupportAccess(id: $id, input: $input) {
         grant { id status access categories expiresAt requestedAt grantedAt staff { id } } } }`,
      { id, input },
    );
  const deny = (
    client: Client,
    id: string,
    reason: string | null = null,
  ): Promise<Answer<{ denySupportAccess: { grant: GrantShown } }>> =>
    client.query(
      `mutation ($id: ID!, $reason: String) { denySupportAccess(id: $id, reason: $reason) { grant { id status grantedAt } } }`,
      { id, reason },
    );

  async function asked(input: Partial<GrantInput> & Readonly<Record<string, unknown>> = {}): Promise<GrantShown> {
    const { data, text } = await ask(support, input);
    if (!data) throw new Error(text);
    return data.requestSupportAccess.grant;
  }

  const statusOf = (id: string): Promise<string> =>
    stage.cell('select status from auth.support_grant where id = $1', [uuidOf(id)]);

  describe('that was given', () => {
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
        stage.cell(
          `select 'tic_' || k.id from ticket k join tenant t on t.id = k.tenant_id where t.slug = $1 limit 1`,
          [slug],
        );
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

  describe('that is asked for', () => {
    test('opens nothing until it is given; then what was asked, to whoever asked', async () => {
      const request = await asked();
      expect(request).toMatchObject({ status: 'REQUESTED', grantedAt: null });
      expect(await seenBy(support)).toEqual([]);
      expect(await reasonFor(support, 'email')).toBe('CONSENT_REQUIRED');
      const { data } = await approve(owner, request.id);
      expect(data?.approveSupportAccess.grant).toMatchObject({
        status: 'ACTIVE',
        access: 'READ',
        categories: ['CONTACT_DETAILS', 'FINANCIAL'],
        expiresAt: request.expiresAt,
      });
      expect(await seenBy(support)).toEqual(['CONTACT_DETAILS', 'FINANCIAL']);
      expect(await seenBy(support2)).toEqual([]);
    });

    test('may be narrowed in categories, access and time', async () => {
      const request = await asked({ access: 'READ_WRITE' });
      const expiresAt = await inTime(stage, '1 hour');
      const { data } = await approve(owner, request.id, { categories: ['FINANCIAL'], access: 'READ', expiresAt });
      expect(data?.approveSupportAccess.grant).toMatchObject({ access: 'READ', categories: ['FINANCIAL'], expiresAt });
      expect(await seenBy(support)).toEqual(['FINANCIAL']);
    });

    test('is never widened: not in categories, not in access, not in time', async () => {
      const request = await asked();
      const later = new Date(Date.parse(request.expiresAt) + 1_000).toISOString();
      for (const wider of [
        { categories: ['CONTACT_DETAILS', 'FINANCIAL', 'NOTES'] },
        { categories: ['NOTES'] },
        { categories: [] },
        { access: 'READ_WRITE' },
        { expiresAt: later },
        { expiresAt: '2020-01-01T00:00:00.000Z' },
      ]) {
        const { code } = await approve(owner, request.id, wider);
        expect([wider, code]).toEqual([wider, 'BAD_USER_INPUT']);
        expect(await statusOf(request.id)).toBe('REQUESTED');
      }
      expect(await seenBy(support)).toEqual([]);
    });

    test('and denied opens nothing, and is answered for good', async () => {
      const request = await asked();
      expect((await deny(owner, request.id, 'not now')).data?.denySupportAccess.grant.status).toBe('DENIED');
      expect(await seenBy(support)).toEqual([]);
      for (const answer of [
        await approve(owner, request.id),
        await deny(owner, request.id),
        await tryRevoke(owner, request.id),
      ])
        expect(answer.code).toBe('CONFLICT');
      expect(await statusOf(request.id)).toBe('DENIED');
    });

    test('and answered once is not answered again', async () => {
      const request = await asked();
      await approve(owner, request.id);
      for (const answer of [
        await approve(owner, request.id, { categories: ['FINANCIAL'] }),
        await deny(owner, request.id),
      ])
        expect(answer.code).toBe('CONFLICT');
      expect(await seenBy(support)).toEqual(['CONTACT_DETAILS', 'FINANCIAL']);
    });

    test('lapses when nobody answers in time', async () => {
      const request = await asked();
      await stage.sql(`update auth.support_grant set requested_expires_at = clock_timestamp()`);
      const shown = await owner.query<{ tenant: { gdpr: { grants: { nodes: { status: string }[] } } } }>(
        '{ tenant { gdpr { grants(status: LAPSED) { nodes { id status } } } } }',
      );
      expect(shown.data?.tenant.gdpr.grants.nodes).toEqual([{ id: request.id, status: 'LAPSED' }]);
      for (const answer of [await approve(owner, request.id), await deny(owner, request.id)])
        expect(answer.code).toBe('CONFLICT');
      expect(await seenBy(support)).toEqual([]);
    });

    test('two answers at once are one answer', async () => {
      const admin = await stage.as(ADMIN);
      for (let round = 0; round < 5; round += 1) {
        const request = await asked();
        const answers = await Promise.all([approve(owner, request.id), deny(admin, request.id)]);
        expect(answers.map(({ code }) => code ?? 'done').sort()).toEqual(['CONFLICT', 'done']);
        expect(await statusOf(request.id)).toBe(answers[0].code ? 'DENIED' : 'ACTIVE');
      }
    });

    test('needs a reason, a tenant that is there, and an asker who may', async () => {
      expect((await ask(support, { reason: ' ' })).code).toBe('BAD_USER_INPUT');
      expect((await ask(support, { tenant: 'nosuch' })).code).toBe('NOT_FOUND');
      expect((await ask(support, { tenant: 'a\u0000b' })).code).toBe('BAD_USER_INPUT');
      expect((await ask(support, { categories: [] })).code).toBe('BAD_USER_INPUT');
      expect((await ask(support, { reason: 'a\ud800b' })).code).toBe('BAD_USER_INPUT');
      expect((await ask(support, { categories: ['no such'] })).code).toBe('BAD_USER_INPUT');
      expect((await ask(support, { purpose: 'BACKUP' })).code).toBe('BAD_USER_INPUT');
      for (const email of [OWNER, ADMIN, EDITOR, VIEWER, ACCOUNTANT, GLOBEX_OWNER, SYSADMIN])
        expect([email, (await ask(await stage.as(email))).code]).toEqual([email, 'FORBIDDEN']);
      expect(await stage.cell('select count(*)::int from auth.support_grant')).toBe(0);
    });

    test('for a category that the tenant does not have is not given: it would be one to whatever may bear it later', async () => {
      const request = await asked({ categories: ['IDENTITY', 'DNA'] });
      expect((await approve(owner, request.id)).code).toBe('BAD_USER_INPUT');
      expect((await approve(owner, request.id, { categories: ['DNA'] })).code).toBe('BAD_USER_INPUT');
      expect(await statusOf(request.id)).toBe('REQUESTED');
      expect((await approve(owner, request.id, { categories: ['IDENTITY'] })).code).toBeUndefined();
      expect(await seenBy(support)).toEqual(['IDENTITY']);
    });

    test("for a category of the tenant's own is given as any", async () => {
      const shoes = (client: Client): Promise<Answer<{ contact: { customFields: { key: string }[] } | null }>> =>
        client.query('query ($id: ID!) { contact(id: $id) { customFields { key } } }', { id: full });
      const request = await asked({ categories: ['SHOE_SIZE'] });
      await stage.sql(`update custom_field set category = 'SHOE_SIZE' where key = 'shoe_size'`);
      try {
        expect((await approve(owner, request.id)).code).toBeUndefined();
        expect((await shoes(support)).data?.contact?.customFields).toEqual([{ key: 'shoe_size' }]);
      } finally {
        await stage.sql(`update custom_field set category = 'IDENTITY' where key = 'shoe_size'`);
      }
      expect((await shoes(support)).data?.contact ?? null).toBeNull();
    });

    test('speaks for whoever asks, and nobody can ask in the name of another', async () => {
      const { code } = await ask(support, { staffId: 'usr_x' });
      expect(code).toBe('BAD_USER_INPUT');
      const me = await support.query<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }');
      expect(
        await stage.cell(`select staff_id from auth.support_grant where id = $1`, [uuidOf((await asked()).id)]),
      ).toBe(uuidOf(me.data?.viewer.user.id ?? ''));
    });
  });

  describe('that ends', () => {
    test('by a revocation is dark with the next answer, and says why', async () => {
      const grant = await giveGrant(owner, 'CONTACT_DETAILS', 'IDENTITY');
      expect(await seenBy(support)).toEqual(['CONTACT_DETAILS', 'IDENTITY']);
      const { grant: ended, receipt } = await revoke(owner, grant.id);
      expect(ended.status).toBe('REVOKED');
      expect(receipt.effectiveAt).toBe(ended.revokedAt);
      expect(receipt.tookMs).toBeGreaterThanOrEqual(0);
      expect(await seenBy(support)).toEqual([]);
      const { code, data } = await look(support);
      expect([code, data]).toEqual(['CONSENT_REVOKED', { contact: null }]);
    });

    test('ended twice ended once: the second answer tells of the first end', async () => {
      const grant = await giveGrant(owner, 'NOTES');
      const first = await revoke(owner, grant.id);
      const again = await revoke(await stage.as(ADMIN), grant.id);
      expect(again.receipt.effectiveAt).toBe(first.receipt.effectiveAt);
      expect(again.grant).toEqual(first.grant);
      const returned = await tryReturn(support, grant.id);
      expect(returned.data?.returnSupportAccess.grant).toEqual(first.grant);
      expect(returned.data?.returnSupportAccess.receipt.effectiveAt).toBe(first.receipt.effectiveAt);
    });

    test('by many revocations at once ends once', async () => {
      const grant = await giveGrant(owner, 'NOTES');
      const admin = await stage.as(ADMIN);
      const ends = await Promise.all([owner, admin, owner, admin].map((client) => revoke(client, grant.id)));
      expect(new Set(ends.map(({ receipt }) => receipt.effectiveAt)).size).toBe(1);
    });

    test('by being handed back is dark, and told as revoked', async () => {
      const grant = await giveGrant(owner, 'NOTES', 'IDENTITY');
      const { data } = await tryReturn(support, grant.id);
      expect(data?.returnSupportAccess.grant.status).toBe('RETURNED');
      expect(await reasonFor(support, 'notes')).toBe('CONSENT_REVOKED');
    });

    test('by its time is dark; revoked afterwards it stays what it was', async () => {
      const grant = await giveGrantOf(owner, {
        categories: ['NOTES'],
        expiresAt: await inTime(stage, '700 milliseconds'),
      });
      expect(await seenBy(support)).toEqual(['NOTES']);
      await stage.sql(
        'select pg_sleep(greatest(0, extract(epoch from expires_at - clock_timestamp()))) from auth.support_grant',
      );
      expect(await reasonFor(support, 'notes')).toBe('CONSENT_EXPIRED');
      const { grant: ended, receipt } = await revoke(owner, grant.id);
      expect(ended).toEqual({ status: 'EXPIRED', revokedAt: null });
      expect(receipt.effectiveAt).toBe(grant.expiresAt);
      expect(await reasonFor(support, 'notes')).toBe('CONSENT_EXPIRED');
    });

    test('is told for 30 days, and afterwards was never', async () => {
      const revoked = await giveGrant(owner, 'NOTES', 'IDENTITY');
      await revoke(owner, revoked.id);
      const age = (days: string): Promise<unknown> =>
        stage.sql(
          `update auth.support_grant set granted_at = clock_timestamp() - interval '40 days',
             expires_at = clock_timestamp() - $1::interval + interval '1 hour', revoked_at = clock_timestamp() - $1::interval`,
          [days],
        );
      await age('29 days 23 hours');
      expect(await reasonFor(support, 'notes')).toBe('CONSENT_REVOKED');
      await age('30 days 1 minute');
      expect(await reasonFor(support, 'notes')).toBe('CONSENT_REQUIRED');
      const expire = (days: string): Promise<unknown> =>
        stage.sql(
          `update auth.support_grant set status = 'ACTIVE', revoked_at = null, expires_at = clock_timestamp() - $1::interval`,
          [days],
        );
      await expire('29 days 23 hours');
      expect(await reasonFor(support, 'notes')).toBe('CONSENT_EXPIRED');
      await expire('30 days 1 minute');
      expect(await reasonFor(support, 'notes')).toBe('CONSENT_REQUIRED');
    });

    test('is told by the last one that covered a category, and category by category', async () => {
      await giveGrant(owner, 'IDENTITY');
      const notes = await giveGrant(owner, 'NOTES');
      await giveGrant(owner, 'FINANCIAL').then(({ id }) =>
        stage.sql(`update auth.support_grant set expires_at = clock_timestamp() where id = $1`, [uuidOf(id)]),
      );
      await revoke(owner, notes.id);
      const { withheld } = await look(support);
      const reasons = Object.fromEntries(withheld.map(({ field, reason }) => [field, reason]));
      expect(reasons).toMatchObject({ notes: 'CONSENT_REVOKED', iban: 'CONSENT_EXPIRED', email: 'CONSENT_REQUIRED' });
    });

    test('never given is not ended', async () => {
      const request = await asked();
      expect((await tryRevoke(owner, request.id)).code).toBe('CONFLICT');
      expect((await tryReturn(support, request.id)).code).toBe('CONFLICT');
      expect(await statusOf(request.id)).toBe('REQUESTED');
    });

    test('leaves tickets readable, as they were before there was one', async () => {
      const read = async (): Promise<string> =>
        (await support.query('{ tickets(first: 3) { nodes { id subject messages { nodes { body } } } } }')).text;
      const before = await read();
      expect(before).toContain('"body"');
      const grant = await giveGrant(owner, 'NOTES');
      expect(await read()).toBe(before);
      await revoke(owner, grant.id);
      expect(await read()).toBe(before);
      expect(await stage.cell('select count(*)::int from access_entry')).toBe(0);
    });
  });

  describe('is decided by owners and admins', () => {
    const everybodyElse = [EDITOR, VIEWER, ACCOUNTANT, GLOBEX_OWNER, SUPPORT, SUPPORT_2, SYSADMIN, 'nobody'];

    test.each(everybodyElse)('and not by %s: each decision is refused and changes nothing', async (email) => {
      const living = await giveGrant(owner, 'IDENTITY');
      const request = await asked();
      const rows = (): Promise<object[]> => stage.sql('select * from auth.support_grant order by id');
      const before = await rows();
      const client = email === 'nobody' ? new Client(stage.nodes[0].url, 'acme') : await stage.as(email);
      const codes = [
        await tryGrant(client, { categories: ['NOTES'] }),
        await approve(client, request.id),
        await deny(client, request.id),
        await tryRevoke(client, living.id),
      ].map(({ code }) => code);
      const expected = { nobody: 'UNAUTHENTICATED', [SYSADMIN]: 'WINDOW_REQUIRED' }[email] ?? 'FORBIDDEN';
      expect(codes).toEqual(codes.map(() => expected));
      expect(await rows()).toEqual(before);
    });

    test.each([OWNER, ADMIN, EDITOR, VIEWER, ACCOUNTANT, SYSADMIN])('and not handed back by %s', async (email) => {
      const living = await giveGrant(owner, 'IDENTITY');
      expect((await tryReturn(await stage.as(email), living.id)).code).toBe('FORBIDDEN');
      expect(await statusOf(living.id)).toBe('ACTIVE');
    });

    test('of that tenant: a foreign id, a missing one and a malformed one give the same bytes', async () => {
      const living = await giveGrant(owner, 'IDENTITY');
      const request = await asked();
      const stranger = await stage.as(GLOBEX_OWNER, 0, 'globex');
      const missing = 'gra_00000000-0000-7000-8000-000000000000';
      const calls: [string, (id: string) => Promise<Answer<unknown>>][] = [
        ['revoke', (id) => tryRevoke(stranger, id)],
        ['approve', (id) => approve(stranger, id)],
        ['deny', (id) => deny(stranger, id)],
        ['node', (id) => stranger.query('query ($id: ID!) { node(id: $id) { id __typename } }', { id })],
        [
          'log',
          (id) =>
            stranger.query(
              'query ($id: ID!) { tenant { gdpr { accessLog(grant: $id) { nodes { id } totalCount } } } }',
              { id },
            ),
        ],
      ];
      for (const [name, call] of calls) {
        const texts = [];
        for (const id of [missing, living.id, request.id, 'gra_x', 'x', living.id.toUpperCase()])
          texts.push((await call(id)).text);
        expect([name, ...new Set(texts)]).toEqual([name, texts[0]]);
      }
      expect(await statusOf(living.id)).toBe('ACTIVE');
      expect(await statusOf(request.id)).toBe('REQUESTED');
    });
  });

  describe('is found', () => {
    test('by staff over all tenants, each with its tenant and end, and only what is for them', async () => {
      const globex = await stage.as(GLOBEX_OWNER, 0, 'globex');
      const one = await giveGrantOf(owner, { categories: ['NOTES'], expiresAt: await inTime(stage, '1 hour') });
      const longer = await giveGrantOf(owner, { categories: ['IDENTITY'], expiresAt: await inTime(stage, '2 hours') });
      const two = await giveGrant(globex, 'IDENTITY');
      const answer = await support.query<{
        viewer: {
          actor: string;
          tenants: { actor: string; role: null; until: string; tenant: { slug: string } }[];
          supportGrants: { id: string; tenant: { slug: string } }[];
        };
      }>('{ viewer { actor tenants { actor role until tenant { slug name } } supportGrants { id tenant { slug } } } }');
      const { viewer } = answer.data!;
      expect(viewer.actor).toBe('SUPPORT');
      expect(viewer.tenants.map(({ tenant, actor, until }) => [tenant.slug, actor, until])).toEqual([
        ['acme', 'SUPPORT', longer.expiresAt],
        ['globex', 'SUPPORT', two.expiresAt],
      ]);
      expect(viewer.supportGrants.map(({ id, tenant }) => [id, tenant.slug]).sort()).toEqual(
        [
          [one.id, 'acme'],
          [longer.id, 'acme'],
          [two.id, 'globex'],
        ].sort(),
      );
      await revoke(owner, one.id);
      const active = await support.query<{ viewer: { supportGrants: { id: string }[] } }>(
        '{ viewer { supportGrants(status: ACTIVE) { id } } }',
      );
      expect(active.data?.viewer.supportGrants.map(({ id }) => id).sort()).toEqual([longer.id, two.id].sort());
    });

    test('by owner and admin newest first, by status, and by nobody below', async () => {
      const first = await giveGrant(owner, 'NOTES');
      const second = await giveGrant(owner, 'IDENTITY');
      await revoke(owner, first.id);
      const list = (
        client: Client,
        status = '',
      ): Promise<
        Answer<{ tenant: { gdpr: { grants: { nodes: { id: string }[]; totalCount: number } } | null } | null }>
      > => client.query(`{ tenant { gdpr { grants${status} { nodes { id } totalCount } } } }`);
      for (const email of [OWNER, ADMIN]) {
        const client = await stage.as(email);
        const ids = async (status?: string): Promise<string[] | undefined> =>
          (await list(client, status)).data?.tenant?.gdpr?.grants.nodes.map(({ id }) => id);
        expect(await ids()).toEqual([second.id, first.id]);
        expect(await ids('(status: REVOKED)')).toEqual([first.id]);
        expect(await ids('(status: ACTIVE)')).toEqual([second.id]);
        expect(await ids('(status: DENIED)')).toEqual([]);
      }
      for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT, SYSADMIN, GLOBEX_OWNER]) {
        const { data, text } = await list(await stage.as(email));
        expect([email, data?.tenant?.gdpr ?? null]).toEqual([email, null]);
        expect(text).not.toContain(first.id);
      }
    });

    test('staff are told to everybody who may name them, and to nobody else', async () => {
      for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT, SYSADMIN]) {
        const { text } = await (await stage.as(email)).query('{ tenant { gdpr { supportStaff { id name email } } } }');
        expect(text).not.toContain('vendor.test');
      }
    });
  });

  test('is not to be had by staff without a commitment to confidentiality, who are told so', async () => {
    await giveGrant(owner, 'IDENTITY', 'NOTES');
    expect(await seenBy(support)).toEqual(['IDENTITY', 'NOTES']);
    await stage.sql('update auth.user_account set confidentiality_accepted_at = null where email = $1', [SUPPORT]);
    try {
      const answers = [
        await look(support),
        await support.query('{ contacts { nodes { id } } }'),
        await support.query('{ tickets { nodes { id } } }'),
        await ask(support),
        await tryReturn(support, 'gra_00000000-0000-7000-8000-000000000000'),
      ];
      expect(answers.map(({ code }) => code)).toEqual(answers.map(() => 'AGREEMENT_REQUIRED'));
      const { data } = await support.query('{ viewer { actor tenants { role } } }');
      expect(data).toEqual({ viewer: { actor: 'SUPPORT', tenants: [] } });
      const grants = await support.query('{ viewer { supportGrants { id } } }');
      expect([grants.data, grants.code]).toEqual([null, 'AGREEMENT_REQUIRED']);
    } finally {
      await stage.sql('update auth.user_account set confidentiality_accepted_at = now() where email = $1', [SUPPORT]);
    }
  });
});
