/** A large tenant's lists by its own fields are found by the indexes of values, under row level security and whatever is asked for. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, OWNER, uuidOf, type Stage } from '../consent/stage.js';
import type { Client } from '../support/client.js';
import { Plans, rowsRead } from '../support/plans.js';
import { fieldMade } from './defining.js';

const MANY = 20_000;

describe('In a tenant with many contacts', () => {
  let stage: Stage;
  let owner: Client;
  let plans: Plans;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    const code = uuidOf(await fieldMade(owner, 'code', 'IDENTITY'));
    const score = uuidOf(await fieldMade(owner, 'score', 'IDENTITY', { type: 'NUMBER' }));
    const since = uuidOf(await fieldMade(owner, 'since', 'IDENTITY', { type: 'DATE' }));
    // Every contact has a code, nine in ten a score, few a date.
    await stage.sql(
      `with made as (
         insert into contact (tenant_id, id, created_at, updated_at, name)
         select t.id, gen_random_uuid(), now(), now(), 'n' || n from tenant t, generate_series(1, $1::int) n where t.slug = 'acme'
         returning tenant_id, id, substr(name, 2)::int as n)
       insert into custom_value (tenant_id, id, field_id, contact_id, text_value, number_value, date_value)
       select tenant_id, gen_random_uuid(), f.field, m.id, f.text, f.number, f.date
         from made m, lateral (values
           ($2::uuid, 'code-' || n, null::bigint, null::date),
           ($3::uuid, null, case when n % 10 > 0 then n * 10000::bigint end, null),
           ($4::uuid, null, null, case when n % 400 = 0 then date '2000-01-01' + n end)) as f (field, text, number, date)
        where num_nonnulls(f.text, f.number, f.date) = 1`,
      [MANY, code, score, since],
    );
    for (const table of ['contact', 'custom_value']) await stage.sql(`analyze ${table}`);
    plans = await Plans.of(stage);
  });
  afterAll(async () => {
    await plans.close();
    await stage.close();
  });

  const LIST = `query ($where: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $last: Int, $after: String) {
    contacts(where: $where, orderBy: $orderBy, first: $first, last: $last, after: $after) { nodes { id } pageInfo { endCursor } } }`;
  interface Page {
    readonly nodes: readonly unknown[];
    readonly pageInfo: { readonly endCursor: string };
  }
  const page = async (variables: object): Promise<Page> => {
    const { data, text } = await owner.query<{ contacts: Page }>(LIST, variables);
    if (!data) throw new Error(text);
    return data.contacts;
  };
  const by = (customField: string, direction: string): object => ({
    orderBy: [{ field: 'CUSTOM_FIELD', customField, direction }],
  });
  const own = (...customFields: readonly object[]): object => ({ where: { customFields } });
  const number = (key: string, asked: object): object => ({ key, number: asked });

  test.each([
    ['a text', own({ key: 'code', text: { eq: 'code-777' } }), 1, 'text_key'],
    ['one of some texts', own({ key: 'code', text: { in: ['code-1', 'code-2', 'none'] } }), 2, 'text_key'],
    ['a text that nothing has', own({ key: 'code', text: { eq: 'none' } }), 0, 'text_key'],
    ['a number', own(number('score', { eq: '777' })), 1, 'number_value'],
    ['a narrow range', own(number('score', { gte: '5001', lt: '5010' })), 9, 'number_value'],
    ['a range that nothing is in', own(number('score', { gt: '999999' })), 0, 'number_value'],
    ['a date', own({ key: 'since', date: { gte: '2050-01-01' } }), 5, 'date_value'],
    ['the order of a number, going up', by('score', 'ASC'), 10, 'number_value'],
    ['the order of a text, going up', by('code', 'ASC'), 10, 'text_key'],
    [
      'the order of a text, going down',
      { ...by('score', 'DESC'), ...own({ key: 'score', isNull: false }) },
      10,
      'number_value',
    ],
    [
      'the order of a number, going down, within a range',
      { ...by('score', 'DESC'), ...own(number('score', { lte: '9001' })) },
      10,
      'number_value',
    ],
    ['an order of which few have a value, going down', by('since', 'DESC'), 10, 'record_id'],
  ] as const)('%s is found by an index of values, and little of them is read', async (_what, asked, found, index) => {
    const nodes = await plans.planOf('custom_value', async () => {
      expect((await page({ first: 10, ...asked })).nodes).toHaveLength(found);
    });
    const values = nodes.filter(
      (node) => node['Relation Name'] === 'custom_value' || node['Index Name']?.startsWith('custom_value'),
    );
    expect(values.length).toBeGreaterThan(0);
    expect(
      nodes.filter((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'custom_value'),
    ).toEqual([]);
    expect(values.some((node) => node['Index Name']?.includes(index))).toBe(true);
    expect(nodes.reduce((most, node) => Math.max(most, rowsRead(node)), 0)).toBeLessThan(1_000);
  });

  test('a page that lies deep in an order is found as the first one is', async () => {
    const middle = await page({ ...by('score', 'ASC'), ...own(number('score', { gte: '10000' })), first: 1 });
    const asked = { ...by('score', 'ASC'), first: 10 };
    const deep = await owner.query<{ contacts: Page }>(LIST, { ...asked, after: middle.pageInfo.endCursor });
    expect(deep.data?.contacts.nodes).toHaveLength(10);
    const nodes = await plans.planOf('custom_value', async () => {
      await page({ ...asked, after: middle.pageInfo.endCursor });
    });
    expect(nodes.reduce((most, node) => Math.max(most, rowsRead(node)), 0)).toBeLessThan(1_000);
  });

  test('what can’t be an index’s to find reads the values of one field, and no others', async () => {
    const nodes = await plans.planOf('custom_value', async () => {
      const { nodes: found } = await page({ first: 10, ...own({ key: 'code', text: { contains: 'ODE-77' } }) });
      expect(found).toHaveLength(10);
    });
    const values = nodes.filter((node) => node['Relation Name'] === 'custom_value');
    expect(values.reduce((sum, node) => sum + rowsRead(node), 0)).toBeLessThanOrEqual(MANY);
  });

  test.each([
    ['of a field of their own', 'custom_value', own({ key: 'code', text: { contains: 'ODE-77' } })],
    [
      'of a field of their own, by its beginning',
      'custom_value',
      own({ key: 'code', text: { startsWith: 'CODE-77' } }),
    ],
    ['of a built-in field', 'contact', { where: { name: { contains: 'N77' } } }],
    ['of a built-in field, by its beginning', 'contact', { where: { name: { startsWith: 'N77' } } }],
  ])('what is looked for is folded once, and not for each row: %s', async (_what, table, asked) => {
    const nodes = await plans.planOf(table, async () => {
      expect((await page({ first: 10, ...asked })).nodes).toHaveLength(10);
    });
    const once = nodes.filter(
      (node) =>
        node['Parent Relationship'] === 'InitPlan' && node['Node Type'] === 'Result' && node['Actual Rows'] === 1,
    );
    expect(once.map((node) => node['Actual Loops'])).toContain(1);
    expect(nodes.some((node) => rowsRead(node) > 1_000)).toBe(true);
  });
});
