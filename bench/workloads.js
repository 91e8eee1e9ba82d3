import { COUNTRY } from './place.js';
import { SCORE } from './world.js';

/**
 * What is asked. The documents are the product's; a peer with a schema of its own asks the same in its own words, each field under the
 * product's name by an alias, and `plain` takes the forms of ids, moments and amounts away before answers are compared.
 */
const POINT_FIELDS = 'name email phone city updatedAt';
const POINT = `query Point($id: ID!) { contact(id: $id) { id ${POINT_FIELDS} } }`;
const WIDE_FIELDS = 'createdAt updatedAt name birthDate email phone city country iban';

const OPERATIONS = 5_000;
/** How many values of the field are asked for at once, and in how many of its units a number is kept. */
const SCORES = 10;
const SCALE = 10_000;

const PEERS = ['postgraphile', 'apollo', 'mercurius', 'mercurius-auth', 'naive'];
/** What no peer is asked: the product and the limit alone. */
const OURS = ['sluice', 'sluice-beside'];
const OURS_AND_LIMIT = [...OURS, 'bare'];
const ALL = ['sluice', 'sluice-support', 'sluice-beside', ...PEERS, 'bare'];

const id = (uuid, dialect) => (dialect === 'product' ? `con_${uuid}` : uuid);

/**
 * `targets` are what a member must reach: so many times PostGraphile, so much of the bare handler, so much of the workload that it is
 * measured `against`. `documents` are by dialect, the product's where there is none. `asks` makes the bodies that are asked in turn (where
 * it is `fresh`, anew for each round), `askedBy` the headers of each that are not the contender's usual ones; `begins` is how each answer's
 * data must begin. `needs` is what has to be looked up for it.
 * Each answer of a workload that is `logged` has its entry in the log, whoever asks.
 */
export const WORKLOADS = [
  {
    name: 'point',
    title: 'Point read: one contact, six fields',
    targets: { postgraphile: 4.5, bare: 0.5 },
    phase: 'read',
    contenders: ALL,
    needs: [],
    begins: '{"contact":{',
    documents: {
      product: POINT,
      postgraphile: `query Point($tenant: UUID!, $id: UUID!) {
        contact: contactByTenantIdAndRowId(tenantId: $tenant, rowId: $id) { id: rowId ${POINT_FIELDS} } }`,
    },
    asks: (document, dialect, { tenantId, contactIds }) =>
      contactIds.map((uuid) => ({
        ...document,
        variables: { id: id(uuid, dialect), ...(dialect === 'postgraphile' && { tenant: tenantId }) },
      })),
  },
  {
    name: 'list',
    title: 'List: 25 contacts, each with its company and three invoices',
    targets: { postgraphile: 3, bare: 0.8, support: 0.5 },
    phase: 'read',
    contenders: ALL,
    needs: [],
    begins: '{"contacts":{"nodes":[{',
    documents: {
      product: `query List { contacts(first: 25, orderBy: [{ field: NAME, direction: ASC }]) { nodes {
        id name email city
        company { id name vatNumber }
        invoices(first: 3, orderBy: [{ field: ISSUED_ON, direction: DESC }]) { nodes { id number issuedOn currency total } } } } }`,
      postgraphile: `query List { contacts: allContacts(first: 25, orderBy: [NAME_ASC, ROW_ID_ASC]) { nodes {
        id: rowId name email city
        company: companyByTenantIdAndCompanyId { id: rowId name vatNumber }
        invoices: invoicesByTenantIdAndContactId(first: 3, orderBy: [ISSUED_ON_DESC, ROW_ID_DESC]) {
          nodes { id: rowId number issuedOn currency total } } } } }`,
    },
    asks: (document) => [document],
  },
  {
    name: 'wide',
    title: 'Wide list: 100 contacts, ten fields',
    targets: { postgraphile: 3, bare: 0.8, support: 0.5 },
    phase: 'read',
    contenders: ALL,
    needs: [],
    begins: '{"contacts":{"nodes":[{',
    documents: {
      product: `query Wide { contacts(first: 100, orderBy: [{ field: NAME, direction: ASC }]) { nodes { id ${WIDE_FIELDS} } } }`,
      postgraphile: `query Wide { contacts: allContacts(first: 100, orderBy: [NAME_ASC, ROW_ID_ASC]) { nodes { id: rowId ${WIDE_FIELDS} } } }`,
    },
    asks: (document) => [document],
  },
  page('first-page', 'First page: 50 contacts of one country by name', {}),
  page('deep-page', 'Deep page: the same, half-way through what the filter leaves', { 'first-page': 0.9 }),
  {
    name: 'custom-field',
    title: 'Filter on a custom field: 25 by name of about 90 that have one of ten numbers',
    phase: 'read',
    targets: {},
    contenders: OURS_AND_LIMIT,
    needs: ['scores'],
    begins: '{"contacts":{"nodes":[{',
    documents: {
      product: `query Scored($from: Decimal!, $to: Decimal!) {
        contacts(first: 25, where: { customFields: [{ key: "${SCORE}", number: { gte: $from, lt: $to } }] },
                 orderBy: [{ field: NAME, direction: ASC }]) { nodes { id name email city country } } }`,
    },
    asks: (document, dialect, { scores: { fieldId, from } }) =>
      from.map((least) => ({
        ...document,
        variables:
          dialect === 'bare'
            ? { fieldId, from: least * SCALE, to: (least + SCORES) * SCALE }
            : { from: String(least), to: String(least + SCORES) },
      })),
  },
  {
    name: 'token',
    title: 'Point read under an API token: each is entered into the log, and in the register of disclosures',
    phase: 'read',
    targets: {},
    against: 'point',
    logged: true,
    contenders: ['sluice'],
    needs: ['token'],
    begins: '{"contact":{',
    documents: { product: POINT },
    asks: (document, dialect, { contactIds }) =>
      contactIds.map((uuid) => ({ ...document, variables: { id: id(uuid, dialect) } })),
    askedBy: ({ token }) => ({ cookie: '', authorization: `Bearer ${token}` }),
  },
  {
    name: 'many-actors',
    title: 'Point read by 10,000 actors in turn',
    phase: 'read',
    targets: { point: 0.9 },
    against: 'point',
    contenders: OURS,
    needs: ['actors'],
    begins: '{"contact":{',
    documents: { product: POINT },
    asks: (document, dialect, { contactIds, sessions }) =>
      sessions.map((_, index) => ({
        ...document,
        variables: { id: id(contactIds[index % contactIds.length], dialect) },
      })),
    askedBy: ({ sessions }, index) => ({ cookie: sessions[index].cookie }),
    // The first time a node loads who that is, and the session proves its membership: what is measured is what comes after.
    metBefore: 3,
  },
  {
    name: 'many-operations',
    title: 'Point read by 5,000 distinct documents in turn',
    phase: 'read',
    targets: {},
    against: 'point',
    contenders: OURS,
    needs: [],
    begins: '{"contact":{',
    documents: { product: POINT },
    asks: (_document, dialect, { contactIds }) =>
      Array.from({ length: OPERATIONS }, (_, index) => ({
        operationName: `Point${index}`,
        query: `query Point${index}($id: ID!) { contact(id: $id) { id ${chosenFields(index)} } }`,
        variables: { id: id(contactIds[index % contactIds.length], dialect) },
      })),
  },
  {
    name: 'update',
    title: 'Mutation with read-back: one field of a contact, with its entry in the log of changes',
    phase: 'write',
    targets: { bare: 0.5 },
    contenders: OURS_AND_LIMIT,
    needs: [],
    begins: '{"updateContact":{"contact":{',
    documents: {
      product: `mutation Update($id: ID!, $input: UpdateContactInput!) {
        updateContact(id: $id, input: $input) { contact { id name email phone city } } }`,
    },
    // Twice each, with another number: what changes nothing would write nothing.
    fresh: true,
    asks: (document, dialect, { contactIds }, mark) =>
      [0, 1].flatMap((half) =>
        contactIds.map((uuid, index) => ({
          ...document,
          variables: { id: id(uuid, dialect), input: { phone: `${mark} ${half} ${index}` } },
        })),
      ),
    askedBy: ({ csrfToken, ownerId }) => ({ 'x-csrf-token': csrfToken, 'x-bench-actor': ownerId }),
  },
  {
    name: 'sign-in',
    title: 'Sign-in: argon2id, and a session',
    phase: 'write',
    targets: {},
    contenders: OURS_AND_LIMIT,
    needs: [],
    begins: '{"signIn":{',
    documents: {
      product: 'mutation SignIn($input: SignInInput!) { signIn(input: $input) { viewer { user { email } } } }',
    },
    asks: (document, _dialect, { emails, password }) =>
      emails.map((email) => ({ ...document, variables: { input: { email, password } } })),
    askedBy: () => ({ cookie: '' }),
  },
];

