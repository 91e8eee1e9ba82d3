/**
 * One embedded PostgreSQL for all contenders, started and migrated by the product's own code, with the same rows. Each contender
 * signs in under a role of its own: the product under the API's, PostGraphile under one that row level security binds as well, by policies
 * that check a setting, and the others under such as pass it, because they authorize by themselves or not at all.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { makeAccounts, newSecrets } from './accounts.js';
import { PRODUCT, product } from './options.js';
import { BIG_TENANT, fill, inWords, SETTLE, WORLD_VERSION } from './world.js';

const BEHIND_WALL = 'bench_postgraphile';
/** They pass row level security: the tenant is in their own statements. A role for each, so that each one's backends can be told. */
const WITHOUT_WALL = ['bench_apollo', 'bench_mercurius', 'bench_mercurius_auth', 'bench_naive', 'bench_bare'];
/** The limit is measured on everything; whoever writes by hand needs the rights to. */
const FURTHER_RIGHTS = {
  bench_bare: [
    'update (phone, updated_at) on public.contact',
    'insert on public.change_entry',
    'select on public.custom_value',
    'usage on schema auth',
    'select on auth.user_account',
    'insert on auth.session',
  ],
};
const SHARED_TABLES = ['company', 'contact', 'invoice'];

/** @returns {Promise<object>} addresses, secrets, and `stop()`. */
export async function openDatabase({ dataDir, contacts }, say) {
  const { startEmbeddedDatabase } = await product('server/embedded-database.js');
  const { migrate } = await product('access/schema/migrate.js');
  const world = await worldKey(contacts);
  await removeOthers(dataDir, world);
  const home = join(dataDir, world);
  await mkdir(home, { recursive: true });
  const embedded = await startEmbeddedDatabase({ dataDir: home, port: 54_700, log: say });
  try {
    await migrate(embedded.migrationUrl, { apiRole: { name: new URL(embedded.apiUrl).username }, log: say });
    const superuserUrl = withParts(embedded.superuserUrl, { database: new URL(embedded.apiUrl).pathname.slice(1) });
    const admin = new pg.Client({ connectionString: superuserUrl });
    await admin.connect();
    const secrets = await filled(admin, { contacts, record: join(home, 'filled.json'), say });
    const logins = await makeRoles(admin);
    await forgetEarlierRuns(admin);
    const tenant = await admin.query('select id from public.tenant where slug = $1', [BIG_TENANT]);
    return {
      admin,
      secrets,
      tenantId: tenant.rows[0].id,
      apiUrl: embedded.apiUrl,
      productRole: new URL(embedded.apiUrl).username,
      /** Where a peer signs in. */
      urlOf: (role) => withParts(embedded.apiUrl, { user: role, password: logins.get(role) }),
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

/** Another size, another world or another schema is another directory. */
async function worldKey(contacts) {
  const folder = join(PRODUCT, 'migrations');
  const files = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.ts')).sort();
  const hash = createHash('sha256').update(JSON.stringify([WORLD_VERSION, fill(contacts)]));
  for (const file of files) hash.update(await readFile(join(folder, file)));
  return `${contacts}-${hash.digest('hex').slice(0, 12)}`;
}

/** Worlds of this size that were made for another schema. */
async function removeOthers(dataDir, world) {
  const [size] = world.split('-');
  const found = await readdir(dataDir).catch(() => []);
  const stale = found
    .filter((name) => /^(\d+-)?[0-9a-f]{12}$/.test(name) && name !== world)
    .filter((name) => !name.includes('-') || name.startsWith(`${size}-`));
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
async function filled(admin, { contacts, record, say }) {
  try {
    return JSON.parse(await readFile(record, 'utf8'));
  } catch {
    say(`Making the world: ${inWords(contacts)}…`);
  }
  const secrets = await newSecrets();
  await admin.query('begin');
  // Rows that are right by construction need no look-up for each reference; for this transaction only.
  await admin.query('set local session_replication_role = replica');
  await admin.query('truncate public.tenant, auth.user_account cascade');
  for (const statement of fill(contacts)) await admin.query(statement);
  await makeAccounts(admin, secrets);
  await admin.query('commit');
  await admin.query(SETTLE);
  await admin.query('checkpoint');
  await writeFile(record, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

async function makeRoles(admin) {
  const passwords = new Map();
  for (const role of [BEHIND_WALL, ...WITHOUT_WALL]) {
    const bypass = role === BEHIND_WALL ? 'NOBYPASSRLS' : 'BYPASSRLS';
    const password = randomBytes(18).toString('base64url');
    passwords.set(role, password);
    const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
    await admin.query(
      `${rowCount === 0 ? 'create' : 'alter'} role ${role} with login ${bypass} password '${password}'`,
    );
    await admin.query(`grant connect on database sluice to ${role}`);
    await admin.query(`grant usage on schema public to ${role}`);
    for (const table of SHARED_TABLES) await admin.query(`grant select on public.${table} to ${role}`);
    for (const right of FURTHER_RIGHTS[role] ?? []) await admin.query(`grant ${right} to ${role}`);
  }
  for (const table of SHARED_TABLES) {
    await admin.query(`drop policy if exists bench_reads on public.${table}`);
    // Not in a sub-select: so the planner knows which tenant it plans for, and PostGraphile's list costs a seventh in the database.
    await admin.query(
      `create policy bench_reads on public.${table} for select to ${BEHIND_WALL}
       using (tenant_id = current_setting('bench.tenant')::uuid)`,
    );
  }
  return passwords;
}

/** Each living grant is weighed and logged in every request under it: only this run's may count. */
async function forgetEarlierRuns(admin) {
  await admin.query('delete from auth.support_grant');
  await admin.query('delete from auth.session');
  await forgetCodes(admin);
  await admin.query('truncate public.access_entry, public.change_entry, public.security_event');
  await admin.query(
    `vacuum (analyze) auth.session, auth.support_grant, auth.user_account, auth.tenant_authority, auth.membership,
       public.contact`,
  );
}

/** A code counts once; whoever measures several times within half a minute needs it again. */
export async function forgetCodes(admin) {
  await admin.query('update auth.second_factor set last_step = 0');
}
