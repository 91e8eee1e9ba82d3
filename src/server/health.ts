import type { FastifyInstance } from 'fastify';
import type { Database } from '../access/database.js';
import { assertSchemaIsCurrent } from '../access/schema/check.js';

/** For whoever runs the node: `/healthz` says that the process answers, `/readyz` that it can serve. */
export function registerHealth(fastify: FastifyInstance, database: Database): void {
  fastify.get('/healthz', async () => ({ status: 'ok' }));

  fastify.get('/readyz', async (_request, reply) => {
    const fault = await faultOf(database);
    if (fault === null) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', reason: fault });
  });
}

const AWAY = 'The database cannot be reached.';

async function faultOf(database: Database): Promise<string | null> {
  try {
    await database.ping();
  } catch {
    return AWAY;
  }
  const client = await database.pool.connect().catch(() => null);
  if (client === null) return AWAY;
  try {
    await database.silence.during(client, () => assertSchemaIsCurrent(client));
    return null;
  } catch {
    return "The database's schema is not that of this version.";
  } finally {
    client.release();
  }
}
