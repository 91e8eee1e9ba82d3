import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import pg from 'pg';
import type { Row, Statement } from '../pipeline.js';

/**
 * Statements of our own on the connection of the unit of work. What has a name is prepared. What has none is planned for its values, which are
 * written into its text as MikroORM writes its own: a plan for any tenant takes a tenant for a small one, several times over where the policies
 * name it as well, and then looks for one row of a large tenant among all of them.
 */
export function runIn(em: EntityManager): (statement: Statement) => Promise<Row[]> {
  return async ({ name, text, values }) => {
    const transaction: unknown = em.getTransactionContext();
    if (!transaction) throw new Error('A write is a transaction.');
    const kysely = transaction as { executeQuery(query: CompiledQuery): Promise<{ readonly rows: readonly object[] }> };
    const asked =
      name === undefined ? CompiledQuery.raw(withValues(text, values)) : CompiledQuery.raw(text, [...values]);
    const { rows } = await kysely.executeQuery(asked);
    return rows.map((row) => Object.values(row) as Row);
  };
}

function withValues(text: string, values: Statement['values']): string {
  return text.replace(/\$(\d+)/g, (_, number: string) => {
    const value = values[Number(number) - 1] ?? null;
    return value === null ? 'null' : pg.escapeLiteral(value);
  });
}
