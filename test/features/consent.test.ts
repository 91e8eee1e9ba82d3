import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ApproveSupportAccessDocument,
  ContactListDocument,
  DenySupportAccessDocument,
  GrantSupportAccessDocument,
  RequestSupportAccessDocument,
  ReturnSupportAccessDocument,
  RevokeSupportAccessDocument,
  type GrantSupportAccessInput,
} from '../generated/gql/graphql.js';
import { clientFor, type Client } from '../support/client.js';
import { allHasLeft, startServer, type RunningServer } from '../support/server.js';

/** Well-formed, and nobody's. */
const MISSING = 'gra_00000000-0000-7000-8000-000000000000';

describe('support access', () => {
  let server: RunningServer;
  let owner: Client;
  let editor: Client;
  let support: Client;
  let other: Client;
  let foreigner: Client;

  beforeAll(async () => {
    server = await startServer();
    [owner, editor, support, other, foreigner] = await Promise.all([
      clientFor(server.url, 'owner@acme.test'),
      clientFor(server.url, 'editor@acme.test'),
      clientFor(server.url, 'support@vendor.test', 'acme'),
      clientFor(server.url, 'support2@vendor.test', 'acme'),
      clientFor(server.url, 'owner@globex.test'),
    ]);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    const open = await owner.query<{ tenant: { gdpr: { grants: { nodes: { id: string }[] } } } }>(
      '{ tenant { gdpr { grants(status: ACTIVE, first: 100) { nodes { id } } } } }',
    );
    for (const { id } of open.data?.tenant.gdpr.grants.nodes ?? [])
      await owner.ask(RevokeSupportAccessDocument, { id });
  });

  async function grant(input: Partial<GrantSupportAccessInput> = {}): Promise<string> {
    const answer = await owner.ask(GrantSupportAccessDocument, {
      input: { categories: ['CONTACT_DETAILS'], ...input } as never,
    });
    if (!answer.data) throw new Error(answer.text);
    return answer.data.grantSupportAccess.grant.id;
  }

  async function request(categories: string[] = ['CONTACT_DETAILS', 'FINANCIAL']): Promise<string> {
    const answer = await support.ask(RequestSupportAccessDocument, {
      input: { tenant: 'acme', categories, access: 'READ', purpose: 'SUPPORT_TICKET', reason: 'a bug' },
    });
    if (!answer.data) throw new Error(answer.text);
    return answer.data.requestSupportAccess.grant.id;
  }

  const contacts = (client: Client) => client.ask(ContactListDocument, { first: 3 });

  test('opens the categories that it names and nothing else, until it is revoked', async () => {
    expect((await contacts(support)).data?.contacts).toBeNull();
    const id = await grant();
    const open = await contacts(support);
    expect(open.data?.contacts?.nodes.some(({ email }) => email !== null)).toBe(true);
    expect(
      open.data?.contacts?.nodes.every(({ name, iban, company }) => name === null && iban === null && company === null),
    ).toBe(true);
    expect(open.withheld.map(({ field, reason }) => [field, reason])).toEqual([
      ['name', 'CONSENT_REQUIRED'],
      ['iban', 'CONSENT_REQUIRED'],
      ['company', 'CONSENT_REQUIRED'],
    ]);
    await allHasLeft(server);
    const revoked = await owner.ask(RevokeSupportAccessDocument, { id });
    expect(revoked.data?.revokeSupportAccess).toMatchObject({
      grant: { status: 'REVOKED' },
      receipt: { drained: 0, fenced: 0 },
    });
    expect(revoked.data?.revokeSupportAccess.receipt.effectiveAt).toBe(
      revoked.data?.revokeSupportAccess.grant.revokedAt,
    );
    expect(await contacts(support)).toMatchObject({ code: 'CONSENT_REVOKED', data: { contacts: null } });
  });

  test('for one of the staff opens nothing for another', async () => {
    const staff = await owner.query<{ tenant: { gdpr: { supportStaff: { id: string; email: string }[] } } }>(
      '{ tenant { gdpr { supportStaff { id email } } } }',
    );
    const staffId = staff.data?.tenant.gdpr.supportStaff.find(({ email }) => email === 'support@vendor.test')?.id;
    await grant({ staffId: staffId ?? '' });
    expect((await contacts(support)).errors).toEqual([]);
    expect((await contacts(other)).data?.contacts).toBeNull();
  });

  test('revoked again is revoked as it was', async () => {
    const id = await grant();
    const [first, second] = [
      await owner.ask(RevokeSupportAccessDocument, { id }),
      await owner.ask(RevokeSupportAccessDocument, { id }),
    ];
    expect(second.data?.revokeSupportAccess.grant).toEqual(first.data?.revokeSupportAccess.grant);
  });

  test('is asked for, and given in part', async () => {
    const id = await request();
    const wider = await owner.ask(ApproveSupportAccessDocument, { id, input: { categories: ['IDENTITY'] } });
    expect(wider.code).toBe('BAD_USER_INPUT');
    const answer = await owner.ask(ApproveSupportAccessDocument, { id, input: { categories: ['FINANCIAL'] } });
    expect(answer.data?.approveSupportAccess.grant).toEqual({ status: 'ACTIVE', categories: ['FINANCIAL'] });
    expect((await contacts(support)).data?.contacts?.nodes.every(({ email }) => email === null)).toBe(true);
  });

  test('is asked for, and denied', async () => {
    const id = await request();
    expect(
      (await owner.ask(DenySupportAccessDocument, { id, reason: 'no' })).data?.denySupportAccess.grant.status,
    ).toBe('DENIED');
    expect((await contacts(support)).data?.contacts).toBeNull();
  });

  test('is handed back by whom it is for', async () => {
    const id = await grant();
    expect((await support.ask(ReturnSupportAccessDocument, { id })).data?.returnSupportAccess.grant.status).toBe(
      'RETURNED',
    );
    expect((await contacts(support)).data?.contacts).toBeNull();
  });

  test('is found by the staff that it is for, and by nobody else', async () => {
    const id = await grant();
    const query =
      '{ viewer { supportGrants(status: ACTIVE) { id tenant { slug } } tenants { tenant { slug } actor } } }';
    expect((await support.query(query)).data).toEqual({
      viewer: {
        supportGrants: [{ id, tenant: { slug: 'acme' } }],
        tenants: [{ tenant: { slug: 'acme' }, actor: 'SUPPORT' }],
      },
    });
    expect((await foreigner.query('{ viewer { supportGrants { id } } }')).data).toEqual({
      viewer: { supportGrants: [] },
    });
  });

  test('is decided by owners and admins only', async () => {
    const id = await request();
    for (const client of [editor, support, other]) {
      expect((await client.ask(GrantSupportAccessDocument, { input: { categories: ['NOTES'] } as never })).code).toBe(
        'FORBIDDEN',
      );
      expect((await client.ask(ApproveSupportAccessDocument, { id })).code).toBe('FORBIDDEN');
      // Only the law says who can give what is missing; the database alone would say no.
      expect((await client.ask(DenySupportAccessDocument, { id })).errors[0]?.extensions?.remedy).toBeDefined();
      expect((await client.ask(DenySupportAccessDocument, { id })).code).toBe('FORBIDDEN');
    }
    const asked = await owner.ask(RequestSupportAccessDocument, {
      input: { tenant: 'acme', categories: ['NOTES'], access: 'READ', purpose: 'INCIDENT', reason: 'r' },
    });
    expect(asked.code).toBe('FORBIDDEN');
  });

  test("another tenant's grant, a missing one and a malformed id give the same bytes", async () => {
    const id = await request();
    const bytes = async (wanted: string): Promise<string> =>
      (await foreigner.ask(RevokeSupportAccessDocument, { id: wanted })).text;
    const missing = await bytes(MISSING);
    expect(missing).toContain('"code":"NOT_FOUND"');
    expect(await bytes(id)).toBe(missing);
    expect(await bytes('gra_x')).toBe(missing);
    expect(await bytes(`con_${id.slice(4)}`)).toBe(missing);
  });

  test.each([
    ['an unknown category', { categories: ['SHOES'] }, 'BAD_USER_INPUT'],
    ['no category', { categories: [] }, 'BAD_USER_INPUT'],
    ['a category with U+0000', { categories: ['\u0000'] }, 'BAD_USER_INPUT'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'BAD_USER_INPUT'],
    ['an end in a year', { expiresAt: new Date(Date.now() + 365 * 86_400_000).toISOString() }, 'BAD_USER_INPUT'],
    ['a purpose of administrators', { purpose: 'DEPLOY' }, 'BAD_USER_INPUT'],
    ['a ticket that is none', { ticketId: 'tic_x' }, 'NOT_FOUND'],
    ['a staff member who is none', { staffId: 'usr_00000000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
    ['a reason with U+0000', { reason: 'a\u0000b' }, 'BAD_USER_INPUT'],
  ])('is not given with %s', async (_what, input, code) => {
    const answer = await owner.ask(GrantSupportAccessDocument, { input: { categories: ['NOTES'], ...input } as never });
    expect({ code: answer.code, data: answer.data }).toEqual({ code, data: null });
  });

  test('what is seen under it is in the log that the owner reads, and nobody below an admin', async () => {
    const id = await grant({ reason: 'newsletter' });
    const shown = (await contacts(support)).data?.contacts?.nodes.map((node) => node.id);
    const query = `{ tenant { gdpr { accessLog(first: 1, grant: "${id}") { nodes { actorName reason operation grant { id } disclosed { subject fields count ids } } } } } }`;
    const log = await owner.query<{ tenant: { gdpr: { accessLog: { nodes: object[] } } } }>(query);
    expect(log.data?.tenant.gdpr.accessLog.nodes[0]).toMatchObject({
      actorName: 'Sofie Maes',
      reason: 'newsletter',
      operation: 'ContactList',
      grant: { id },
      disclosed: [{ subject: 'Contact', count: 3, ids: shown }],
    });
    const below = await editor.query(query);
    expect(below.data).toEqual({ tenant: { gdpr: null } });
    expect(below.withheld).toMatchObject([{ type: 'Tenant', field: 'gdpr', category: null, reason: 'FORBIDDEN' }]);
  });

  test('with x-withheld: errors the answer says as errors what it withheld', async () => {
    await grant();
    const answer = await support.query(
      'query A { contacts(first: 3) { nodes { email name } } }',
      {},
      { 'x-withheld': 'errors' },
    );
    expect(answer.withheld).toEqual([]);
    expect(answer.errors).toMatchObject([
      { path: ['contacts', 'nodes', 0, 'name'], extensions: { code: 'CONSENT_REQUIRED', field: 'name', count: 3 } },
    ]);
  });
});
