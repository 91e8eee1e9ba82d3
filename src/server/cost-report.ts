import type { ApolloServerPlugin } from '@apollo/server';
import type { Visit } from '../access/visit.js';
import type { ServerContext } from './server-context.js';

/** Tells a client what its operation cost and what it has left, so that it can slow down before it is made to. */
export function costReport(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue: { visit, reply } }) => {
        if (response.body.kind === 'single') void reply.headers(reportCost(visit, response.body.singleResult));
      },
    }),
  };
}

/** @returns headers that tell a program the same, which looks at them before it looks at answers */
export function reportCost(
  visit: Visit,
  told: { extensions?: Record<string, unknown> },
): Readonly<Record<string, string>> {
  const { cost } = visit.meter;
  if (cost === null) return {};
  told.extensions = { ...told.extensions, cost };
  if (!visit.meter.isProgram) return {};
  const { available, restoreRate } = cost;
  const { limit } = visit.meter;
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(available),
    'ratelimit-reset': String(Math.ceil((limit - available) / restoreRate)),
  };
}
