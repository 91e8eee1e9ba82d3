import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { codedErrorOf, formatError, INTERNAL } from './errors.js';
import type { ServerContext } from './server-context.js';

/**
 * What went wrong by our own fault is logged with its stack, and told by the request's id only. Refusals are no failures. Neither query
 * text nor variables are ever logged: both may hold personal data.
 */
export function logFailures(logger: Logger, requestId: string, errors: readonly GraphQLError[]): void {
  for (const error of errors) {
    const cause = codedErrorOf(error)?.details.cause;
    if (cause !== undefined) logger.warn({ requestId, err: cause }, 'refused for a fault behind us');
    else if (formatError(error.toJSON(), error).extensions?.code === INTERNAL) {
      logger.error({ requestId, err: error.originalError ?? error, path: error.path }, 'unexpected error');
    }
  }
}

export function failureLog(logger: Logger): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue }) => logFailures(logger, contextValue.request.id, errors),
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind !== 'single') return;
        const result = response.body.singleResult;
        if (!result.errors?.some((error) => error.extensions?.code === INTERNAL)) return;
        const requestId = contextValue.request.id;
        result.errors = result.errors.map((error) =>
          error.extensions?.code === INTERNAL ? { ...error, extensions: { ...error.extensions, requestId } } : error,
        );
      },
    }),
  };
}
