import { chapter } from './operation.js';

const ACTORS = [
  'owner',
  'viewer',
  'external',
  'support',
  'support2',
  'globexOwner',
  'intruder',
  'anonymous',
  'strangeSupport',
] as const;

const EVERYTHING = `__typename id
  ... on Contact { name company { name } contactFields: customFields { key value } }
  ... on Company { title: name people: contacts(first: 2) { nodes { name } totalCount } }
  ... on Invoice { number total contact { name } }
  ... on Ticket { subject status messages(first: 2) { nodes { author body } } }
  ... on SupportGrant { grantStatus: status categories tenant { slug } }
  ... on User { email }
  ... on Tenant { slug gdpr { grants(first: 1) { totalCount } } }`;

/** Anything by its id, alone and many at once. */
export const NODES = chapter('by id', ACTORS, {
  'a contact': {
    query: `query ($id: ID!) { node(id: $id) { ${EVERYTHING} } }`,
    variables: ({ contact }) => ({ id: contact }),
  },
  'a company': {
    query: `query ($id: ID!) { node(id: $id) { ${EVERYTHING} } }`,
    variables: ({ company }) => ({ id: company }),
  },
  'an invoice': {
    query: `query ($id: ID!) { node(id: $id) { ${EVERYTHING} } }`,
    variables: ({ invoice }) => ({ id: invoice }),
  },
  'a ticket': {
    query: `query ($id: ID!) { node(id: $id) { ${EVERYTHING} } }`,
    variables: ({ ticket }) => ({ id: ticket }),
  },
  'a grant': {
    query: `query ($id: ID!) { node(id: $id) { ${EVERYTHING} } }`,
    variables: ({ grant }) => ({ id: grant }),
  },
  'a user': { query: `query ($id: ID!) { node(id: $id) { ${EVERYTHING} } }`, variables: ({ user }) => ({ id: user }) },
  'the tenant': {
    query: `query ($id: ID!) { node(id: $id) { ${EVERYTHING} } }`,
    variables: ({ acme }) => ({ id: acme }),
  },
  'a message, which is no node': {
    query: `query ($id: ID!) { node(id: $id) { ${EVERYTHING} } }`,
    variables: ({ message }) => ({ id: message }),
  },
  'what is missing': {
    query: 'query ($id: ID!) { node(id: $id) { id } }',
    variables: () => ({ id: 'com_01890000-0000-7000-8000-000000000000' }),
  },
  'what is malformed':
    '{ a: node(id: "") { id } b: node(id: "con") { id } c: node(id: "con_x") { id } d: node(id: "_") { id } e: node(id: "con_01890000-0000-7000-8000-00000000000G") { id } }',
  'a type name alone': {
    query: 'query ($id: ID!) { node(id: $id) { __typename } }',
    variables: ({ contact }) => ({ id: contact }),
  },
  'another type’s fragment': {
    query: 'query ($id: ID!) { node(id: $id) { ... on Company { name } } }',
    variables: ({ contact }) => ({ id: contact }),
  },
  'a named fragment on the interface': {
    query:
      'query ($id: ID!) { node(id: $id) { ...N ...C } } fragment N on Node { id kind: __typename } fragment C on Contact { name iban ...N }',
    variables: ({ contact }) => ({ id: contact }),
  },
  'two nodes under aliases': {
    query:
      'query ($a: ID!, $b: ID!) { a: node(id: $a) { ... on Contact { name } } b: node(id: $b) { ... on Company { name } } }',
    variables: ({ contact, company }) => ({ a: contact, b: company }),
  },
  'many of one type': {
    query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Contact { name city } } }',
    variables: ({ contact, loner }) => ({ ids: [loner, contact, loner] }),
  },
  'many of all types': {
    query: `query ($ids: [ID!]!) { nodes(ids: $ids) { ${EVERYTHING} } }`,
    variables: (ids) => ({ ids: [ids.ticket, ids.contact, ids.company, ids.invoice, ids.grant, ids.user] }),
  },
  'many, with the tenant among them': {
    query: `query ($ids: [ID!]!) { nodes(ids: $ids) { ${EVERYTHING} } }`,
    variables: (ids) => ({ ids: [ids.acme, ids.contact, ids.globex] }),
  },
  'many, some foreign, missing, malformed, repeated': {
    query: `query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }`,
    variables: (ids) => ({
      ids: [
        ids.contact,
        ids.foreignContact,
        'con_01890000-0000-7000-8000-000000000000',
        'x',
        '',
        ids.contact,
        ids.message,
        ids.foreignTicket,
      ],
    }),
  },
  'many, the uuid of one under the prefix of another': {
    query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }',
    variables: ({ contact, company }) => ({
      ids: [company, `con_${company.slice(4)}`, `com_${contact.slice(4)}`, contact],
    }),
  },
  none: '{ nodes(ids: []) { id } }',
  'from a single value': {
    query: 'query ($id: ID!) { nodes(ids: [$id]) { id } }',
    variables: ({ contact }) => ({ id: contact }),
  },
  'lists inside of many': {
    query:
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Company { contacts(first: 2) { edges { cursor node { name } } totalCount } } ... on Contact { invoices(first: 1) { nodes { number } } } } }',
    variables: ({ contact, company }) => ({ ids: [contact, company] }),
  },
  'beside other roots': {
    query: 'query ($id: ID!) { node(id: $id) { id } contacts(first: 1) { nodes { id } } nodes(ids: [$id]) { id } }',
    variables: ({ contact }) => ({ id: contact }),
  },
});
