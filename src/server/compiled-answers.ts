import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import { formatError } from './errors.js';
import { logFailures } from './failure-log.js';
import type { KnownOperations } from './known-operations.js';
import type { ServerContext } from './server-context.js';

/**
 * Answers operations that consist of compiled reads without walking them field by field. Any other operation, and one on which the short
 * way fails, goes through graphql-js, which asks the same compiled reads. What was answered so is known from then on.
 * @param atOnce false: every operation does
 */
export function compiledAnswers(
  logger: Logger,
  atOnce: boolean,
  known: KnownOperations,
): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ schema, document, operation: named, request, contextValue }) => {
        // Undefined, whatever its type says, where the request names an operation that the document does not have.
        const operation = named as OperationDefinitionNode | undefined;
        if (operation?.operation !== 'query') return null;
        const { visit } = contextValue;
        const variables = request.variables ?? {};
        const operationName = operation.name?.value ?? null;
        const result = await visit.tryAnswer({ schema, document, operation, variables, operationName }, atOnce);
        if (!result) return null;
        const { data, errors } = result;
        if (!errors) known.remember(request.query, request.operationName, { document, operation });
        if (errors) logFailures(logger, contextValue.request.id, errors);
        const formatted: readonly GraphQLFormattedError[] | undefined = errors?.map((error) =>
          formatError(error.toJSON(), error),
        );
        return {
          http: { headers: new HeaderMap() },
          body: { kind: 'single', singleResult: { data: data ?? null, ...(formatted && { errors: formatted }) } },
        };
      },
    }),
  };
}
