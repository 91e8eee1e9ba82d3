import { Client } from 'pg';
import { messageOf } from './schema/database-error.js';

const PAGE = 1_000;
const CONNECT_TIMEOUT_MS = 10_000;

const ENTRIES = `
  select auth.access_entry_line(e) as line, e.place::text as place
  from public.access_entry e where e.tenant_id = $1 and e.place > $2 order by e.place limit ${String(PAGE)}`;

export interface ExportedLog {
  readonly entries: number;
  /** Not in it, since the chain has not reached them. */
  readonly waiting: number;
}

/** A tenant's chained access log, a line of JSON per entry, in the order of the chain. */
export async function exportLog(
  migrationUrl: string,
  slug: string,
  write: (lines: string) => Promise<void>,
): Promise<ExportedLog> {
  const client = new Client({
    connectionString: migrationUrl,
    application_name: 'sluice log export',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`The database of MIGRATION_DATABASE_URL can't be reached: ${messageOf(error)}.`, { cause: error });
  }
  try {
    // A role that row level security bears upon would export an empty log and call it whole: now it is an error.
    await client.query('set row_security = off');
    const { rows } = await client.query<{ id: string }>('select id from public.tenant where slug = $1', [slug]);
    const tenant = rows[0]?.id;
    if (tenant === undefined) throw new Error(`There is no tenant with the slug ${JSON.stringify(slug)}.`);
    return await exportEntries(client, tenant, write);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function exportEntries(
  client: Client,
  tenant: string,
  write: (lines: string) => Promise<void>,
): Promise<ExportedLog> {
  let entries = 0;
  let last = '0';
  let page: { readonly line: string; readonly place: string }[];
  do {
    ({ rows: page } = await client.query<{ line: string; place: string }>(ENTRIES, [tenant, last]));
    if (page.length > 0) await write(`${page.map(({ line }) => line).join('\n')}\n`);
    entries += page.length;
    last = page.at(-1)?.place ?? last;
  } while (page.length === PAGE);
  const { rows } = await client.query<{ waiting: number }>(
    'select count(*)::int as waiting from public.access_entry where tenant_id = $1 and place is null',
    [tenant],
  );
  return { entries, waiting: rows[0]?.waiting ?? 0 };
}
