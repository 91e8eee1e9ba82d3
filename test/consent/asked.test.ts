/** What staff ask for, and what becomes of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import { ownCategorySql } from '../support/own-category.js';
import { approve, ask, deny, openPeople, type People } from './people.js';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  forgetConsent,
  GLOBEX_OWNER,
  inTime,
  OWNER,
  SYSADMIN,
  tryRevoke,
  uuidOf,
  VIEWER,
} from './stage.js';

const SAID_WHY = 'query ($id: ID!) { node(id: $id) { id ... on SupportGrant { denialReason } } }';

describe('A consent that is asked for', () => {
  let stage: People['stage'];
  let owner: People['owner'];
  let support: People['support'];
  let support2: People['support2'];
  let full: People['full'];
  let seenBy: People['seenBy'];
  let reasonFor: People['reasonFor'];
  let asked: People['asked'];
  let statusOf: People['statusOf'];

  beforeAll(async () => {
    ({ stage, owner, support, support2, full, seenBy, reasonFor, asked, statusOf } = await openPeople());
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(() => forgetConsent(stage));

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
    const told = { node: { id: request.id, denialReason: 'not now' } };
    for (const client of [owner, support])
      expect((await client.query(SAID_WHY, { id: request.id })).data).toEqual(told);
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
    await stage.sql(ownCategorySql('SHOE_SIZE'));
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
