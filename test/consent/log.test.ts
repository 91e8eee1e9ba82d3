/** The access log tells of exactly the records and fields that were shown, whatever was asked and however. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import {
  diceFrom,
  print,
  randomRoots,
  seesSubject,
  shownOf,
  type CustomFieldRow,
  type Ids,
  type Shown,
  type Sight,
} from './random-reads.js';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  entriesOf,
  forgetConsent,
  giveGrant,
  giveGrantOf,
  GLOBEX_OWNER,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  SUPPORT_2,
  SYSADMIN,
  uuidOf,
  VIEWER,
  type LoggedEntry,
  type Stage,
} from './stage.js';

type Json = Readonly<Record<string, unknown>>;

/** Authority -> the categories that rest on it. */
type Authorities = Readonly<Record<string, readonly string[]>>;

describe('The access log', () => {
  let stage: Stage;
  let owner: Client;
  let support: Client;
  let ids: Ids;
  let customFields: readonly CustomFieldRow[];

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    support = await stage.as(SUPPORT);
    const idsOf = async (table: string, prefix: string): Promise<string[]> => {
      const rows = await stage.sql<{ id: string }>(
        `select c.id from ${table} c join tenant t on t.id = c.tenant_id where t.slug = 'acme' order by md5(c.id::text) limit 40`,
      );
      return rows.map(({ id }) => `${prefix}_${id}`);
    };
    ids = {
      Contact: await idsOf('contact', 'con'),
      Company: await idsOf('company', 'com'),
      Invoice: await idsOf('invoice', 'inv'),
    };
    customFields = await stage.sql<CustomFieldRow & object>(
      `select subject, key, category from custom_field f join tenant t on t.id = f.tenant_id where t.slug = 'acme'`,
    );
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(() => forgetConsent(stage));

  /** Each authority's part of what was shown, in a form that can be compared. */
  function expected(shown: readonly Shown[], authority: string, categories: readonly string[]): string[] {
    return shown.flatMap(({ subject, plain, data, ids: recordIds, total }) => {
      const own = Object.keys(data).filter((field) => categories.includes(data[field]!));
      if (own.length === 0) return [];
      return [line(subject, [...plain, ...own], recordIds.size + total, [...recordIds], authority)];
    });
  }

  function line(
    subject: string,
    fields: readonly string[],
    count: number,
    recordIds: readonly string[],
    authority: string,
  ): string {
    return `${authority} ${subject} ${[...fields].sort().join()} ${count} ${[...recordIds].sort().join()}`;
  }

  function assertEntries(entries: readonly LoggedEntry[], shown: readonly Shown[], authorities: Authorities): void {
    const told = entries.flatMap(({ authority, disclosed }) =>
      disclosed.map((one) => ({
        ...one,
        authority,
        line: line(one.subject, one.fields, one.count, one.ids, authority),
      })),
    );
    const withData = Object.entries(authorities).flatMap(([authority, categories]) =>
      expected(shown, authority, categories),
    );
    const bare = shown.filter(({ data }) => Object.keys(data).length === 0);
    const isBare = (fields: readonly string[]): boolean =>
      fields.every((field) => ['id', 'createdAt', 'updatedAt', 'totalCount'].includes(field));
    expect(
      told
        .filter(({ fields }) => !isBare(fields))
        .map((one) => one.line)
        .sort(),
    ).toEqual(withData.sort());
    // What rests on no category is told once, by an authority without which the subject could not be seen.
    expect(
      told
        .filter(({ fields }) => isBare(fields))
        .map((one) => one.line.slice(one.authority.length))
        .sort(),
    ).toEqual(
      bare
        .map(({ subject, plain, ids: recordIds, total }) =>
          line(subject, plain, recordIds.size + total, [...recordIds], ''),
        )
        .sort(),
    );
    for (const { authority, subject } of told) {
      const sight = { categories: new Set(authorities[authority]), customFields };
      expect(seesSubject(sight, subject as 'Contact')).toBe(true);
    }
    expect(new Set(entries.map(({ authority }) => authority)).size).toBe(entries.length);
  }

  /** Asks made-up queries, and compares the log with what a member was shown of the same rows. */
  async function compare(
    client: Client,
    authorities: Authorities,
    seeds: readonly number[],
  ): Promise<{ disclosures: number; refusals: number }> {
    const sight: Sight = { categories: new Set(Object.values(authorities).flat()), customFields };
    const done = { disclosures: 0, refusals: 0 };
    for (const seed of seeds) {
      const roots = randomRoots(diceFrom(seed), ids);
      const operation = `Seed${seed}`;
      const asMember = await owner.query<Json>(print(operation, roots, true));
      expect([seed, asMember.errors]).toEqual([seed, []]);
      const answer = await client.query<Json>(print(operation, roots, false));
      const seen = roots.filter(({ subject }) => seesSubject(sight, subject));
      expect([seed, answer.errors.length]).toEqual([seed, roots.length - seen.length]);
      const shown = shownOf(seen, asMember.data!, sight);
      const entries = await entriesOf(stage, operation);
      try {
        assertEntries(entries, shown, authorities);
      } catch (error) {
        throw new Error(`seed ${seed}: ${print(operation, roots, false)}\n${(error as Error).message}`);
      }
      if (shown.length > 0) done.disclosures += 1;
      else done.refusals += 1;
    }
    return done;
  }

  const seedsFrom = (first: number, count: number): number[] => Array.from({ length: count }, (_, at) => first + at);

  test('of a grant tells of exactly what was shown, for reads of every shape', async () => {
    const categories = ['CONTACT_DETAILS', 'COMMERCIAL'];
    const grant = await giveGrantOf(owner, { categories });
    const { disclosures, refusals } = await compare(support, { [uuidOf(grant.id)]: categories }, seedsFrom(1_000, 120));
    expect(disclosures).toBeGreaterThan(60);
    expect(refusals).toBeGreaterThan(10);
  });

  test('of two grants has an entry for each, with the fields that rest on it', async () => {
    const one = await giveGrant(owner, 'IDENTITY', 'FINANCIAL');
    const two = await giveGrant(owner, 'CONTACT_DETAILS', 'COMMERCIAL', 'SPECIAL');
    const authorities = {
      [uuidOf(one.id)]: ['IDENTITY', 'FINANCIAL'],
      [uuidOf(two.id)]: ['CONTACT_DETAILS', 'COMMERCIAL', 'SPECIAL'],
    };
    const { disclosures } = await compare(support, authorities, seedsFrom(2_000, 120));
    expect(disclosures).toBeGreaterThan(100);
  });

  test('of a grant that opens one category only by a custom field tells of that', async () => {
    const grant = await giveGrant(owner, 'SPECIAL');
    await compare(support, { [uuidOf(grant.id)]: ['SPECIAL'] }, seedsFrom(3_000, 40));
  });

  test('of an external access tells of it in the same way', async () => {
    const id = await stage.cell('select id from auth.external_access');
    const accountant = await stage.as(ACCOUNTANT);
    const { disclosures } = await compare(
      accountant,
      { [id]: ['IDENTITY', 'FINANCIAL', 'COMMERCIAL'] },
      seedsFrom(4_000, 60),
    );
    expect(disclosures).toBeGreaterThan(40);
    const [entry] = await stage.sql<LoggedEntry>('select * from access_entry limit 1');
    expect(entry).toMatchObject({
      actor: 'EXTERNAL',
      actor_name: 'Anouk de Boer',
      authority_kind: 'EXTERNAL_ACCESS',
      purpose: null,
    });
  });

  test('through graphql-js, beside other fields, tells the same', async () => {
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const { data } = await support.query<{ contacts: { nodes: { id: string }[] } }>(
      'query Beside { viewer { actor } contacts(first: 2) { nodes { id email } } }',
    );
    const [entry, ...more] = await entriesOf(stage, 'Beside');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      authority: uuidOf(grant.id),
      disclosed: [
        {
          subject: 'Contact',
          fields: ['id', 'email'],
          categories: ['CONTACT_DETAILS'],
          count: 2,
          ids: data?.contacts.nodes.map(({ id }) => id),
        },
      ],
    });
  });

  test('does not tell of the record that was read only to know of a next page', async () => {
    await giveGrant(owner, 'CONTACT_DETAILS');
    const { data } = await support.query<{ contacts: { nodes: { id: string }[]; pageInfo: object } }>(
      'query Page { contacts(first: 3) { nodes { id } pageInfo { hasNextPage } } }',
    );
    expect(data?.contacts.pageInfo).toEqual({ hasNextPage: true });
    const [entry] = await entriesOf(stage, 'Page');
    expect(entry?.disclosed).toEqual([
      {
        subject: 'Contact',
        fields: ['id'],
        categories: [],
        count: 3,
        ids: data?.contacts.nodes.map(({ id }) => id).sort(),
      },
    ]);
  });

  test('tells how many there were of more than a hundred, and which the first hundred are', async () => {
    await giveGrant(owner, 'CONTACT_DETAILS');
    const texts = ['one', 'two'].map(
      (key, at) => `${key}: contacts(${at === 0 ? 'first' : 'last'}: 100) { nodes { id email } }`,
    );
    const { data } = await support.query<Readonly<Record<string, { nodes: { id: string }[] }>>>(
      `query Many { ${texts.join(' ')} }`,
    );
    const all = [...new Set(Object.values(data!).flatMap(({ nodes }) => nodes.map(({ id }) => id)))].sort();
    expect(all).toHaveLength(200);
    const [entry] = await entriesOf(stage, 'Many');
    expect(entry?.disclosed).toEqual([
      {
        subject: 'Contact',
        fields: ['id', 'email'],
        categories: ['CONTACT_DETAILS'],
        count: 200,
        ids: all.slice(0, 100),
      },
    ]);
  });

  test.each([
    ['that it is there', '{ __typename }', []],
    ['only what is withheld', '{ iban notes }', []],
    ['only relations that are withheld', '{ invoices { totalCount } company { name } }', []],
    ['its custom fields, all of them withheld', '{ customFields { key } }', null],
  ])('tells of a contact of which was shown %s', async (_what, selection, fields) => {
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const id = ids.Contact[0]!;
    const { data, errors } = await support.query(`query Bare($id: ID!) { contact(id: $id) ${selection} }`, { id });
    expect([errors, (data?.contact ?? null) !== null]).toEqual([[], true]);
    const entries = await entriesOf(stage, 'Bare');
    expect(entries.map(({ authority }) => authority)).toEqual([uuidOf(grant.id)]);
    expect(entries[0]?.disclosed).toEqual([
      {
        subject: 'Contact',
        fields: fields ?? [expect.stringContaining('customFields.'), expect.stringContaining('customFields.')],
        categories: fields ? [] : ['CONTACT_DETAILS'],
        count: 1,
        ids: [id],
      },
    ]);
  });

  test.each([
    [
      'whether there is a next page',
      '{ contacts(first: 1, where: { email: { isNull: false } }) { pageInfo { hasNextPage } } }',
    ],
    ['cursors', '{ contacts(first: 2) { edges { cursor } } }'],
    ['a record that is not there', '{ contact(id: "con_00000000-0000-7000-8000-000000000000") { email } }'],
    ['an empty list', '{ contacts(where: { email: { eq: "nobody@nowhere.test" } }) { nodes { email } } }'],
  ])('has an entry of a read that shows %s', async (_what, text) => {
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const { errors } = await support.query(`query Little ${text}`);
    expect(errors).toEqual([]);
    expect((await entriesOf(stage, 'Little')).map(({ authority }) => authority)).toEqual([uuidOf(grant.id)]);
  });

  test('has none of what was refused', async () => {
    await giveGrant(owner, 'CONTACT_DETAILS');
    const refused = [
      'query No { invoices { nodes { id } } }',
      'query No { contacts(where: { name: { eq: "x" } }) { nodes { email } } }',
      'query No { contacts(orderBy: { field: NAME, direction: ASC }) { nodes { email } } }',
      'query No { contacts(first: 0) { nodes { email } } }',
    ];
    for (const text of refused) expect((await support.query(text)).errors).toHaveLength(1);
    // And of what shows nothing of any record.
    expect((await support.query('query No { contacts(first: 2) { __typename } }')).errors).toEqual([]);
    expect(await entriesOf(stage, 'No')).toEqual([]);
  });

  test('has none of what members read, nor of tickets', async () => {
    await giveGrant(owner, 'CONTACT_DETAILS');
    for (const email of [OWNER, ADMIN, EDITOR, VIEWER])
      expect((await (await stage.as(email)).query('{ contacts(first: 1) { nodes { name } } }')).text).toContain(
        '"name":"',
      );
    await support.query('{ tickets { nodes { subject } } viewer { tenants { until } supportGrants { id } } }');
    expect(await stage.cell('select count(*)::int from access_entry')).toBe(0);
  });

  describe('as it is read', () => {
    interface Log {
      readonly tenant: {
        readonly gdpr: { readonly accessLog: { readonly nodes: readonly Json[]; readonly totalCount: number } } | null;
      } | null;
    }
    const read = (client: Client, grant: string | null = null): Promise<Answer<Log>> =>
      client.query<Log>(
        `query ($grant: ID) { tenant { gdpr { accessLog(grant: $grant) { totalCount nodes {
           id at actor actorName authority purpose reason operation grant { id } disclosed { subject fields count ids } } } } } }`,
        { grant },
      );

    test('tells owner and admin who, when, on what, why and by which operation: newest first', async () => {
      const one = await giveGrantOf(owner, { categories: ['CONTACT_DETAILS'], purpose: 'INCIDENT', reason: 'a "bug"' });
      await support.query('query First { contacts(first: 1) { nodes { email } } }');
      await revoke(owner, one.id);
      const two = await giveGrantOf(owner, { categories: ['IDENTITY'] });
      await (await stage.as(SUPPORT_2)).query('{ contacts(first: 1) { nodes { name } } }');
      for (const email of [OWNER, ADMIN]) {
        const { data } = await read(await stage.as(email));
        const { nodes, totalCount } = data!.tenant!.gdpr!.accessLog;
        expect(totalCount).toBe(2);
        expect(nodes).toMatchObject([
          {
            actor: 'SUPPORT',
            actorName: 'Samir El Amrani',
            authority: two.id,
            grant: { id: two.id },
            purpose: 'SUPPORT_TICKET',
            reason: null,
            operation: null,
          },
          {
            actor: 'SUPPORT',
            actorName: 'Sofie Maes',
            authority: one.id,
            grant: { id: one.id },
            purpose: 'INCIDENT',
            reason: 'a "bug"',
            operation: 'First',
          },
        ]);
        expect(nodes[1]?.disclosed).toMatchObject([{ subject: 'Contact', fields: ['email'], count: 1 }]);
      }
    });

    test('is filtered by grant: a foreign, missing or malformed one has no entries', async () => {
      const one = await giveGrant(owner, 'CONTACT_DETAILS');
      await support.query('{ contacts(first: 1) { nodes { email } } }');
      const other = await giveGrant(await stage.as(GLOBEX_OWNER, 0, 'globex'), 'CONTACT_DETAILS');
      await (await stage.as(SUPPORT, 0, 'globex')).query('{ contacts(first: 1) { nodes { email } } }');
      const count = async (id: string): Promise<unknown> =>
        (await read(owner, id)).data?.tenant?.gdpr?.accessLog.totalCount;
      expect(await count(one.id)).toBe(1);
      expect([
        await count(other.id),
        await count('gra_00000000-0000-7000-8000-000000000000'),
        await count('x'),
      ]).toEqual([0, 0, 0]);
      expect((await read(owner)).data?.tenant?.gdpr?.accessLog.totalCount).toBe(1);
    });

    test('is not read by anybody else, staff least of all', async () => {
      await giveGrant(owner, 'IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'NOTES', 'COMMERCIAL');
      await support.query('query Seen { contacts(first: 1) { nodes { email } } }');
      const [entry] = await entriesOf(stage, 'Seen');
      expect((await owner.query('query ($id: ID!) { node(id: $id) { id } }', { id: `acc_${entry!.id}` })).data).toEqual(
        {
          node: { id: `acc_${entry!.id}` },
        },
      );
      for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT, SYSADMIN, GLOBEX_OWNER]) {
        const client = await stage.as(email);
        expect([email, (await read(client)).data?.tenant?.gdpr ?? null]).toEqual([email, null]);
        const { data } = await client.query('query ($id: ID!) { node(id: $id) { id } }', { id: `acc_${entry!.id}` });
        expect([email, data?.node ?? null]).toEqual([email, null]);
      }
    });
  });
});
