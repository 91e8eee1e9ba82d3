import type { ClientBase } from 'pg';
import { SESSION } from '../database.js';

/** What stands between a node and its database, such as PgBouncer, must neither drop what connections are started with nor share them. */

const TIMEOUTS = ['statement_timeout', 'idle_in_transaction_session_timeout'];
const ROUNDS = 5;

/** Throws one sentence, with the cure in it, unless the server has what the connection was started with. */
export async function assertSessionArrives(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where lower(name) = any ($1)',
    [[...Object.keys(SESSION), ...TIMEOUTS]],
  );
  const found = new Map(rows.map(({ name, setting }) => [name.toLowerCase(), setting]));
  const lost = [
    ...Object.entries(SESSION).filter(([name, value]) => !found.get(name)?.startsWith(value)),
    ...TIMEOUTS.filter((name) => (found.get(name) ?? '0') === '0').map((name) => [name, '10s'] as const),
  ];
  if (lost.length === 0) return;
  const names = lost.map(([name]) => name).join(', ');
  const cure = lost.map(([name, value]) => `ALTER ROLE CURRENT_USER SET ${name} = '${value}'`).join('; ');
  throw new Error(
    `Something between here and the database of DATABASE_URL drops what connections are started with (${names}): give it to the role instead, as that role "${cure}".`,
  );
}

/**
 * Throws one sentence if two connections share a server's process, as behind a pooler that hands them out per transaction: what was listened
 * to or locked would be somebody else's.
 */
export async function assertConnectionsAreOwn(client: ClientBase, other: ClientBase): Promise<void> {
  const processOf = async (one: ClientBase): Promise<number | undefined> =>
    (await one.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
  for (let round = 0; round < ROUNDS; round += 1) {
    const mine = await processOf(client);
    await other.query('begin');
    const its = await processOf(other);
    const again = await processOf(client);
    await other.query('rollback');
    if (mine === its || mine !== again) {
      throw new Error(
        'The pooler in front of the database of DATABASE_URL hands out connections per transaction: set pool_mode = session for this database, or let DATABASE_URL name the server itself.',
      );
    }
  }
}
