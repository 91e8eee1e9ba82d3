/** What a list is narrowed or sorted by can be told from its rows, from their number and from there being none: so the log tells of it as well. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { forgetConsent, giveGrant, openStage, OWNER, SUPPORT, uuidOf, type Stage } from '../consent/stage.js';
import { fieldMade } from '../custom-fields/defining.js';
import { makeIntegration, makeToken, programOf } from '../programs/deeds.js';
import type { Client } from '../support/client.js';

interface Told {
  readonly subject: string;
  readonly fields: readonly string[];
  readonly asked?: readonly string[] | null;
  readonly categories: readonly string[] | null;
  readonly count: number;
  readonly ids: readonly string[];
}

let stage: Stage;
let owner: Client;
let support: Client;
/** A opens CONTACT_DETAILS, B IDENTITY, C COMMERCIAL. */
let grants: Readonly<Record<'A' | 'B' | 'C', string>>;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.as(OWNER);
  support = await stage.as(SUPPORT);
  await fieldMade(owner, 'badge', 'CONTACT_DETAILS');
});
afterAll(() => stage.close());

beforeEach(async () => {
  await forgetConsent(stage);
  grants = {
    A: (await giveGrant(owner, 'CONTACT_DETAILS')).id,
    B: (await giveGrant(owner, 'IDENTITY')).id,
    C: (await giveGrant(owner, 'COMMERCIAL')).id,
  };
});

/** What was only asked by, and what was shown, by grant. */
async function toldOf(
  query: string,
): Promise<{ readonly asked: Record<string, Told[]>; readonly shown: Record<string, Told[]> }> {
  const { errors } = await support.query(`query Asked ${query}`);
  expect(errors).toEqual([]);
  const told = { asked: {} as Record<string, Told[]>, shown: {} as Record<string, Told[]> };
  const entries = await stage.sql<{ authority: string; disclosed: Told[] }>(
    `select authority, disclosed from access_entry where operation = 'Asked' order by id`,
  );
  for (const { authority, disclosed } of entries) {
    const grant = Object.entries(grants).find(([, id]) => uuidOf(id) === authority)?.[0] ?? authority;
    for (const one of disclosed) (told[one.asked ? 'asked' : 'shown'][grant] ??= []).push(one);
  }
  return told;
}

const asked = (subject: string, category: string, ...fields: readonly string[]): Told => ({
  subject,
  fields: [],
  asked: fields,
  categories: [category],
  count: 0,
  ids: [],
});
const EMAIL = { A: [asked('Contact', 'CONTACT_DETAILS', 'email')] };

