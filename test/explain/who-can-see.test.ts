import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  EDITOR,
  giveGrant,
  giveGrantOf,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  SUPPORT_2,
  SYSADMIN,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import { changeRole, deactivate, memberIdOf, membersOf, reactivate, remove } from '../members/deeds.js';
import { member } from '../security/people.js';
import { Client, type Answer } from '../support/client.js';
import { explained, momentOf, seeing, trySeeing, type Holders } from './asking.js';

interface Back {
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
}

function lines({ nodes }: Holders): readonly string[] {
  return nodes.map(({ actor, user, authority }) =>
    `${actor} ${user?.email ?? 'anybody'} ${authority.role ?? ''}`.trim(),
  );
}

describe('whoCanSee', () => {
  let stage: Stage;
  let owner: Client;
  let contact: string;
  let foreign: string;

  const now = (): Promise<string> => momentOf(stage);
  const contactOf = (slug: string): Promise<string> =>
    stage.cell(
      `select 'con_' || c.id from contact c join tenant t on t.id = c.tenant_id where t.slug = $1 order by c.id limit 1`,
      [slug],
    );
  const rolesAt = async (email: string, at?: string): Promise<readonly (string | null)[]> =>
    (await seeing(owner, { id: contact, field: 'name', ...(at !== undefined && { at }) })).nodes.flatMap(
      ({ user, authority }) => (user?.email === email ? [authority.role] : []),
    );

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    [contact, foreign] = [await contactOf('acme'), await contactOf('globex')];
  });
  afterAll(() => stage.close());

  test('lists members by their roles, external users and grants, and each of them does see it', async () => {
    const everybody = await giveGrant(owner, 'FINANCIAL');
    const staffId = await stage.cell(`select 'usr_' || id from auth.user_account where email = $1`, [SUPPORT_2]);
    const named = await giveGrantOf(owner, { categories: ['GOVERNMENT_ID'], staffId });
    for (const [field, category] of [
      ['iban', 'FINANCIAL'],
      ['nationalId', 'GOVERNMENT_ID'],
      ['email', 'CONTACT_DETAILS'],
    ] as const) {
      const told = await seeing(owner, { id: contact, field });
      expect(told.category).toBe(category);
      expect(told.nodes.every(({ rule }) => rule !== null)).toBe(true);
      const listed = lines(told);
      for (const email of [OWNER, EDITOR, VIEWER, ACCOUNTANT, SUPPORT, SUPPORT_2]) {
        const { allowed } = await explained(await stage.as(email), { field });
        const isListed = listed.some(
          (line) => line.includes(email) || (line === 'SUPPORT anybody' && email.startsWith('support')),
        );
        expect([field, email, isListed]).toEqual([field, email, allowed]);
      }
    }
    const ibans = await seeing(owner, { id: contact, field: 'iban' });
    expect(ibans.nodes.map(({ authority }) => authority.id)).toContain(everybody.id);
    const numbers = await seeing(owner, { id: contact, field: 'nationalId' });
    expect(numbers.nodes.find(({ actor }) => actor === 'SUPPORT')).toMatchObject({
      user: { email: SUPPORT_2 },
      authority: { kind: 'SUPPORT_GRANT', id: named.id },
    });
    await revoke(owner, everybody.id);
    await revoke(owner, named.id);
  });

  test('knows of grants when they were given and when they ended', async () => {
    const before = await now();
    const { id } = await giveGrant(owner, 'NOTES');
    const during = await now();
    await revoke(owner, id);
    const grantsAt = async (at?: string) =>
      (await seeing(owner, { id: contact, field: 'notes', ...(at !== undefined && { at }) })).nodes.flatMap(
        ({ authority }) => (authority.id === id ? [authority.until] : []),
      );
    expect(await grantsAt(before)).toEqual([]);
    expect(await grantsAt(during)).toHaveLength(1);
    expect(await grantsAt()).toEqual([]);
    const [until] = await grantsAt(during);
    expect(Date.parse(until ?? '')).toBeGreaterThanOrEqual(Date.parse(during));
  });

  test('knows of a grant that ran out by itself', async () => {
    const { id } = await giveGrant(owner, 'NOTES');
    const during = await now();
    await stage.sql(`update auth.support_grant set expires_at = clock_timestamp() where 'gra_' || id = $1`, [id]);
    await now();
    const has = ({ nodes }: Holders): boolean => nodes.some(({ authority }) => authority.id === id);
    expect(has(await seeing(owner, { id: contact, field: 'notes', at: during }))).toBe(true);
    expect(has(await seeing(owner, { id: contact, field: 'notes' }))).toBe(false);
  });

  test('knows which role a member had, through changes, deactivation, and removal', async () => {
    const begun = await now();
    const person = await member(stage, 'EDITOR');
    const id = await memberIdOf(stage, person, 'acme');
    const moments: [string, readonly (string | null)[]][] = [
      [begun, []],
      [await now(), ['EDITOR']],
    ];
    await changeRole(owner, id, 'VIEWER');
    moments.push([await now(), ['VIEWER']]);
    await deactivate(owner, id);
    moments.push([await now(), []]);
    await reactivate(owner, id);
    await changeRole(owner, id, 'ADMIN');
    moments.push([await now(), ['ADMIN']]);
    await remove(owner, id);
    moments.push([await now(), []]);
    for (const [at, roles] of moments) expect([at, await rolesAt(person.email, at)]).toEqual([at, roles]);
    expect(await rolesAt(person.email)).toEqual([]);
  });

  test('knows what an external user’s access was before it was narrowed, or waited for its agreement', async () => {
    const mine = `user_id = (select id from auth.user_account where email = '${ACCOUNTANT}')`;
    const seesAt = async (at?: string) =>
      (await seeing(owner, { id: contact, field: 'iban', ...(at !== undefined && { at }) })).nodes.some(
        ({ user }) => user?.email === ACCOUNTANT,
      );
    const [was] = await stage.sql<{ categories: readonly string[]; agreement_accepted_at: Date }>(
      `select categories, agreement_accepted_at from auth.external_access where ${mine}`,
    );
    const first = await now();
    await stage.sql(`update auth.external_access set categories = '{IDENTITY}' where ${mine}`);
    const narrow = await now();
    await stage.sql(`update auth.external_access set categories = $1 where ${mine}`, [was?.categories]);
    const wide = await now();
    await stage.sql(`update auth.external_access set agreement_accepted_at = null where ${mine}`);
    const suspended = await now();
    expect(await seesAt()).toBe(false);
    await stage.sql(`update auth.external_access set agreement_accepted_at = clock_timestamp() where ${mine}`);
    await now();
    expect(await Promise.all([first, narrow, wide, suspended, undefined].map(seesAt))).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  test('knows of a commitment to confidentiality that was withdrawn since', async () => {
    const staffId = await stage.cell(`select id from auth.user_account where email = $1`, [SUPPORT_2]);
    const { id } = await giveGrantOf(owner, { categories: ['NOTES'], staffId: `usr_${staffId}` });
    const has = ({ nodes }: Holders): boolean => nodes.some(({ authority }) => authority.id === id);
    expect(has(await seeing(owner, { id: contact, field: 'notes' }))).toBe(true);
    const [committed] = await stage.sql<{ at: Date }>(
      'select confidentiality_accepted_at as at from auth.user_account where id = $1',
      [staffId],
    );
    await stage.sql('update auth.user_account set confidentiality_accepted_at = null where id = $1', [staffId]);
    expect(has(await seeing(owner, { id: contact, field: 'notes' }))).toBe(false);
    await stage.sql('update auth.user_account set confidentiality_accepted_at = $2 where id = $1', [
      staffId,
      committed?.at,
    ]);
    await revoke(owner, id);
  });

  test('says since when roles are known, and refuses to tell the future', async () => {
    const { knownSince } = await seeing(owner, { id: contact, field: 'name' });
    expect(Date.parse(knownSince)).toBeLessThan(Date.now());
    const { code } = await trySeeing(owner, { id: contact, field: 'name', at: '2999-01-01T00:00:00.000Z' });
    expect(code).toBe('BAD_USER_INPUT');
  });

  test('comes in pages that miss nobody', async () => {
    const all = await seeing(owner, { id: contact, field: 'name' });
    const found: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page: Holders = await seeing(owner, { id: contact, field: 'name', first: 2, after });
      found.push(...page.nodes.map(({ authority }) => authority.id ?? ''));
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(found).toEqual(all.nodes.map(({ authority }) => authority.id));
    expect(found.length).toBeGreaterThanOrEqual((await membersOf(owner)).length);
    const fromBehind: string[] = [];
    let before: string | null = null;
    for (;;) {
      const answer: Answer<{ whoCanSee: Holders & { pageInfo: Back } }> = await owner.query(
        `query ($id: ID!, $before: String) { whoCanSee(id: $id, field: "name", last: 2, before: $before) {
           nodes { authority { id } } pageInfo { hasPreviousPage startCursor } } }`,
        { id: contact, before },
      );
      const data = answer.data?.whoCanSee;
      fromBehind.unshift(...(data?.nodes.map(({ authority }) => authority.id ?? '') ?? []));
      before = data?.pageInfo.startCursor ?? null;
      if (data?.pageInfo.hasPreviousPage !== true) break;
    }
    expect(fromBehind).toEqual(found);
    const elsewhere = await trySeeing(owner, { id: contact, field: 'iban', after });
    expect(elsewhere.code).toBe('BAD_USER_INPUT');
    expect((await trySeeing(owner, { id: contact, field: 'name', first: 101 })).code).toBe('BAD_USER_INPUT');
  });

  test('is for owners and admins', async () => {
    await giveGrant(owner, 'FINANCIAL');
    for (const [email, refusal] of [
      [EDITOR, 'FORBIDDEN'],
      [VIEWER, 'FORBIDDEN'],
      [ACCOUNTANT, 'FORBIDDEN'],
      [SUPPORT, 'FORBIDDEN'],
      [SYSADMIN, 'WINDOW_REQUIRED'],
    ] as const) {
      const { data, code } = await trySeeing(await stage.as(email), { id: contact, field: 'iban' });
      expect([email, data ?? null, code]).toEqual([email, null, refusal]);
    }
    const anonymous = new Client(stage.nodes[0].url, 'acme');
    expect((await trySeeing(anonymous, { id: contact, field: 'iban' })).code).toBe('UNAUTHENTICATED');
  });

  test('of a record of another tenant says what it says of a missing one', async () => {
    const answers = await Promise.all(
      [foreign, 'con_00000000-0000-7000-8000-000000000000', 'con_nonsense', 'nonsense'].map((id) =>
        trySeeing(owner, { id, field: 'iban' }),
      ),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.code).toBe('NOT_FOUND');
    expect((await trySeeing(owner, { id: contact, field: 'nonsense' })).code).toBe('BAD_USER_INPUT');
  });
});
