import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ROOT, filesBelow, slashes } from './sources.js';

/** Neither sources nor generated, and large; the playground's bundle has nothing to say about fields. */
const LEFT_OUT = /^(?:node_modules|dist|coverage|bench|\.git|\.data|scripts\/build-playground\.mjs)$/;

const MARKED = 'src/entities/contact.ts';
const BEFORE = "  @Data('FINANCIAL', { maxLength: 50, description: 'Bank account (IBAN).' })";
const MARK = "  @Data('CONTACT_DETAILS', { order: true, description: 'Added by this law.' })";
/** A name that no document suggests, so that whoever follows one has not added it already. */
const FIELD = '  readonly ofThisLaw!: Visible<string>;';

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
    const entity = await readFile(join(house, MARKED), 'utf8');
    expect(entity).toContain(BEFORE);
    await writeFile(join(house, MARKED), entity.replace(BEFORE, `${MARK}\n${FIELD}\n\n${BEFORE}`));

    const before = await contents();
    await run('src/commands/generate.ts');
    written = new Map([...(await contents())].filter(([path, text]) => before.get(path) !== text));
  }, 120_000);

  afterAll(async () => {
    await rm(house, { recursive: true, force: true });
    await database?.drop();
  });

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
});
