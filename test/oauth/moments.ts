/** Moments that a test would otherwise have to hope for. */
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
export async function atTheSameMoment<T>(
  server: RunningServer,
  kind: string,
  requests: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const database = await connected(server.databases.superuserUrl);
  try {
    await database.query('begin');
    await database.query('select from auth.app_artifact where kind = $1 for update', [kind]);
    const answers = Promise.all(requests.map((request) => request()));
    const waiting = async (): Promise<number> => {
      const { rows } = await database.query<{ count: number }>(
        `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0]?.count ?? 0;
    };
    while ((await waiting()) < requests.length) await new Promise((resolve) => setTimeout(resolve, 5));
    await database.query('commit');
    return await answers;
  } finally {
    await database.end();
  }
}
