import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from './server-context.js';

/**
 * GraphQL over HTTP has two kinds of clients. Those that accept `application/graphql-response+json` learn from the status whether their
 * operation ran. For the older ones, who accept only `application/json`, a well-formed request gets 200 whatever its errors say, because
 * anything else may as well come from a proxy on the way.
 */
const ABOUT_THE_OPERATION: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

export class MediaTypeStatus {
  private readonly wellFormed = new WeakSet<FastifyRequest>();

  get plugin(): ApolloServerPlugin<ServerContext> {
    return {
      requestDidStart: async () => ({
        didEncounterErrors: async ({ errors, contextValue }) => {
          if (errors.every(({ extensions }) => ABOUT_THE_OPERATION.has(extensions.code)))
            this.wellFormed.add(contextValue.request);
        },
      }),
    };
  }

  settle(request: FastifyRequest, reply: FastifyReply): void {
    if (reply.statusCode !== 400 || !this.wellFormed.has(request)) return;
    if (String(reply.getHeader('content-type')).startsWith('application/json')) void reply.code(200);
  }
}
