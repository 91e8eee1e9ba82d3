import type { FastifyInstance } from 'fastify';
import type { Database } from '../access/database.js';
import { expectedSchemaVersion } from './database-checks.js';

/** For whoever runs the node: `/healthz` says that the process answers, `/readyz` that it can serve. */
export function registerHealth(fastify: FastifyInstance, database: Database): void {
  fastify.get('/healthz', async () => ({ status: 'ok' }));

  fastify.get('/readyz', async (_request, reply) => {
    const fault = await faultOf(database);
    if (fault === null) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', reason: fault });
  });
}

async function faultOf(database: Database): Promise<string | null> {
  try {
    const rows = await database.run(
      { credential: '', tenant: '' },
      { name: 'schema_version', text: 'select auth.schema_version()', values: [] },
    );
    return rows[0]?.[0] === expectedSchemaVersion ? null : "The database's schema is not that of this version.";
  } catch {
    return 'The database cannot be reached.';
  }
}
