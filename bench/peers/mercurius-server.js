/** Mercurius with its compiler (jit) and its loaders, over hand-written SQL that has the tenant in each statement. */
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { announce } from './announce.js';
import { rootFields } from './root-fields.js';
import { companiesByIds, invoicesOfContacts } from './rows.js';
import { scalars, typeDefs } from './schema.js';

const resolvers = { ...scalars, Query: rootFields };

const loaders = {
  Contact: {
    async company(queries, { tenantId }) {
      const ids = [...new Set(queries.map(({ obj }) => obj.companyId).filter((id) => id !== null))];
      const companies = await companiesByIds(tenantId, ids);
      const byId = new Map(ids.map((id, index) => [id, companies[index]]));
      return queries.map(({ obj }) => byId.get(obj.companyId) ?? null);
    },
    /** All contacts of a list are asked in the same way, because they are asked by one selection; others are asked one by one. */
    async invoices(queries, { tenantId }) {
      const groups = Map.groupBy(queries, ({ params }) => JSON.stringify(params));
      const found = new Map();
      for (const group of groups.values()) {
        const ids = group.map(({ obj }) => obj.id);
        const lists = await invoicesOfContacts(tenantId, ids, group[0].params);
        group.forEach((query, index) => found.set(query, { nodes: lists[index] }));
      }
      return queries.map((query) => found.get(query));
    },
  },
};

/** @param extend adds plugins, once the schema stands */
export async function serveMercurius(extend = () => undefined) {
  const app = Fastify({ logger: false });
  await app.register(mercurius, {
    schema: typeDefs,
    resolvers,
    loaders,
    jit: 1,
    graphiql: false,
    context: ({ headers }) => ({ tenantId: headers['x-bench-tenant'], role: headers['x-bench-role'] }),
  });
  await extend(app);
  await app.ready();
  announce(app.server);
}
