import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { SessionKeeper } from '../access/identity/session-keeper.js';
import { compiledAnswers } from './compiled-answers.js';
import { MAX_TOKENS, withinLimits } from './document-limits.js';
import { costReport, reportCost } from './cost-report.js';
import { formatError } from './errors.js';
import { failureLog } from './failure-log.js';
import { KnownOperations, type KnownRequest } from './known-operations.js';
import { idempotency } from './idempotency.js';
import { inLanguage, sayInLanguage } from './language/in-language.js';
import { MediaTypeStatus } from './media-type-status.js';
import type { Origins } from './origins.js';
import { sendPlayground, wantsPlayground } from './playground/playground.js';
import { requestGate } from './request-gate.js';
import { retryAfter } from './retry-after.js';
import { ServerContext, type ContextParts } from './server-context.js';
import { reportWithheld, withheldReport } from './withheld-report.js';

export interface GraphqlParts extends ContextParts {
  readonly schema: GraphQLSchema;
  readonly keeper: SessionKeeper;
  readonly origins: Origins;
  readonly introspection: boolean;
  readonly compiledAnswers: boolean;
  readonly logger: Logger;
}

/** GraphQL over HTTP at /graphql. Gives back what stops it. */
export async function registerGraphql(fastify: FastifyInstance, parts: GraphqlParts): Promise<() => Promise<void>> {
  const status = new MediaTypeStatus();
  const known = new KnownOperations();
  const apollo = new ApolloServer<ServerContext>({
    schema: parts.schema,
    introspection: parts.introspection,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    cache: 'bounded',
    parseOptions: { maxLexicalTokens: MAX_TOKENS },
    validationRules: [withinLimits],
    stopOnTerminationSignals: false,
    logger: parts.logger,
    formatError,
    plugins: [
      requestGate(parts.identity.csrfTokens, parts.origins),
      idempotency(),
      failureLog(parts.logger),
      withheldReport(),
      costReport(),
      retryAfter(),
      inLanguage(),
      status.plugin,
      compiledAnswers(parts.logger, parts.compiledAnswers, known),
      // Installed by itself, this one walks every field again.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();

  const contexts = new WeakMap<FastifyRequest, ServerContext>();
  const contextOf = (request: FastifyRequest, reply: FastifyReply): ServerContext => {
    const context = new ServerContext(parts, request, reply);
    parts.keeper.inUse(context.shown.presented);
    return context;
  };
  const handle = fastifyApolloHandler(apollo, {
    context: async (request, reply) => contexts.get(request) ?? contextOf(request, reply),
  });
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const asked = request.method === 'POST' ? known.find(request) : undefined;
    if (asked) {
      const context = contextOf(request, reply);
      const text = await answerKnown(parts.schema, context, asked);
      if (text !== null) {
        void reply.header('content-type', asked.mediaType);
        return text;
      }
      contexts.set(request, context);
    }
    const body: unknown = await handle.call(fastify, request, reply);
    status.settle(request, reply);
    return body;
  };
  fastify.get('/graphql', async (request, reply) =>
    wantsPlayground(request) ? sendPlayground(reply) : answer(request, reply),
  );
  fastify.post('/graphql', answer);
  return () => apollo.stop();
}

/**
 * What Apollo would answer, byte for byte, without its way through plugins. Null: that way is to be taken, with the same context, whose reads
 * are not repeated.
 */
async function answerKnown(schema: GraphQLSchema, context: ServerContext, asked: KnownRequest): Promise<string | null> {
  const { document, operation, variables } = asked;
  const operationName = operation.name?.value ?? null;
  const answer = await context.visit.tryAnswer({ schema, document, operation, variables, operationName }, true);
  if (!answer || answer.errors) return null;
  const result: KnownResult = {};
  reportWithheld(context, result);
  reportCost(context, result);
  sayInLanguage(context, result);
  return `${JSON.stringify({ errors: result.errors, data: answer.data, extensions: result.extensions })}\n`;
}

interface KnownResult {
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}
