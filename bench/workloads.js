/**
 * What is asked. The documents are the product's; a peer with a schema of its own asks the same in its own words, each field under the
 * product's name by an alias, and `plain` takes the forms of ids, moments and amounts away before answers are compared.
 */
const POINT_FIELDS = 'name email phone city updatedAt';
const WIDE_FIELDS = 'createdAt updatedAt name birthDate email phone city country iban';

const PEERS = ['postgraphile', 'apollo', 'mercurius', 'naive'];
const ALL = ['sluice', 'sluice-support', 'sluice-beside', ...PEERS, 'bare'];

/**
 * `targets` are what a member's reads must reach: so many times PostGraphile, and so much of the bare handler.
 * `asks` makes the bodies that are asked in turn; `begins` is how each answer's data must begin.
 */
export const WORKLOADS = [
  {
    name: 'point',
    title: 'Point read: one contact, six fields',
    targets: { postgraphile: 4.5, bare: 0.5 },
    contenders: ALL,
    begins: '{"contact":{',
    documents: {
      product: `query Point($id: ID!) { contact(id: $id) { id ${POINT_FIELDS} } }`,
      postgraphile: `query Point($tenant: UUID!, $id: UUID!) {
        contact: contactByTenantIdAndRowId(tenantId: $tenant, rowId: $id) { id: rowId ${POINT_FIELDS} } }`,
    },
    asks: (document, dialect, { tenantId, contactIds }) =>
      contactIds.map((id) => ({
        ...document,
        variables: { tenant: tenantId, id: dialect === 'product' ? `con_${id}` : id },
      })),
  },
  {
    name: 'list',
    title: 'List: 25 contacts, each with its company and three invoices',
    targets: { postgraphile: 3, bare: 0.8 },
    contenders: ALL,
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
    targets: { postgraphile: 3, bare: 0.8 },
    contenders: ALL,
    begins: '{"contacts":{"nodes":[{',
    documents: {
      product: `query Wide { contacts(first: 100, orderBy: [{ field: NAME, direction: ASC }]) { nodes { id ${WIDE_FIELDS} } } }`,
      postgraphile: `query Wide { contacts: allContacts(first: 100, orderBy: [NAME_ASC, ROW_ID_ASC]) { nodes { id: rowId ${WIDE_FIELDS} } } }`,
    },
    asks: (document) => [document],
  },
];

/** The bodies of the requests of a workload, asked in turn. */
export function bodiesFor({ documents, asks }, dialect, place) {
  const query = (documents[dialect] ?? documents.product).replace(/\s+/g, ' ');
  const [, operationName] = /^\w+ (\w+)/.exec(query);
  return asks({ operationName, query }, dialect, place);
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