/** A quarter of the contacts pass the filter, so a page of it is found among two hundred. */
function page(name, title, targets) {
  const isDeep = name === 'deep-page';
  return {
    name,
    title,
    phase: 'read',
    targets,
    ...(isDeep && { against: 'first-page' }),
    contenders: OURS_AND_LIMIT,
    needs: ['cursor'],
    begins: '{"contacts":{"nodes":[{',
    documents: {
      product: `query ${isDeep ? 'Deep' : 'First'}Page($country: String!, $after: String) {
        contacts(first: 50, after: $after, where: { country: { eq: $country } }, orderBy: [{ field: NAME, direction: ASC }]) {
          nodes { id name email city country } } }`,
    },
    asks: (document, dialect, { cursor: { after, ...row } }) => [
      { ...document, variables: { country: COUNTRY, ...(isDeep && (dialect === 'bare' ? row : { after })) } },
    ],
  };
}

const FIELDS =
  'createdAt updatedAt name birthDate email phone city country iban notes company{id} company{name} company{vatNumber}'.split(
    ' ',
  );

/** Another selection for each number, since each bit is a field. */
function chosenFields(number) {
  return ['name', ...FIELDS.filter((_, bit) => ((number + 1) >> bit) & 1)].join(' ');
}

/** The bodies of the requests of a workload, asked in turn. */
export function bodiesFor({ documents, asks }, dialect, place, mark = '') {
  const query = (documents[dialect] ?? documents.product).replace(/\s+/g, ' ');
  const [, operationName] = /^\w+ (\w+)/.exec(query);
  return asks({ operationName, query }, dialect, place, mark);
}

const MOMENTS = new Set(['createdAt', 'updatedAt']);

/** An answer's data without the form that a contender gives to ids, moments and amounts. */
export function plain(data) {
  return JSON.parse(JSON.stringify(data), (key, value) => {
    if (typeof value !== 'string') return value;
    if (key === 'id') return value.replace(/^[a-z]+_/, '');
    if (MOMENTS.has(key)) return new Date(value).toISOString();
    if (key === 'total') return value.includes('.') ? tenThousandths(value) : value;
    return value;
  });
}

function tenThousandths(decimal) {
  const [whole, fraction] = decimal.split('.');
  return String(BigInt(whole + fraction.padEnd(4, '0')));
}
