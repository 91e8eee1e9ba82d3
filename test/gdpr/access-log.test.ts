/** The access log as a privacy officer searches it: by who, what, which data and when; forwards and backwards; fast in a long log. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  giveGrantOf,
  GLOBEX_OWNER,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  SUPPORT_2,
  VIEWER,
  uuidOf,
  type Stage,
} from '../consent/stage.js';
import { createCategory, fieldMade, retireCategory } from '../custom-fields/defining.js';
import type { Answer, Client } from '../support/client.js';
import { Plans, rowsRead, type PlanNode } from '../support/plans.js';

interface Shown {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly actorId: string;
  readonly operation: string | null;
  readonly disclosed: readonly { readonly subject: string; readonly categories: readonly string[] | null }[];
}

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly Shown[];
  readonly pageInfo: {
    readonly startCursor: string | null;
    readonly endCursor: string | null;
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
  };
}

type Log = Answer<{ readonly tenant: { readonly gdpr: { readonly accessLog: Page } | null } }>;

const LOG = `query ($first: Int, $last: Int, $after: String, $before: String, $grant: ID, $actor: ActorKind, $actorId: ID,
    $subject: String, $category: String, $from: DateTime, $to: DateTime) {
  tenant { gdpr { accessLog(first: $first, last: $last, after: $after, before: $before, grant: $grant, actor: $actor,
    actorId: $actorId, subject: $subject, category: $category, from: $from, to: $to) {
      totalCount nodes { id at actor actorId operation disclosed { subject categories } }
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } } }`;

const ask = (client: Client, asked: object = {}): Promise<Log> => client.query(LOG, { first: 100, ...asked });

async function logOf(client: Client, asked: object = {}): Promise<Page> {
  const { data, text } = await ask(client, asked);
  if (!data?.tenant.gdpr) throw new Error(text);
  return data.tenant.gdpr.accessLog;
}

const operations = ({ nodes }: Page): (string | null)[] => nodes.map(({ operation }) => operation);

describe('The access log in the GDPR tab', () => {
  let stage: Stage;
  let owner: Client;
  let supportId: string;
  let grant: string;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    const [support, support2, accountant] = await Promise.all(
      [SUPPORT, SUPPORT_2, ACCOUNTANT].map((who) => stage.as(who)),
    );
    supportId = await stage.cell(`select 'usr_' || id from auth.user_account where email = $1`, [SUPPORT]);
    grant = (await giveGrantOf(owner, { categories: ['CONTACT_DETAILS', 'COMMERCIAL'] })).id;
    const look = async (client: Client | undefined, query: string): Promise<void> => {
      expect((await client?.query(query))?.errors).toEqual([]);
    };
    await look(support, 'query Phones { contacts(first: 2) { nodes { phone } } }');
    await look(support, 'query Firms { companies(first: 2) { nodes { name } } }');
    await look(support2, 'query Both { contacts(first: 1) { nodes { email company { name } } } }');
    await look(accountant, 'query Bills { invoices(first: 2) { nodes { number } } }');
    await look(support, 'query Counted { contacts(first: 1) { totalCount } }');
  });
  afterAll(() => stage.close());

  test('tells of each read who, by a name and an id, and of what category the fields were', async () => {
    const { nodes } = await logOf(owner);
    expect(nodes.map(({ operation, disclosed }) => [operation, disclosed])).toEqual([
      ['Counted', [{ subject: 'Contact', categories: [] }]],
      ['Bills', [{ subject: 'Invoice', categories: ['FINANCIAL'] }]],
      [
        'Both',
        expect.arrayContaining([
          { subject: 'Contact', categories: ['CONTACT_DETAILS'] },
          { subject: 'Company', categories: ['COMMERCIAL'] },
        ]) as unknown,
      ],
      ['Firms', [{ subject: 'Company', categories: ['COMMERCIAL'] }]],
      ['Phones', [{ subject: 'Contact', categories: ['CONTACT_DETAILS'] }]],
    ]);
    expect(nodes.at(-1)?.actorId).toBe(supportId);
  });

  test.each([
    ['a kind of actor', { actor: 'EXTERNAL' }, ['Bills']],
    ['another kind of actor', { actor: 'SUPPORT' }, ['Counted', 'Both', 'Firms', 'Phones']],
    ['a kind that never read', { actor: 'ADMINISTRATOR' }, []],
    ['a subject', { subject: 'Company' }, ['Both', 'Firms']],
    ['a subject that nobody saw', { subject: 'Ticket' }, []],
    ['a category', { category: 'CONTACT_DETAILS' }, ['Both', 'Phones']],
    ['a category that nobody saw', { category: 'SPECIAL' }, []],
    ['a subject and a category', { subject: 'Contact', category: 'COMMERCIAL' }, ['Both']],
    ['a category and an actor', { category: 'FINANCIAL', actor: 'SUPPORT' }, []],
  ])('is narrowed to %s', async (_what, asked, found) => {
    const page = await logOf(owner, asked);
    expect(operations(page)).toEqual(found);
    expect(page.totalCount).toBe(found.length);
  });

  test('is narrowed to a person and to a grant; an id that is none finds nothing', async () => {
    expect(operations(await logOf(owner, { actorId: supportId }))).toEqual(['Counted', 'Firms', 'Phones']);
    expect(operations(await logOf(owner, { grant }))).toEqual(['Counted', 'Both', 'Firms', 'Phones']);
    for (const actorId of ['', 'usr_', grant, supportId.replace('usr_', 'gra_'), `usr_${randomUUID()}`])
      expect((await logOf(owner, { actorId })).nodes).toEqual([]);
  });

  test('is narrowed to a time: from its first moment, up to and without its last', async () => {
    const { nodes } = await logOf(owner);
    const at = (operation: string): string => nodes.find((one) => one.operation === operation)?.at ?? '';
    const within = (from: string, to: string): string[] =>
      nodes.filter((one) => one.at >= from && one.at < to).map((one) => one.operation ?? '');
    const [from, to] = [at('Firms'), at('Bills')];
    expect(operations(await logOf(owner, { from, to }))).toEqual(within(from, to));
    expect(operations(await logOf(owner, { from: to }))).toEqual(within(to, '9'));
    expect(operations(await logOf(owner, { to: from }))).toEqual(within('', from));
    expect((await ask(owner, { from: 'yesterday' })).code).toBe('BAD_USER_INPUT');
  });

  test('gives the same entries in pages of any size, forwards and backwards, also where it is narrowed', async () => {
    for (const narrowed of [{}, { actor: 'SUPPORT' }, { category: 'COMMERCIAL' }, { from: '2020-01-01T00:00:00Z' }]) {
      const all = operations(await logOf(owner, narrowed));
      for (const size of [1, 2, 3]) {
        const forward: (string | null)[] = [];
        for (let after: string | null = null, more = true; more;) {
          const page: Page = await logOf(owner, { ...narrowed, first: size, after });
          forward.push(...operations(page));
          ({ endCursor: after, hasNextPage: more } = page.pageInfo);
        }
        expect(forward).toEqual(all);
        const backward: (string | null)[] = [];
        for (let before: string | null = null, more = true; more;) {
          const page: Page = await logOf(owner, { ...narrowed, first: null, last: size, before });
          backward.unshift(...operations(page));
          ({ startCursor: before, hasPreviousPage: more } = page.pageInfo);
        }
        expect(backward).toEqual(all);
      }
    }
  });

  test('is for owners and admins, and of their own tenant', async () => {
    const admin = await stage.as(ADMIN);
    expect((await logOf(admin)).totalCount).toBe(5);
    const foreign = await stage.as(GLOBEX_OWNER, 0, 'globex');
    expect(await logOf(foreign, { category: 'CONTACT_DETAILS' })).toMatchObject({ totalCount: 0, nodes: [] });
    for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT]) {
      const { data } = await ask(await stage.as(email), { category: 'CONTACT_DETAILS' });
      expect(data?.tenant.gdpr).toBeNull();
    }
  });

  test.each([
    ['category', 'CONTACT_DETAIL'],
    ['category', 'contact_details'],
    ['category', ''],
    ['category', "x' or true --"],
    ['category', 'A\u0000'],
    ['subject', 'contact'],
    ['subject', 'Shoe'],
    ['subject', ''],
    ['subject', 'toString'],
  ])('is not said to have nothing of what there is not: %s %j', async (argument, word) => {
    for (const client of [owner, await stage.as(ADMIN)]) {
      const { code, errors, data } = await ask(client, { [argument]: word });
      expect([code, errors[0]?.extensions?.argument]).toEqual(['BAD_USER_INPUT', [argument]]);
      expect(errors[0]?.path).toEqual(['tenant', 'gdpr', 'accessLog']);
      expect(data?.tenant.gdpr?.accessLog ?? null).toBeNull();
    }
  });

  test('is narrowed to categories that the tenant made, in force or retired, and to no other tenant’s', async () => {
    expect((await createCategory(owner, 'SHOE_SIZE')).made).not.toBeNull();
    const field = uuidOf(await fieldMade(owner, 'shoe', 'SHOE_SIZE'));
    const given = await giveGrantOf(owner, { categories: ['SHOE_SIZE'] });
    await (await stage.as(SUPPORT)).query('query Shoes { contacts(first: 1) { nodes { customFields { key } } } }');
    expect(operations(await logOf(owner, { category: 'SHOE_SIZE' }))).toEqual(['Shoes']);
    await revoke(owner, given.id);
    expect((await retireCategory(owner, 'SHOE_SIZE')).made).not.toBeNull();
    expect(operations(await logOf(owner, { category: 'SHOE_SIZE' }))).toEqual(['Shoes']);
    const foreign = await stage.as(GLOBEX_OWNER, 0, 'globex');
    expect((await ask(foreign, { category: 'SHOE_SIZE' })).code).toBe('BAD_USER_INPUT');
    await stage.sql('delete from access_entry where operation = $1', ['Shoes']);
    await stage.sql('delete from custom_field where id = $1', [field]);
  });

  test('keeps what category a field had when it was shown, whatever becomes of the field', async () => {
    const { id, category } = await stage
      .sql<{ id: string; category: string }>(
        `select f.id, f.category from custom_field f join tenant t on t.id = f.tenant_id
          where t.slug = 'acme' and f.subject = 'Contact' and f.category not in ('NOTES', 'CONTACT_DETAILS', 'COMMERCIAL') limit 1`,
      )
      .then(([field]) => field ?? { id: '', category: '' });
    const given = await giveGrantOf(owner, { categories: [category] });
    const support = await stage.as(SUPPORT);
    await support.query('query Own { contacts(first: 1) { nodes { customFields { key } } } }');
    await stage.sql(`update custom_field set category = 'NOTES' where id = $1`, [id]);
    expect(operations(await logOf(owner, { category, grant: given.id }))).toEqual(['Own']);
    expect((await logOf(owner, { category: 'NOTES' })).nodes).toEqual([]);
    await revoke(owner, given.id);
  });
});

/** Enough that reading all of it would show. */
const MANY = 60_000;
const RARE = randomUUID();

