import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import { assertRoleIsHarmless } from '../../src/access/schema/check.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { connected } from './world.js';

/** A role that owns, bypasses or can become what guards the data makes the second wall a picture of one. */
describe('The role of a node', () => {
  let database: TestDatabase;
  let superuser: Client;
  const name = `sluice_node_${randomBytes(5).toString('hex')}`;
  const friend = `${name}_friend`;

  beforeAll(async () => {
    database = await createTestDatabase();
    superuser = await connected(database.superuserUrl);
    await superuser.query(
      `create role ${name} login password 'test'; grant sluice_api to ${name}; create role ${friend}`,
    );
    await superuser.query(
      `do $do$ begin execute format('grant connect on database %I to ${name}', current_database()); end $do$`,
    );
  });
  afterAll(async () => {
    await superuser.query(`drop owned by ${name}, ${friend}; drop role ${name}, ${friend}`);
    await superuser.end();
    await database.drop();
  });

  async function verdict(): Promise<string> {
    const url = new URL(database.apiUrl);
    [url.username, url.password] = [name, 'test'];
    const client = await connected(url.href);
    try {
      await assertRoleIsHarmless(client);
      return 'harmless';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await client.end();
    }
  }

  test('the one that the tests and the embedded database use is harmless', async () => {
    expect(await verdict()).toBe('harmless');
    const client = await connected(database.apiUrl);
    await expect(assertRoleIsHarmless(client)).resolves.toBeUndefined();
    await client.end();
    const owner = await connected(database.migrationUrl);
    await expect(assertRoleIsHarmless(owner)).rejects.toThrow(/sluice_owner/);
    await owner.end();
  });

  test.each<[string, string, RegExp, string]>([
    [
      'a superuser',
      `alter role $ superuser`,
      /is a superuser: run "ALTER ROLE .* NOSUPERUSER"/,
      `alter role $ nosuperuser`,
    ],
    ['one that bypasses', `alter role $ bypassrls`, /bypasses row level security/, `alter role $ nobypassrls`],
    ['one that makes roles', `alter role $ createrole`, /may create or change roles/, `alter role $ nocreaterole`],
    [
      'a member of the auth role',
      `grant sluice_auth to $`,
      /can become sluice_auth: run "REVOKE sluice_auth FROM/,
      `revoke sluice_auth from $`,
    ],
    [
      'a member that does not inherit',
      `alter role $ noinherit; grant sluice_auth to $`,
      /can become sluice_auth/,
      `revoke sluice_auth from $; alter role $ inherit`,
    ],
    [
      'a member of a member',
      `grant sluice_auth to $_friend; grant $_friend to $`,
      /can become sluice_auth/,
      `revoke sluice_auth from $_friend; revoke $_friend from $`,
    ],
    [
      'a member of the owner',
      `grant sluice_owner to $`,
      /can become sluice_owner, which bypasses/,
      `revoke sluice_owner from $`,
    ],
    [
      'a friend who bypasses',
      `alter role $_friend bypassrls; grant $_friend to $`,
      /_friend, which bypasses/,
      `revoke $_friend from $; alter role $_friend nobypassrls`,
    ],
    [
      'one that reads everything',
      `grant pg_read_all_data to $`,
      /can become pg_read_all_data/,
      `revoke pg_read_all_data from $`,
    ],
    [
      'the owner of a table',
      `alter table public.contact owner to $`,
      /owns public\.contact/,
      `alter table public.contact owner to sluice_owner`,
    ],
    [
      'the owner of a function',
      `alter function auth.tenant_id() owner to $`,
      /owns auth\.tenant_id\(\)/,
      `alter function auth.tenant_id() owner to sluice_auth`,
    ],
    [
      'the owner of the schema',
      `alter schema auth owner to $`,
      /owns schema auth/,
      `alter schema auth owner to sluice_auth`,
    ],
    [
      'one that creates in public',
      `grant create on schema public to $`,
      /may create objects in schema public/,
      `revoke create on schema public from $`,
    ],
    [
      'everyone creates in public',
      `grant create on schema public to public`,
      /may create objects in schema public/,
      `revoke create on schema public from public`,
    ],
    [
      'one that reads sessions',
      `grant select (digest) on auth.session to $`,
      /has rights of its own on auth\.session/,
      `revoke select (digest) on auth.session from $`,
    ],
    [
      'one that truncates',
      `grant truncate on public.contact to $`,
      /more to public\.contact than policies can limit/,
      `revoke truncate on public.contact from $`,
    ],
    [
      'one that rewrites the log',
      `grant update (reason) on public.access_entry to $`,
      /may rewrite the log access_entry/,
      `revoke update (reason) on public.access_entry from $`,
    ],
  ])('%s is refused', async (_what, mistake, sentence, cure) => {
    const inNameOf = (text: string): string => text.replaceAll('$_friend', friend).replaceAll('$', name);
    await superuser.query(inNameOf(mistake));
    try {
      expect(await verdict()).toMatch(sentence);
    } finally {
      await superuser.query(inNameOf(cure));
    }
    expect(await verdict()).toBe('harmless');
  });
});
