import type { ApolloServerPlugin } from '@apollo/server';
import type { ServerContext } from './server-context.js';

/** Tells a client what its operation cost and what it has left, so that it can slow down before it is made to. */
export function costReport(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind === 'single') reportCost(contextValue, response.body.singleResult);
      },
    }),
  };
}

export function reportCost({ visit, reply }: ServerContext, told: { extensions?: Record<string, unknown> }): void {
  const { cost } = visit.meter;
  if (cost === null) return;
  told.extensions = { ...told.extensions, cost };
  // Programs look at headers before they look at answers.
  if (!visit.meter.isProgram) return;
  const { available, restoreRate } = cost;
  const { limit } = visit.meter;
  void reply.headers({
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(available),
    'ratelimit-reset': String(Math.ceil((limit - available) / restoreRate)),
  });
}
