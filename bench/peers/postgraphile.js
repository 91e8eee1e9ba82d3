/**
 * PostGraphile 5 on the product's tables, under row level security that reads a setting of the request. Tuned as its documentation
 * advises: production mode, prepared statements (its default), a pool, the answer written as text without an object in between, no
 * plugin that the queries don't need, introspection once at the start.
 *
 * It trusts the header for the tenant: whoever runs it for real verifies a session or a token first, which here costs it nothing.
 */
import { createServer } from 'node:http';
import { grafserv } from 'postgraphile/grafserv/node';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { announce } from './announce.js';

const preset = {
  extends: [PostGraphileAmberPreset],
  disablePlugins: [
    'NodePlugin',
    'MutationPlugin',
    'SubscriptionPlugin',
    'PgMutationCreatePlugin',
    'PgMutationUpdateDeletePlugin',
  ],
  pgServices: [
    makePgService({
      connectionString: process.env.PEER_DATABASE_URL,
      schemas: ['public'],
      poolConfig: { max: Number(process.env.PEER_POOL_SIZE), idleTimeoutMillis: 0 },
      pubsub: false,
    }),
  ],
  grafast: {
    context: ({ node }) => ({ pgSettings: { 'bench.tenant': node?.req.headers['x-bench-tenant'] } }),
  },
  grafserv: { graphiql: false, websockets: false, watch: false, outputDataAsString: true },
};

const instance = postgraphile(preset);
const serv = instance.createServ(grafserv);
const server = createServer();
await serv.addTo(server);
await instance.getSchema();
announce(server);
