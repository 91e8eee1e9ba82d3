import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addAwkwardContacts } from './oracle/awkward-rows.js';
import { ChanceFilters } from './oracle/chance-filters.js';
import { Dice, SEED } from './oracle/dice.js';
import { askerOf, idsOf, TYPES, type Asker, type Page } from './oracle/asking.js';
import { matches, sorted, type Input, type OrderInput } from './oracle/oracle.js';
import { loadRows, type ListName, type Rows } from './oracle/rows.js';
import { createReadWorld, type ReadWorld } from './support/read-world.js';

let world: ReadWorld;
let rows: Rows;
let ask: Asker['ask'];
let walk: Asker['walk'];

beforeAll(async () => {
  world = await createReadWorld();
  await addAwkwardContacts(world);
  rows = await loadRows(world);
  ({ ask, walk } = askerOf(world));
});
afterAll(() => world.end());

const LISTS = ['contacts', 'companies', 'invoices'] as const;

async function oneCase(list: ListName, where: Input, orderBy: readonly OrderInput[]): Promise<number> {
  const query = `query ($where: ${TYPES[list]}Filter!, $orderBy: [${TYPES[list]}Order!]) {
    these: ${list}(first: 100, where: $where, orderBy: $orderBy) { nodes { id } totalCount }
    last: ${list}(last: 30, where: $where, orderBy: $orderBy) { nodes { id } }
    others: ${list}(first: 1, where: { not: $where }) { totalCount }
  }`;
  const data = await ask<Record<'these' | 'last' | 'others', Page>>(query, { where, orderBy });
  const expected = idsOf(
    sorted(
      rows[list].filter((row) => matches(row, where)),
      orderBy,
    ),
  );
  const told = { list, where, orderBy };

  expect({ ...told, count: data.these.totalCount }).toEqual({ ...told, count: expected.length });
  expect({ ...told, others: data.others.totalCount }).toEqual({ ...told, others: rows[list].length - expected.length });
  expect({ ...told, ids: idsOf(data.these.nodes) }).toEqual({ ...told, ids: expected.slice(0, 100) });
  expect({ ...told, ids: idsOf(data.last.nodes) }).toEqual({ ...told, ids: expected.slice(-30) });
  return expected.length;
}

