import { chapter } from './operation.js';

const VISITORS = ['owner', 'editor', 'viewer', 'external', 'support', 'support2'] as const;

/** Connections: parts, sizes, directions, orders, nesting. Cursors are walked by tests of their own. */
export const LISTS = chapter('lists', VISITORS, {
  nodes: '{ contacts(first: 3) { nodes { id name email } } }',
  edges: '{ contacts(first: 3) { edges { cursor node { id name } } } }',
  'edges without nodes': '{ contacts(first: 3) { edges { cursor } } }',
  'edges with type names alone': '{ contacts(first: 2) { edges { __typename } __typename } }',
  'edges and nodes': '{ contacts(first: 3) { nodes { name } edges { node { id city } cursor } } }',
  'nodes twice': '{ contacts(first: 3) { a: nodes { name } b: nodes { id company { name } } } }',
  'edges merged': '{ contacts(first: 3) { edges { cursor } edges { node { id } } edges { node { name } } } }',
  'an edge with two nodes': '{ contacts(first: 2) { edges { a: node { id } b: node { name } c: cursor } } }',
  'pageInfo alone':
    '{ contacts(first: 2) { pageInfo { hasNextPage hasPreviousPage startCursor endCursor __typename } } }',
  'pageInfo under aliases':
    '{ contacts(first: 2) { p: pageInfo { next: hasNextPage } q: pageInfo { endCursor e: endCursor } } }',
  'one field of pageInfo': '{ contacts(last: 2) { pageInfo { hasPreviousPage } } }',
  'totalCount alone': '{ contacts { totalCount } }',
  'totalCount twice': '{ contacts(first: 1) { totalCount n: totalCount nodes { id } } }',
  'type names everywhere':
    '{ __typename contacts(first: 1) { __typename nodes { __typename company { __typename } customFields { __typename } } edges { __typename node { __typename } } pageInfo { __typename } } }',
  'the default page': '{ contacts { nodes { id } } }',
  'a page of one hundred': '{ invoices(first: 100) { nodes { id number total dueOn } } }',
  backward:
    '{ contacts(last: 3) { nodes { id name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
  'backward, edges and nodes': '{ companies(last: 4) { nodes { name } edges { cursor node { id } } } }',
  'null arguments':
    '{ contacts(first: 2, last: null, after: null, before: null, where: null, orderBy: null) { nodes { id } } }',
  'an empty order': '{ contacts(first: 2, orderBy: []) { nodes { id } } }',
  'sizes by variables with defaults': {
    query:
      'query ($n: Int = 2, $m: Int) { contacts(first: $n) { nodes { id } } companies(first: $m) { nodes { id } } }',
    variables: () => ({ m: 3 }),
  },
  'a null variable': {
    query: 'query ($n: Int = 2) { contacts(first: $n) { nodes { id } } }',
    variables: () => ({ n: null }),
  },
  'an order by name': '{ contacts(first: 5, orderBy: [{ field: NAME, direction: ASC }]) { nodes { id name } } }',
  'an order by name, backward':
    '{ contacts(last: 5, orderBy: [{ field: NAME, direction: ASC }]) { nodes { id name } pageInfo { hasPreviousPage } } }',
  'an order by a field with empty values': {
    query: '{ contacts(first: 5, orderBy: [{ field: EMAIL, direction: DESC }]) { nodes { id email } } }',
    as: ['owner', 'editor', 'viewer', 'support'],
  },
  'an order by two fields, mixed': {
    query:
      '{ contacts(first: 9, orderBy: [{ field: CITY, direction: DESC }, { field: NAME, direction: ASC }]) { edges { cursor node { city name } } } }',
    as: ['owner', 'editor', 'viewer', 'support'],
  },
  'an order by a date and a decimal': {
    query:
      '{ invoices(first: 9, orderBy: [{ field: ISSUED_ON, direction: DESC }, { field: TOTAL, direction: ASC }]) { edges { cursor node { issuedOn total } } } }',
    as: ['owner', 'editor', 'external', 'support2'],
  },
  'an order by times':
    '{ contacts(first: 4, orderBy: [{ field: UPDATED_AT, direction: DESC }, { field: CREATED_AT, direction: DESC }]) { edges { cursor node { updatedAt createdAt } } } }',
  'an order that names a field twice':
    '{ contacts(first: 3, orderBy: [{ field: NAME, direction: ASC }, { field: NAME, direction: DESC }]) { nodes { name } } }',
  'an order by a variable': {
    query: 'query ($o: [ContactOrder!]) { contacts(first: 3, orderBy: $o) { nodes { name } } }',
    variables: () => ({ o: [{ field: 'NAME', direction: 'DESC' }] }),
  },
  'an order from a single value':
    '{ contacts(first: 3, orderBy: { field: NAME, direction: DESC }) { nodes { name } } }',
  'to-one under to-many': '{ contacts(first: 6) { nodes { name company { name website } } } }',
  'to-many under to-many':
    '{ companies(first: 4) { nodes { name contacts(first: 2) { nodes { name } totalCount } } } }',
  'to-many under to-one': '{ contacts(first: 4) { nodes { company { name contacts(first: 3) { nodes { name } } } } } }',
  'to-one under to-many under to-one':
    '{ contacts(first: 3) { nodes { company { contacts(first: 2) { nodes { company { name } } } } } } }',
  'invoices under contacts':
    '{ contacts(first: 5) { nodes { name invoices(first: 2) { nodes { number total } totalCount } } } }',
  'three deep': {
    query:
      '{ companies(first: 3) { nodes { name contacts(first: 3) { nodes { name invoices(first: 2) { nodes { number company { name } contact { name } } totalCount } } totalCount } } totalCount } }',
    as: ['owner', 'viewer', 'external', 'support2'],
  },
  'four deep by edges':
    '{ companies(first: 2) { edges { node { contacts(first: 2) { edges { node { company { contacts(last: 2) { edges { cursor node { name } } pageInfo { hasPreviousPage hasNextPage } } } } } } } } } }',
  'one list twice under aliases':
    '{ companies(first: 3) { nodes { a: contacts(first: 1) { nodes { name } } b: contacts(last: 2) { nodes { name } totalCount } } } }',
  'nested pages with cursors':
    '{ companies(first: 3) { nodes { contacts(first: 1) { pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor } } } } }',
  'nested totals alone': '{ companies(first: 5) { nodes { contacts { totalCount } invoices { totalCount } } } }',
  'nested pageInfo alone':
    '{ companies(first: 5) { nodes { contacts(first: 1) { pageInfo { hasNextPage endCursor } } } } }',
  'nested orders and filters': {
    query:
      '{ companies(first: 5) { nodes { name contacts(first: 3, where: { name: { contains: "a" } }, orderBy: [{ field: NAME, direction: DESC }]) { nodes { name } totalCount } } } }',
  },
  'nested custom fields':
    '{ companies(first: 3) { nodes { contacts(first: 3) { nodes { name customFields { key value } } } } } }',
  'nested backward': '{ companies(last: 3) { nodes { name contacts(last: 2) { edges { cursor node { name } } } } } }',
  'the same company from many contacts':
    '{ contacts(first: 30, where: { company: { name: { startsWith: "a" } } }) { nodes { name company { id name contacts(first: 1) { nodes { id } } } } } }',
  'edges and nodes with nested lists':
    '{ companies(first: 2) { nodes { contacts(first: 1) { nodes { name } } } edges { node { contacts(first: 2) { nodes { id } } } } } }',
  'fragments in lists': `{ contacts(first: 3) { ...Page } } fragment Page on ContactConnection { nodes { ...Person } pageInfo { ...Where } }
    fragment Person on Contact { name company { ...Firm } } fragment Firm on Company { name } fragment Where on PageInfo { hasNextPage }`,
  'conditions in lists': {
    query:
      'query ($yes: Boolean!, $no: Boolean!) { contacts(first: 2) { nodes @include(if: $yes) { name } edges @include(if: $no) { cursor } totalCount @skip(if: $yes) pageInfo { hasNextPage @include(if: $yes) endCursor @skip(if: $yes) } } }',
    variables: () => ({ yes: true, no: false }),
  },
  'several lists at the root':
    '{ a: contacts(first: 1) { nodes { id } } b: contacts(last: 1) { nodes { id } } companies(first: 1) { nodes { id } } invoices(first: 1) { nodes { id } } tickets(first: 1) { nodes { id } } }',
  'lists of a single record': {
    query:
      'query ($id: ID!) { company(id: $id) { contacts(first: 2) { nodes { name } totalCount } invoices(first: 2) { nodes { number } totalCount } } }',
    variables: ({ company }) => ({ id: company }),
  },
  'an empty list':
    '{ contacts(where: { name: { eq: "nobody at all" } }) { nodes { name company { name } } edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
  'an empty nested list': {
    query:
      'query ($id: ID!) { company(id: $id) { contacts(where: { name: { eq: "nobody at all" } }) { nodes { name } edges { cursor } totalCount pageInfo { hasNextPage startCursor } } } }',
    variables: ({ company }) => ({ id: company }),
  },
  'lists under a relation that is not there': {
    query: 'query ($id: ID!) { contact(id: $id) { company { contacts(first: 2) { nodes { name } totalCount } } } }',
    variables: ({ loner }) => ({ id: loner }),
  },
  'a subject that is withheld as a whole': '{ invoices(first: 1) { nodes { number } } }',
  'dates, decimals and enums together': {
    query: '{ invoices(first: 40) { nodes { issuedOn dueOn currency total createdAt updatedAt } } }',
    as: ['owner', 'external', 'support2'],
  },
  'lists of another tenant': {
    query: '{ contacts(first: 3) { nodes { name } totalCount } }',
    as: ['globexOwner', 'intruder', 'anonymous', 'revokedSupport', 'strangeSupport', 'supportNowhere', 'administrator'],
  },
  'filtered and sorted by fields of the tenant’s own': {
    query: `query ($after: String) {
      up: contacts(first: 4, after: $after, where: { customFields: [{ key: "shoe_size", number: { gte: "40", lt: "44" } }] },
        orderBy: [{ field: CUSTOM_FIELD, customField: "shoe_size", direction: ASC }, { field: NAME, direction: ASC }])
        { nodes { name customFields { key value } } edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
      down: contacts(last: 3, orderBy: [{ field: CUSTOM_FIELD, customField: "nickname", direction: DESC }])
        { edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage } }
      nested: companies(first: 2, orderBy: [{ field: CUSTOM_FIELD, customField: "sector", direction: ASC }])
        { nodes { name contacts(first: 2, where: { not: { customFields: [{ key: "nickname", text: { contains: "e" } }] } },
          orderBy: [{ field: CUSTOM_FIELD, customField: "shoe_size", direction: DESC }]) { nodes { name } totalCount } } }
    }`,
    as: ['owner', 'viewer', 'support', 'external'],
  },
});
