import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Dice, SEED } from './oracle/dice.js';
import { createReadWorld, type ReadWorld } from './support/read-world.js';

let world: ReadWorld;

beforeAll(async () => {
  world = await createReadWorld();
});
afterAll(() => world.end());

interface Page {
  readonly contacts: {
    readonly nodes: readonly { readonly id: string }[];
    readonly pageInfo: {
      readonly more: boolean;
      readonly cursor: string | null;
    };
  };
}

/** A crowd of its own in the tenant: everybody of one country, with names and cities by chance. */
class Crowd {
  readonly #dice: Dice;
  readonly #country: string;
  #made = 0;

  constructor(country: string, seed: number) {
    this.#country = country;
    this.#dice = new Dice(seed);
  }

  async add(count: number): Promise<string[]> {
    const { rows } = await world.sql.query<{ id: string }>(
      `insert into contact (tenant_id, id, created_at, updated_at, name, email, country)
       select t.id, gen_random_uuid(), now(), now(), p.name, p.email, $1
         from tenant t, unnest($2::text[], $3::text[]) as p (name, email) where t.slug = 'acme' returning contact.id`,
      [
        this.#country,
        Array.from({ length: count }, () => `Name ${String(this.#dice.upTo(9))}`),
        // A third has none, and many have the same: what sorts alike must not be lost either.
        Array.from({ length: count }, () =>
          this.#dice.chance(0.33) ? null : `${String(this.#dice.upTo(5))}@crowd.example`,
        ),
      ],
    );
    this.#made += count;
    return rows.map(({ id }) => `con_${id}`);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await world.sql.query('delete from contact where id = any($1)', [ids.map((id) => id.slice(4))]);
  }

  get country(): string {
    return this.#country;
  }
}

const ORDERS = [
  '[]',
  '[{ field: EMAIL, direction: ASC }]',
  '[{ field: EMAIL, direction: DESC }]',
  '[{ field: NAME, direction: DESC }, { field: EMAIL, direction: ASC }]',
];

describe('A list that is walked while rows come and go', () => {
  const ways = ORDERS.flatMap((order) => (['forward', 'backward'] as const).map((way) => [order, way] as const));

  test.each(ways)(
    `by %s, %s, shows each row that stays once, and none twice (seed ${String(SEED)})`,
    async (order, way) => {
      const dice = new Dice(SEED);
      const crowd = new Crowd(`Crowd ${order} ${way}`, SEED);
      const staying = new Set(await crowd.add(60));
      const seen: string[] = [];
      let cursor: string | null = null;
      for (;;) {
        const { contacts: page } = await pageOf(crowd.country, order, way, cursor);
        seen.push(...page.nodes.map(({ id }) => id));
        if (!page.pageInfo.more) break;
        cursor = page.pageInfo.cursor;
        // Among those that go are rows seen already, rows not seen yet, and the very row that the cursor was made from.
        const leaving = [...staying].filter(() => dice.chance(0.04));
        const last = seen.at(-1);
        if (last !== undefined && dice.chance(0.5)) leaving.push(last);
        await crowd.remove(leaving);
        for (const id of leaving) staying.delete(id);
        await crowd.add(dice.upTo(3));
      }

      expect(seen.length).toBeGreaterThan(30);
      expect(new Set(seen).size).toBe(seen.length);
      expect([...staying].filter((id) => !seen.includes(id))).toEqual([]);
      expect(staying.size).toBeGreaterThan(15);
    },
  );
});

async function pageOf(
  country: string,
  order: string,
  way: 'forward' | 'backward',
  cursor: string | null,
): Promise<Page> {
  const [size, from, more, edge] =
    way === 'forward'
      ? (['first', 'after', 'hasNextPage', 'endCursor'] as const)
      : (['last', 'before', 'hasPreviousPage', 'startCursor'] as const);
  const { data, errors } = await world.ask(
    'owner',
    `query ($country: String!, $cursor: String) { contacts(${size}: 7, ${from}: $cursor, where: { country: { eq: $country } }, orderBy: ${order}) {
      nodes { id } pageInfo { more: ${more} cursor: ${edge} } } }`,
    { country, cursor },
  );
  expect(errors).toEqual([]);
  const page = data as unknown as Page;
  // Within a page backward lists are in the order of the list too; seen from the back, the last is the first.
  return way === 'forward' ? page : { contacts: { ...page.contacts, nodes: [...page.contacts.nodes].reverse() } };
}
