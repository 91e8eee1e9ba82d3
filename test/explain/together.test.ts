/** Who can see what is opened by several authorities together, or was opened by one that did not count then. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { accept, approveWindow, closeWindow, invite, requestWindow } from '../authorities/deeds.js';
import {
  ACCOUNTANT,
  forgetConsent,
  giveGrant,
  giveGrantOf,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  SUPPORT_2,
  SYSADMIN,
  type Stage,
} from '../consent/stage.js';
import { answer, issued } from '../instructions/instructing.js';
import { deactivate, memberIdOf, reactivate } from '../members/deeds.js';
import { member, signedIn } from '../security/people.js';
import type { Answer, Client } from '../support/client.js';
import { explained, momentOf, seeing } from './asking.js';

const COMPANY = 'company';

describe('whoCanSee', () => {
  let stage: Stage;
  let owner: Client;
  let contact: string;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    contact = await stage.cell(
      `select 'con_' || c.id from contact c join tenant t on t.id = c.tenant_id
        where t.slug = 'acme' and c.company_id is not null order by c.id limit 1`,
    );
  });
  beforeEach(() => forgetConsent(stage));
  afterAll(() => stage.close());

  const sees = async (email: string): Promise<boolean> => {
    const client = await stage.as(email);
    const { allowed } = await explained(client, { field: COMPANY });
    const { data } = await client.query<{ contact: { company: { id: string } | null } | null }>(
      'query ($id: ID!) { contact(id: $id) { company { id } } }',
      { id: contact },
    );
    expect(typeof data?.contact?.company?.id === 'string').toBe(allowed);
    return allowed;
  };
  const staffListed = async (page: object = {}): Promise<readonly (readonly [string, string])[]> =>
    (await seeing(owner, { id: contact, field: COMPANY, ...page })).nodes.flatMap(({ actor, user, authority }) =>
      actor === 'SUPPORT' ? [[user?.email ?? 'anybody', authority.id ?? ''] as const] : [],
    );
  const idOf = (email: string): Promise<string> =>
    stage.cell(`select 'usr_' || id from auth.user_account where email = $1`, [email]);

  test('lists each of several grants that let anybody see a relation only together', async () => {
    const contacts = await giveGrant(owner, 'IDENTITY');
    expect([await sees(SUPPORT), await staffListed()]).toEqual([false, []]);
    const companies = await giveGrant(owner, 'COMMERCIAL');
    expect(await sees(SUPPORT)).toBe(true);
    expect(await staffListed()).toEqual([
      ['anybody', contacts.id],
      ['anybody', companies.id],
    ]);
    await revoke(owner, contacts.id);
    expect([await sees(SUPPORT), await staffListed()]).toEqual([false, []]);
  });

  test('does not list a grant beside another that opens all by itself', async () => {
    await giveGrant(owner, 'IDENTITY');
    const both = await giveGrant(owner, 'IDENTITY', 'COMMERCIAL');
    expect(await staffListed()).toEqual([['anybody', both.id]]);
  });

  test('lists what is for anybody with the person whose own grant completes it, page by page as well', async () => {
    const shared = await giveGrant(owner, 'IDENTITY');
    const own = await giveGrantOf(owner, { categories: ['COMMERCIAL'], staffId: await idOf(SUPPORT_2) });
    expect([await sees(SUPPORT), await sees(SUPPORT_2)]).toEqual([false, true]);
    const expected = [
      [SUPPORT_2, shared.id],
      [SUPPORT_2, own.id],
    ];
    expect(await staffListed()).toEqual(expected);
    const all = (await seeing(owner, { id: contact, field: COMPANY })).nodes;
    const [forwards, backwards] = [await pages('first', 'after'), await pages('last', 'before')];
    expect(forwards).toEqual(all);
    expect(backwards).toEqual(all);
  });

  const pages = async (size: string, cursor: string): Promise<readonly unknown[]> => {
    const found: unknown[] = [];
    for (let at: string | null = null, goesOn = true; goesOn;) {
      const { data, text }: Answer<{ whoCanSee: Paged }> = await owner.query(
        `query ($id: ID!, $at: String) { whoCanSee(id: $id, field: "${COMPANY}", ${size}: 1, ${cursor}: $at) {
           nodes { actor user { id email } authority { kind id role categories until } rule }
           pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
        { id: contact, at },
      );
      if (!data) throw new Error(text);
      const { nodes, pageInfo }: Paged = data.whoCanSee;
      if (size === 'first') found.push(...nodes);
      else found.unshift(...nodes);
      at = size === 'first' ? pageInfo.endCursor : pageInfo.startCursor;
      goesOn = size === 'first' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
    }
    return found;
  };

  test('lists both accesses of an external user that open a relation only together', async () => {
    const listed = async (): Promise<readonly (readonly string[])[]> =>
      (await seeing(owner, { id: contact, field: COMPANY })).nodes.flatMap(({ user, authority }) =>
        user?.email === person.email ? [authority.categories] : [],
      );
    const person = await member(stage, 'VIEWER', 'globex');
    const client = await signedIn(stage, person);
    client.tenant = 'acme';
    for (const category of ['IDENTITY', 'COMMERCIAL']) {
      expect(await listed()).toEqual([]);
      await accept(client, (await invite(stage, owner, { email: person.email, categories: [category] })).id);
    }
    expect((await explained(client, { field: COMPANY })).allowed).toBe(true);
    expect(await listed()).toEqual([['IDENTITY'], ['COMMERCIAL']]);
  });

  test('does not list the access of somebody who was a member at that moment', async () => {
    const person = await member(stage, 'VIEWER');
    const client = await signedIn(stage, person);
    client.tenant = 'acme';
    await accept(client, (await invite(stage, owner, { email: person.email, categories: ['FINANCIAL'] })).id);
    const id = await memberIdOf(stage, person, 'acme');
    const sawThen: [string, boolean][] = [];
    const look = async (): Promise<void> => {
      sawThen.push([await momentOf(stage), (await explained(client, { field: 'iban' })).allowed]);
    };
    await look();
    await deactivate(owner, id);
    await look();
    await reactivate(owner, id);
    await look();
    expect(sawThen.map(([, saw]) => saw)).toEqual([false, true, false]);
    for (const [at, saw] of sawThen) {
      const { nodes } = await seeing(owner, { id: contact, field: 'iban', at });
      expect([at, nodes.some(({ user }) => user?.email === person.email)]).toEqual([at, saw]);
    }
    expect(
      (await seeing(owner, { id: contact, field: 'iban', at: sawThen[0]?.[0] ?? '' })).nodes.some(
        ({ user }) => user?.email === ACCOUNTANT,
      ),
    ).toBe(true);
  });

  test('does not list an import at a moment at which its instruction was withdrawn', async () => {
    const [sysadmin, second] = [await stage.as(SYSADMIN), await stage.as('sysadmin2@vendor.test')];
    const instruction = await issued(owner, { kind: 'IMPORT', subjects: ['Contact'], categories: ['IDENTITY'] });
    const { id } = await requestWindow(stage, sysadmin, { purpose: 'IMPORT' });
    await approveWindow(second, id);
    const sawThen: [string, boolean][] = [];
    const look = async (): Promise<void> => {
      const { data } = await sysadmin.query<{ contacts: { totalCount: number } | null }>('{ contacts { totalCount } }');
      sawThen.push([await momentOf(stage), typeof data?.contacts?.totalCount === 'number']);
    };
    await look();
    await answer(owner, 'withdraw', instruction);
    await look();
    await closeWindow(sysadmin, id);
    expect(sawThen.map(([, saw]) => saw)).toEqual([true, false]);
    for (const [at, saw] of sawThen) {
      const { nodes } = await seeing(owner, { id: contact, field: 'name', at });
      expect([at, nodes.some(({ authority }) => authority.id === id)]).toEqual([at, saw]);
    }
  });
});

interface Paged {
  readonly nodes: readonly unknown[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}
