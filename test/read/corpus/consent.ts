import { chapter } from './operation.js';

const EVERYBODY = [
  'owner',
  'admin',
  'editor',
  'viewer',
  'external',
  'support',
  'strangeSupport',
  'revokedSupport',
  'supportNowhere',
  'globexOwner',
] as const;

/** Tickets, grants, the log, and the viewer: compiled reads deep inside of objects that are none. */
export const CONSENT = [
  ...chapter('tickets', EVERYBODY, {
    'a list': '{ tickets(first: 3) { nodes { id createdAt subject status } totalCount } }',
    'with messages':
      '{ tickets(first: 3) { nodes { subject messages(first: 2) { nodes { id sentAt author body } totalCount pageInfo { hasNextPage endCursor } } } } }',
    'one with all its messages': {
      query:
        'query ($id: ID!) { ticket(id: $id) { id subject status messages { edges { cursor node { author body __typename } } } } }',
      variables: ({ ticket }) => ({ id: ticket }),
    },
    'by status':
      '{ open: tickets(first: 5, where: { status: OPEN }) { nodes { status } totalCount } closed: tickets(last: 2, where: { status: CLOSED }) { nodes { status } } }',
    'by a status from a variable': {
      query: 'query ($s: TicketStatus = OPEN) { tickets(where: { status: $s }) { totalCount } }',
      variables: () => ({ s: 'CLOSED' }),
    },
    'by no status': '{ tickets(first: 2, where: {}) { totalCount } tickets(first: 2, where: {}) { nodes { id } } }',
    'a page backward':
      '{ tickets(last: 2) { edges { cursor node { subject } } pageInfo { hasPreviousPage hasNextPage } } }',
  }),
  ...chapter('consent', EVERYBODY, {
    grants:
      '{ tenant { slug gdpr { grants(first: 5) { nodes { id status access categories purpose reason tenant { slug name __typename } staff { id name } ticket { id subject } requestedAt grantedAt expiresAt revokedAt } totalCount } } } }',
    'grants by status':
      '{ tenant { gdpr { active: grants(status: ACTIVE) { totalCount nodes { status } } revoked: grants(first: 1, status: REVOKED) { totalCount } } } }',
    'how requests were talked over':
      '{ tenant { gdpr { grants(first: 5) { nodes { id extends { id status } questions(first: 2) { totalCount nodes { question answer askedBy { name } } } } } } } }',
    instructions:
      '{ instructions(first: 3) { totalCount nodes { id status kind subjects categories source createdBy { name } changes(first: 2) { totalCount nodes { at action subject recordId authority fields filledBefore filledAfter grant { id } } } } } }',
    'instructions in the tab, beside grants':
      '{ tenant { gdpr { instructions(status: CONFIRMED) { nodes { id description expiresAt } pageInfo { hasNextPage } } grants(first: 1) { totalCount } } } }',
    'the log':
      '{ tenant { gdpr { accessLog(first: 20) { nodes { id at actor actorName authority purpose reason operation hash disclosed { subject fields count ids __typename } grant { id status } } pageInfo { hasNextPage } } } } }',
    'the log of one grant': {
      query:
        'query ($g: ID) { tenant { gdpr { accessLog(first: 5, grant: $g) { totalCount nodes { grant { id } } } } } }',
      variables: ({ grant }) => ({ g: grant }),
    },
    'the log of a grant that is no grant': {
      query: 'query ($g: ID) { tenant { gdpr { accessLog(first: 5, grant: $g) { totalCount } } } }',
      variables: ({ grant }) => ({ g: `con_${grant.slice(4)}` }),
    },
    'the log of no grant': '{ tenant { gdpr { accessLog(first: 5, grant: "x") { totalCount nodes { id } } } } }',
    'what happened to the account':
      '{ viewer { actor securityEvents(first: 5) { totalCount nodes { id at kind detail address client user { id email } by { id } } pageInfo { hasNextPage } } } }',
    'what happened to accounts of members, by kind':
      '{ tenant { gdpr { in: securityEvents(first: 3, kind: SIGNED_IN) { totalCount nodes { kind user { name } } } securityEvents(last: 2, kind: ROLE_CHANGED) { nodes { kind } } } } }',
    'staff and tokens beside grants':
      '{ tenant { gdpr { supportStaff { id name email } apiTokens { id } grants(last: 1) { nodes { categories } } } } }',
    'own grants': '{ viewer { supportGrants { id status categories tenant { slug } staff { email } ticket { id } } } }',
    'own grants by status':
      '{ viewer { a: supportGrants(status: ACTIVE) { status categories } r: supportGrants(status: REVOKED) { status revokedAt } n: supportGrants(status: null) { id } } }',
    'own grants under aliases':
      '{ v: viewer { g: supportGrants { t: tenant { s: slug } c: categories } } w: viewer { g: supportGrants { id } } }',
    'the viewer':
      '{ viewer { actor role user { id name email secondFactor } tenants { actor role until tenant { slug name } } } }',
    'the viewer beside a read': '{ viewer { actor } contacts(first: 2) { nodes { name email iban } } tenant { slug } }',
    'what may be seen':
      '{ viewer { visibility(subject: "Contact") { field category visible reason } can(action: READ, subject: "Contact", field: "iban") { allowed reason message } } }',
    'introspection beside a read': '{ __schema { queryType { name } } contacts(first: 1) { nodes { id } } }',
  }),
];
