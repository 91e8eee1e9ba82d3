import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { EDITOR, GLOBEX_OWNER, inTime, openStage, OWNER, uuidOf, type Stage } from '../consent/stage.js';
import { accept, endAccess, invite } from '../authorities/deeds.js';
import { makeIntegration, makeToken, programOf } from './deeds.js';

interface Shown {
  readonly id: string;
  readonly source: string;
  readonly recipient: string;
  readonly program: string | null;
  readonly ground: string;
  readonly categories: readonly string[];
  readonly subjects: readonly string[];
  readonly counts: { readonly reads: number | null; readonly records: number | null };
  readonly note: string | null;
}

let stage: Stage;
let owner: Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.as(OWNER);
}, 120_000);

afterAll(() => stage.close());

beforeEach(async () => {
  // The notes first: of those that the server is adding up meanwhile, this waits for the sum.
  await stage.sql('delete from auth.disclosure_note');
  await stage.sql('delete from auth.disclosure');
  await stage.sql('delete from auth.api_token');
  await stage.sql('delete from auth.integration');
});

async function register(filter = ''): Promise<readonly Shown[]> {
  const { data, text } = await owner.query<{ tenant: { gdpr: { disclosures: { nodes: Shown[] } } } }>(
    `{ tenant { gdpr { disclosures${filter} { nodes { id source recipient program integration { id } ground categories subjects counts { reads records } note } } } } }`,
  );
  if (!data) throw new Error(text);
  return data.tenant.gdpr.disclosures.nodes;
}

async function addedUp(): Promise<void> {
  await stage.sql('select auth.add_up_disclosures(1000)');
  expect(await stage.cell<number>('select count(*)::int from auth.disclosure_note')).toBe(0);
}

async function exported(format: string, period = ''): Promise<string> {
  const { data, text } = await owner.query<{ tenant: { gdpr: { disclosureExport: { content: string } } } }>(
    `{ tenant { gdpr { disclosureExport(format: ${format}${period}) { fileName mediaType content } } } }`,
  );
  if (!data) throw new Error(text);
  return data.tenant.gdpr.disclosureExport.content;
}

const record = (input: object): ReturnType<Client['query']> =>
  owner.query(
    `mutation ($input: RecordDisclosureInput!) { recordDisclosure(input: $input) { disclosure { id source note counts { records } } } }`,
    {
      input,
    },
  );

