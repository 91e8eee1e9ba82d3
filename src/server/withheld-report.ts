import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { WithheldEntry } from '../access/withheld.js';
import type { ServerContext } from './server-context.js';

/**
 * Says what an answer withheld: in `extensions.withheld`, so that `errors` stays free and clients with default settings keep their data;
 * or, for clients that ask with `x-withheld: errors`, as errors.
 */
export function withheldReport(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        const withheld = contextValue.visit.withheld();
        if (withheld.length === 0 || response.body.kind !== 'single') return;
        const result = response.body.singleResult;
        if (contextValue.request.headers['x-withheld'] === 'errors') {
          result.errors = [...(result.errors ?? []), ...withheld.map(asError)];
        } else {
          result.extensions = { ...result.extensions, withheld: withheld.map(asEntry) };
        }
      },
    }),
  };
}

function asEntry({ type, field, category, reason, remedy }: WithheldEntry): object {
  return { type, field, category, reason, remedy };
}

function asError({ type, field, category, reason, remedy, count, path }: WithheldEntry): GraphQLFormattedError {
  const times = count === 1 ? 'once' : `${count} times`;
  return {
    message: `${type}.${field} is withheld here (${times} in this answer).`,
    path,
    extensions: { code: reason, reason, remedy, type, field, category, count },
  };
}
