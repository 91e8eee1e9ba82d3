/** A small world in a database of its own: two tenants whose every value is a canary, their owners, and support staff. */
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { canary } from './canaries.mjs';

export const SECRET_KEY = 'of the history checker, and of nothing else in the world';
export const TENANTS = ['acme', 'globex'];
export const STAFF = ['ada', 'bob', 'cleo'];
export const CONTACTS = 8;
/** Of this one the notes are more than the kernel takes of one socket; only clients that take their time ask for it. */
export const BULKY = 5;
const BULKY_PARTS = 250;
const BULKY_PART_CHARACTERS = 8_000;
const COMPANIES = 3;

export const uuidOf = (kind, number) => `00000000-0000-7000-8000-${kind}${String(number).padStart(11, '0')}`;
export const contactId = (tenant, row) => uuidOf('c', TENANTS.indexOf(tenant) * 1_000 + row);
export const companyId = (tenant, row) => uuidOf('d', TENANTS.indexOf(tenant) * 1_000 + row);
export const invoiceId = (tenant, row) => uuidOf('e', TENANTS.indexOf(tenant) * 1_000 + row);
const tenantId = (tenant) => uuidOf('a', TENANTS.indexOf(tenant));
export const staffId = (name) => uuidOf('f', STAFF.indexOf(name));
const ownerId = (tenant) => uuidOf('b', TENANTS.indexOf(tenant));

/** One product's modules, as it was built. */
export const moduleOf = (dist, path) => import(pathToFileURL(join(dist, path)).href);

export async function connect(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'checker' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const atDatabase = (url, name) => Object.assign(new URL(url), { pathname: `/${name}` }).href;

/** @returns the addresses of a new, migrated database, and a bearer secret of everybody in it */
export async function makeWorld(dist, server) {
  const { createOwnedDatabase, NODE_ROLE } = await moduleOf(dist, 'src/server/embedded-roles.js');
  const { migrate } = await moduleOf(dist, 'src/access/schema/migrate.js');
  const name = `checker_${randomBytes(4).toString('hex')}`;
  const superuser = await connect(server.superuserUrl);
  await createOwnedDatabase(superuser, name);
  await superuser.end();
  const urls = {
    api: atDatabase(server.apiUrl, name),
    migration: atDatabase(server.migrationUrl, name),
    superuser: atDatabase(server.superuserUrl, name),
  };
  await migrate(urls.migration, { apiRole: { name: NODE_ROLE } });
  const owner = await connect(urls.migration);
  try {
    const secrets = await fillPeople(owner);
    const { wrapNewTenantKey, openTenantKey, NATIONAL_ID } = await moduleOf(dist, 'src/access/sealing.js');
    for (const tenant of TENANTS) {
      const wrapped = wrapNewTenantKey(SECRET_KEY, tenantId(tenant));
      const key = openTenantKey(SECRET_KEY, tenantId(tenant), wrapped);
      const seal = (id, text) => [key.seal(NATIONAL_ID, id, text), key.match(NATIONAL_ID, text)];
      await fillTenant(owner, tenant, wrapped, seal);
    }
    return { name, urls, secrets };
  } finally {
    await owner.end();
  }
}

export async function dropWorld(server, { name }) {
  const superuser = await connect(server.superuserUrl);
  await superuser.query(`drop database if exists ${name} with (force)`);
  await superuser.end();
}

async function fillPeople(owner) {
  const secrets = {};
  const people = [
    ...TENANTS.map((tenant) => ({ name: `owner-${tenant}`, id: ownerId(tenant), staff: null })),
    ...STAFF.map((name) => ({ name, id: staffId(name), staff: 'SUPPORT' })),
  ];
  for (const { name, id, staff } of people) {
    const secret = randomBytes(32).toString('base64url');
    secrets[name] = secret;
    await owner.query(
      `insert into auth.user_account (id, email, name, password_hash, staff, confidentiality_accepted_at, second_factor)
       values ($1, $2, $3, 'none', $4, case when $4::text is null then null else now() end, $4::text is not null)`,
      [id, `${name}@checker.test`, name, staff],
    );
    await owner.query(
      `insert into auth.session (digest, user_id, expires_at, idle, stepped_up_until)
       values ($1, $2, now() + interval '1 day', interval '1 day', case when $3 then now() + interval '1 day' end)`,
      [createHash('sha256').update(secret).digest(), id, staff !== null],
    );
  }
  return secrets;
}

async function fillTenant(owner, tenant, wrappedKey, seal) {
  const id = tenantId(tenant);
  await owner.query(`insert into public.tenant (id, slug, name, created_at) values ($1, $2, $2, now())`, [id, tenant]);
  await owner.query(
    `insert into auth.tenant_authority (tenant_id, data_key, agreement_accepted_at) values ($1, $2, now())`,
    [id, wrappedKey],
  );
  await owner.query(`insert into auth.membership (tenant_id, user_id, role) values ($1, $2, 'OWNER')`, [
    id,
    ownerId(tenant),
  ]);
  for (let row = 0; row < COMPANIES; row += 1) {
    const mark = (field) => canary(tenant, row, field);
    await owner.query(
      `insert into public.company (tenant_id, id, created_at, updated_at, name, website, vat_number)
       values ($1, $2, now(), now(), $3, $4, $5)`,
      [id, companyId(tenant, row), mark('company'), mark('website'), mark('vat')],
    );
  }
  for (let row = 0; row < CONTACTS; row += 1) {
    const mark = (field) => canary(tenant, row, field);
    const [sealed, match] = seal(contactId(tenant, row), mark('national'));
    await owner.query(
      `insert into public.contact (tenant_id, id, created_at, updated_at, name, email, phone, city, iban, national_id,
         national_id_match, notes, company_id)
       values ($1, $2, now(), now(), $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        contactId(tenant, row),
        mark('name'),
        `${mark('email')}@checker.test`,
        mark('phone'),
        mark('city'),
        mark('iban'),
        sealed,
        match,
        row === BULKY ? `${mark('notes')}${'€'.repeat(BULKY_PART_CHARACTERS)}`.repeat(BULKY_PARTS) : mark('notes'),
        companyId(tenant, row % COMPANIES),
      ],
    );
    await owner.query(
      `insert into public.invoice (tenant_id, id, created_at, updated_at, number, issued_on, currency, total, contact_id)
       values ($1, $2, now(), now(), $3, now(), 'EUR', 10000, $4)`,
      [id, invoiceId(tenant, row), mark('number'), contactId(tenant, row)],
    );
  }
}
