import { createHash } from 'node:crypto';
import type { PostgresPool } from 'kysely';
import type pg from 'pg';
import { connectedTo, type Database } from '../database.js';
import type { Silence } from '../silence.js';

/** Texts that are prepared once per connection; there are more ways to change a record than anybody uses. */
const MAX_PREPARED = 200;
const names = new Map<string, string>();

/** Undefined: it is sent as it is. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MAX_PREPARED) return known;
  const name = `write ${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
  names.set(text, name);
  return name;
}

/** What has values is prepared under a name, and so parsed and planned once. */
function preparing(client: pg.PoolClient, silence: Silence): pg.PoolClient {
  const query = (text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> => {
    const name = values.length === 0 ? undefined : nameOf(text);
    const asked = { text, values: [...values], ...(name !== undefined && { name }) };
    return silence.during(client, () => client.query(asked));
  };
  return Object.assign(Object.create(client) as pg.PoolClient, { query });
}

/**
 * The pool as it is lent to the unit of work. Where the server ends a connection in the middle of a transaction, its rollback fails as well,
 * and then nobody gives the connection back: each would be one less for ever. So it is taken back as soon as it has ended.
 */
export function lentPool({ pool, silence }: Database): PostgresPool {
  return {
    options: pool.options,
    connect: async () => {
      const client = await connectedTo(pool);
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
      return preparing(client, silence);
    },
    // It belongs to the database, which closes it.
    end: () => Promise.resolve(),
  };
}