describe('A long access log', () => {
  let stage: Stage;
  let owner: Client;
  let plans: Plans;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    // Two tenants, one as long as the other; a person, an actor and a category of which there are few.
    await stage.sql(
      `insert into access_entry (tenant_id, id, at, actor, actor_id, actor_name, authority, authority_kind, disclosed)
       select t.id,
              (lpad(to_hex((extract(epoch from m.at) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
                || '8' || substr(md5(random()::text), 1, 15))::uuid,
              m.at, case when n % 5000 = 0 then 'ADMINISTRATOR' else 'SUPPORT' end,
              case when n % 5000 = 1 then $1 else $2 end::uuid, 'n', t.id, 'SUPPORT_GRANT',
              jsonb_build_array(jsonb_build_object('subject', 'Contact', 'fields', array['email'], 'count', 1, 'ids', array[]::text[],
                'categories', array[case when n % 5000 = 2 then 'SPECIAL' else 'CONTACT_DETAILS' end]))
         from tenant t, generate_series(1, $3::int) n, lateral (select now() - n * interval '1 minute' as at) m`,
      [RARE, randomUUID(), MANY],
    );
    await stage.sql('analyze access_entry');
    await stage.sql('analyze access_entry_facet');
    plans = await Plans.of(stage);
  });
  afterAll(async () => {
    await plans.close();
    await stage.close();
  });

  const planOf = (asked: object): Promise<PlanNode[]> =>
    plans.planOf('access_entry', async () => {
      const { data, text } = await owner.query<{ tenant: { gdpr: { accessLog: { nodes: unknown[] } } } }>(
        LOG.replace('totalCount', ''),
        { first: 10, ...asked },
      );
      if (!data) throw new Error(text);
    });

  test.each([
    ['as it is', async () => Promise.resolve({})],
    ['of a rare kind of actor', async () => Promise.resolve({ actor: 'ADMINISTRATOR' })],
    ['of a common kind of actor', async () => Promise.resolve({ actor: 'SUPPORT' })],
    ['of a person who seldom reads', async () => ({ actorId: `usr_${RARE}` })],
    ['of a rare category', async () => Promise.resolve({ category: 'SPECIAL' })],
    ['of a common category', async () => Promise.resolve({ category: 'CONTACT_DETAILS' })],
    ['of a subject that was never shown', async () => Promise.resolve({ subject: 'Invoice' })],
    [
      'of an hour long ago',
      async () => ({
        from: await stage.cell(`select to_char(now() - interval '30 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`),
        to: await stage.cell(
          `select to_char(now() - interval '30 days' + interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
        ),
      }),
    ],
  ])('is found by an index under the API’s role, and little of it is read: %s', async (_what, asked) => {
    const nodes = await planOf(await asked());
    const log = nodes.filter(({ 'Relation Name': table }) => table?.startsWith('access_entry'));
    expect(log.length).toBeGreaterThan(0);
    expect(log.filter(({ 'Node Type': type }) => type === 'Seq Scan')).toEqual([]);
    const read = log.reduce((sum, node) => sum + rowsRead(node), 0);
    expect(read).toBeLessThan(1_000);
  });
});
