import type { FastifyInstance } from 'fastify';

/** A connection whose request has finished is not kept alive; requests that do not finish in time are cut off: a stop has an end. */
export async function finishWithin(milliseconds: number, fastify: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => fastify.server.closeAllConnections(), milliseconds);
  const idle = setInterval(() => fastify.server.closeIdleConnections(), 50);
  try {
    await fastify.close();
  } finally {
    clearTimeout(cut);
    clearInterval(idle);
  }
}
