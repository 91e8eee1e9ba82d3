import type { ApolloServerPlugin } from '@apollo/server';
import type { Visit } from '../access/visit.js';
import type { ServerContext } from './server-context.js';

/** Tells a client what its operation cost and what it has left, so that it can slow down before it is made to. */
export function costReport(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind === 'single') reportCost(contextValue.visit, response.body.singleResult);
      },
    }),
  };
}

export function reportCost(visit: Visit, told: { extensions?: Record<string, unknown> }): void {
  const { cost } = visit.meter;
  if (cost !== null) told.extensions = { ...told.extensions, cost };
}
