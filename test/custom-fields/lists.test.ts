/** Lists that are filtered and sorted by fields of the tenant's own, against what an array does with the same rows. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scaleDecimal } from '../../src/kernel/decimal.js';
import { newUuid } from '../../src/kernel/ids.js';
import { openStage, OWNER, uuidOf, type Stage } from '../consent/stage.js';
import { Dice } from '../read/oracle/dice.js';
import type { Client } from '../support/client.js';
import { made } from '../write/desk.js';
import { fieldMade, must, updateField } from './defining.js';

type Type = 'TEXT' | 'NUMBER' | 'DATE' | 'BOOLEAN' | 'CHOICE';
type Value = string | null;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly values: Readonly<Record<string, Value>>;
}

const SEED = 20261128;
const MARK = 'Vq-own';
const FIELDS: Readonly<Record<string, { readonly type: Type; readonly values: readonly Value[] }>> = {
  word: {
    type: 'TEXT',
    values: [null, 'ant', 'Ant', 'Éclair', 'zebra', '50%', 'a_b', `${'x'.repeat(250)}1`, `${'x'.repeat(250)}2`],
  },
  size: { type: 'NUMBER', values: [null, '-12.5', '0', '36', '37.5', '42', '922337203685477.5807'] },
  since: { type: 'DATE', values: [null, '0001-01-01', '2024-02-29', '2025-01-01', '9999-12-31'] },
  member: { type: 'BOOLEAN', values: [null, 'true', 'false'] },
  colour: { type: 'CHOICE', values: [null, 'red', 'Green', 'blue'] },
};
const OPERATORS: Readonly<Record<Type, readonly [object: string, operators: readonly string[]]>> = {
  TEXT: ['text', ['eq', 'ne', 'in', 'contains', 'startsWith', 'isNull']],
  CHOICE: ['text', ['eq', 'ne', 'in', 'contains', 'startsWith', 'isNull']],
  NUMBER: ['number', ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull']],
  DATE: ['date', ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull']],
  BOOLEAN: ['boolean', ['eq', 'ne', 'isNull']],
};

type Filter = Readonly<Record<string, unknown>>;

/** As PostgreSQL's root collation has it, over the beginning that a text is sorted by. */
const collator = new Intl.Collator('und');
const key = (text: string): string => [...text].slice(0, 200).join('');

function compare(type: Type, one: string, other: string): number {
  if (type === 'NUMBER') return Number(one) - Number(other);
  if (type === 'TEXT' || type === 'CHOICE') return collator.compare(key(one), key(other));
  return one < other ? -1 : one > other ? 1 : 0;
}

function holds(type: Type, operator: string, wanted: unknown, value: Value): boolean {
  const fold = (text: string): string => text.toLowerCase().toUpperCase();
  switch (operator) {
    case 'isNull':
      return (value === null) === wanted;
    case 'ne':
      return value !== String(wanted);
    case 'eq':
      return value !== null && (type === 'NUMBER' ? Number(value) === Number(wanted) : value === String(wanted));
    case 'in':
      return value !== null && (wanted as string[]).includes(value);
    case 'contains':
      return value !== null && fold(value).includes(fold(wanted as string));
    case 'startsWith':
      return value !== null && fold(value).startsWith(fold(wanted as string));
  }
  if (value === null) return false;
  const order = compare(type, value, wanted as string);
  return { gt: order > 0, gte: order >= 0, lt: order < 0, lte: order <= 0 }[operator] ?? false;
}

function matches(filter: Filter, row: Row): boolean {
  return Object.entries(filter).every(([name, value]) => {
    if (name === 'and') return (value as Filter[]).every((one) => matches(one, row));
    if (name === 'or') return (value as Filter[]).some((one) => matches(one, row));
    if (name === 'not') return !matches(value as Filter, row);
    return (value as (Filter & { key: string })[]).every(({ key: of, ...conditions }) =>
      Object.entries(conditions).every(([object, asked]) => {
        const { type } = FIELDS[of]!;
        const own = row.values[of] ?? null;
        if (object === 'isNull') return holds(type, 'isNull', asked, own);
        return Object.entries(asked as Filter).every(([operator, wanted]) => holds(type, operator, wanted, own));
      }),
    );
  });
}

