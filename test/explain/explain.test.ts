import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  entriesOf,
  forgetConsent,
  forgetLog,
  giveGrant,
  GLOBEX_OWNER,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  SYSADMIN,
  tryReturn,
  uuidOf,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import { Client } from '../support/client.js';
import { explained, tryExplain } from './asking.js';

const MISSING = 'con_00000000-0000-7000-8000-000000000000';

describe('explainAccess', () => {
  let stage: Stage;
  let contact: string;
  let foreign: string;

  const contactOf = (slug: string): Promise<string> =>
    stage.cell(
      `select 'con_' || c.id from contact c join tenant t on t.id = c.tenant_id where t.slug = $1 order by c.id limit 1`,
      [slug],
    );
  const idOf = (email: string): Promise<string> =>
    stage.cell(`select 'usr_' || id from auth.user_account where email = $1`, [email]);

  beforeAll(async () => {
    stage = await openStage();
    [contact, foreign] = [await contactOf('acme'), await contactOf('globex')];
  });
  beforeEach(() => forgetConsent(stage));
  afterAll(() => stage.close());

  test('names the line, the membership and who could change it, to a member', async () => {
    const answer = await explained(await stage.as(EDITOR), { id: contact, field: 'iban' });
    expect(answer).toMatchObject({
      allowed: true,
      reason: 'ALLOWED',
      category: 'FINANCIAL',
      authority: { kind: 'MEMBERSHIP', role: 'EDITOR' },
      changedBy: ['OWNER', 'ADMIN'],
    });
    expect(answer.rule).toBe('EDITOR may READ Contact, Company and Invoice in all ordinary categories.');
  });

  test('names what is missing, and who can give it', async () => {
    const refused = await explained(await stage.as(VIEWER), { id: contact, field: 'iban' });
    expect(refused).toMatchObject({
      allowed: false,
      reason: 'FORBIDDEN',
      category: 'FINANCIAL',
      authority: null,
      changedBy: ['OWNER', 'ADMIN'],
    });
    const staff = await explained(await stage.as(SUPPORT), { field: 'iban' });
    expect(staff).toMatchObject({ reason: 'CONSENT_REQUIRED', authority: null, changedBy: ['OWNER', 'ADMIN'] });
    expect(staff.rule).toContain('SUPPORT may READ');
    const administrator = await explained(await stage.as(SYSADMIN), { field: 'iban' });
    expect(administrator).toMatchObject({ allowed: false, reason: 'WINDOW_REQUIRED' });
    const anonymous = await explained(new Client(stage.nodes[0].url, 'acme'), { id: contact, field: 'iban' });
    expect(anonymous).toMatchObject({ reason: 'UNAUTHENTICATED', rule: null, authority: null, changedBy: [] });
  });

  test('names the grant that opens it, and after its end that it was taken back', async () => {
    const [owner, staff] = [await stage.as(OWNER), await stage.as(SUPPORT)];
    const { id } = await giveGrant(owner, 'FINANCIAL');
    const open = await explained(staff, { id: contact, field: 'iban' });
    expect(open).toMatchObject({ allowed: true, authority: { kind: 'SUPPORT_GRANT', id, categories: ['FINANCIAL'] } });
    expect(open.changedBy).toEqual(['OWNER', 'ADMIN', 'SUPPORT']);
    expect((await explained(staff, { id: contact, field: 'id' })).authority).toMatchObject({ id });
    await revoke(owner, id);
    expect(await explained(staff, { field: 'iban' })).toMatchObject({ reason: 'CONSENT_REVOKED' });
  });

  test('does not say of a grant that staff handed back that the tenant took it back', async () => {
    const [owner, staff] = [await stage.as(OWNER), await stage.as(SUPPORT)];
    await tryReturn(staff, (await giveGrant(owner, 'FINANCIAL')).id);
    const told = await explained(staff, { field: 'iban' });
    expect(told).toMatchObject({ allowed: false, reason: 'CONSENT_REVOKED', changedBy: ['OWNER', 'ADMIN'] });
    expect(told.message).toContain('gave a consent that was taken back or handed back');
  });

  test('names the access of an external user', async () => {
    const answer = await explained(await stage.as(ACCOUNTANT), { id: contact, field: 'iban' });
    expect(answer).toMatchObject({ allowed: true, authority: { kind: 'EXTERNAL_ACCESS' } });
    expect(answer.rule).toContain('EXTERNAL may READ');
  });

  test('tells owners and admins of anybody they have to do with, what they would be told themselves', async () => {
    const owner = await stage.as(OWNER);
    await giveGrant(owner, 'FINANCIAL');
    for (const email of [VIEWER, EDITOR, ACCOUNTANT, SUPPORT]) {
      for (const field of ['iban', 'email', 'nationalId']) {
        const theirs = await explained(await stage.as(email), { field });
        const told = await explained(await stage.as(ADMIN), { field, user: await idOf(email) });
        const { authority, ...rest } = theirs;
        expect(told).toMatchObject(rest);
        expect(told.authority?.kind).toBe(authority?.kind);
      }
    }
  });

  test('tells nobody else of anybody', async () => {
    const user = await idOf(OWNER);
    for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT]) {
      const { data, code } = await tryExplain(await stage.as(email), { field: 'iban', user });
      expect([data ?? null, code]).toEqual([null, 'FORBIDDEN']);
    }
  });

  test('of a stranger says what it says of nobody', async () => {
    const owner = await stage.as(OWNER);
    const stranger = await tryExplain(owner, { field: 'iban', user: await idOf(GLOBEX_OWNER) });
    const nobody = await tryExplain(owner, { field: 'iban', user: 'usr_00000000-0000-7000-8000-000000000000' });
    expect(stranger.code).toBe('NOT_FOUND');
    expect(stranger.text).toBe(nobody.text);
  });

  test('of a record of another tenant says what it says of a missing one, to every kind of actor', async () => {
    await giveGrant(await stage.as(OWNER), 'FINANCIAL');
    for (const email of [OWNER, EDITOR, VIEWER, ACCOUNTANT, SUPPORT, SYSADMIN]) {
      const client = await stage.as(email);
      for (const field of ['iban', 'nationalId', 'id', 'nonsense']) {
        const [theirs, missing, malformed] = [
          await tryExplain(client, { id: foreign, field }),
          await tryExplain(client, { id: MISSING, field }),
          await tryExplain(client, { id: 'con_nonsense', field }),
        ];
        expect(theirs.text).toBe(missing.text);
        expect(theirs.text).toBe(malformed.text);
      }
    }
    expect((await tryExplain(await stage.as(OWNER), { id: foreign, field: 'iban' })).code).toBe('NOT_FOUND');
    expect((await tryExplain(await stage.as(SUPPORT), { id: foreign, field: 'iban' })).code).toBe('NOT_FOUND');
  });

  test('tells whether a record is there only with an entry in the log, under a grant and under an access', async () => {
    const owner = await stage.as(OWNER);
    const { id } = await giveGrant(owner, 'FINANCIAL');
    for (const email of [SUPPORT, ACCOUNTANT]) {
      await forgetLog(stage);
      await explained(await stage.as(email), { id: contact, field: 'iban' });
      const [entry, ...others] = await entriesOf(stage, 'Explaining');
      expect(others).toEqual([]);
      expect(entry?.disclosed).toMatchObject([{ subject: 'Contact', ids: [contact] }]);
      if (email === SUPPORT) expect(entry?.authority).toBe(uuidOf(id));
    }
  });

  test('does not look where the law says no', async () => {
    await giveGrant(await stage.as(OWNER), 'CONTACT_DETAILS');
    const staff = await stage.as(SUPPORT);
    const [there, missing] = [
      await tryExplain(staff, { id: contact, field: 'iban' }),
      await tryExplain(staff, { id: MISSING, field: 'iban' }),
    ];
    expect(there.text).toBe(missing.text);
    expect(await entriesOf(stage, 'Explaining')).toEqual([]);
  });

  test('so does viewer.can: that a record is there is in the log', async () => {
    await giveGrant(await stage.as(OWNER), 'FINANCIAL');
    const staff = await stage.as(SUPPORT);
    const can = (id: string) =>
      staff.query<{ viewer: { can: { reason: string } } }>(
        'query Can($id: ID!) { viewer { can(action: READ, subject: "Contact", id: $id) { reason } } }',
        { id },
      );
    expect((await can(contact)).data?.viewer.can.reason).toBe('ALLOWED');
    expect((await can(MISSING)).data?.viewer.can.reason).toBe('NOT_FOUND');
    const entries = await entriesOf(stage, 'Can');
    expect(entries.map(({ disclosed }) => disclosed.flatMap(({ ids }) => ids))).toContainEqual([contact]);
  });
});
