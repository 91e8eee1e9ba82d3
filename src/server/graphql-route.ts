import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { SessionKeeper } from '../access/identity/session-keeper.js';
import { compiledAnswers } from './compiled-answers.js';
import { formatError } from './errors.js';
import { failureLog } from './failure-log.js';
import type { Origins } from './origins.js';
import { sendPlayground, wantsPlayground } from './playground/playground.js';
import { requestGate } from './request-gate.js';
import { buildSluiceSchema } from './schema.js';
import { ServerContext, type ContextParts } from './server-context.js';
import { withheldReport } from './withheld-report.js';

export interface GraphqlParts extends ContextParts {
  readonly keeper: SessionKeeper;
  readonly origins: Origins;
  readonly introspection: boolean;
  readonly compiledAnswers: boolean;
  readonly logger: Logger;
}

const MAX_TOKENS = 5_000;

/** GraphQL over HTTP at /graphql. Gives back what stops it. */
export async function registerGraphql(fastify: FastifyInstance, parts: GraphqlParts): Promise<() => Promise<void>> {
  const apollo = new ApolloServer<ServerContext>({
    schema: buildSluiceSchema(),
    introspection: parts.introspection,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    cache: 'bounded',
    parseOptions: { maxTokens: MAX_TOKENS },
    stopOnTerminationSignals: false,
    logger: parts.logger,
    formatError,
    plugins: [
      requestGate(parts.identity.csrfTokens, parts.origins),
      failureLog(parts.logger),
      withheldReport(),
      ...(parts.compiledAnswers ? [compiledAnswers(parts.logger)] : []),
      // Installed by itself, this one walks every field again.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();

  const answer = fastifyApolloHandler(apollo, { context: async (request, reply) => {
      const context = new ServerContext(parts, request, reply);
      parts.keeper.inUse(context.shown.presented);
      return context;
    },
  });
  fastify.get('/graphql', async (request, reply) => (wantsPlayground(request) ? sendPlayground(reply) : answer.call(fastify, request, reply)));
  fastify.post('/graphql', answer);
  return () => apollo.stop();
}

