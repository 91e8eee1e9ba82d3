import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addAwkwardContacts, AWKWARD_NAMES } from './oracle/awkward-rows.js';
import { compareText } from './oracle/oracle.js';
import { createReadWorld, type ReadWorld } from './support/read-world.js';

let world: ReadWorld;

beforeAll(async () => {
  world = await createReadWorld();
  await addAwkwardContacts(world);
});
afterAll(() => world.end());

interface Names {
  readonly contacts: { readonly nodes: readonly { readonly name: string; readonly city: string | null }[] };
}

/** The awkward names that a test of names matches. */
async function matching(test: object): Promise<ReadonlySet<string>> {
  const { data, errors } = await world.ask(
    'owner',
    'query ($w: ContactFilter!) { contacts(first: 100, where: { and: [$w, { createdAt: { eq: "2026-01-01T00:00:00Z" } }] }) { nodes { name } } }',
    { w: { name: test } },
  );
  expect(errors).toEqual([]);
  return new Set((data as unknown as Names).contacts.nodes.map(({ name }) => name));
}

const IGNORES_CASE: readonly [found: string, ...by: string[]][] = [
  ['Straße', 'STRASSE', 'straße', 'STRAẞE', 'Asse', 'aß'],
  ['STRASSE', 'straße', 'STRAẞE', 'strasse'],
  ['STRAẞE', 'strasse', 'Straße', 'ẞ', 'ß', 'ss', 'SS'],
  ['İstanbul', 'i̇STANBUL', 'İSTANBUL', 'STANBUL', 'i'],
  ['ΣΊΣΥΦΟΣ', 'σίσυφος', 'σίσυφοσ', 'ς', 'Σ', 'σ'],
  ['Σίσυφος', 'ΣΊΣΥΦΟΣ', 'φοσ', 'ΦΟΣ'],
  ['Ärger', 'äRGER', 'ÄRGER'],
  ['ﬁnn', 'FINN', 'finn'],
  ['FINN', 'ﬁnn', 'fi'],
  ['ŉ', 'ʼN'],
  ['ǅ', 'ǆ', 'Ǆ'],
  ['ᾳ', 'ΑΙ', 'αι'],
  ['K', 'k'],
  ['å', 'Å', 'Å'],
  ['ſ', 's', 'S'],
  ['µ', 'Μ', 'μ'],
  ['ж', 'Ж'],
  ['ⅷ', 'Ⅷ'],
  ['𐐨', '𐐀'],
  ['É', 'é'],
];

const IS_LITERAL: readonly [by: string, ...found: string[]][] = [
  ['%', '%', '100%', 'a%b'],
  ['_', '_', 'a_b'],
  ['\\', '\\', 'back\\slash', 'back\\\\slash'],
  ['\\\\', 'back\\\\slash'],
  ['a_b', 'a_b'],
  ['100%', '100%'],
  ['.', '...'],
  ['{a,b}', '{a,b}'],
  ["'", "x'neil"],
  ['"', 'x"neil'],
  ['\n', 'new\nline'],
  ['\t', 'tab\there'],
  ['é', 'é', 'É'],
  ['e\u0301', 'e\u0301'],
];

describe('contains and startsWith', () => {
  test.each(IGNORES_CASE)('find %j whatever the case', async (name, ...searched) => {
    for (const text of searched) {
      expect([text, ...(await matching({ contains: text }))]).toContain(name);
      expect((await matching({ startsWith: text })).has(name)).toBe(startsSo(name, text));
    }
  });

  test.each(IS_LITERAL)('take %j literally', async (text, ...names) => {
    expect([...(await matching({ contains: text }))].sort()).toEqual([...names].sort());
  });

  test('take a letter with an accent for another letter, and a letter of another script for another', async () => {
    expect([...(await matching({ contains: 'arger' }))].sort()).toEqual(['Arger', 'arger']);
    expect(await matching({ startsWith: 'e' })).not.toContain('é');
  });

  test('find everything by empty text, and nothing where there is no value', async () => {
    const { data } = await world.ask(
      'owner',
      '{ all: contacts { totalCount } named: contacts(where: { city: { contains: "" } }) { totalCount } empty: contacts(where: { city: { isNull: true } }) { totalCount } }',
    );
    const counts = data as unknown as Record<'all' | 'named' | 'empty', { totalCount: number }>;
    expect(counts.empty.totalCount).toBeGreaterThan(0);
    expect(counts.named.totalCount).toBe(counts.all.totalCount - counts.empty.totalCount);
  });
});

