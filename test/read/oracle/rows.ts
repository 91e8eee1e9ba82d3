import type { ReadWorld } from '../support/read-world.js';

/** A tenant's rows as they are, past all walls: every value as text, in the form in which filters are written. */
export interface Row {
  readonly id: string;
  readonly values: Readonly<Record<string, string | null>>;
  readonly company: Row | null;
  readonly contact: Row | null;
}

export interface Rows {
  readonly contacts: readonly Row[];
  readonly companies: readonly Row[];
  readonly invoices: readonly Row[];
}

export type ListName = keyof Rows;

const iso = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "${column}"`;
const times = `${iso('created_at')}, ${iso('updated_at')}`;

const SELECTIONS = {
  companies: `select id::text, ${times}, name, website, vat_number from company`,
  contacts: `select id::text, ${times}, name, birth_date::text, email, phone, city, country, iban, notes, company_id::text from contact`,
  invoices: `select id::text, ${times}, number, issued_on::text, due_on::text, currency, total::text, contact_id::text, company_id::text from invoice`,
} as const;
const PREFIXES = { companies: 'com', contacts: 'con', invoices: 'inv' } as const;

type SqlRow = Readonly<Record<string, string | null>>;

function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

export async function loadRows({ sql }: Pick<ReadWorld, 'sql'>, slug = 'acme'): Promise<Rows> {
  const related = { company: new Map<string, Row>(), contact: new Map<string, Row>() };
  const load = async (list: ListName): Promise<Row[]> => {
    const { rows } = await sql.query<SqlRow>(
      `${SELECTIONS[list]} where tenant_id = (select id from tenant where slug = $1)`,
      [slug],
    );
    return rows.map((row) => ({
      id: `${PREFIXES[list]}_${row.id ?? ''}`,
      values: Object.fromEntries(Object.entries(row).map(([name, value]) => [camelCase(name), value])),
      company: related.company.get(`com_${row.company_id ?? ''}`) ?? null,
      contact: related.contact.get(`con_${row.contact_id ?? ''}`) ?? null,
    }));
  };
  const companies = await load('companies');
  for (const row of companies) related.company.set(row.id, row);
  const contacts = await load('contacts');
  for (const row of contacts) related.contact.set(row.id, row);
  return { companies, contacts, invoices: await load('invoices') };
}
