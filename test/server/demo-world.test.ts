import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { Passwords } from '../../src/access/identity/passwords.js';
import { customFieldPlace, NATIONAL_ID, openTenantKey } from '../../src/access/sealing.js';
import { DEMO_ACCOUNTS } from '../../src/server/demo/accounts.js';
import { developmentSecret } from '../../src/server/demo/development-secret.js';
import { loadDemo } from '../../src/server/demo/load-demo.js';
import { makeWorld } from '../../src/server/demo/world.js';
import { atDatabase, createTestDatabase, type TestDatabase } from '../support/database.js';

const SECRET = 'the secret of this test, which is long enough';
const PASSWORD = 'correct-horse-battery-staple';
const world = makeWorld();

let first: TestDatabase;
let second: TestDatabase;
let database: Client;
const cleanUp: (() => Promise<void>)[] = [];
let loaded: readonly boolean[];
const progress: string[] = [];
let tookMs = Infinity;

beforeAll(async () => {
  first = await createTestDatabase();
  cleanUp.push(() => first.drop());
  second = await createTestDatabase();
  cleanUp.push(() => second.drop());
  const started = performance.now();
  const load = (migrationUrl: string, secretKey: string) =>
    loadDemo({ migrationUrl, secretKey, log: (line) => progress.push(line) });
  const alone = await load(first.migrationUrl, SECRET);
  tookMs = performance.now() - started;
  // Two that start at once on the same empty database.
  const other = await developmentSecret(second.migrationUrl);
  loaded = [alone, ...(await Promise.all([load(second.migrationUrl, other), load(second.migrationUrl, other)])).sort()];
  database = await connect(first.superuserUrl);
  cleanUp.push(() => database.end());
}, 60_000);

afterAll(async () => {
  for (const undo of cleanUp.reverse()) await undo();
});

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

async function tables(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'auth') order by 1`,
  );
  return rows.map(({ name }) => name);
}

describe('loading', () => {
  it('happens once, quickly, and is told as it goes', () => {
    expect(loaded).toEqual([true, false, true]);
    expect(tookMs).toBeLessThan(15_000);
    expect(progress.join('\n')).toMatch(/making people[^]*acme, 2000 contacts[^]*globex[^]*done/);
  });

  it('leaves data that is there alone', async () => {
    const before = await database.query('select count(*), max(updated_at) from contact');
    await expect(loadDemo({ migrationUrl: first.migrationUrl, secretKey: SECRET, log: () => undefined })).resolves.toBe(
      false,
    );
    expect((await database.query('select count(*), max(updated_at) from contact')).rows).toEqual(before.rows);
  });

  it('refuses a database without a schema, or that is not there, in one sentence', async () => {
    const load = (migrationUrl: string) => loadDemo({ migrationUrl, secretKey: SECRET, log: () => undefined });
    await expect(load(atDatabase(first.superuserUrl, 'postgres'))).rejects.toThrow('run "npm run migrate"');
    await expect(load(atDatabase(first.migrationUrl, 'nowhere'))).rejects.toThrow(
      `The database of MIGRATION_DATABASE_URL can't be reached: database "nowhere" does not exist.`,
    );
  });

  it('fills the tables with the promised numbers of rows, and opens no grant', async () => {
    const { rows } = await database.query(
      `select t.slug,
              (select count(*)::int from contact c where c.tenant_id = t.id) as contacts,
              (select count(*)::int from company c where c.tenant_id = t.id) as companies,
              (select count(*)::int from invoice i where i.tenant_id = t.id) as invoices,
              (select count(*)::int from ticket k where k.tenant_id = t.id) as tickets,
              (select count(*)::int from custom_field f where f.tenant_id = t.id) as fields,
              a.agreement_accepted_at is not null as agreed
         from tenant t join auth.tenant_authority a on a.tenant_id = t.id order by t.slug`,
    );
    expect(rows).toEqual([
      { slug: 'acme', contacts: 2_000, companies: 300, invoices: 6_000, tickets: 12, fields: 9, agreed: true },
      { slug: 'globex', contacts: 200, companies: 30, invoices: 600, tickets: 2, fields: 3, agreed: false },
    ]);
    const { rows: none } = await database.query(
      'select (select count(*)::int from auth.support_grant) as grants, (select count(*)::int from auth.session) as sessions',
    );
    expect(none).toEqual([{ grants: 0, sessions: 0 }]);
  });

  it('gives two databases the same world, but for what is secret or random on purpose', async () => {
    const other = await connect(second.superuserUrl);
    try {
      expect(await clearValues(other)).toEqual(await clearValues(database));
    } finally {
      await other.end();
    }
  });
});

