import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import { migrations } from '../../migrations/index.js';
import { assertRoleIsHarmless, assertSchemaIsCurrent } from '../../src/access/schema/check.js';
import { latestMigration } from '../../src/access/schema/latest-migration.js';
import { migrate } from '../../src/access/schema/migrate.js';
import { atDatabase, createTestDatabase, type TestDatabase } from '../support/database.js';
import { connected } from './world.js';

const NAMES = migrations.map(({ name }) => name);
const unique = (what: string): string => `sluice_${what}_${randomBytes(5).toString('hex')}`;

/** From an empty database to one that a node accepts; and in each other case one sentence that says what to do. */
describe('migrate', () => {
  let database: TestDatabase;
  let superuser: Client;
  const databases: string[] = [];
  const roles: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    superuser = await connected(database.superuserUrl);
  });
  afterAll(async () => {
    for (const name of databases) await superuser.query(`drop database if exists ${name} with (force)`);
    for (const name of roles) await superuser.query(`drop role if exists ${name}`);
    await superuser.end();
    await database.drop();
  });

  async function emptyDatabase(owner = 'sluice_owner', options = ''): Promise<string> {
    const name = unique('test');
    databases.push(name);
    await superuser.query(`create database ${name} owner ${owner} template template0 ${options}`);
    return name;
  }
  async function role(attributes: string): Promise<string> {
    const name = unique('role');
    roles.push(name);
    await superuser.query(`create role ${name} login password 'test' ${attributes}`);
    return name;
  }
  function address(name: string, login?: string): string {
    const url = new URL(atDatabase(database.migrationUrl, name));
    if (login !== undefined) [url.username, url.password] = [login, 'test'];
    return url.href;
  }
  async function using<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
    const client = await connected(url);
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  test('knows the last one by its file, which is the last one that runs', () => {
    expect(latestMigration()).toBe(NAMES.at(-1));
    expect([...NAMES].sort()).toEqual(NAMES);
  });

  test('runs everything once, then nothing', async () => {
    const name = await emptyDatabase();
    const lines: string[] = [];
    expect(await migrate(address(name), { log: (line) => lines.push(line) })).toEqual({ applied: NAMES });
    expect(lines).toEqual(NAMES.map((migration) => `Migrating: ${migration}`));
    expect(await migrate(address(name))).toEqual({ applied: [] });
  });

  test('any number at once: each migration runs once, and all of them find the schema current', async () => {
    const name = await emptyDatabase();
    const results = await Promise.all([1, 2, 3].map(() => migrate(address(name))));
    expect(results.flatMap(({ applied }) => applied)).toEqual(NAMES);
  });

  test('two databases of one server at once, though roles belong to both', async () => {
    const [first, second] = await Promise.all([emptyDatabase(), emptyDatabase()]);
    const node = unique('role');
    roles.push(node);
    const apiRole = { name: node, password: 'test' };
    const results = await Promise.all([migrate(address(first), { apiRole }), migrate(address(second), { apiRole })]);
    expect(results.map(({ applied }) => applied)).toEqual([NAMES, NAMES]);
  });

  test('makes the API’s role, which serves and can do no harm; keeps the password that it has', async () => {
    const name = await emptyDatabase();
    const node = unique('role');
    roles.push(node);
    await migrate(address(name), { apiRole: { name: node, password: 'test' } });
    await migrate(address(name), { apiRole: { name: node, password: 'another' } });
    await using(address(name, node), async (client) => {
      await assertSchemaIsCurrent(client);
      await assertRoleIsHarmless(client);
      expect((await client.query('select count(*)::int as n from public.contact')).rows).toEqual([{ n: 0 }]);
      await expect(client.query('create temporary table mine (id int)')).rejects.toMatchObject({ code: '42501' });
    });
  });

  test('a superuser may migrate too', async () => {
    const name = await emptyDatabase('postgres');
    const url = new URL(database.superuserUrl);
    url.pathname = `/${name}`;
    expect(await migrate(url.href)).toEqual({ applied: NAMES });
  });

  test('says so when the API’s role is missing and can’t be made', async () => {
    const name = await emptyDatabase();
    await expect(migrate(address(name), { apiRole: { name: 'nobody_here' } })).rejects.toThrow(
      /role nobody_here does not exist: create it/,
    );
    await expect(migrate(address(name), { apiRole: { name: 'sluice_owner', password: 'x' } })).rejects.toThrow(
      /name the same role/,
    );
  });

  test.each(['CREATEROLE', 'BYPASSRLS', ''])('refuses a role with only "%s"', async (attributes) => {
    const weak = await role(attributes);
    const name = await emptyDatabase(weak);
    await expect(migrate(address(name, weak))).rejects.toThrow(
      `run "ALTER ROLE ${weak} CREATEROLE BYPASSRLS" as a superuser`,
    );
  });

  test('refuses a role that does not own the database', async () => {
    const stranger = await role('CREATEROLE BYPASSRLS');
    await expect(migrate(address(await emptyDatabase(), stranger))).rejects.toThrow(
      /may not create schemas and tables: run "ALTER DATABASE/,
    );
  });

  test('refuses a database of another encoding, and one whose schema auth belongs to somebody else', async () => {
    const latin = await emptyDatabase('sluice_owner', `encoding 'SQL_ASCII' locale_provider libc locale 'C'`);
    await expect(migrate(address(latin))).rejects.toThrow(/needs the encoding UTF8/);
    const taken = await emptyDatabase();
    await using(address(taken), (client) => client.query('create schema auth'));
    await expect(migrate(address(taken))).rejects.toThrow(/already has a schema "auth" that belongs to sluice_owner/);
  });

  test('tells what is wrong with an address, and never the password in it', async () => {
    const sentence = async (url: string): Promise<string> =>
      migrate(url).then(
        () => '',
        (error: unknown) => String(error),
      );
    expect(await sentence('postgres://me:hunter2@127.0.0.1:1/x')).toMatch(/can't be reached: .*ECONNREFUSED/);
    const wrong = new URL(database.migrationUrl);
    wrong.username = 'nobody_here';
    wrong.password = 'hunter2';
    for (const url of ['postgres://me:hunter2@[', 'postgres://me:hunter2@127.0.0.1:1/x', wrong.href])
      expect(await sentence(url)).not.toMatch(/hunter2/);
  });

  test('a migration that can’t have its lock gives up in seconds and says so', async () => {
    const name = await emptyDatabase();
    await migrate(address(name));
    await using(address(name), async (other) => {
      await other.query('begin');
      await other.query('lock table auth.migration in access exclusive mode');
      await expect(migrate(address(name))).rejects.toThrow(/waited 5 seconds for a table/);
      await other.query('rollback');
    });
    expect(await migrate(address(name))).toEqual({ applied: [] });
  });

  test('a node tells an empty, an older and a newer schema from a current one', async () => {
    const empty = await emptyDatabase();
    await using(address(empty), (client) =>
      expect(assertSchemaIsCurrent(client)).rejects.toThrow(/no schema of Sluice yet: run "npm run migrate"/),
    );
    await migrate(address(empty));
    await using(address(empty), (client) => expect(assertSchemaIsCurrent(client)).resolves.toBeUndefined());
    const stranger = await role('');
    await using(address(empty, stranger), (client) =>
      expect(assertSchemaIsCurrent(client)).rejects.toThrow(/may not use the schema of Sluice/),
    );
    await using(address(empty), async (client) => {
      await client.query(`insert into auth.migration (name) values ('Migration29990101000000')`);
      await expect(assertSchemaIsCurrent(client)).rejects.toThrow(/newer than this version/);
      await client.query(`delete from auth.migration where name > 'Migration20261123000001'`);
      await expect(assertSchemaIsCurrent(client)).rejects.toThrow(
        /older than this version of Sluice \(Migration20261123000001, not/,
      );
    });
  });

  test('npm run migrate says what it did, and one sentence when it can’t', async () => {
    const name = await emptyDatabase();
    const run = (environment: Record<string, string>): Promise<{ stdout: string; stderr: string; code?: unknown }> =>
      promisify(execFile)(process.execPath, ['scripts/run.mjs', 'src/commands/migrate.ts'], {
        env: { PATH: process.env.PATH, ...environment },
      }).catch((error: unknown) => error as { stdout: string; stderr: string; code: unknown });
    const node = unique('role');
    roles.push(node);
    const apiUrl = address(name, node);
    expect((await run({ MIGRATION_DATABASE_URL: address(name), DATABASE_URL: apiUrl })).stdout).toMatch(
      /Migrating: .*\n.*\nThe schema is current: \d+ migrations ran\.\n$/s,
    );
    expect((await run({ MIGRATION_DATABASE_URL: address(name) })).stdout).toBe(
      'The schema is current: nothing to do.\n',
    );
    await using(apiUrl, (client) => assertRoleIsHarmless(client));
    expect(await run({})).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Set MIGRATION_DATABASE_URL .*\n$/) as unknown,
    });
  });
});
