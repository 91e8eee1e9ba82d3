import type { FastifyInstance } from 'fastify';
import { badInput } from '../kernel/errors.js';

/**
 * JSON that is nested deeper than any input of the schema only exhausts the stack of whoever walks it. Looked at without recursion, and
 * only where a body is long enough to be that deep.
 */
const MAX_DEPTH = 64;
/** What is nested so deep in the shortest way, `[[…]]`. */
const SHORTEST = 2 * MAX_DEPTH;

export function registerBodyDepth(fastify: FastifyInstance): void {
  fastify.addHook('preHandler', async (request) => {
    const { body, headers } = request;
    if (typeof body !== 'object' || body === null) return;
    if (Number(headers['content-length'] ?? SHORTEST) < SHORTEST) return;
    if (isDeep(body)) throw badInput(`The body is nested more than ${String(MAX_DEPTH)} deep.`);
  });
}

export function isDeep(body: object): boolean {
  let level: object[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    const below: object[] = [];
    for (const value of level) {
      for (const inner of Object.values(value) as unknown[]) {
        if (typeof inner === 'object' && inner !== null) below.push(inner);
      }
    }
    level = below;
  }
  return false;
}
