/**
 * Apollo Server with graphql-shield and DataLoader: resolvers over hand-written SQL, a rule for each field by what it holds, and whatever
 * no rule speaks of is denied. Rules are remembered within a request. It trusts headers for tenant and role, so it pays for no session.
 */
import { createRequire } from 'node:module';
import util from 'node:util';
import { makeExecutableSchema } from '@graphql-tools/schema';
import DataLoader from 'dataloader';
import { serve } from './apollo-fastify.js';
import { mapFields, SEEN_BY } from './field-categories.js';
import { rootFields } from './root-fields.js';
import { companiesByIds, invoicesOfContacts } from './rows.js';
import { scalars, typeDefs } from './schema.js';

// graphql-shield 7.6.5 calls a function that Node 23 took away; so it needs it back, and to be loaded as CommonJS, with its companion.
util.isUndefined ??= (value) => value === undefined;
const require = createRequire(import.meta.url);
const { deny, rule, shield } = require('graphql-shield');
const { applyMiddleware } = require('graphql-middleware');

const rules = Object.fromEntries(
  Object.entries(SEEN_BY).map(([category, roles]) => [
    category,
    rule(`sees ${category}`, { cache: 'contextual' })((_parent, _args, { role }) => roles.includes(role)),
  ]),
);
const permissions = shield(
  mapFields((category) => rules[category]),
  { fallbackRule: deny },
);

const resolvers = {
  ...scalars,
  Query: rootFields,
  Contact: {
    company: ({ companyId }, _args, { companies }) => (companyId === null ? null : companies.load(companyId)),
    invoices: async ({ id }, args, { invoices }) => ({ nodes: await invoices(args).load(id) }),
  },
};

function contextOf({ 'x-bench-tenant': tenantId, 'x-bench-role': role }) {
  const loaders = new Map();
  return {
    tenantId,
    role,
    companies: new DataLoader((ids) => companiesByIds(tenantId, ids)),
    /** A loader for each way to ask for invoices. */
    invoices: (args) => {
      const key = JSON.stringify(args);
      if (!loaders.has(key)) loaders.set(key, new DataLoader((ids) => invoicesOfContacts(tenantId, ids, args)));
      return loaders.get(key);
    },
  };
}

await serve(applyMiddleware(makeExecutableSchema({ typeDefs, resolvers }), permissions), contextOf);
