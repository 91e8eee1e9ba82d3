import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createReadWorld, type ReadWorld } from './support/read-world.js';

let world: ReadWorld;

beforeAll(async () => {
  world = await createReadWorld();
});
afterAll(() => world.end());

interface Disclosed {
  readonly subject: string;
  readonly fields: readonly string[];
  readonly count: number;
}

/** What the log tells of this query, of each entry that it made. */
async function logged(actor: 'external' | 'support' | 'support2', query: string): Promise<Disclosed[][]> {
  const entries = async (): Promise<readonly { id: string; disclosed: Disclosed[] }[]> => {
    const { data } = await world.ask(
      'owner',
      '{ tenant { gdpr { accessLog(first: 100) { nodes { id disclosed { subject fields count } } } } } }',
    );
    return (data as unknown as { tenant: { gdpr: { accessLog: { nodes: { id: string; disclosed: Disclosed[] }[] } } } })
      .tenant.gdpr.accessLog.nodes;
  };
  const before = new Set((await entries()).map(({ id }) => id));
  const { errors } = await world.ask(actor, query);
  expect(errors).toEqual([]);
  return (await entries()).filter(({ id }) => !before.has(id)).map(({ disclosed }) => disclosed);
}

describe('The log tells of records of which only their being there was shown', () => {
  test.each([
    ['by a type name', '{ contacts(first: 3) { nodes { __typename } } }', []],
    ['by a withheld field alone', '{ contacts(first: 3) { nodes { email } } }', []],
    ['by an id', '{ contacts(first: 3) { nodes { id email } } }', ['id']],
    ['by an edge', '{ contacts(first: 3) { edges { cursor } } }', []],
    [
      'by an edge and one row more that is only looked for',
      '{ contacts(first: 3) { edges { cursor } pageInfo { hasNextPage } } }',
      [],
    ],
    ['by the place of a page', '{ contacts(first: 3) { pageInfo { endCursor } } }', []],
    ['by values of fields that are all withheld', '{ contacts(first: 3) { nodes { nationalId notes } } }', []],
  ] as const)('%s', async (_by, query, fields) => {
    expect(await logged('external', query)).toEqual([[{ subject: 'Contact', fields, count: 3 }]]);
  });

  test('once, by the first of two grants, where neither opens what was asked', async () => {
    expect(await logged('support2', '{ contacts(first: 2) { nodes { id name } } }')).toEqual([
      [{ subject: 'Contact', fields: ['id'], count: 2 }],
    ]);
  });

  test('and of nothing where nothing of any record was shown', async () => {
    expect(await logged('external', '{ contacts { __typename } }')).toEqual([]);
    expect(await logged('support', '{ tickets(first: 1) { nodes { subject } } }')).toEqual([]);
  });
});