describe('A text that is compared', () => {
  const CONTACTS = 'query ($w: ContactFilter) { contacts(first: 1, where: $w) { totalCount } }';
  const own = (test: object): object => ({ customFields: [{ key: 'nickname', text: test }] });

  test.each([
    [{ name: { contains: 'q'.repeat(300) } }, { name: { contains: 'q'.repeat(301) } }, ['name', 'contains']],
    [{ phone: { startsWith: 'é'.repeat(300) } }, { phone: { startsWith: 'é'.repeat(301) } }, ['phone', 'startsWith']],
    [{ notes: { contains: '🌷'.repeat(300) } }, { notes: { contains: '🌷'.repeat(301) } }, ['notes', 'contains']],
    [{ notes: { eq: 'q'.repeat(20_000) } }, { notes: { eq: 'q'.repeat(20_001) } }, ['notes', 'eq']],
    [{ city: { in: ['q'.repeat(300)] } }, { city: { in: ['', 'q'.repeat(301)] } }, ['city', 'in', 1]],
    [{ nationalId: { ne: 'q'.repeat(300) } }, { nationalId: { ne: 'q'.repeat(301) } }, ['nationalId', 'ne']],
    [
      { company: { name: { startsWith: 'q'.repeat(300) } } },
      { company: { name: { startsWith: 'q'.repeat(60_000) } } },
      ['company', 'name', 'startsWith'],
    ],
    [own({ contains: 'q'.repeat(300) }), own({ contains: 'q'.repeat(301) }), ['customFields', 0, 'text', 'contains']],
    [own({ eq: 'q'.repeat(5_000) }), own({ eq: 'q'.repeat(5_001) }), ['customFields', 0, 'text', 'eq']],
  ])('is refused where it is longer than any value, by its place (%#)', async (longest, longer, argument) => {
    expect((await world.ask('owner', CONTACTS, { w: longest })).errors).toEqual([]);
    const { errors } = await world.ask('owner', CONTACTS, { w: longer });
    expect(errors.map(({ extensions }) => [extensions?.code, extensions?.argument])).toEqual([
      ['BAD_USER_INPUT', ['where', ...argument]],
    ]);
  });
});

function startsSo(name: string, text: string): boolean {
  const fold = (part: string): string => part.toLowerCase().toUpperCase();
  return fold(name).startsWith(fold(text));
}

describe('eq and in', () => {
  test.each([...AWKWARD_NAMES.entries()])('number %i is found by exactly itself', async (_, name) => {
    expect([...(await matching({ eq: name }))]).toEqual([name]);
    expect([...(await matching({ in: [name, 'nobody', 'NULL,"x"'] }))]).toEqual([name]);
    const others = await matching({ ne: name });
    expect(others.has(name)).toBe(false);
    expect(others.size).toBe(new Set(AWKWARD_NAMES).size - 1);
  });
});

describe('Sorted by text', () => {
  const sortedBy = async (field: string, direction: 'ASC' | 'DESC'): Promise<(string | null)[]> => {
    const { data } = await world.ask(
      'owner',
      `{ contacts(first: 100, where: { createdAt: { eq: "2026-01-01T00:00:00Z" } }, orderBy: [{ field: ${field}, direction: ${direction} }]) { nodes { name city } } }`,
    );
    return (data as unknown as Names).contacts.nodes.map((node) => (field === 'CITY' ? node.city : node.name));
  };

  test('names are in the order of the Unicode root collation', async () => {
    const names = [...AWKWARD_NAMES].sort(compareText);
    expect(await sortedBy('NAME', 'ASC')).toEqual(names);
    expect(await sortedBy('NAME', 'DESC')).toEqual(names.reverse());
    // Not the order of the bytes, in which umlauts come behind z.
    expect(compareText('Ärger', 'zebra')).toBeLessThan(0);
  });

  test('empty values are last in ASC and first in DESC, after whatever is largest', async () => {
    const ascending = await sortedBy('CITY', 'ASC');
    const firstEmpty = ascending.indexOf(null);
    expect(firstEmpty).toBeGreaterThan(10);
    expect(ascending.slice(firstEmpty).every((city) => city === null)).toBe(true);
    expect(ascending.slice(0, firstEmpty)).toEqual(
      [...ascending.slice(0, firstEmpty)].sort((a, b) => compareText(a ?? '', b ?? '')),
    );
    const descending = await sortedBy('CITY', 'DESC');
    expect(descending.slice(0, 10).every((city) => city === null)).toBe(true);
    expect(descending.filter((city) => city !== null)).toEqual(ascending.filter((city) => city !== null).reverse());
  });
});
