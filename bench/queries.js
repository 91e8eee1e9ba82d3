/**
 * The three questions, as each contender's schema puts them. What they ask is the same; what the fields are called is not, so each
 * PostGraphile document names its fields by aliases, and `plain` takes the forms of ids, moments and amounts away before answers are compared.
 */
const POINT_FIELDS = 'name email phone city updatedAt';
const WIDE_FIELDS = 'createdAt updatedAt name birthDate email phone city country iban';

export const QUESTIONS = [
  {
    name: 'Point',
    title: 'Point read: one contact, six fields',
    bar: 3,
    product: `query Point($id: ID!) { contact(id: $id) { id ${POINT_FIELDS} } }`,
    postgraphile: `query Point($tenant: UUID!, $id: UUID!) {
      contact: contactByTenantIdAndRowId(tenantId: $tenant, rowId: $id) { id: rowId ${POINT_FIELDS} } }`,
  },
  {
    name: 'List',
    title: 'List: 25 contacts, each with its company and three invoices',
    bar: 2,
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
  {
    name: 'Wide',
    title: 'Wide list: 100 contacts, ten fields',
    bar: 2,
    product: `query Wide { contacts(first: 100, orderBy: [{ field: NAME, direction: ASC }]) { nodes { id ${WIDE_FIELDS} } } }`,
    postgraphile: `query Wide { contacts: allContacts(first: 100, orderBy: [NAME_ASC, ROW_ID_ASC]) { nodes { id: rowId ${WIDE_FIELDS} } } }`,
  },
];

/** The body of a request; `id` is the uuid of the contact that a point read asks for. */
export function bodyFor(question, dialect, { tenantId, id }) {
  const document = dialect === 'postgraphile' ? question.postgraphile : question.product;
  const query = document.replace(/\s+/g, ' ');
  if (question.name !== 'Point') return JSON.stringify({ operationName: question.name, query });
  const variables = dialect === 'postgraphile' ? { tenant: tenantId, id } : { id: `con_${id}` };
  return JSON.stringify({ operationName: question.name, query, variables });
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
