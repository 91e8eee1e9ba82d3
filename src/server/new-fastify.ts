import Fastify, { type FastifyInstance } from 'fastify';
import type { Settings } from '../settings.js';
import { requestIdOf } from './request-id.js';

const CHECK_CONNECTIONS_EVERY_MS = 1_000;
const BODY_LIMIT = 1_048_576;

/** GraphQL says what is valid: no route has a schema of Fastify's, whose compilers are then not loaded. */
function noSchemas(): never {
  throw new Error('No route has a schema.');
}

/** With the limits of the settings, and without a logger of its own. */
export function newFastify({ connections, trustedProxies }: Settings): FastifyInstance {
  return Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    genReqId: requestIdOf,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    requestTimeout: connections.requestMs,
    keepAliveTimeout: connections.idleMs,
    connectionTimeout: connections.idleMs,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: connections.headersMs,
      connectionsCheckingInterval: CHECK_CONNECTIONS_EVERY_MS,
      maxHeaderSize: 16_384,
    },
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  });
}
