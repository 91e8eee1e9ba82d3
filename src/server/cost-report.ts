import type { ApolloServerPlugin } from '@apollo/server';
import type { ServerContext } from './server-context.js';

/** Tells a client what its operation cost and what it has left, so that it can slow down before it is made to. */
export function costReport(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        const { cost } = contextValue.visit.meter;
        if (cost === null || response.body.kind !== 'single') return;
        const result = response.body.singleResult;
        result.extensions = { ...result.extensions, cost };
      },
    }),
  };
}