function conditionOf(dice: Dice): Filter & { key: string } {
  const of = dice.oneOf(Object.keys(FIELDS));
  const { type, values } = FIELDS[of]!;
  const [object, operators] = OPERATORS[type];
  const some = (): string => dice.oneOf(values.filter((value) => value !== null));
  const operator = dice.oneOf(operators);
  if (operator === 'isNull') return { key: of, isNull: dice.oneOf([true, false]) };
  const cut = (text: string): string => text.slice(0, dice.oneOf([1, 2, 3]));
  const wanted =
    operator === 'in' ? [some(), some()] : operator === 'contains' || operator === 'startsWith' ? cut(some()) : some();
  if (dice.oneOf([true, false, false]) && operator === 'eq') return { key: of, exact: { eq: wanted } };
  return { key: of, [object]: { [operator]: type === 'BOOLEAN' ? wanted === 'true' : wanted } };
}

function filterOf(dice: Dice, depth = 2): Filter {
  const kind = depth === 0 ? 'own' : dice.oneOf(['own', 'own', 'own', 'and', 'or', 'not']);
  if (kind === 'not') return { not: filterOf(dice, depth - 1) };
  if (kind === 'and' || kind === 'or') return { [kind]: [filterOf(dice, depth - 1), filterOf(dice, depth - 1)] };
  return { customFields: dice.oneOf([1, 1, 2]) === 1 ? [conditionOf(dice)] : [conditionOf(dice), conditionOf(dice)] };
}

/** As the API would have stored them, only at once. */
async function plant({ sql }: Stage, rows: readonly Row[], ids: Readonly<Record<string, string>>): Promise<void> {
  await sql(
    `insert into contact (tenant_id, id, created_at, updated_at, name)
     select t.id, r.id::uuid, now(), now(), r.name
       from tenant t, jsonb_to_recordset($1) as r (id text, name text) where t.slug = 'acme'`,
    [JSON.stringify(rows.map(({ id, name }) => ({ id: uuidOf(id), name })))],
  );
  const column = { TEXT: 'text', CHOICE: 'text', NUMBER: 'number', DATE: 'date', BOOLEAN: 'boolean' } as const;
  const values = rows.flatMap((row) =>
    Object.entries(row.values).flatMap(([of, value]) => {
      if (value === null) return [];
      const { type } = FIELDS[of]!;
      const stored = type === 'NUMBER' ? scaleDecimal(value) : value;
      return [{ record: uuidOf(row.id), field: uuidOf(ids[of] ?? ''), [column[type]]: stored }];
    }),
  );
  await sql(
    `insert into custom_value (tenant_id, id, field_id, contact_id, text_value, number_value, date_value, boolean_value)
     select t.id, gen_random_uuid(), v.field, v.record, v.text, v.number, v.date, v.boolean
       from tenant t, jsonb_to_recordset($1)
         as v (record uuid, field uuid, text text, number bigint, date date, boolean boolean) where t.slug = 'acme'`,
    [JSON.stringify(values)],
  );
}

