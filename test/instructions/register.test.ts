/** The register of instructions: who gives one, who records one, who answers it, and what both sides read of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  GLOBEX_OWNER,
  inTime,
  openStage,
  OWNER,
  SUPPORT,
  SUPPORT_2,
  SYSADMIN,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import type { Client } from '../support/client.js';
import {
  answer,
  E_MAIL,
  expire,
  forgetInstructions,
  HASH,
  issue,
  issued,
  record,
  recorded,
  shownBy,
  type InstructionShown,
} from './instructing.js';

describe('The register of instructions', () => {
  let stage: Stage;
  let owner: Client;
  let support: Client;

  beforeAll(async () => {
    stage = await openStage();
    [owner, support] = await Promise.all([stage.as(OWNER), stage.as(SUPPORT)]);
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(() => forgetInstructions(stage));

  const statusOf = async (id: string): Promise<string | undefined> => {
    const { data } = await owner.query<{ node: InstructionShown | null }>(
      'query ($id: ID!) { node(id: $id) { ... on Instruction { status } } }',
      { id },
    );
    return data?.node?.status;
  };

  test.each([OWNER, ADMIN])('%s issues one, which is in force at once, for a week', async (email) => {
    const shown = shownBy(await issue(await stage.as(email)));
    expect(shown).toMatchObject({
      status: 'CONFIRMED',
      source: 'PRODUCT',
      kind: 'CORRECTION',
      subjects: ['Contact'],
      categories: ['CONTACT_DETAILS'],
      createdBy: { email },
      decidedBy: { email },
      messageId: null,
    });
    const hours = (Date.parse(shown.expiresAt) - Date.parse(shown.createdAt)) / 3_600_000;
    expect(Math.round(hours)).toBe(7 * 24);
  });

  test('what staff record is not in force before an owner or admin has confirmed it', async () => {
    const shown = shownBy(await record(support));
    expect(shown).toMatchObject({ status: 'RECORDED', source: 'EMAIL', ...E_MAIL, decidedBy: null, decidedAt: null });
    const confirmed = shownBy(await answer(await stage.as(ADMIN), 'confirm', shown.id));
    expect(confirmed).toMatchObject({
      status: 'CONFIRMED',
      createdBy: { email: SUPPORT },
      decidedBy: { email: ADMIN },
      ...E_MAIL,
    });
    expect((await answer(owner, 'confirm', shown.id)).code).toBe('CONFLICT');
    expect((await answer(owner, 'reject', shown.id)).code).toBe('CONFLICT');
  });

  test('what was rejected stays rejected', async () => {
    const id = await recorded(support);
    const told = await owner.query<{ rejectInstruction: { instruction: InstructionShown } }>(
      'mutation ($id: ID!) { rejectInstruction(id: $id, reason: "not ours") { instruction { status rejectReason decidedBy { email } } } }',
      { id },
    );
    expect(told.data?.rejectInstruction.instruction).toEqual({
      status: 'REJECTED',
      rejectReason: 'not ours',
      decidedBy: { email: OWNER },
    });
    expect((await answer(owner, 'confirm', id)).code).toBe('CONFLICT');
    expect((await answer(owner, 'withdraw', id)).code).toBe('CONFLICT');
  });

  test('one is withdrawn at any time, and again without effect', async () => {
    const id = await issued(owner);
    const first = shownBy(await answer(await stage.as(ADMIN), 'withdraw', id));
    expect(first).toMatchObject({ status: 'WITHDRAWN', withdrawnBy: { email: ADMIN } });
    expect(shownBy(await answer(owner, 'withdraw', id))).toEqual(first);
  });

  test('time ends it: what was recorded lapses, what was confirmed expires', async () => {
    const [open, living] = [await recorded(support), await issued(owner)];
    await expire(stage, open);
    await expire(stage, living);
    expect([await statusOf(open), await statusOf(living)]).toEqual(['LAPSED', 'EXPIRED']);
    expect((await answer(owner, 'confirm', open)).code).toBe('CONFLICT');
    expect((await answer(owner, 'withdraw', living)).data).not.toBeNull();
    expect(await statusOf(living)).toBe('EXPIRED');
  });

  test.each([EDITOR, VIEWER, ACCOUNTANT, SUPPORT, SYSADMIN, GLOBEX_OWNER])(
    '%s gives none and answers none',
    async (email) => {
      const client = await stage.as(email);
      const [open, living] = [await recorded(support), await issued(owner)];
      const told = [
        await issue(client),
        await answer(client, 'confirm', open),
        await answer(client, 'reject', open),
        await answer(client, 'withdraw', living),
      ];
      for (const { code } of told) expect(['FORBIDDEN', 'WINDOW_REQUIRED', 'NOT_FOUND']).toContain(code);
      expect([await statusOf(open), await statusOf(living)]).toEqual(['RECORDED', 'CONFIRMED']);
    },
  );

  test.each([OWNER, ADMIN, EDITOR, VIEWER, ACCOUNTANT, SYSADMIN, GLOBEX_OWNER])('%s records none', async (email) => {
    const { code } = await record(await stage.as(email));
    expect(['FORBIDDEN', 'WINDOW_REQUIRED']).toContain(code);
    expect(await stage.cell('select count(*)::int from auth.instruction')).toBe(0);
  });

  test("another tenant's owner sees none, and finds none to answer", async () => {
    const id = await recorded(support);
    const other = await stage.as(GLOBEX_OWNER, 0, 'globex');
    const { data } = await other.query('query ($id: ID!) { node(id: $id) { id } instructions { totalCount } }', { id });
    expect(data).toEqual({ node: null, instructions: { totalCount: 0 } });
    const [foreign, missing] = [await answer(other, 'confirm', id), await answer(other, 'confirm', 'ins_nothing')];
    expect(foreign.code).toBe('NOT_FOUND');
    expect(foreign.text).toBe(missing.text);
  });

  test('both sides read it; nobody else does', async () => {
    const id = await issued(owner);
    const list = '{ instructions { nodes { id status description } } }';
    for (const email of [OWNER, ADMIN, SUPPORT, SUPPORT_2]) {
      const { data } = await (await stage.as(email)).query<{ instructions: { nodes: InstructionShown[] } }>(list);
      expect([email, data?.instructions.nodes]).toEqual([
        email,
        [{ id, status: 'CONFIRMED', description: 'As agreed.' }],
      ]);
    }
    for (const email of [EDITOR, VIEWER, ACCOUNTANT, SYSADMIN]) {
      const { data, code } = await (await stage.as(email)).query<{ instructions: object | null }>(list);
      expect([email, data?.instructions, code]).toEqual([email, null, expect.any(String)]);
    }
    const tab = await owner.query<{ tenant: { gdpr: { instructions: { totalCount: number } } } }>(
      '{ tenant { gdpr { instructions(status: CONFIRMED) { totalCount } } } }',
    );
    expect(tab.data?.tenant.gdpr.instructions.totalCount).toBe(1);
  });

  test.each([
    ['no subject', { subjects: [] }],
    ['a subject that holds no data of the tenant', { subjects: ['User'] }],
    ['no category', { categories: [] }],
    ['a category that nobody has', { categories: ['SHOES_OF_NOBODY'] }],
    ['nothing to do', { description: ' ' }],
    ['too much to do', { description: 'x'.repeat(1_001) }],
    ['an end that was', { expiresAt: '2020-01-01T00:00:00.000Z' }],
    ['101 categories', { categories: Array.from({ length: 101 }, (_, at) => `A_${String(at)}`) }],
  ])('with %s there is none', async (_what, scope) => {
    expect((await issue(owner, scope)).code).toBe('BAD_USER_INPUT');
    const told = await record(support, scope);
    // Staff don't know what categories a tenant made: whoever confirms does.
    if (told.data) expect((await answer(owner, 'confirm', shownBy(told).id)).code).toBe('BAD_USER_INPUT');
    else expect(told.code).toBe('BAD_USER_INPUT');
    expect(await stage.cell(`select count(*)::int from auth.instruction where status = 'CONFIRMED'`)).toBe(0);
  });

  test('none lasts for more than 90 days', async () => {
    expect((await issue(owner, { expiresAt: await inTime(stage, '91 days') })).code).toBe('BAD_USER_INPUT');
    expect((await issue(owner, { expiresAt: await inTime(stage, '89 days') })).code).toBeUndefined();
  });

  test.each([{ messageId: '' }, { messageId: 'x'.repeat(501) }, { textHash: 'abc' }, { textHash: `${HASH}0` }])(
    'an e-mail is proven by its id, its sender and the hash of its text: not %j',
    async (evidence) => {
      expect((await record(support, evidence)).code).toBe('BAD_USER_INPUT');
    },
  );

  test('a tenant has a bounded number of open ones', async () => {
    const one = await issued(owner);
    await stage.sql(
      `insert into auth.instruction (tenant_id, id, status, kind, subjects, categories, description, created_by, created_at, expires_at, decided_by, decided_at)
       select i.tenant_id, gen_random_uuid(), i.status, i.kind, i.subjects, i.categories, i.description, i.created_by, i.created_at, i.expires_at, i.decided_by, i.decided_at
         from auth.instruction i, generate_series(1, 199)`,
    );
    expect((await issue(owner)).code).toBe('CONFLICT');
    expect((await record(support)).code).toBe('CONFLICT');
    await answer(owner, 'withdraw', one);
    expect((await issue(owner)).code).toBeUndefined();
  });
});
