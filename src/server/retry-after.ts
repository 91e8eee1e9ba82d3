import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { ServerContext } from './server-context.js';

/** Says in the header that programs know how long to wait, where an error says so. */
export function retryAfter(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind === 'single') sayWhen(contextValue.reply, response.body.singleResult.errors);
      },
    }),
  };
}

export function sayWhen(reply: FastifyReply, errors: readonly GraphQLFormattedError[] = []): void {
  const waits = errors.flatMap(({ extensions }) =>
    typeof extensions?.retryAfter === 'number' ? [extensions.retryAfter] : [],
  );
  if (waits.length > 0) void reply.header('retry-after', String(Math.max(...waits)));
}
