/**
 * The product's own stack as one would put it together first: entities of MikroORM that live in a unit of work for each request, DataLoader
 * between them, and CASL asked about each field that is resolved, under Apollo Server.
 */
import { createMongoAbility } from '@casl/ability';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { defineEntity, MikroORM, p } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { defaultFieldResolver, GraphQLError, isObjectType } from 'graphql';
import { serve } from './apollo-fastify.js';
import { FIELD_CATEGORIES, SEEN_BY } from './field-categories.js';
import { scalars, typeDefs } from './schema.js';

const Company = defineEntity({
  name: 'Company',
  tableName: 'company',
  properties: { id: p.uuid().primary(), tenantId: p.uuid(), name: p.string(), vatNumber: p.string().nullable() },
});

const Contact = defineEntity({
  name: 'Contact',
  tableName: 'contact',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    name: p.string(),
    birthDate: p.date().nullable(),
    email: p.string().nullable(),
    phone: p.string().nullable(),
    city: p.string().nullable(),
    country: p.string().nullable(),
    iban: p.string().nullable(),
    companyId: p.uuid().nullable(),
  },
});

const Invoice = defineEntity({
  name: 'Invoice',
  tableName: 'invoice',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    number: p.string(),
    issuedOn: p.date(),
    currency: p.string(),
    total: p.bigint('string'),
    contactId: p.uuid().nullable(),
  },
});

const orm = await MikroORM.init({
  clientUrl: process.env.PEER_DATABASE_URL,
  entities: [Company, Contact, Invoice],
  pool: { min: 0, max: Number(process.env.PEER_POOL_SIZE) },
  forceUtcTimezone: true,
});

/** One for each role, not for each request: the kinder way to build it. */
const abilities = new Map(
  ['OWNER', 'ADMIN', 'EDITOR', 'VIEWER'].map((role) => [role, createMongoAbility(readableBy(role))]),
);

function readableBy(role) {
  return Object.entries(FIELD_CATEGORIES).map(([subject, categories]) => ({
    action: 'read',
    subject,
    fields: Object.keys(categories).filter((name) => SEEN_BY[categories[name]].includes(role)),
  }));
}

const ORDERS = { NAME: 'name', ISSUED_ON: 'issuedOn' };

function orderOf(orderBy = []) {
  const last = orderBy.at(-1)?.direction ?? 'ASC';
  return [...orderBy.map(({ field, direction }) => ({ [ORDERS[field]]: direction })), { id: last }];
}

const resolvers = {
  ...scalars,
  Query: {
    contact: (_root, { id }, { em, tenantId }) => em.findOne('Contact', { tenantId, id }),
    contacts: async (_root, { first, orderBy }, { em, tenantId }) => ({
      nodes: await em.find('Contact', { tenantId }, { orderBy: orderOf(orderBy), limit: first }),
    }),
  },
  Contact: {
    company: ({ companyId }, _args, { companies }) => (companyId === null ? null : companies.load(companyId)),
    invoices: async ({ id }, { first, orderBy }, { invoices }) => {
      const all = await invoices(orderOf(orderBy)).load(id);
      return { nodes: all.slice(0, first) };
    },
  },
};

function contextOf({ 'x-bench-tenant': tenantId, 'x-bench-role': role }) {
  const em = orm.em.fork();
  const loaders = new Map();
  return {
    em,
    tenantId,
    ability: abilities.get(role),
    companies: new DataLoader(async (ids) => {
      const found = await em.find('Company', { tenantId, id: { $in: ids } });
      const byId = new Map(found.map((company) => [company.id, company]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
    invoices: (orderBy) => {
      const key = JSON.stringify(orderBy);
      if (!loaders.has(key)) loaders.set(key, new DataLoader((ids) => invoicesOf(em, tenantId, ids, orderBy)));
      return loaders.get(key);
    },
  };
}

/** All of them: the ORM has no first few of each. */
async function invoicesOf(em, tenantId, contactIds, orderBy) {
  const found = await em.find('Invoice', { tenantId, contactId: { $in: contactIds } }, { orderBy });
  const byContact = Map.groupBy(found, ({ contactId }) => contactId);
  return contactIds.map((id) => byContact.get(id) ?? []);
}

const schema = makeExecutableSchema({ typeDefs, resolvers });
for (const type of Object.values(schema.getTypeMap())) {
  if (!isObjectType(type) || !(type.name in FIELD_CATEGORIES)) continue;
  for (const field of Object.values(type.getFields())) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (parent, args, context, info) => {
      if (context.ability.can('read', type.name, field.name)) return resolve(parent, args, context, info);
      throw new GraphQLError(`${type.name}.${field.name} is not for you.`);
    };
  }
}

await serve(schema, contextOf);
