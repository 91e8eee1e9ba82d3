/**
 * SQL by hand for the peers whose resolvers are: prepared statements of their own names, the tenant in each of them, related rows of a
 * whole list in one statement.
 */
import pg from 'pg';

const DATE_OID = 1082;
pg.types.setTypeParser(DATE_OID, (text) => text);

export const pool = new pg.Pool({
  connectionString: process.env.PEER_DATABASE_URL,
  max: Number(process.env.PEER_POOL_SIZE),
  idleTimeoutMillis: 0,
  options: '-c timezone=UTC -c jit=off',
});

const CONTACT = `id, created_at as "createdAt", updated_at as "updatedAt", name, birth_date as "birthDate", email, phone, city, country, iban,
  company_id as "companyId"`;
const CONTACT_COLUMNS = { NAME: 'name' };
const INVOICE_COLUMNS = { ISSUED_ON: 'issued_on' };
const DIRECTIONS = { ASC: 'asc', DESC: 'desc' };
const MOST = 100;

function order(columns, orderBy = []) {
  const terms = orderBy.map(({ field, direction }) => `${columns[field]} ${DIRECTIONS[direction]}`);
  return [...terms, `id ${DIRECTIONS[orderBy.at(-1)?.direction ?? 'ASC']}`].join(', ');
}

async function ask(name, text, values) {
  const { rows } = await pool.query({ name, text, values });
  return rows;
}

export async function contactById(tenantId, id) {
  const rows = await ask('contact', `select ${CONTACT} from contact where tenant_id = $1 and id = $2`, [tenantId, id]);
  return rows[0] ?? null;
}

export function contactsOf(tenantId, { first, orderBy }) {
  const by = order(CONTACT_COLUMNS, orderBy);
  return ask(`contacts by ${by}`, `select ${CONTACT} from contact where tenant_id = $1 order by ${by} limit $2`, [
    tenantId,
    Math.min(first, MOST),
  ]);
}

/** In the order of the ids. */
export async function companiesByIds(tenantId, ids) {
  const rows = await ask(
    'companies',
    'select id, name, vat_number as "vatNumber" from company where tenant_id = $1 and id = any($2::uuid[])',
    [tenantId, ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** The first invoices of each contact, in the order of the contacts. */
export async function invoicesOfContacts(tenantId, contactIds, { first, orderBy }) {
  const by = order(INVOICE_COLUMNS, orderBy);
  const rows = await ask(
    `invoices by ${by}`,
    `select i.* from unnest($2::uuid[]) as c (id) cross join lateral (
       select id, number, issued_on as "issuedOn", currency, total, contact_id as "contactId"
         from invoice where tenant_id = $1 and contact_id = c.id order by ${by} limit $3) i`,
    [tenantId, contactIds, Math.min(first, MOST)],
  );
  const byContact = new Map(contactIds.map((id) => [id, []]));
  for (const row of rows) byContact.get(row.contactId).push(row);
  return [...byContact.values()];
}
