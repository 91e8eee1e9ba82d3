/** Apollo Server on Fastify, in the way that costs it least: no logging, no usage reports, no cache hints, no introspection. */
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify from 'fastify';
import { announce } from './announce.js';

/** @param contextOf makes the context from the headers of a request */
export async function serve(schema, contextOf) {
  const apollo = new ApolloServer({
    schema,
    introspection: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginUsageReportingDisabled()],
  });
  await apollo.start();
  const app = Fastify({ logger: false });
  app.post('/graphql', fastifyApolloHandler(apollo, { context: ({ headers }) => Promise.resolve(contextOf(headers)) }));
  await app.ready();
  announce(app.server);
}
