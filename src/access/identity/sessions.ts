import { isoTime } from '../../kernel/time.js';
import type { Database, Presented } from '../database.js';

/** A session as its user knows it again. Nothing of its secret, nor of what is kept of that, is in it. */
export interface KnownSession {
  readonly uuid: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly address: string | null;
  readonly client: string | null;
  readonly current: boolean;
}

export async function livingSessions(database: Database, presented: Presented): Promise<readonly KnownSession[]> {
  const rows = await database.run(presented, {
    name: 'my_sessions',
    text: 'select id, created_at, last_used_at, expires_at, address, client, current from auth.my_sessions()',
    values: [],
  });
  return rows.map(([uuid, createdAt, lastUsedAt, expiresAt, address = null, client = null, current]) => ({
    uuid: uuid ?? '',
    createdAt: isoTime(createdAt ?? ''),
    lastUsedAt: isoTime(lastUsedAt ?? ''),
    expiresAt: isoTime(expiresAt ?? ''),
    address,
    client,
    current: current === 't',
  }));
}

/** True if it was the presented one. Another's is one that is not there. */
export async function endSession(database: Database, presented: Presented, uuid: string): Promise<boolean> {
  const [row] = await database.run(presented, {
    name: 'end_my_session',
    text: 'select auth.end_my_session($1)',
    values: [uuid],
  });
  return row?.[0] === 't';
}

/** How many there were. */
export async function endOtherSessions(database: Database, presented: Presented): Promise<number> {
  const [row] = await database.run(presented, {
    name: 'end_my_other_sessions',
    text: 'select auth.end_my_other_sessions()',
    values: [],
  });
  return Number(row?.[0] ?? 0);
}
