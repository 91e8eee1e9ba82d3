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
import type { GraphQLSchema } from 'graphql';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Visit } from '../access/visit.js';
import type { SessionKeeper } from '../access/identity/session-keeper.js';
import { bearerGate } from './bearer-gate.js';
import { compiledAnswers } from './compiled-answers.js';
import { MAX_TOKENS, withinLimits } from './document-limits.js';
import { costReport } from './cost-report.js';
import { documentStore } from './document-store.js';
import { formatError } from './errors.js';
import { failureLog } from './failure-log.js';
import type { KnownOperations } from './known-operations.js';
import { idempotency } from './idempotency.js';
import { inLanguage } from './language/in-language.js';
import { MediaTypeStatus } from './media-type-status.js';
import type { Origins } from './origins.js';
import { sendPlayground, wantsPlayground } from './playground/playground.js';
import { answerWrongMethod } from './problems.js';
import { requestGate } from './request-gate.js';
import { retryAfter } from './retry-after.js';
import { ServerContext, type ContextParts } from './server-context.js';
import { withheldReport } from './withheld-report.js';

export interface GraphqlParts extends ContextParts {
  readonly schema: GraphQLSchema;
  readonly keeper: SessionKeeper;
  readonly origins: Origins;
  readonly introspection: boolean;
  readonly compiledAnswers: boolean;
  readonly logger: Logger;
  /** What is answered at once is known from then on. */
  readonly known: KnownOperations;
  /** What was read for a request before it came here. */
  readonly begun: (request: IncomingMessage) => Visit | undefined;
}

/** GraphQL over HTTP at /graphql. Gives back what stops it. */
export async function registerGraphql(fastify: FastifyInstance, parts: GraphqlParts): Promise<() => Promise<void>> {
  const status = new MediaTypeStatus();
  const apollo = new ApolloServer<ServerContext>({
    schema: parts.schema,
    introspection: parts.introspection,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    cache: 'bounded',
    documentStore: documentStore(),
    parseOptions: { maxLexicalTokens: MAX_TOKENS },
    validationRules: [withinLimits],
    stopOnTerminationSignals: false,
    logger: parts.logger,
    formatError,
    plugins: [
      requestGate(parts.identity.csrfTokens, parts.origins),
      bearerGate(),
      idempotency(),
      failureLog(parts.logger),
      withheldReport(),
      costReport(),
      retryAfter(),
      inLanguage(),
      status.plugin,
      compiledAnswers(parts.logger, parts.compiledAnswers, parts.known),
      // Installed by itself, this one walks every field again.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();

  const handle = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest, reply: FastifyReply) => {
      const context = new ServerContext(parts, request, reply, parts.begun(request.raw));
      parts.keeper.inUse(context.shown.presented);
      return context;
    },
  });
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const body: unknown = await handle.call(fastify, request, reply);
    status.settle(request, reply);
    // Apollo has a word of its own for what it refuses as a persisted query.
    void reply.header('cache-control', 'no-store');
    return body;
  };
  fastify.get('/graphql', async (request, reply) =>
    wantsPlayground(request) ? sendPlayground(reply) : answer(request, reply),
  );
  fastify.post('/graphql', answer);
  fastify.route({
    method: ['PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    onRequest: answerWrongMethod,
    handler: answerWrongMethod,
  });
  return () => apollo.stop();
}
