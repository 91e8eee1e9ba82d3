import type { PostgresPool } from 'kysely';
import type pg from 'pg';

/**
 * The pool as it is lent to the unit of work. Where the server ends a connection in the middle of a transaction, its rollback fails as well,
 * and then nobody gives the connection back: each would be one less for ever. So it is taken back as soon as it has ended.
 */
export function lentPool(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      const release = client.release.bind(client);
      let lent = true;
      const giveBack = (broken?: boolean): void => {
        if (!lent) return;
        lent = false;
        client.off('end', ended);
        release(broken);
      };
      const ended = (): void => giveBack(true);
      client.once('end', ended);
      client.release = giveBack;
      return client;
    },
    // It belongs to the database, which closes it.
    end: () => Promise.resolve(),
  };
}