interface List {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const LIST = `query List($where: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $last: Int, $after: String, $before: String) {
  contacts(where: $where, orderBy: $orderBy, first: $first, last: $last, after: $after, before: $before) {
    totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

describe('A list by the tenant’s own fields', () => {
  let stage: Stage;
  let owner: Client;
  let rows: readonly Row[];
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    const dice = new Dice(SEED);
    for (const [name, { type, values }] of Object.entries(FIELDS)) {
      const choices = type === 'CHOICE' ? { choices: values.filter((value) => value !== null) } : {};
      ids[name] = await fieldMade(owner, name, 'NOTES', { type, ...choices });
    }
    rows = Array.from({ length: 70 }, (_, at) => {
      const values = Object.fromEntries(Object.entries(FIELDS).map(([of, field]) => [of, dice.oneOf(field.values)]));
      return { id: `con_${newUuid()}`, name: `${MARK} ${String(at % 7)}`, values };
    });
    await plant(stage, rows, ids);
  });
  afterAll(() => stage.close());

  const list = async (variables: object): Promise<List> => {
    const { data, text } = await owner.query<{ contacts: List }>(LIST, variables);
    if (!data) throw new Error(text);
    return data.contacts;
  };
  const ours = (where: Filter): Filter => ({ and: [{ name: { startsWith: MARK } }, where] });
  const byId = (one: Row, other: Row): number => (one.id < other.id ? -1 : 1);

  test(`finds what an array finds (seed ${String(SEED)})`, async () => {
    const dice = new Dice(SEED + 1);
    let found = 0;
    for (let at = 0; at < 100; at += 1) {
      const where = filterOf(dice);
      const expected = rows.filter((row) => matches(where, row)).sort(byId);
      const [once, negated] = [
        await list({ where: ours(where), first: 100 }),
        await list({ where: ours({ not: where }) }),
      ];
      expect({ where, ids: once.nodes.map(({ id }) => id) }).toEqual({ where, ids: expected.map(({ id }) => id) });
      expect(once.totalCount + negated.totalCount).toBe(rows.length);
      // Where nothing is around it that may or may not hold, it is found in another way.
      const alone = await list({ where: { name: { startsWith: MARK }, ...where }, first: 100 });
      expect(alone.nodes).toEqual(once.nodes);
      found += expected.length;
    }
    expect(found).toBeGreaterThan(700);
  });

  describe.each(Object.keys(FIELDS))('sorted by %s', (name) => {
    const { type } = FIELDS[name]!;

    test.each([
      ['ASC', undefined],
      ['DESC', undefined],
      ['ASC', { customFields: [{ key: name, isNull: false }] }],
      ['DESC', { customFields: [{ key: name, isNull: true }] }],
      ['DESC', { customFields: [{ key: 'size', number: { gte: '0' } }] }],
      ['ASC', { not: { customFields: [{ key: name, isNull: true }] } }],
      [
        'ASC',
        {
          customFields: [
            { key: 'size', number: { gte: '0', lt: '100' } },
            { key: name, isNull: false },
          ],
        },
      ],
    ] as const)('%s, where %j, in pages of any size, forward and backward', async (direction, where) => {
      const sign = direction === 'ASC' ? 1 : -1;
      const expected = rows
        .filter((row) => where === undefined || matches(where as Filter, row))
        .sort((one, other) => {
          const [a, b] = [one.values[name] ?? null, other.values[name] ?? null];
          if (a === null || b === null) return a === b ? sign * byId(one, other) : sign * (a === null ? 1 : -1);
          return sign * (compare(type, a, b) || byId(one, other));
        })
        .map(({ id }) => id);
      expect(expected.length).toBeGreaterThan(3);
      const fixed = {
        where: ours((where as Filter | undefined) ?? {}),
        orderBy: [{ field: 'CUSTOM_FIELD', customField: name, direction }],
      };
      for (const size of [7, 100]) {
        for (const backward of [false, true]) {
          const walked: string[] = [];
          let cursor: string | null = null;
          for (let page = 0; page < 80; page += 1) {
            const at = backward ? { last: size, before: cursor } : { first: size, after: cursor };
            const { nodes, pageInfo, totalCount } = await list({ ...fixed, ...at });
            expect(totalCount).toBe(expected.length);
            const shown = nodes.map(({ id }) => id);
            if (backward) walked.unshift(...shown);
            else walked.push(...shown);
            expect(backward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage).toBe(page > 0);
            cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
            if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) break;
          }
          expect({ size, backward, walked }).toEqual({ size, backward, walked: expected });
        }
      }
    });
  });

  test('is sorted by further fields where the values are equal', async () => {
    const orderBy = [
      { field: 'CUSTOM_FIELD', customField: 'member', direction: 'DESC' },
      { field: 'NAME', direction: 'ASC' },
    ];
    const rank = ({ values }: Row): number => [null, 'true', 'false'].indexOf(values.member ?? null);
    const expected = [...rows].sort(
      (one, other) => rank(one) - rank(other) || collator.compare(one.name, other.name) || -byId(one, other),
    );
    const walked: string[] = [];
    let after: string | null = null;
    do {
      const page: List = await list({ where: ours({}), orderBy, first: 9, after });
      walked.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(walked).toEqual(expected.map(({ id }) => id));
  });

  test('lies between two cursors, also where they stand on both sides of the empty ones', async () => {
    for (const direction of ['ASC', 'DESC']) {
      const orderBy = [{ field: 'CUSTOM_FIELD', customField: 'size', direction }];
      const text = `query Q($where: ContactFilter, $orderBy: [ContactOrder!], $after: String, $before: String) {
        contacts(where: $where, orderBy: $orderBy, first: 100, after: $after, before: $before) { edges { cursor node { id } } } }`;
      const edges = async (more: object): Promise<{ cursor: string; node: { id: string } }[]> => {
        const { data } = await owner.query<{ contacts: { edges: { cursor: string; node: { id: string } }[] } }>(text, {
          where: ours({}),
          orderBy,
          ...more,
        });
        return data?.contacts.edges ?? [];
      };
      const whole = await edges({});
      expect(whole).toHaveLength(rows.length);
      for (const [from, to] of [
        [0, 69],
        [5, 20],
        [20, 66],
        [62, 68],
        [68, 3],
        [9, 10],
      ] as const) {
        const between = await edges({ after: whole[from]?.cursor, before: whole[to]?.cursor });
        expect(between).toEqual(whole.slice(from + 1, Math.max(from + 1, to)));
      }
    }
  });

  test('is that of a related record, or of those that belong to it', async () => {
    const company = await fieldMade(owner, 'tier', 'COMMERCIAL', { subject: 'COMPANY', type: 'NUMBER' });
    expect(company).toBeTruthy();
    const make = (tier: string): Promise<string> =>
      made(owner, 'Company', { name: `${MARK} ${tier}`, customFields: [{ key: 'tier', value: tier }] });
    const [one, two] = [await make('1'), await make('2')];
    const contact = async (companyId: string, size: string): Promise<string> =>
      made(owner, 'Contact', { name: 'Related', companyId, customFields: [{ key: 'size', value: size }] });
    const [a, b, c] = [await contact(one, '1'), await contact(two, '2'), await contact(two, '3')];
    const where = { name: { eq: 'Related' }, company: { customFields: [{ key: 'tier', number: { gte: '2' } }] } };
    expect((await list({ where })).nodes.map(({ id }) => id)).toEqual([b, c]);
    expect((await list({ where: { name: { eq: 'Related' }, not: { company: where.company } } })).nodes).toEqual([
      { id: a },
    ]);
    const nested = `query N($where: CompanyFilter) { companies(where: $where, orderBy: [{field: CUSTOM_FIELD, customField: "tier", direction: DESC}]) {
      nodes { id contacts(where: {customFields: [{key: "size", number: {gte: "1", lte: "2.5"}}]},
        orderBy: [{field: CUSTOM_FIELD, customField: "size", direction: DESC}]) { totalCount nodes { id } } } } }`;
    const { data, text } = await owner.query<{ companies: unknown }>(nested, {
      where: { customFields: [{ key: 'tier', isNull: false }] },
    });
    expect(text).not.toContain('errors');
    expect(data?.companies).toEqual({
      nodes: [
        { id: two, contacts: { totalCount: 1, nodes: [{ id: b }] } },
        { id: one, contacts: { totalCount: 1, nodes: [{ id: a }] } },
      ],
    });
    const invoices = await owner.query<{ invoices: { totalCount: number } }>(
      '{ invoices(where: { company: { customFields: [{ key: "tier", isNull: false }] } }) { totalCount } }',
    );
    expect(invoices.data?.invoices.totalCount).toBe(0);
  });

  test.each([
    [{ customFields: [{ key: 'no_such', isNull: true }] }, [0]],
    [
      {
        customFields: [
          { key: 'size', isNull: false },
          { key: 'size', text: { eq: '1' } },
        ],
      },
      [1, 'text'],
    ],
    [{ customFields: [{ key: 'word', number: { eq: '1' } }] }, [0, 'number']],
    [{ customFields: [{ key: 'word', text: { eq: null } }] }, [0, 'text', 'eq']],
    [{ customFields: [{ key: 'word', text: { contains: 'a\u0000' } }] }, [0, 'text', 'contains']],
    [{ customFields: [{ key: 'size', exact: { eq: 'twelve' } }] }, [0, 'exact', 'eq']],
    [{ customFields: [{ key: 'since', exact: { in: ['2026-01-01', '2026-02-30'] } }] }, [0, 'exact', 'in', 1]],
  ] as const)('is refused where %j', async (where, path) => {
    const { code, errors } = await owner.query(LIST, { where });
    const argument = errors[0]?.extensions?.argument as readonly unknown[];
    expect(code).toBe('BAD_USER_INPUT');
    expect(argument).toEqual(['where', 'customFields', ...path]);
  });

  test('has as many conditions as any filter', async () => {
    const conditions = (count: number): object => ({
      where: { customFields: Array.from({ length: count }, () => ({ key: 'size', isNull: true })) },
    });
    expect((await owner.query(LIST, conditions(99))).code).toBeUndefined();
    const { code, errors } = await owner.query(LIST, conditions(100));
    expect([code, errors[0]?.extensions?.argument]).toEqual([
      'BAD_USER_INPUT',
      ['where', 'customFields', 99, 'isNull'],
    ]);
  });

  test.each([
    [[{ field: 'CUSTOM_FIELD', direction: 'ASC' }], ['orderBy', 0, 'customField']],
    [[{ field: 'NAME', customField: 'size', direction: 'ASC' }], ['orderBy', 0, 'customField']],
    [[{ field: 'CUSTOM_FIELD', customField: 'no_such', direction: 'ASC' }], ['orderBy', 0, 'customField']],
    [
      [
        { field: 'NAME', direction: 'ASC' },
        { field: 'CUSTOM_FIELD', customField: 'size', direction: 'ASC' },
      ],
      ['orderBy', 1],
    ],
  ] as const)('is refused where it is sorted by %j', async (orderBy, argument) => {
    const { code, errors } = await owner.query(LIST, { orderBy });
    expect([code, errors[0]?.extensions?.argument]).toEqual(['BAD_USER_INPUT', argument]);
  });

  test('takes a cursor of the same field only', async () => {
    const by = (customField: string): object => ({
      orderBy: [{ field: 'CUSTOM_FIELD', customField, direction: 'ASC' }],
    });
    const { pageInfo } = await list({ ...by('size'), first: 2 });
    expect((await owner.query(LIST, { ...by('since'), after: pageInfo.endCursor })).code).toBe('BAD_USER_INPUT');
    const { pageInfo: other } = await list({ ...by('word'), first: 2 });
    expect((await owner.query(LIST, { ...by('colour'), after: other.endCursor })).code).toBe('BAD_USER_INPUT');
    expect((await owner.query(LIST, { after: pageInfo.endCursor })).code).toBe('BAD_USER_INPUT');
    expect((await list({ ...by('size'), after: pageInfo.endCursor })).nodes.length).toBeGreaterThan(0);
  });

  test.each([
    ['four bytes each', '😀'],
    ['six in JSON', '\u0001'],
  ])('goes on behind values as long as they may be, of characters that are %s', async (_what, character) => {
    const text = character.repeat(300);
    const customFields = [{ key: 'word', value: text }];
    const before = await made(owner, 'Contact', { name: text, city: text, customFields });
    const after = await made(owner, 'Contact', { name: text, city: text, customFields });
    const where = { name: { eq: text } };
    const orderBy = [
      { field: 'CUSTOM_FIELD', customField: 'word', direction: 'ASC' },
      ...['NAME', 'CITY', 'EMAIL', 'CREATED_AT'].map((field) => ({ field, direction: 'ASC' })),
    ];
    const { nodes, pageInfo } = await list({ where, orderBy, first: 1 });
    expect(nodes).toEqual([{ id: before }]);
    expect((await list({ where, orderBy, after: pageInfo.endCursor })).nodes).toEqual([{ id: after }]);
  });

  test('finds sealed values exactly, and sorts by none', async () => {
    const before = await list({ where: ours({ customFields: [{ key: 'size', exact: { in: ['42.0', '-12.5'] } }] }) });
    expect(before.totalCount).toBeGreaterThan(5);
    await must(updateField(owner, ids.size ?? '', { category: 'SPECIAL' }));
    const sealed = async (exact: object): Promise<List> =>
      list({ where: ours({ customFields: [{ key: 'size', exact }] }) });
    expect(await sealed({ in: ['42.0', '-12.5'] })).toMatchObject({ nodes: before.nodes });
    expect((await sealed({ eq: '042.00' })).totalCount + (await sealed({ ne: '42' })).totalCount).toBe(rows.length);
    expect((await sealed({ isNull: true })).totalCount + (await sealed({ isNull: false })).totalCount).toBe(
      rows.length,
    );
    const refused = await owner.query(LIST, { where: { customFields: [{ key: 'size', number: { gte: '1' } }] } });
    expect([refused.code, refused.errors[0]?.extensions?.argument]).toEqual([
      'BAD_USER_INPUT',
      ['where', 'customFields', 0, 'number'],
    ]);
    const sorted = await owner.query(LIST, {
      orderBy: [{ field: 'CUSTOM_FIELD', customField: 'size', direction: 'ASC' }],
    });
    expect([sorted.code, sorted.errors[0]?.extensions?.argument]).toEqual([
      'BAD_USER_INPUT',
      ['orderBy', 0, 'customField'],
    ]);
    await must(updateField(owner, ids.size ?? '', { category: 'NOTES' }));
    expect(
      await list({ where: ours({ customFields: [{ key: 'size', number: { eq: '42' } }] }), first: 100 }),
    ).toMatchObject({ totalCount: rows.filter(({ values }) => values.size === '42').length });
  });
});