describe('The register of disclosures', () => {
  test('tells what a program read by the time it has it: to whom, on which ground, which categories, how much', async () => {
    const { id } = await makeIntegration(owner, { ground: 'CONSENT' });
    const { secret } = await makeToken(owner, { integrationId: id, categories: ['IDENTITY', 'CONTACT_DETAILS'] });
    expect(await register()).toEqual([]);
    const program = programOf(stage, secret);
    await program.query('{ contacts(first: 3) { totalCount nodes { name } } }');
    const expected = {
      source: 'LOG',
      recipient: 'Mailer BV',
      program: 'Mailer',
      integration: { id },
      ground: 'CONSENT',
      categories: ['IDENTITY'],
      subjects: ['Contact'],
      counts: { reads: 1, records: 3 },
      note: null,
    };
    const [first] = await register();
    expect(first).toMatchObject(expected);
    await addedUp();
    expect(await register()).toEqual([first]);

    await program.query('{ contacts(first: 2) { nodes { name email } } }');
    const both = { ...expected, categories: ['CONTACT_DETAILS', 'IDENTITY'], counts: { reads: 2, records: 5 } };
    expect(await register()).toMatchObject([{ id: first?.id, ...both }]);
    await addedUp();
    expect(await register()).toMatchObject([{ id: first?.id, ...both }]);
  });

  test('tells what an external user read, as of programs, and leads to the entries of the log', async () => {
    const access = await invite(stage, owner, { name: 'Books & Co', categories: ['IDENTITY', 'CONTACT_DETAILS'] });
    const outsider = await stage.as(GLOBEX_OWNER);
    await accept(outsider, access.id);
    expect(await register()).toEqual([]);
    await outsider.query('query Looked { contacts(first: 3) { totalCount nodes { name iban } } }');
    const expected = {
      source: 'LOG',
      recipient: 'Books & Co',
      program: null,
      integration: null,
      ground: 'INSTRUCTION',
      categories: ['IDENTITY'],
      subjects: ['Contact'],
      counts: { reads: 1, records: 3 },
    };
    const [first] = await register();
    expect(first).toMatchObject(expected);
    await addedUp();
    expect(await register()).toEqual([first]);
    await outsider.query('query Looked { contacts(first: 2) { nodes { name email } } }');
    await endAccess(owner, access.id);
    expect((await outsider.query('{ contacts(first: 2) { nodes { name } } }')).code).toBe('FORBIDDEN');
    await addedUp();
    expect(await register()).toMatchObject([
      { ...expected, categories: ['CONTACT_DETAILS', 'IDENTITY'], counts: { reads: 2, records: 5 } },
    ]);
    const { data } = await owner.query(
      `{ tenant { gdpr { disclosures { nodes { externalAccess { id email status } } }
           accessLog(recipient: "${access.id}") { nodes { operation authority } } } } }`,
    );
    const entry = { operation: 'Looked', authority: access.id };
    expect(data).toMatchObject({
      tenant: {
        gdpr: {
          disclosures: {
            nodes: [{ externalAccess: { id: access.id, email: 'owner@globex.test', status: 'REVOKED' } }],
          },
          accessLog: { nodes: [entry, entry] },
        },
      },
    });
  });

  test('counts each read once, however many add up at the same time', async () => {
    const { secret } = await makeToken(owner, { name: 'Own script' });
    const program = programOf(stage, secret);
    await Promise.all(Array.from({ length: 12 }, () => program.query('{ contacts(first: 2) { nodes { email } } }')));
    await Promise.all(Array.from({ length: 4 }, () => stage.sql('select auth.add_up_disclosures(3)')));
    const [shown] = await register();
    expect(shown).toMatchObject({
      recipient: 'Own script',
      program: null,
      ground: 'INSTRUCTION',
      counts: { reads: 12, records: 24 },
    });
    await addedUp();
    expect(await register()).toEqual([shown]);
  });

  test('says nothing of a read that showed nothing, nor of members', async () => {
    const { secret } = await makeToken(owner, { categories: ['FINANCIAL'] });
    await programOf(stage, secret).query(
      '{ contacts(first: 2, where: { createdAt: { lt: "1990-01-01T00:00:00.000Z" } }) { nodes { iban } } }',
    );
    await owner.query('{ contacts(first: 2) { nodes { iban } } }');
    expect(await register()).toEqual([]);
  });

  test('leads to the entries of the log that it is made of', async () => {
    const { token, secret } = await makeToken(owner);
    await programOf(stage, secret).query('query Led { contacts(first: 2) { nodes { email } } }');
    const { data } = await owner.query(
      `{ tenant { gdpr { accessLog(recipient: "${token.id}") { nodes { operation authority } } } } }`,
    );
    expect(data).toEqual({ tenant: { gdpr: { accessLog: { nodes: [{ operation: 'Led', authority: token.id }] } } } });
  });

  test('holds what is recorded by hand, and refuses what can’t be', async () => {
    const at = await inTime(stage, '-2 days');
    const given = {
      recipient: 'Tax office',
      ground: 'LEGAL_DUTY',
      categories: ['FINANCIAL'],
      from: at,
      records: 12,
      note: 'Audit.',
    };
    expect((await record(given)).data).toMatchObject({
      recordDisclosure: { disclosure: { source: 'RECORDED', counts: { records: 12 } } },
    });
    const wrong = [
      { recipient: ' ' },
      { categories: [] },
      { categories: ['SHOES'] },
      { from: await inTime(stage, '1 day') },
      { to: await inTime(stage, '-3 days') },
      { records: -1 },
      { records: 1.5 },
      { note: 'x'.repeat(1001) },
    ];
    for (const change of wrong) {
      const { code } = await record({ ...given, ...change });
      expect([change, code]).toEqual([change, 'BAD_USER_INPUT']);
    }
    expect(await register('(ground: LEGAL_DUTY)')).toMatchObject([{ recipient: 'Tax office', source: 'RECORDED' }]);
    expect(await register('(ground: CONSENT)')).toEqual([]);
    expect(await register('(recipient: "Tax office")')).toHaveLength(1);
    expect(await register(`(recipient: "Tax office", from: "${await inTime(stage, '-1 day')}")`)).toEqual([]);
  });

  test('is exported as CSV in which no cell is a formula, and as JSON', async () => {
    const at = await inTime(stage, '-2 days');
    await record({
      recipient: '=HYPERLINK("http://x")',
      ground: 'NECESSITY',
      categories: ['IDENTITY'],
      from: at,
      note: '@x, "y"\nz',
    });
    await record({ recipient: 'Plain', ground: 'CONSENT', categories: ['IDENTITY', 'NOTES'], from: at, records: 3 });
    const lines = (await exported('CSV')).split('\r\n');
    expect(lines[0]).toBe('id,source,recipient,program,ground,categories,subjects,beganAt,endedAt,reads,records,note');
    expect(lines.find((line) => line.includes('HYPERLINK'))).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(lines.join('\n')).toContain(`"'@x, ""y""`);
    const parsed = JSON.parse(await exported('JSON')) as Record<string, unknown>[];
    expect(parsed.find(({ recipient }) => recipient === 'Plain')).toMatchObject({
      categories: ['IDENTITY', 'NOTES'],
      records: 3,
      reads: null,
      beganAt: at,
    });
    expect(parsed).toHaveLength(2);
    expect(JSON.parse(await exported('JSON', `, from: "${await inTime(stage, '-1 day')}"`))).toEqual([]);
  });

  test('is the tenant’s own, for owners and admins', async () => {
    const { secret } = await makeToken(owner);
    await programOf(stage, secret).query('{ contacts(first: 2) { nodes { email } } }');
    expect(await register()).toHaveLength(1);
    const [shown] = await register();
    const foreign = await stage.as(GLOBEX_OWNER, 0, 'globex');
    expect((await foreign.query('{ tenant { gdpr { disclosures { totalCount } } } }')).data).toEqual({
      tenant: { gdpr: { disclosures: { totalCount: 0 } } },
    });
    expect((await foreign.query(`{ node(id: "${shown?.id}") { id } }`)).data).toEqual({ node: null });
    const editor = await stage.as(EDITOR);
    expect((await editor.query('{ tenant { gdpr { __typename } } }')).data).toEqual({ tenant: { gdpr: null } });
    expect((await editor.query(`{ node(id: "${shown?.id}") { id } }`)).code).toBe('FORBIDDEN');
    expect(uuidOf(shown?.id ?? '')).toHaveLength(36);
  });
});
