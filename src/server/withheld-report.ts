import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { IncomingHttpHeaders } from 'node:http';
import type { Visit } from '../access/visit.js';
import type { WithheldEntry } from '../access/withheld.js';
import type { ServerContext } from './server-context.js';

interface Result {
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

/**
 * Says what an answer withheld: in `extensions.withheld`, so that `errors` stays free and clients with default settings keep their data;
 * or, for clients that ask with `x-withheld: errors`, as errors.
 */
export function reportWithheld(visit: Visit, headers: IncomingHttpHeaders, result: Result): void {
  const withheld = visit.withheld();
  if (withheld.length === 0) return;
  if (headers['x-withheld'] === 'errors') {
    result.errors = [...(result.errors ?? []), ...withheld.map(asError)];
  } else {
    result.extensions = { ...result.extensions, withheld: withheld.map(asEntry) };
  }
}

export function withheldReport(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        const { visit, request } = contextValue;
        if (response.body.kind === 'single') reportWithheld(visit, request.headers, response.body.singleResult);
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
