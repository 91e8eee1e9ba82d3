import { escapeIdentifier, type ClientBase } from 'pg';

/** The text form of a value, as PostgreSQL reads it. */
export type ColumnText = string | null;

/** By name: its type, and what it holds of a row. */
export type Columns<Row> = Readonly<Record<string, readonly [type: string, text: (row: Row) => ColumnText]>>;

const ROWS_AT_ONCE = 2_000;

/**
 * Many rows in few statements: each column travels as one array of texts and is cast by the database. A statement per row
 * would make thousands of round trips, and one parameter per value would exceed what a statement may have.
 */
export async function insertRows<Row>(
  client: ClientBase,
  table: string,
  columns: Columns<Row>,
  rows: readonly Row[],
): Promise<void> {
  const entries = Object.entries(columns);
  const names = entries.map(([name]) => escapeIdentifier(name));
  const casts = entries.map(([, [type]], index) => `v.c${index}::${type}`);
  const arrays = entries.map((_, index) => `$${index + 1}::text[]`);
  const aliases = entries.map((_, index) => `c${index}`);
  const statement = `insert into ${table} (${names.join(', ')})
    select ${casts.join(', ')} from unnest(${arrays.join(', ')}) as v (${aliases.join(', ')})`;

  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const part = rows.slice(from, from + ROWS_AT_ONCE);
    await client.query(
      statement,
      entries.map(([, [, text]]) => part.map(text)),
    );
  }
}

/** A list as PostgreSQL writes it. */
export function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

export function bytesText(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}
