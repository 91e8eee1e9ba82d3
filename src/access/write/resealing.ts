import { setImmediate as turn } from 'node:timers/promises';
import type { CustomField } from '../../policy/actor.js';
import { printNumber } from '../../kernel/decimal.js';
import { arrayText, type Database, type Presented, type Row, type Statement } from '../database.js';
import type { Standing } from '../standing.js';
import { customFieldPlace, type TenantKey } from '../sealing.js';
import { CELL_COLUMNS, cellsOf } from './custom-cells.js';

/**
 * A field that was given a category of the other kind has values that are stored in the other way. They are stored anew, some at a time, each
 * time under the tenant's shared lock: whoever writes meanwhile writes in the new way already, and nobody waits for all of them. A reader
 * takes both ways; should a node die in between, the next change of the field goes on where it stopped.
 */
const BATCH = 1_000;

const NEXT = `
  select v.record_id::text, v.sealed_value::text, v.text_value, v.number_value::text, v.date_value::text, v.boolean_value::text
    from public.custom_value v
    join public.custom_field f on f.tenant_id = v.tenant_id and f.id = v.field_id and f.sealed = $3
   where v.tenant_id = $1 and v.field_id = $2 and v.record_id > $4 and (v.sealed_value is not null) <> $3
   order by v.record_id limit ${String(BATCH)} for no key update of v`;

const STORE = `
  update public.custom_value v
     set ${CELL_COLUMNS.map((name) => `${name} = x.${name}`).join(', ')}
    from unnest($3::uuid[], $4::text[], $5::bigint[], $6::date[], $7::boolean[], $8::bytea[], $9::bytea[])
           as x (record_id, ${CELL_COLUMNS.join(', ')})
   where v.tenant_id = $1 and v.field_id = $2 and v.record_id = x.record_id`;

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export class Resealer {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Once begun it is finished, however long it takes.
   * @param field as it is since: `sealed` says how its values are to be stored
   */
  async reseal(
    { credential, tenant: named }: Presented,
    { tenant, tenantKey }: Standing,
    field: CustomField,
  ): Promise<void> {
    let after: string | null = tenant && BEFORE_ALL;
    while (tenant && after !== null) {
      const place: string = after;
      after = await this.#database.transaction({ credential, tenant: named }, (run) =>
        batch(run, tenant.id, field, tenantKey, place),
      );
      // To seal takes time, and others are waiting for theirs.
      await turn();
    }
  }
}

/** The last record of the batch; null: there are no more. */
async function batch(
  run: (statement: Statement) => Promise<Row[]>,
  tenantId: string,
  field: CustomField,
  key: TenantKey | null,
  after: string,
): Promise<string | null> {
  const rows = await run({ text: NEXT, values: [tenantId, field.id, String(field.sealed), after] });
  const last = rows.at(-1)?.[0] ?? null;
  if (last === null) return null;
  const records = rows.map(([record]) => record ?? '');
  const stored = rows.map((row) => cellsOf(field, row[0] ?? '', clearText(field, row, key), key));
  const columns = CELL_COLUMNS.map((name) => nullableArray(stored.map((cells) => cells[name])));
  await run({ text: STORE, values: [tenantId, field.id, arrayText(records), ...columns] });
  return rows.length < BATCH ? null : last;
}

function clearText({ id }: CustomField, row: Row, key: TenantKey | null): string {
  const [record, sealed, text, number, date, boolean] = row;
  if (number !== null && number !== undefined) return printNumber(number);
  const clear = text ?? date ?? boolean ?? null;
  if (clear !== null) return clear;
  if (!key) throw new Error('Sealed data is opened under the key of its tenant.');
  return key.open(customFieldPlace(id), record ?? '', Buffer.from((sealed ?? '').slice(2), 'hex'));
}

function nullableArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'null' : arrayText([value]).slice(1, -1))).join(',')}}`;
}
