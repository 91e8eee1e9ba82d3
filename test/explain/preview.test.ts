import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  EDITOR,
  forgetConsent,
  forgetSeals,
  giveGrant,
  giveGrantOf,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  SUPPORT_2,
  tryGrant,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import { member, signedIn } from '../security/people.js';
import { memberIdOf } from '../members/deeds.js';
import { listen } from '../streams/listener.js';
import type { Client } from '../support/client.js';
import { endPreviewed, fieldsRead, fieldsSeen, grantPreviewed, tryPreviewGrant, tryPreviewRevoke } from './asking.js';

const FINANCIAL = ['iban'];

describe('a preview', () => {
  let stage: Stage;
  let owner: Client;
  let support: Client;
  const idOf = (email: string): Promise<string> =>
    stage.cell(`select 'usr_' || id from auth.user_account where email = $1`, [email]);

  beforeAll(async () => {
    stage = await openStage(2);
    [owner, support] = [await stage.as(OWNER), await stage.as(SUPPORT)];
  });
  beforeEach(() => forgetConsent(stage));
  afterAll(() => stage.close());

  test('of a grant says what it then does, field by field, and grants nothing', async () => {
    const before = await fieldsSeen(support);
    const preview = await grantPreviewed(owner, { categories: ['FINANCIAL'] });
    expect(await fieldsSeen(support)).toEqual(before);
    expect(preview).toMatchObject({ complete: true, stops: { reads: 0, subscriptions: 0 } });
    expect(preview.audiences.map(({ actor, user }) => [actor, user])).toEqual([['SUPPORT', null]]);
    await giveGrant(owner, 'FINANCIAL');
    const after = await fieldsSeen(support);
    const opened = after.filter((field) => !before.includes(field));
    expect(opened).toEqual(expect.arrayContaining(FINANCIAL));
    expect([...fieldsRead(preview, 'Contact')].filter((field) => field !== 'customFields').sort()).toEqual(
      [...opened].sort(),
    );
    const iban = preview.audiences[0]?.changes.find(({ field, action }) => field === 'iban' && action === 'READ');
    expect(iban).toMatchObject({
      subject: 'Contact',
      category: 'FINANCIAL',
      before: false,
      after: true,
      reason: 'ALLOWED',
    });
    expect(iban?.rule).toContain('SUPPORT may READ');
  });

  test('of a grant that opens nothing new says so', async () => {
    await giveGrant(owner, 'FINANCIAL', 'NOTES');
    expect((await grantPreviewed(owner, { categories: ['NOTES'] })).audiences).toEqual([]);
  });

  test('of a grant to write says what may be written under an instruction', async () => {
    const actions = async (access: string) =>
      new Set(
        (await grantPreviewed(owner, { categories: ['FINANCIAL'], access })).audiences[0]?.changes.map(
          (one) => one.action,
        ),
      );
    expect(await actions('READ')).toEqual(new Set(['READ']));
    // An invoice bears nothing but FINANCIAL data: who may change all of it may delete it.
    expect(await actions('READ_WRITE')).toEqual(new Set(['READ', 'CREATE', 'UPDATE', 'DELETE']));
  });

  test('of a grant to one person is for that person', async () => {
    const staffId = await idOf(SUPPORT_2);
    const preview = await grantPreviewed(owner, { categories: ['FINANCIAL'], staffId });
    expect(preview.audiences.map(({ user }) => user?.id)).toEqual([staffId]);
    for (const strange of [await idOf(EDITOR), 'usr_00000000-0000-7000-8000-000000000000'])
      expect((await tryPreviewGrant(owner, { categories: ['FINANCIAL'], staffId: strange })).code).toBe('NOT_FOUND');
  });

  test('of a grant that would be refused is refused as the grant is', async () => {
    const ticketId = await stage.cell(
      `select 'tic_' || k.id from ticket k join tenant t on t.id = k.tenant_id where t.slug = 'globex' limit 1`,
    );
    const terms: readonly (readonly [code: string, input: object])[] = [
      ['BAD_USER_INPUT', { categories: ['SHOES'] }],
      ['BAD_USER_INPUT', { categories: [] }],
      ['BAD_USER_INPUT', { purpose: 'DEPLOY' }],
      ['BAD_USER_INPUT', { reason: 'x'.repeat(2000) }],
      ['BAD_USER_INPUT', { expiresAt: '2001-01-01T00:00:00.000Z' }],
      ['NOT_FOUND', { ticketId: 'nonsense' }],
      ['NOT_FOUND', { ticketId }],
      ['NOT_FOUND', { staffId: 'nonsense' }],
      ['NOT_FOUND', { staffId: await idOf(EDITOR) }],
    ];
    for (const [code, changes] of terms) {
      const input = { categories: ['NOTES'], ...changes };
      const [previewed, granted] = [await tryPreviewGrant(owner, input), await tryGrant(owner, input)];
      expect([changes, previewed.code, granted.code]).toEqual([changes, code, code]);
      expect(previewed.errors.map(({ message }) => message)).toEqual(granted.errors.map(({ message }) => message));
    }
  });

  test('of an end says what then goes dark, for whoever has nothing else that covers it', async () => {
    const all = await giveGrant(owner, 'FINANCIAL', 'NOTES');
    await giveGrantOf(owner, { categories: ['NOTES'], staffId: await idOf(SUPPORT_2) });
    const preview = await endPreviewed(owner, all.id);
    expect(preview.audiences.map(({ user }) => user?.email ?? null)).toEqual([null, SUPPORT_2]);
    expect(fieldsRead(preview, 'Contact', 0)).toEqual(expect.arrayContaining(['iban', 'notes', 'id']));
    expect(fieldsRead(preview, 'Contact', 1)).toContain('iban');
    expect(fieldsRead(preview, 'Contact', 1)).not.toContain('notes');
    expect(preview.audiences[0]?.changes.find(({ field }) => field === 'iban')).toMatchObject({
      before: true,
      after: false,
      reason: 'CONSENT_REVOKED',
    });
    const [before, before2] = [await fieldsSeen(support), await fieldsSeen(await stage.as(SUPPORT_2))];
    await revoke(owner, all.id);
    const [after, after2] = [await fieldsSeen(support), await fieldsSeen(await stage.as(SUPPORT_2))];
    const dark = (was: readonly string[], is: readonly string[]) => was.filter((field) => !is.includes(field)).sort();
    const told = (at: number) =>
      [...fieldsRead(preview, 'Contact', at)].filter((field) => field !== 'customFields').sort();
    expect(told(0)).toEqual(dark(before, after));
    expect(told(1)).toEqual(dark(before2, after2));
    expect((await endPreviewed(owner, all.id)).audiences).toEqual([]);
  });

  test('of the end of a membership and of an external access is told as well', async () => {
    const person = await member(stage, 'VIEWER');
    const gone = await endPreviewed(owner, await memberIdOf(stage, person, 'acme'));
    expect(gone.audiences.map(({ actor, user }) => [actor, user?.email])).toEqual([['MEMBER', person.email]]);
    expect(fieldsRead(gone, 'Contact')).toContain('email');
    expect(fieldsRead(gone, 'Contact')).not.toContain('iban');
    expect(fieldsRead(gone, 'Ticket')).toContain('subject');
    const access = await stage.cell(
      `select 'ext_' || x.id from auth.external_access x join auth.user_account u on u.id = x.user_id
        where u.email = $1 and x.ended_at is null`,
      [ACCOUNTANT],
    );
    const external = await endPreviewed(owner, access);
    expect(external.audiences.map(({ actor, user }) => [actor, user?.email])).toEqual([['EXTERNAL', ACCOUNTANT]]);
    expect(fieldsRead(external, 'Contact')).toContain('iban');
  });

  test('counts the subscriptions that would stop, on every node, and they do', async () => {
    const all = await giveGrant(owner, 'FINANCIAL', 'CONTACT_DETAILS');
    const notes = await giveGrant(owner, 'NOTES');
    const elsewhere = listen(await stage.as(SUPPORT, 1));
    const other = listen(await stage.as(EDITOR, 1));
    try {
      const heard = elsewhere.hear('subscription { contactChanged { kind contact { email } } }');
      other.hear('subscription { contactChanged { kind } }');
      const follows = () => stage.cell('select count(*) from auth.live_stream');
      for (let tries = 0; tries < 100 && (await follows()) !== '2'; tries += 1)
        await new Promise((go) => setTimeout(go, 20));
      expect((await endPreviewed(owner, all.id)).stops.subscriptions).toBe(0);
      await revoke(owner, notes.id);
      expect((await endPreviewed(owner, all.id)).stops).toEqual({ reads: 0, subscriptions: 1 });
      await revoke(owner, all.id);
      expect((await heard.ended)[0]?.extensions?.code).toBe('CONSENT_REVOKED');
      for (let tries = 0; tries < 100 && (await follows()) !== '1'; tries += 1)
        await new Promise((go) => setTimeout(go, 20));
      expect(await follows()).toBe('1');
    } finally {
      elsewhere.close();
      other.close();
    }
  });

  test('counts the answers that are on their way', async () => {
    const { id } = await giveGrant(owner, 'FINANCIAL');
    await stage.sql(
      `insert into seal (tenant_id, id, authorities, bound_ms)
       select tenant_id, gen_random_uuid(), array[id], 5000 from auth.support_grant where 'gra_' || id = $1`,
      [id],
    );
    expect((await endPreviewed(owner, id)).stops.reads).toBe(1);
    await forgetSeals(stage);
  });

  test('is for owners and admins, and of what is theirs', async () => {
    const { id } = await giveGrant(owner, 'FINANCIAL');
    for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT]) {
      const client = await stage.as(email);
      expect((await tryPreviewGrant(client, { categories: ['NOTES'] })).code).toBe('FORBIDDEN');
      expect((await tryPreviewRevoke(client, id)).code).toBe('FORBIDDEN');
    }
    const stranger = await signedIn(stage, await member(stage, 'OWNER', 'globex'));
    stranger.tenant = 'globex';
    const [theirs, missing] = [
      await tryPreviewRevoke(stranger, id),
      await tryPreviewRevoke(stranger, 'gra_00000000-0000-7000-8000-000000000000'),
    ];
    expect(theirs.code).toBe('NOT_FOUND');
    expect(theirs.text).toBe(missing.text);
  });
});
