/** Moments that a test would otherwise have to hope for. */
import type { Client } from 'pg';
import { connected } from '../database/world.js';
import type { RunningServer } from '../support/server.js';

/** Beyond the time in which two at once are taken for one who is in a hurry. */
export async function hasBeenUsedForLong(server: RunningServer): Promise<void> {
  const database = await connected(server.databases.superuserUrl);
  await database.query(
    `update auth.app_artifact set consumed_at = consumed_at - interval '11 seconds' where kind = 'RefreshToken'`,
  );
  await database.end();
}

/** All have looked at what they bring, and none has used it yet: then all go on. */
export function atTheSameMoment<T>(
  server: RunningServer,
  kind: string,
  requests: readonly (() => Promise<T>)[],
): Promise<T[]> {
  return throughGates(server, [`select from auth.app_artifact where kind = '${kind}' for update`], requests);
}

/** The same; then one of them is about to be issued a token, and the others see to it that there is none: they are let go at once. */
export function atTheIssue<T>(
  server: RunningServer,
  kind: string,
  requests: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const gates = [
    `select from auth.app_artifact where kind = '${kind}' for update`,
    'lock table auth.api_token in share mode',
  ];
  return throughGates(server, gates, requests);
}

/** Each gate is a lock of its keeper, and is opened when one request waits for that keeper and the others for it, or for each other. */
async function throughGates<T>(
  server: RunningServer,
  gates: readonly string[],
  requests: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const keepers = await Promise.all(gates.map(() => connected(server.databases.superuserUrl)));
  const areAllAt = async (keeper: Client): Promise<boolean> => {
    const { rows } = await keeper.query<{ waiting: number; here: number }>(
      `select count(*)::int as waiting, count(*) filter (where pg_backend_pid() = any(pg_blocking_pids(pid)))::int as here
         from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return (rows[0]?.waiting ?? 0) >= requests.length && (rows[0]?.here ?? 0) > 0;
  };
  try {
    for (const [at, keeper] of keepers.entries()) {
      await keeper.query('begin');
      await keeper.query(gates[at] ?? '');
    }
    const answers = Promise.all(requests.map((request) => request()));
    for (const keeper of keepers) {
      while (!(await areAllAt(keeper))) await new Promise((resolve) => setTimeout(resolve, 5));
      await keeper.query('commit');
    }
    return await answers;
  } finally {
    await Promise.all(keepers.map((keeper) => keeper.end()));
  }
}
