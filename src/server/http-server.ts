import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Database } from '../access/database.js';
import type { Settings } from '../settings.js';
import { registerBodyDepth } from './body-depth.js';
import { registerConnections } from './connections.js';
import { registerHealth } from './health.js';
import { registerJsonBodies } from './json-bodies.js';
import { newFastify } from './new-fastify.js';
import type { Origins } from './origins.js';
import { answerProblem, answerUnknownPath } from './problems.js';
import { registerReleaseGate } from './release-gate.js';
import { registerResponseHeaders, type responseHeaders } from './response-headers.js';
import { registerListeners } from './served.js';

interface HttpParts {
  readonly logger: Logger;
  readonly database: Database;
  readonly origins: Origins;
  readonly headers: ReturnType<typeof responseHeaders>;
  readonly listeners: Parameters<typeof registerListeners>[1];
}

/** What is done with every request, whatever it is for. */
export function httpServer(
  settings: Settings,
  { logger, database, origins, headers, listeners }: HttpParts,
): FastifyInstance {
  const fastify = newFastify(settings);
  fastify.removeContentTypeParser('text/plain');
  registerJsonBodies(fastify);
  fastify.setErrorHandler(answerProblem(logger));
  fastify.setNotFoundHandler(answerUnknownPath);
  registerConnections(fastify, { ...settings.connections, trustedProxies: settings.trustedProxies });
  registerResponseHeaders(fastify, headers);
  registerListeners(fastify, listeners);
  registerHealth(fastify, database);
  origins.register(fastify);
  registerReleaseGate(fastify);
  registerBodyDepth(fastify);
  return fastify;
}
