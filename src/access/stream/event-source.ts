import type { StreamSubject } from '../../entities/stream.js';
import { isUuid } from '../../kernel/ids.js';
import type { Database, Presented, Row } from '../database.js';

/** A place in a stream: the transaction that wrote, and the entry's id. */
export interface Position {
  readonly xid: bigint;
  readonly id: string;
}

export type ChangeKind = 'CREATED' | 'UPDATED' | 'DELETED';

/** That something happened to a record: what it is now is read anew for each who is told. */
export interface StreamEvent {
  readonly position: Position;
  /** The record's uuid. */
  readonly recordId: string;
  readonly kind: ChangeKind;
}

/** Events of one subject in one place: a tenant or, for grants as staff see them, a member of staff. */
export interface StreamKey {
  readonly subject: StreamSubject;
  /** Its uuid. */
  readonly place: string;
}

export interface Batch {
  readonly events: readonly StreamEvent[];
  /** All that lies up to here has been told, and nothing can come in before it any more. */
  readonly reached: Position;
}

const BATCH = 100;
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
const KINDS: Readonly<Record<string, ChangeKind>> = { CREATE: 'CREATED', UPDATE: 'UPDATED', DELETE: 'DELETED' };

export function isBehind(left: Position, right: Position): boolean {
  return left.xid === right.xid ? left.id > right.id : left.xid > right.xid;
}

/** What a cursor of a stream holds; undefined for what no stream has made. */
export function positionOf(values: readonly string[]): Position | undefined {
  const [xid = '', id = '', ...more] = values;
  return more.length === 0 && /^\d{1,20}$/.test(xid) && isUuid(id) ? { xid: BigInt(xid), id } : undefined;
}

/**
 * What happened behind a place. Only transactions older than any that still runs are looked at, so that no late commit slips in before a
 * place that was passed.
 * @param after null: only how far the stream has come
 * @returns null: the credential may not follow this stream
 */
export async function readEvents(
  database: Database,
  presented: Presented,
  { subject, place }: StreamKey,
  after: Position | null,
): Promise<Batch | null> {
  const [horizon, ...rows] = await database.run(presented, {
    name: 'stream_events',
    text: 'select event_xid, event_id, record_id, kind from auth.stream_events($1, $2, $3, $4, $5)',
    values: [subject, place, after ? String(after.xid) : null, after?.id ?? null, String(BATCH)],
  });
  if (!horizon) return null;
  const events = rows.map(eventOf);
  const last = events.at(-1);
  if (last && events.length === BATCH) return { events, reached: last.position };
  const end = { xid: BigInt(horizon[0] ?? '0'), id: LOWEST_ID };
  return { events, reached: after && isBehind(after, end) ? after : end };
}

function eventOf([xid, id, recordId, kind]: Row): StreamEvent {
  return {
    position: { xid: BigInt(xid ?? '0'), id: id ?? '' },
    recordId: recordId ?? '',
    kind: KINDS[kind ?? ''] ?? 'UPDATED',
  };
}
