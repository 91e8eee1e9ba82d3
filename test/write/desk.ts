/** Writing as a client does, and looking at what is stored as nobody else can. */
import type { Answer, Client } from '../support/client.js';
import { uuidOf, type Stage } from '../consent/stage.js';

export type Written = 'Contact' | 'Company' | 'Invoice';
export type Input = Readonly<Record<string, unknown>>;
type Json = Readonly<Record<string, unknown>>;

export const TABLES = { Contact: 'contact', Company: 'company', Invoice: 'invoice' } as const;

export const SELECTIONS = {
  Contact:
    'id createdAt updatedAt name birthDate email phone city country iban nationalId notes company { id } customFields { key value }',
  Company: 'id createdAt updatedAt name website vatNumber customFields { key value }',
  Invoice: 'id createdAt updatedAt number issuedOn dueOn currency total contact { id } company { id }',
} as const;

export interface WriteAnswer extends Answer<Json> {
  /** The record as the answer shows it. */
  readonly record: Json | null;
  /** Where in the arguments the fault is. */
  readonly argument: readonly (string | number)[] | undefined;
}

function told(answer: Answer<Json>, field: string, key: string): WriteAnswer {
  const payload = answer.data?.[field] as Json | null | undefined;
  const argument = answer.errors[0]?.extensions?.argument as readonly (string | number)[] | undefined;
  return { ...answer, record: (payload?.[key] as Json | undefined) ?? null, argument };
}

export async function create(
  client: Client,
  subject: Written,
  input: Input,
  selection: string = SELECTIONS[subject],
): Promise<WriteAnswer> {
  const key = subject.toLowerCase();
  const text = `mutation Write($input: Create${subject}Input!) { create${subject}(input: $input) { ${key} { ${selection} } } }`;
  return told(await client.query<Json>(text, { input }), `create${subject}`, key);
}

export async function update(
  client: Client,
  subject: Written,
  id: string,
  input: Input,
  {
    ifUpdatedAt = null,
    selection = SELECTIONS[subject],
  }: { readonly ifUpdatedAt?: string | null; readonly selection?: string } = {},
): Promise<WriteAnswer> {
  const key = subject.toLowerCase();
  const text = `mutation Write($id: ID!, $input: Update${subject}Input!, $ifUpdatedAt: DateTime) {
    update${subject}(id: $id, input: $input, ifUpdatedAt: $ifUpdatedAt) { ${key} { ${selection} } } }`;
  return told(await client.query<Json>(text, { id, input, ifUpdatedAt }), `update${subject}`, key);
}

export async function remove(client: Client, subject: Written, id: string): Promise<WriteAnswer> {
  const text = `mutation Write($id: ID!) { delete${subject}(id: $id) { deletedId } }`;
  return told(await client.query<Json>(text, { id }), `delete${subject}`, 'deletedId');
}

/** The id of a record that was just made, or why there is none. */
export async function made(client: Client, subject: Written, input: Input): Promise<string> {
  const { record, text } = await create(client, subject, input);
  if (!record) throw new Error(`Nothing was made: ${text}`);
  return record.id as string;
}

/** All that is stored of a record, down to the values of its custom fields; null: it is not there. */
export async function stored({ sql }: Stage, subject: Written, id: string): Promise<string | null> {
  const table = TABLES[subject];
  const rows = await sql<{ whole: string }>(`select row_to_json(r)::text as whole from ${table} r where id = $1`, [
    uuidOf(id),
  ]);
  const custom =
    subject === 'Invoice'
      ? []
      : await sql<{ whole: string }>(
          `select row_to_json(v)::text as whole from custom_value v where ${table}_id = $1 order by field_id`,
          [uuidOf(id)],
        );
  return rows[0] ? [rows[0].whole, ...custom.map(({ whole }) => whole)].join('\n') : null;
}

/** How much there is of everything that a write could have touched. */
export async function amounts({ cell }: Stage): Promise<string> {
  return cell(`select concat_ws('/', (select count(*) from contact), (select count(*) from company), (select count(*) from invoice),
    (select count(*) from custom_value), (select count(*) from change_entry))`);
}

export interface Change {
  readonly actor: string;
  readonly actor_id: string;
  readonly authority: string | null;
  readonly instruction: string | null;
  readonly subject: string;
  readonly action: string;
  readonly fields: readonly string[];
}

/** What the log of changes tells of a record, oldest first. */
export function changesOf({ sql }: Stage, id: string): Promise<Change[]> {
  return sql<Change>(
    'select actor, actor_id, authority, instruction, subject, action, fields from change_entry where record_id = $1 order by id',
    [uuidOf(id)],
  );
}