const RANDOM = ['access_version', 'version', 'password_hash', 'data_key', 'secret', 'expires_at', 'executed_at'];

/** A digest of every column of every table whose value is to be the same everywhere. */
async function clearValues(client: Client): Promise<Readonly<Record<string, unknown>>> {
  const { rows } = await client.query<{ name: string; statement: string }>(
    `select format('%I.%I', table_schema, table_name) as name,
            format('select count(*)::int as rows, md5(string_agg(t.r, chr(10) order by t.r collate "C")) as digest
                      from (select row(%s)::text as r from %I.%I) t',
                   string_agg(quote_ident(column_name), ', ' order by column_name), table_schema, table_name) as statement
       from information_schema.columns join pg_tables on schemaname = table_schema and tablename = table_name
      where table_schema in ('public', 'auth') and data_type <> 'bytea' and column_name <> all ($1)
      group by table_schema, table_name order by 1`,
    [RANDOM],
  );
  const digests: Record<string, unknown> = {};
  for (const { name, statement } of rows) digests[name] = (await client.query(statement)).rows[0];
  expect(digests['public.contact']).toMatchObject({ rows: 2_200 });
  return digests;
}

describe('what is sensitive', () => {
  const contacts = world.flatMap((tenant) => tenant.contacts);
  const special = world.flatMap((tenant) => tenant.customValues.filter(({ field }) => field.category === 'SPECIAL'));

  it('is in no column of any table, neither as text nor as bytes', async () => {
    let dump = '';
    for (const table of await tables(database)) {
      const { rows } = await database.query<{ text: string }>(`select t::text as text from ${table} t`);
      dump += rows.map(({ text }) => text).join('\n');
    }
    const appears = (text: string) => dump.includes(text) || dump.includes(Buffer.from(text).toString('hex'));
    const some = contacts.filter((_, index) => index % 11 === 0);
    const clear = some.flatMap(({ email, iban }) => [email, iban].flatMap((text) => text ?? []));
    const secret = some.flatMap(({ nationalId }) => nationalId ?? []);

    // The search finds what is there to be found.
    expect(clear.length).toBeGreaterThan(200);
    expect(clear.filter((text) => !appears(text))).toEqual([]);
    expect(secret.length).toBeGreaterThan(80);
    expect(secret.filter(appears)).toEqual([]);
    expect(dump).not.toMatch(/\d\d\.\d\d\.\d\d-\d{3}\.\d\d/);
    expect([...new Set(special.map(({ value }) => value))].filter(appears)).toEqual([]);
  });

  it('opens and matches again, in its own place, with the secret that it was loaded with', async () => {
    for (const tenant of world) {
      const key = await tenantKey(tenant.id);
      const { rows } = await database.query<{ id: string; national_id: Buffer; national_id_match: Buffer }>(
        'select id, national_id, national_id_match from contact where tenant_id = $1 and national_id is not null',
        [tenant.id],
      );
      const expected = new Map(
        tenant.contacts.flatMap(({ id, nationalId }) => (nationalId === null ? [] : [[id, nationalId]])),
      );
      expect(new Map(rows.map((row) => [row.id, key.open(NATIONAL_ID, row.id, row.national_id)]))).toEqual(expected);
      expect(
        rows.filter((row) => !row.national_id_match.equals(key.match(NATIONAL_ID, expected.get(row.id)!))),
      ).toEqual([]);

      const { rows: values } = await database.query<{
        field_id: string;
        record: string;
        sealed: Buffer;
        match: Buffer;
      }>(
        `select field_id, coalesce(contact_id, company_id) as record, sealed_value as sealed, match_value as match
           from custom_value where tenant_id = $1 and sealed_value is not null`,
        [tenant.id],
      );
      const opened = values.map((row) => {
        const place = customFieldPlace(row.field_id);
        const value = key.open(place, row.record, row.sealed);
        return { ...row, value, matches: row.match.equals(key.match(place, value)) };
      });
      expect(opened.every(({ matches }) => matches)).toBe(true);
      expect(opened.map(({ record, value }) => `${record} ${value}`).sort()).toEqual(
        tenant.customValues
          .filter(({ field }) => field.category === 'SPECIAL')
          .map(({ recordId, value }) => `${recordId} ${value}`)
          .sort(),
      );
    }
  });

  async function tenantKey(id: string) {
    const { rows } = await database.query<{ data_key: Buffer }>(
      'select data_key from auth.tenant_authority where tenant_id = $1',
      [id],
    );
    return openTenantKey(SECRET, id, rows[0]!.data_key);
  }
});

