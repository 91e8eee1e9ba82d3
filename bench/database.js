/**
 * One embedded PostgreSQL for all contenders, started and migrated by the product's own code, with the same rows. Each contender
 * signs in under a role of its own: the product under the API's, PostGraphile under one that row level security binds as well, by policies
 * that check a setting, and the bare handler under one that passes it, because it authorizes nothing.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { PRODUCT } from './options.js';
import { BIG_TENANT, FILL, SETTLE, WORLD_VERSION } from './world.js';

export const OWNER = 'owner@bench.test';
export const SUPPORT = 'support@bench.test';
const PEER = 'bench_postgraphile';
const BARE = 'bench_bare';
const SHARED_TABLES = ['company', 'contact', 'invoice'];
const PASSWORD_COST = { memoryKib: 19_456, passes: 2 };

function product(path) {
  return import(pathToFileURL(join(PRODUCT, 'dist', 'src', path)).href);
}

/** @returns {Promise<object>} addresses, secrets, and `stop()`. */
export async function openDatabase(dataDir, say) {
  const { startEmbeddedDatabase } = await product('server/embedded-database.js');
  const { migrate } = await product('access/schema/migrate.js');
  const world = await worldKey();
  await removeOthers(dataDir, world);
  const home = join(dataDir, world);
  await mkdir(home, { recursive: true });
  const embedded = await startEmbeddedDatabase({ dataDir: home, port: 54_700, log: say });
  try {
    await migrate(embedded.migrationUrl, { apiRole: { name: new URL(embedded.apiUrl).username }, log: say });
    const superuserUrl = withParts(embedded.superuserUrl, { database: new URL(embedded.apiUrl).pathname.slice(1) });
    const admin = new pg.Client({ connectionString: superuserUrl });
    await admin.connect();
    const secrets = await filled(admin, join(home, 'filled.json'), say);
    const logins = await makeRoles(admin);
    await forgetEarlierRuns(admin);
    return {
      admin,
      secrets,
      apiUrl: embedded.apiUrl,
      peerUrl: withParts(embedded.apiUrl, { user: PEER, password: logins.get(PEER) }),
      bareUrl: withParts(embedded.apiUrl, { user: BARE, password: logins.get(BARE) }),
      roles: { product: new URL(embedded.apiUrl).username, peer: PEER, bare: BARE },
      stop: async () => {
        await admin.end();
        await embedded.stop();
      },
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** Another world or another schema is another directory. */
async function worldKey() {
  const folder = join(PRODUCT, 'migrations');
  const files = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.ts')).sort();
  const hash = createHash('sha256').update(JSON.stringify([WORLD_VERSION, FILL]));
  for (const file of files) hash.update(await readFile(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

async function removeOthers(dataDir, world) {
  const found = await readdir(dataDir).catch(() => []);
  const stale = found.filter((name) => /^[0-9a-f]{12}$/.test(name) && name !== world);
  await Promise.all(stale.map((name) => rm(join(dataDir, name), { recursive: true, force: true })));
}

function withParts(address, { user, password, database }) {
  const url = new URL(address);
  if (user !== undefined) url.username = user;
  if (password !== undefined) url.password = password;
  if (database !== undefined) url.pathname = `/${database}`;
  return url.href;
}

/** Filled whole or not at all; the secrets that fit the rows are kept beside them. */
async function filled(admin, record, say) {
  try {
    return JSON.parse(await readFile(record, 'utf8'));
  } catch {
    say('Making the world: 1,000 tenants, 100,000 contacts, 300,000 invoices…');
  }
  const { newTotpSecret } = await product('access/identity/codes.js');
  const secrets = {
    secretKey: randomBytes(32).toString('base64url'),
    password: randomBytes(18).toString('base64url'),
    totp: newTotpSecret(),
  };
  await admin.query('begin');
  // Rows that are right by construction need no look-up for each reference; for this transaction only.
  await admin.query('set local session_replication_role = replica');
  await admin.query('truncate public.tenant, auth.user_account cascade');
  for (const statement of FILL) await admin.query(statement);
  await makeAccounts(admin, secrets);
  await admin.query('commit');
  await admin.query(SETTLE);
  await admin.query('checkpoint');
  await writeFile(record, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** What support signs in with now. */
export async function codeNow({ totp }) {
  const { codeAt } = await product('access/identity/codes.js');
  return codeAt(totp, Date.now());
}

async function makeAccounts(admin, { secretKey, password, totp }) {
  const { wrapNewTenantKey } = await product('access/sealing.js');
  const { Passwords } = await product('access/identity/passwords.js');
  const { rows: tenants } = await admin.query('select id from public.tenant');
  await admin.query(
    `insert into auth.tenant_authority (tenant_id, data_key, agreement_accepted_at)
     select t.id, decode(t.key, 'hex'), now() from jsonb_to_recordset($1::jsonb) as t (id uuid, key text)`,
    [JSON.stringify(tenants.map(({ id }) => ({ id, key: wrapNewTenantKey(secretKey, id).toString('hex') })))],
  );
  const hash = await new Passwords(PASSWORD_COST).hash(password);
  await admin.query(
    `insert into auth.user_account (id, email, name, password_hash, staff, confidentiality_accepted_at, second_factor)
     values (gen_random_uuid(), $1, 'Owner of the big tenant', $3, null, null, false),
            (gen_random_uuid(), $2, 'Support', $3, 'SUPPORT', now(), true)`,
    [OWNER, SUPPORT, hash],
  );
  const { FactorKeys } = await product('access/identity/factor-keys.js');
  const { rows: staff } = await admin.query('select id from auth.user_account where email = $1', [SUPPORT]);
  await admin.query('insert into auth.second_factor (user_id, sealed, confirmed_at) values ($1, $2, now())', [
    staff[0].id,
    new FactorKeys(secretKey, []).seal(staff[0].id, totp),
  ]);
  await admin.query(
    `insert into auth.membership (tenant_id, user_id, role)
     select t.id, u.id, 'OWNER' from public.tenant t, auth.user_account u where t.slug = $1 and u.email = $2`,
    [BIG_TENANT, OWNER],
  );
}

async function makeRoles(admin) {
  const passwords = new Map();
  for (const [role, bypass] of [
    [PEER, 'NOBYPASSRLS'],
    [BARE, 'BYPASSRLS'],
  ]) {
    const password = randomBytes(18).toString('base64url');
    passwords.set(role, password);
    const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
    await admin.query(
      `${rowCount === 0 ? 'create' : 'alter'} role ${role} with login ${bypass} password '${password}'`,
    );
    await admin.query(`grant connect on database sluice to ${role}`);
    await admin.query(`grant usage on schema public to ${role}`);
    for (const table of SHARED_TABLES) await admin.query(`grant select on public.${table} to ${role}`);
  }
  for (const table of SHARED_TABLES) {
    await admin.query(`drop policy if exists bench_reads on public.${table}`);
    // Not in a sub-select: so the planner knows which tenant it plans for, and PostGraphile's list costs a seventh in the database.
    await admin.query(
      `create policy bench_reads on public.${table} for select to ${PEER}
       using (tenant_id = current_setting('bench.tenant')::uuid)`,
    );
  }
  return passwords;
}

/** Each living grant is weighed and logged in every request under it: only this run's may count. */
async function forgetEarlierRuns(admin) {
  await admin.query('delete from auth.support_grant');
  await admin.query('delete from auth.session');
  await admin.query('update auth.second_factor set last_step = 0');
  await admin.query('truncate public.access_entry');
  await admin.query(
    'vacuum (analyze) auth.session, auth.support_grant, auth.user_account, auth.tenant_authority, auth.membership',
  );
}