describe('The log tells what was asked by, under the grant that opens it', () => {
  test.each([
    [
      'names of those whose address begins so',
      '{ contacts(first: 1, where: { email: { startsWith: "a" } }) { nodes { name } } }',
      EMAIL,
    ],
    ['their number', '{ contacts(where: { email: { contains: "a" } }) { totalCount } }', EMAIL],
    [
      'that nobody has such an address',
      '{ contacts(where: { email: { eq: "no@one.test" } }) { totalCount nodes { name } } }',
      EMAIL,
    ],
    [
      'whether there are more',
      '{ contacts(first: 1, where: { not: { email: { isNull: true } } }) { pageInfo { hasNextPage } } }',
      EMAIL,
    ],
    [
      'nothing but that it was asked',
      '{ contacts(where: { or: [{ email: { startsWith: "a" } }] }) { __typename } }',
      EMAIL,
    ],
    ['an order', '{ contacts(first: 2, orderBy: { field: EMAIL, direction: DESC }) { nodes { name } } }', EMAIL],
    [
      'a related record',
      '{ contacts(first: 1, where: { company: { name: { startsWith: "a" } } }) { nodes { name } } }',
      { C: [asked('Company', 'COMMERCIAL', 'name')] },
    ],
    [
      'a list in a list',
      '{ companies(first: 2) { nodes { name contacts(first: 1, where: { phone: { isNull: false } }) { totalCount } } } }',
      { A: [asked('Contact', 'CONTACT_DETAILS', 'phone')] },
    ],
    [
      'a field that the tenant made',
      '{ contacts(where: { customFields: [{ key: "badge", text: { startsWith: "a" } }] }) { totalCount } }',
      { A: [asked('Contact', 'CONTACT_DETAILS', 'customFields.badge')] },
    ],
    [
      'an order by a field that the tenant made',
      '{ contacts(first: 1, orderBy: { field: CUSTOM_FIELD, customField: "badge", direction: ASC }) { nodes { name } } }',
      { A: [asked('Contact', 'CONTACT_DETAILS', 'customFields.badge')] },
    ],
    [
      'several at once, each once',
      '{ contacts(where: { and: [{ email: { ne: "x" } }, { name: { ne: "y" } }, { email: { ne: "z" }, phone: { ne: "1" } }] }) { totalCount } }',
      {
        A: [asked('Contact', 'CONTACT_DETAILS', 'email', 'phone')],
        B: [asked('Contact', 'IDENTITY', 'name')],
      },
    ],
  ])('%s', async (_what, query, expected) => {
    expect((await toldOf(query)).asked).toEqual(expected);
  });

  test('that a related record is there, by a time of it alone', async () => {
    const { asked: told } = await toldOf(
      '{ contacts(where: { company: { createdAt: { gt: "2000-01-01T00:00:00Z" } } }) { totalCount } }',
    );
    expect(told).toEqual({ C: [{ ...asked('Company', '', 'createdAt'), categories: [] }] });
  });

  test('and claims of no record that its value was shown', async () => {
    const { shown } = await toldOf(
      '{ contacts(first: 2, where: { email: { isNull: false } }) { totalCount nodes { name } } }',
    );
    expect(shown.A).toBeUndefined();
    expect(shown.B).toMatchObject([
      { fields: ['name'], categories: ['IDENTITY'], count: 2 },
      { fields: ['totalCount'], categories: [], ids: [] },
    ]);
  });

  test('but of nothing where nothing was asked: an empty condition, and times of the records themselves', async () => {
    const { asked: told, shown } = await toldOf(
      `{ contacts(first: 1, where: { email: {}, company: {}, createdAt: { gt: "2000-01-01T00:00:00Z" } }, orderBy: { field: CREATED_AT, direction: ASC }) {
          nodes { name } } }`,
    );
    expect([told, Object.keys(shown)]).toEqual([{}, ['B']]);
  });

  test('in the same statement as the rows', async () => {
    // What is told of rows and what is told of conditions stand in one entry, which is appended once.
    await support.query('query One { contacts(first: 1, where: { email: { isNull: false } }) { nodes { email } } }');
    const entries = await stage.sql<{ disclosed: Told[] }>(
      `select disclosed from access_entry where operation = 'One'`,
    );
    expect(entries.map(({ disclosed }) => disclosed.map(({ fields, asked: by }) => [fields, by ?? null]))).toEqual([
      [
        [['email'], null],
        [[], ['email']],
      ],
    ]);
  });
});

test('A privacy officer finds it by grant, category and subject, and reads which fields were asked by', async () => {
  await support.query(
    'query Guess { contacts(where: { email: { startsWith: "zz" }, company: { name: { eq: "q" } } }) { totalCount } }',
  );
  const found = async (by: string): Promise<unknown> => {
    const { data, text } = await owner.query<{ tenant: { gdpr: { accessLog: { nodes: unknown[] } } } }>(
      `{ tenant { gdpr { accessLog(${by}) { nodes { disclosed { subject fields asked categories count ids } } } } } }`,
    );
    if (!data) throw new Error(text);
    return data.tenant.gdpr.accessLog.nodes;
  };
  const entry = { disclosed: [asked('Contact', 'CONTACT_DETAILS', 'email')] };
  expect(await found(`grant: "${grants.A}"`)).toEqual([entry]);
  expect(await found('category: "CONTACT_DETAILS"')).toEqual([entry]);
  expect(await found('subject: "Company"')).toEqual([{ disclosed: [asked('Company', 'COMMERCIAL', 'name')] }]);
  expect(await found('category: "COMMERCIAL", subject: "Company"')).toHaveLength(1);
});

test.each([
  ['where something is found', 'startsWith: "a"', 1],
  ['where nothing is', 'eq: "no@one.test"', 0],
])('The register of disclosures has what a program asked by: %s', async (_what, condition, records) => {
  await stage.sql('delete from auth.disclosure_note');
  await stage.sql('delete from auth.disclosure');
  const { id } = await makeIntegration(owner);
  const { secret } = await makeToken(owner, { integrationId: id, categories: ['IDENTITY', 'CONTACT_DETAILS'] });
  const { errors } = await programOf(stage, secret).query(
    `{ contacts(first: 1, where: { email: { ${condition} } }) { nodes { name } } }`,
  );
  expect(errors).toEqual([]);
  const register = await owner.query(
    '{ tenant { gdpr { disclosures { nodes { categories subjects counts { reads records } } } } } }',
  );
  const categories = records > 0 ? ['CONTACT_DETAILS', 'IDENTITY'] : ['CONTACT_DETAILS'];
  expect(register.data).toEqual({
    tenant: {
      gdpr: { disclosures: { nodes: [{ categories, subjects: ['Contact'], counts: { reads: 1, records } }] } },
    },
  });
});
