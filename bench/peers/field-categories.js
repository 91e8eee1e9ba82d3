/** What each field holds, and which roles see that: what the peers that ask for each field ask about. */
const EVERYBODY = ['OWNER', 'ADMIN', 'EDITOR', 'VIEWER'];

export const SEEN_BY = {
  MEMBER: EVERYBODY,
  IDENTITY: EVERYBODY,
  CONTACT_DETAILS: EVERYBODY,
  COMMERCIAL: EVERYBODY,
  FINANCIAL: ['OWNER', 'ADMIN', 'EDITOR'],
};

export const FIELD_CATEGORIES = {
  Query: { contact: 'MEMBER', contacts: 'MEMBER' },
  ContactConnection: { nodes: 'MEMBER' },
  InvoiceConnection: { nodes: 'MEMBER' },
  Contact: {
    id: 'MEMBER',
    createdAt: 'MEMBER',
    updatedAt: 'MEMBER',
    name: 'IDENTITY',
    birthDate: 'IDENTITY',
    email: 'CONTACT_DETAILS',
    phone: 'CONTACT_DETAILS',
    city: 'CONTACT_DETAILS',
    country: 'CONTACT_DETAILS',
    iban: 'FINANCIAL',
    company: 'MEMBER',
    invoices: 'FINANCIAL',
  },
  Company: { id: 'MEMBER', name: 'COMMERCIAL', vatNumber: 'COMMERCIAL' },
  Invoice: { id: 'MEMBER', number: 'FINANCIAL', issuedOn: 'FINANCIAL', currency: 'FINANCIAL', total: 'FINANCIAL' },
};

export function mapFields(of) {
  return Object.fromEntries(
    Object.entries(FIELD_CATEGORIES).map(([type, fields]) => [
      type,
      Object.fromEntries(Object.entries(fields).map(([name, category]) => [name, of(category)])),
    ]),
  );
}
