/** What is stored, as a few letters: two of them are alike when nothing was changed between. */
import type { Stage } from '../../consent/stage.js';

/** Of sessions and budgets, which change by being asked. */
const BY_ASKING = ['session', 'actor_budget'];

export async function storedData(stage: Stage): Promise<string> {
  return digest(stage, ['contact', 'company', 'invoice', 'custom_value', 'change_entry']);
}

export async function storedWorld(stage: Stage): Promise<string> {
  const tables = await stage.sql<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('public', 'auth') and tablename <> all ($1) order by 1`,
    [BY_ASKING],
  );
  return digest(
    stage,
    tables.map(({ name }) => name),
  );
}

async function digest({ cell }: Stage, tables: readonly string[]): Promise<string> {
  const parts = tables.map(
    (table) =>
      `(select '${table} ' || count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by t::text)), '') from ${table} t)`,
  );
  return cell(`select concat_ws(E'\\n', ${parts.join(', ')})`);
}

export function changed(before: string, after: string): readonly string[] {
  const was = before.split('\n');
  return after.split('\n').filter((line) => !was.includes(line));
}
