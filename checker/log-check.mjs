/** V2: whatever was shown is in the access log, looked at after everything has recovered. */
import { LOGGED_AS } from './canaries.mjs';
import { uuidIn } from './judge.mjs';
import { companyId, connect, contactId, invoiceId, staffId } from './world.mjs';

const PAGE = 5_000;
/** The log keeps milliseconds, rounded. */
const SLACK_MS = 3;
const ID_OF = {
  Contact: (tenant, row) => `con_${contactId(tenant, row)}`,
  Company: (tenant, row) => `com_${companyId(tenant, row)}`,
  Invoice: (tenant, row) => `inv_${invoiceId(tenant, row)}`,
};

/** Of a canary: the record and the field, as the log calls them. */
export function placeOf({ tenant, row, field }) {
  const [subject, name] = LOGGED_AS[field];
  return { id: ID_OF[subject](tenant, row), field: name };
}

function missingOf({ found }) {
  return new Set(
    found.map((canary) => {
      const { id, field } = placeOf(canary);
      return `${id}.${field}`;
    }),
  );
}

/** What the log has of one request, by the name of its operation and who asked, between its sending and a moment (both in ms of the epoch). */
export async function entriesOf(url, { operation, staff, tokenId, sentAt }, until) {
  const client = await connect(url);
  try {
    const { rows } = await client.query(
      `select authority::text, at, disclosed from access_entry
       where operation = $1 and case when $2 then authority else actor_id end = $3 and at between to_timestamp($4) and to_timestamp($5)`,
      [
        operation,
        tokenId !== undefined,
        tokenId === undefined ? staffId(staff) : uuidIn(tokenId),
        (sentAt - SLACK_MS) / 1_000,
        (until + SLACK_MS) / 1_000,
      ],
    );
    return rows;
  } finally {
    await client.end();
  }
}

/** @returns what was shown and is not in the log */
export async function unlogged(url, shown) {
  const byOperation = new Map();
  for (const reading of shown) {
    reading.missing = missingOf(reading);
    if (!byOperation.has(reading.operation)) byOperation.set(reading.operation, []);
    byOperation.get(reading.operation).push(reading);
  }
  const client = await connect(url);
  let last = '00000000-0000-0000-0000-000000000000';
  let entries = 0;
  for (;;) {
    const { rows } = await client.query(
      `select id, at, operation, disclosed from access_entry where id > $1 order by id limit ${PAGE}`,
      [last],
    );
    for (const row of rows) tickOff(row, byOperation.get(row.operation) ?? []);
    entries += rows.length;
    if (rows.length < PAGE) break;
    last = rows.at(-1).id;
  }
  await client.end();
  return { entries, unlogged: shown.filter(({ missing }) => missing.size > 0) };
}

function tickOff({ at, disclosed }, readings) {
  const moment = at.getTime();
  let low = 0;
  let high = readings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (readings[middle].readAt + SLACK_MS < moment) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < readings.length && readings[index].sentAt - SLACK_MS <= moment; index += 1) {
    for (const { fields, ids } of disclosed) {
      for (const id of ids) for (const field of fields) readings[index].missing.delete(`${id}.${field}`);
    }
  }
}