describe('Lists, against an oracle that knows the rows', () => {
  test.each(LISTS)(
    `%s by 120 filters and orders of chance are the same rows in the same order (seed ${String(SEED)})`,
    async (list) => {
      const dice = new Dice(SEED);
      const chance = new ChanceFilters(dice, rows);
      let some = 0;
      for (let number = 0; number < 120; number += 1) {
        const found = await oneCase(list, chance.filter(list), chance.order(list));
        if (found > 0 && found < rows[list].length) some += 1;
      }
      // The cases would prove little if they matched all or nothing.
      expect(some).toBeGreaterThan(70);
    },
  );

  test('a filter of a relation that asks nothing matches also where there is none, however it is written', async () => {
    const x = { name: { eq: 'x' } };
    const empty: readonly Input[] = [
      {},
      { and: [] },
      { and: [{}] },
      { name: {} },
      { or: [{}] },
      { or: [x, {}] },
      { not: { or: [] } },
      { not: { not: {} } },
      { not: { and: [x, { not: {} }] } },
      { not: { or: [{ or: [] }, { not: {} }] } },
    ];
    const count = rows.contacts.length;
    const valued = rows.contacts.filter(({ company }) => company !== null).length;
    expect(valued).toBeLessThan(count);
    for (const company of empty) {
      const among = { ...company, asked: await oneCase('contacts', { company }, []) };
      expect(among).toEqual({ ...company, asked: count });
      expect(await oneCase('contacts', { company: { not: company } }, [])).toBe(0);
      expect(await oneCase('invoices', { contact: { company } }, [])).toBe(rows.invoices.length);
    }
    for (const company of [{ name: { ne: 'x' } }, { not: { name: { in: [] } } }])
      expect(await oneCase('contacts', { company }, [])).toBe(valued);
  });

  test.each(LISTS)('%s by each order alone, both ways, to the last row', async (list) => {
    const fields = {
      contacts: ['NAME', 'EMAIL', 'CITY', 'CREATED_AT', 'UPDATED_AT'],
      companies: ['NAME', 'CREATED_AT'],
      invoices: ['NUMBER', 'ISSUED_ON', 'TOTAL', 'CREATED_AT'],
    }[list];
    for (const field of fields) {
      for (const direction of ['ASC', 'DESC'] as const) {
        const orderBy = [{ field, direction }];
        expect({ orderBy, ids: await walk(list, {}, orderBy, 100, 'forward') }).toEqual({
          orderBy,
          ids: idsOf(sorted(rows[list], orderBy)),
        });
      }
    }
  });

  test(`walked forward and backward in pages of any size are the same list (seed ${String(SEED)})`, async () => {
    const dice = new Dice(SEED + 1);
    const chance = new ChanceFilters(dice, rows);
    let walked = 0;
    while (walked < 24) {
      const list = dice.oneOf(LISTS);
      const where = chance.filter(list);
      const orderBy = chance.order(list);
      const expected = idsOf(
        sorted(
          rows[list].filter((row) => matches(row, where)),
          orderBy,
        ),
      );
      if (expected.length < 3 || expected.length > 250) continue;
      walked += 1;
      const size = dice.oneOf([3, 7, 10, 33, 100]);
      expect({ where, orderBy, size, ids: await walk(list, where, orderBy, size, 'forward') }).toEqual({
        where,
        orderBy,
        size,
        ids: expected,
      });
      expect({ where, orderBy, size, ids: await walk(list, where, orderBy, size, 'backward') }).toEqual({
        where,
        orderBy,
        size,
        ids: expected,
      });
    }
  });

  test('by pages of one row, with after and before at once', async () => {
    const orderBy = [
      { field: 'CITY', direction: 'DESC' },
      { field: 'NAME', direction: 'ASC' },
    ] as const;
    const where = { name: { startsWith: 'st' } };
    const expected = idsOf(
      sorted(
        rows.contacts.filter((row) => matches(row, where)),
        orderBy,
      ),
    );
    expect(expected.length).toBeGreaterThan(5);
    expect(await walk('contacts', where, orderBy, 1, 'forward')).toEqual(expected);
    expect(await walk('contacts', where, orderBy, 1, 'backward')).toEqual(expected);

    const { contacts } = await ask<{ contacts: { edges: { cursor: string }[] } }>(
      'query ($where: ContactFilter, $orderBy: [ContactOrder!]) { contacts(first: 100, where: $where, orderBy: $orderBy) { edges { cursor } } }',
      { where, orderBy },
    );
    const cursors = contacts.edges.map(({ cursor }) => cursor);
    for (const [from, to] of [
      [0, 4],
      [1, 2],
      [2, expected.length - 1],
      [3, 1],
    ] as const) {
      for (const size of ['first', 'last'] as const) {
        const page = await ask<{ contacts: Page }>(
          `query ($where: ContactFilter, $orderBy: [ContactOrder!], $after: String, $before: String) {
            contacts(${size}: 2, where: $where, orderBy: $orderBy, after: $after, before: $before) { nodes { id } pageInfo { hasNextPage hasPreviousPage } totalCount } }`,
          { where, orderBy, after: cursors[from], before: cursors[to] },
        );
        const between = expected.slice(from + 1, Math.max(from + 1, to));
        const taken = size === 'first' ? between.slice(0, 2) : between.slice(-2);
        expect({ from, to, size, ids: idsOf(page.contacts.nodes) }).toEqual({ from, to, size, ids: taken });
        expect(page.contacts.totalCount).toBe(expected.length);
        // There are rows outside of the cursors on both sides, for the cursors are themselves rows.
        expect(page.contacts.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true });
      }
    }
  });

  test(`nested in each parent are the rows of that parent (seed ${String(SEED)})`, async () => {
    const dice = new Dice(SEED + 2);
    const chance = new ChanceFilters(dice, rows);
    for (let number = 0; number < 40; number += 1) {
      const inner = dice.oneOf(['contacts', 'invoices'] as const);
      const where = chance.filter(inner, 2);
      const orderBy = chance.order(inner);
      const size = 1 + dice.upTo(6);
      const way = dice.oneOf(['first', 'last'] as const);
      const { companies } = await ask<{ companies: { nodes: (Record<'list', Page> & { id: string })[] } }>(
        `query ($where: ${TYPES[inner]}Filter, $orderBy: [${TYPES[inner]}Order!]) { companies(first: 30) { nodes { id
          list: ${inner}(${way}: ${String(size)}, where: $where, orderBy: $orderBy) { nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage } } } } }`,
        { where, orderBy },
      );
      for (const { id, list } of companies.nodes) {
        const own = rows[inner].filter((row) => row.company?.id === id && matches(row, where));
        const expected = idsOf(sorted(own, orderBy));
        const taken = way === 'first' ? expected.slice(0, size) : expected.slice(-size);
        const more = expected.length > size;
        expect({ id, where, orderBy, ids: idsOf(list.nodes), count: list.totalCount }).toEqual({
          id,
          where,
          orderBy,
          ids: taken,
          count: expected.length,
        });
        expect(list.pageInfo).toEqual({
          hasNextPage: way === 'first' && more,
          hasPreviousPage: way === 'last' && more,
        });
      }
    }
  });

  test('of a sealed field: equal, in, unequal and empty', async () => {
    const all = new Map<string, string | null>();
    let after: string | null = null;
    do {
      const { contacts }: { contacts: Page & { nodes: { id: string; nationalId: string | null }[] } } = await ask(
        'query ($after: String) { contacts(first: 100, after: $after) { nodes { id nationalId } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      for (const { id, nationalId } of contacts.nodes) all.set(id, nationalId);
      after = contacts.pageInfo.hasNextPage ? contacts.pageInfo.endCursor : null;
    } while (after !== null);
    expect(all.size).toBe(rows.contacts.length);
    const [one = '', two = ''] = [...all.values()].filter((value) => value !== null);
    const count = (test: (value: string | null) => boolean): number => [...all.values()].filter(test).length;

    const found = await ask<Record<string, Page>>(
      `query ($one: String!, $two: String!, $part: String!) {
        eq: contacts(where: { nationalId: { eq: $one } }) { totalCount nodes { id } }
        in: contacts(where: { nationalId: { in: [$one, $two, "x"] } }) { totalCount }
        ne: contacts(where: { nationalId: { ne: $one } }) { totalCount }
        not: contacts(where: { not: { nationalId: { eq: $one } } }) { totalCount }
        none: contacts(where: { nationalId: { isNull: true } }) { totalCount }
        part: contacts(where: { nationalId: { eq: $part } }) { totalCount }
      }`,
      { one, two, part: one.slice(1) },
    );
    expect(count((value) => value === one)).toBeGreaterThan(0);
    expect(Object.fromEntries(Object.entries(found).map(([name, { totalCount }]) => [name, totalCount]))).toEqual({
      eq: count((value) => value === one),
      in: count((value) => value === one || value === two),
      ne: count((value) => value !== one),
      not: count((value) => value !== one),
      none: count((value) => value === null),
      part: 0,
    });
  });
});