describe('accounts', () => {
  it('all have the password that is announced', async () => {
    const { rows } = await database.query<{ email: string; password_hash: string }>(
      'select email, password_hash from auth.user_account order by email collate "C"',
    );
    expect(rows.map(({ email }) => email)).toEqual(DEMO_ACCOUNTS.map(({ email }) => email).sort());
    const passwords = new Passwords({ memoryKib: 19_456, passes: 2 });
    for (const { password_hash: hash } of rows) {
      expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,(t=2,p=1|p=1,t=2)\$/);
      await expect(passwords.matches(hash, PASSWORD)).resolves.toBe(true);
    }
    await expect(passwords.matches(rows[0]!.password_hash, `${PASSWORD}!`)).resolves.toBe(false);
  });

  it.each([
    ['owner@acme.test', '', 2_000],
    ['admin@acme.test', '', 2_000],
    ['editor@acme.test', '', 2_000],
    ['viewer@acme.test', '', 2_000],
    ['accountant@books.test', '', 2_000],
    ['owner@globex.test', '', 200],
    ['owner@globex.test', 'acme', 0],
    ['support@vendor.test', 'acme', 0],
    ['support2@vendor.test', 'acme', 0],
    ['sysadmin@vendor.test', 'acme', 0],
    ['sysadmin2@vendor.test', 'acme', 0],
  ])('%s, addressing %p, reaches %i contacts under the wall', async (email, tenant, contacts) => {
    const api = await connect(first.apiUrl);
    try {
      const digest = createHash('sha256').update(randomBytes(32)).digest();
      await api.query('begin');
      const { rows } = await api.query<{ user_id: string; password_hash: string }>(
        'select * from auth.password_of($1)',
        [email],
      );
      const step = `floor(extract(epoch from clock_timestamp()) / 30)::bigint`;
      const proof = `(select sealed from auth.factor_of($1, $2)), ${step}, null, '15 minutes'`;
      await api.query(`select auth.begin_session($1, $2, $3, '1 hour', '1 day', ${proof})`, [
        rows[0]!.user_id,
        rows[0]!.password_hash,
        digest,
      ]);
      await api.query(`select set_config('sluice.credential', $1, true), set_config('sluice.tenant', $2, true)`, [
        digest.toString('hex'),
        tenant,
      ]);
      expect((await api.query('select count(*)::int as contacts from contact')).rows).toEqual([{ contacts }]);
    } finally {
      await api.end();
    }
  });
});
