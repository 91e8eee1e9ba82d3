import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { clientFor } from '../support/client.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { createDemoDatabase, TEST_SECRET_KEY } from '../support/demo-database.js';
import { start, untilSaid } from '../support/program.js';
import { ROOT, filesBelow, slashes } from './sources.js';

/** Neither sources nor generated, and large; the playground's bundle has nothing to say about fields. */
const LEFT_OUT = /^(?:node_modules|dist|coverage|bench|\.git|\.data|scripts\/build-playground\.mjs)$/;

const MARKED = 'src/entities/contact.ts';
const BEFORE = "  @Data('FINANCIAL', { maxLength: 50, description: 'Bank account (IBAN).' })";
const MARK = "  @Data('CONTACT_DETAILS', { order: true, description: 'Added by this law.' })";
/** A name that no document suggests, so that whoever follows one has not added it already. */
const FIELD = '  readonly ofThisLaw!: Visible<string>;';

/** Stored encrypted, and of another subject than the one that has such a field already. */
const SEALED_IN = 'src/entities/company.ts';
const SEALED_BEFORE = '  @CustomFields(';
const SEALED = `  @Data('GOVERNMENT_ID', { maxLength: 50, description: 'Number of its director.' })
  readonly directorId!: Visible<string>;

`;

/** What CONTRIBUTING.md promises: a field is one mark in one file, and everything else is derived from it. */
describe('a field is added', () => {
  let house: string;
  let written: Map<string, string>;
  let database: TestDatabase | undefined;

  beforeAll(async () => {
    house = await mkdtemp(join(tmpdir(), 'sluice-add-a-field-'));
    await cp(ROOT, house, {
      recursive: true,
      filter: (path) => !LEFT_OUT.test(slashes(relative(ROOT, path))),
    });
    await symlink(join(ROOT, 'node_modules'), join(house, 'node_modules'));
    await mark(MARKED, BEFORE, `${MARK}\n${FIELD}\n\n`);
    const before = await contents();
    await run('src/commands/generate.ts');
    written = new Map([...(await contents())].filter(([path, text]) => before.get(path) !== text));
  }, 120_000);

  afterAll(async () => {
    await rm(house, { recursive: true, force: true });
    await database?.drop();
  });

  async function mark(path: string, before: string, text: string): Promise<void> {
    const entity = await readFile(join(house, path), 'utf8');
    expect(entity).toContain(before);
    await writeFile(join(house, path), entity.replace(before, text + before));
  }

  async function contents(): Promise<Map<string, string>> {
    const paths = filesBelow(house).filter((path) => !/^(?:node_modules|dist)/.test(slashes(relative(house, path))));
    const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
    return new Map(paths.map((path, index) => [slashes(relative(house, path)), texts[index] ?? '']));
  }

  async function run(program: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/run.mjs', program], {
      cwd: house,
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
    });
    return stdout;
  }

  function textOf(path: RegExp): string {
    const found = [...written].find(([name]) => path.test(name));
    return found?.[1] ?? '';
  }

  test('by touching one file; all others are written by npm run generate', () => {
    const names = [...written.keys()].map((path) => path.replace(/Migration\d{14}/, 'Migration…'));
    expect(names.sort()).toEqual([
      'docs/data-catalogue.md',
      'migrations/Migration….ts',
      'migrations/columns.json',
      'migrations/index.ts',
      'schema.graphql',
      'test/generated/gql/graphql.ts',
    ]);
  });

  test('and is in the schema, marked, to be filtered by, sorted by and written', () => {
    const schema = textOf(/^schema\.graphql$/);
    expect(schema).toContain('ofThisLaw: String @data(category: "CONTACT_DETAILS")');
    expect(schema).toMatch(/input ContactFilter \{[^}]*\n {2}ofThisLaw: StringFilter\n/);
    expect(schema).toMatch(/enum ContactOrderField \{[^}]*\n {2}OF_THIS_LAW\n/);
    for (const input of ['CreateContactInput', 'UpdateContactInput'])
      expect(schema).toMatch(new RegExp(`input ${input} \\{[^}]*\\n {2}ofThisLaw: String\\n`));
  });

  test('and in the catalogue that a privacy officer reads', () => {
    expect(textOf(/data-catalogue/)).toContain('| Contact | ofThisLaw | CONTACT_DETAILS | no | Added by this law. |');
  });

  test('and has a column, a sort key and an index that leads with the tenant, once migrated', async () => {
    database = await createTestDatabase();
    expect(await run('src/commands/migrate.ts', { MIGRATION_DATABASE_URL: database.migrationUrl })).toContain(
      '1 migrations ran',
    );
    const client = new Client({ connectionString: database.migrationUrl });
    await client.connect();
    try {
      const columns = await client.query<{ name: string }>(
        `select attname as name from pg_attribute
          where attrelid = 'public.contact'::regclass and attname like 'of_this_law%' order by 1`,
      );
      expect(columns.rows.map(({ name }) => name)).toEqual(['of_this_law', 'of_this_law_sort']);
      const indexes = await client.query<{ definition: string }>(
        `select indexdef as definition from pg_indexes where tablename = 'contact' and indexdef like '%of_this_law%'`,
      );
      expect(indexes.rows.map(({ definition }) => /\(.*\)$/.exec(definition)?.[0])).toEqual([
        '(tenant_id, of_this_law_sort, id)',
      ]);
    } finally {
      await client.end();
    }
  }, 60_000);

  test('and one that is stored encrypted is written, found and read wherever it is', async () => {
    await mark(SEALED_IN, SEALED_BEFORE, SEALED);
    await run('src/commands/generate.ts');
    const demo = await createDemoDatabase();
    await run('src/commands/migrate.ts', { MIGRATION_DATABASE_URL: demo.migrationUrl });
    await symlink(join(ROOT, 'dist', 'playground'), join(house, 'dist', 'playground'));
    const environment = { DATABASE_URL: demo.apiUrl, SECRET_KEY: TEST_SECRET_KEY, PORT: '0' };
    const node = start('src/main.ts', environment, house);
    try {
      const url = await untilSaid(node, /http:\S+graphql/);
      const client = await clientFor(url, 'owner@acme.test', 'acme');
      const made = await client.query(
        `mutation { createCompany(input: { name: "Sealed", directorId: "85.07.30-033.28" }) { company { name directorId } } }`,
      );
      const company = { name: 'Sealed', directorId: '85.07.30-033.28' };
      expect(made).toMatchObject({ errors: [], data: { createCompany: { company } } });
      const found = await client.query(
        '{ companies(where: { directorId: { eq: "85.07.30-033.28" } }) { nodes { name directorId } } }',
      );
      expect(found).toMatchObject({ errors: [], data: { companies: { nodes: [company] } } });
    } finally {
      node.child.kill();
      await node.exit;
      await demo.drop();
    }
  }, 120_000);
});
