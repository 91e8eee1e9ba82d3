import { randomFillSync } from 'node:crypto';

/**
 * Public ids are a prefix that names the type and the row's uuid. They are opaque to clients, stable, and the same for every actor; the
 * tenant is not in them, because the request's tenant is part of every key.
 */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** No record has it. What looks for a malformed id looks for this one, and so takes the way of every missing id. */
export const NO_UUID = '00000000-0000-0000-0000-000000000000';

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

export function formatId(prefix: string, uuid: string): string {
  return `${prefix}_${uuid}`;
}

/** The uuid of a public id with this prefix; undefined for a malformed id, which is the same as a missing one. */
export function parseId(prefix: string, id: string): string | undefined {
  if (!id.startsWith(prefix) || id.charCodeAt(prefix.length) !== 95) return undefined;
  const uuid = id.slice(prefix.length + 1);
  return UUID.test(uuid) ? uuid : undefined;
}

/** The prefix of a public id, whatever it names. */
export function prefixOf(id: string): string {
  const end = id.indexOf('_');
  return end === -1 ? '' : id.slice(0, end);
}

const pool = Buffer.alloc(16 * 256);
let used = pool.length;

/** A version 7 uuid (RFC 9562): time first, so that new rows land at the end of an index. */
export function newUuid(now: number = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + 16);
  used += 16;
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
