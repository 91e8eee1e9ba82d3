import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CORPUS } from './corpus/corpus.js';
import { createReadWorld, MISSING_UUID, type ReadWorld } from './support/read-world.js';
import { startServer } from '../support/server.js';
import { Client } from '../support/client.js';

let world: ReadWorld;

beforeAll(async () => {
  world = await createReadWorld();
});
afterAll(() => world.end());

const DEEP = `{
  companies(first: 5) {
    totalCount
    nodes {
      name customFields { key value }
      contacts(first: 3) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { name nationalId company { name } customFields { key value } invoices(first: 2) { totalCount nodes { number contact { name } } } }
      }
      invoices(last: 2) { edges { cursor node { total } } }
    }
  }
  again: contacts(first: 10, where: { company: { name: { contains: "a" } } }) { nodes { name } }
  tickets(first: 3) { nodes { messages(first: 2) { nodes { body } } } }
}`;

async function statementsOf(
  server: ReadWorld['compiled'],
  work: () => Promise<{ readonly errors: readonly unknown[] }>,
): Promise<number> {
  const before = server.database.statements;
  const { errors } = await work();
  expect(errors).toEqual([]);
  return server.database.statements - before;
}

describe('A query of compiled reads', () => {
  test('is one statement, whatever it nests, once the standing is remembered', async () => {
    const fresh = await startServer({ databases: world.compiled.databases });
    try {
      const client = new Client(fresh.url, 'acme');
      await client.signIn('owner@acme.test');
      const other = new Client(fresh.url, 'acme');
      await other.signIn('owner@acme.test');
      // Somebody else's session remembers nothing for this one.
      await other.query(DEEP);

      // The standing, the read, and behind it the proof that the next ones rest on.
      expect(await statementsOf(fresh, () => client.query(DEEP))).toBe(3);
      expect(await statementsOf(fresh, () => client.query(DEEP))).toBe(1);
      expect(
        await statementsOf(fresh, () =>
          client.query('{ invoices(first: 100) { nodes { contact { company { name } } } } }'),
        ),
      ).toBe(1);
    } finally {
      await fresh.stop();
    }
  });

  test('is one statement under an authority too, its log entry included', async () => {
    const query = '{ contacts(first: 50) { nodes { name email company { name } invoices(first: 2) { totalCount } } } }';
    await world.ask('support', query);

    expect(await statementsOf(world.compiled, () => world.ask('support', query))).toBe(1);
  });

  test('is as many statements for one row as for a hundred', async () => {
    for (const first of [1, 100]) {
      const query = `{ contacts(first: ${String(first)}) { nodes { name company { name contacts(first: 2) { nodes { name } } } } } }`;
      expect(await statementsOf(world.compiled, () => world.ask('owner', query))).toBe(1);
    }
  });

  test('is never more than one statement, in the whole corpus', async () => {
    const reads = CORPUS.filter(
      ({ query, as }) => as.includes('owner') && !/viewer|tenant|__schema|\bnodes?\(id/.test(query),
    );
    expect(reads.length).toBeGreaterThan(120);
    for (const { name, query, variables } of reads) {
      const before = world.compiled.database.statements;
      await world.ask('owner', query, variables(world.ids));
      // What memory refuses is asked anew before it is refused: that is a statement, too, and the only one.
      expect({ name, sent: Math.max(1, world.compiled.database.statements - before) }).toEqual({ name, sent: 1 });
    }
  });

  test('is asked once more where it is of one record that is not found, whether missing or of another tenant', async () => {
    const query = 'query ($id: ID!) { contact(id: $id) { name } }';
    const sent: number[] = [];
    const texts = new Set<string>();
    for (const id of [world.ids.contact, `con_${MISSING_UUID}`, world.ids.foreignContact]) {
      const before = world.compiled.database.statements;
      const { data, errors } = await world.ask('owner', query, { id });
      sent.push(world.compiled.database.statements - before);
      if (id !== world.ids.contact) texts.add(JSON.stringify({ data, errors }));
    }
    expect(sent).toEqual([1, 2, 2]);
    expect([...texts]).toEqual([JSON.stringify({ data: { contact: null }, errors: [] })]);
  });

  test('is one statement where graphql-js walks it beside other fields', async () => {
    const query =
      '{ viewer { actor } a: contacts(first: 3) { nodes { name } } b: companies(first: 3) { nodes { name } } }';
    await world.ask('owner', query);

    // One for the reads and one for the standing that the viewer is told from.
    expect(await statementsOf(world.compiled, () => world.ask('owner', query))).toBe(2);
  });

  describe('has one plan, however often it is asked', () => {
    const asked: readonly (readonly [string, 'owner' | 'support', string, (id: string) => object])[] = [
      [
        'also for whether a record is there, under an authority',
        'support',
        'query ($id: ID!) { viewer { can(action: READ, subject: "Contact", id: $id) { allowed } } }',
        (id) => ({ id }),
      ],
      [
        'also behind a change, where it is answered by itself',
        'owner',
        'mutation { endOtherSessions { viewer { securityEvents(first: 1) { nodes { id } } } } }',
        () => ({}),
      ],
    ];

    test.each(asked)('%s', async (_what, actor, query, variablesOf) => {
      const { reader } = world.compiled.corridor;
      const before = reader.planCount;
      expect((await world.ask(actor, query, variablesOf(world.ids.contact))).errors).toEqual([]);
      const once = reader.planCount;
      expect(once).toBeGreaterThan(before);
      for (const id of [world.ids.contact, world.ids.loner]) await world.ask(actor, query, variablesOf(id));
      expect(reader.planCount).toBe(once);
    });
  });
});
