/**
 * Apollo Server with graphql-shield and DataLoader: resolvers over hand-written SQL, a rule for each field by what it holds, and whatever
 * no rule speaks of is denied. Rules are remembered within a request. It trusts headers for tenant and role, so it pays for no session.
 */
import { createRequire } from 'node:module';
import util from 'node:util';
import { makeExecutableSchema } from '@graphql-tools/schema';
import DataLoader from 'dataloader';
import { serve } from './apollo-fastify.js';
import { companiesByIds, contactById, contactsOf, invoicesOfContacts } from './rows.js';
import { scalars, typeDefs } from './schema.js';

// graphql-shield 7.6.5 calls a function that Node 23 took away; so it needs it back, and to be loaded as CommonJS, with its companion.
util.isUndefined ??= (value) => value === undefined;
const require = createRequire(import.meta.url);
const { deny, rule, shield } = require('graphql-shield');
const { applyMiddleware } = require('graphql-middleware');

const SEEN_BY = {
  IDENTITY: ['OWNER', 'ADMIN', 'EDITOR', 'VIEWER'],
  CONTACT_DETAILS: ['OWNER', 'ADMIN', 'EDITOR', 'VIEWER'],
  COMMERCIAL: ['OWNER', 'ADMIN', 'EDITOR', 'VIEWER'],
  FINANCIAL: ['OWNER', 'ADMIN', 'EDITOR'],
};

const sees = (category) =>
  rule(`sees ${category}`, { cache: 'contextual' })((_parent, _args, { role }) => SEEN_BY[category].includes(role));
const member = rule('member', { cache: 'contextual' })((_parent, _args, { role }) => role !== undefined);
const identity = sees('IDENTITY');
const contactDetails = sees('CONTACT_DETAILS');
const commercial = sees('COMMERCIAL');
const financial = sees('FINANCIAL');

const permissions = shield(
  {
    Query: { contact: member, contacts: member },
    ContactConnection: { nodes: member },
    InvoiceConnection: { nodes: member },
    Contact: {
      id: member,
      createdAt: member,
      updatedAt: member,
      name: identity,
      birthDate: identity,
      email: contactDetails,
      phone: contactDetails,
      city: contactDetails,
      country: contactDetails,
      iban: financial,
      company: member,
      invoices: financial,
    },
    Company: { id: member, name: commercial, vatNumber: commercial },
    Invoice: { id: member, number: financial, issuedOn: financial, currency: financial, total: financial },
  },
  { fallbackRule: deny },
);

const resolvers = {
  ...scalars,
  Query: {
    contact: (_root, { id }, { tenantId }) => contactById(tenantId, id),
    contacts: async (_root, args, { tenantId }) => ({ nodes: await contactsOf(tenantId, args) }),
  },
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
