import { chapter, type Operation } from './operation.js';

const READERS = ['owner', 'viewer', 'external', 'support', 'support2'] as const;

const VALUES = {
  text: [
    'eq: "Brussel"',
    'ne: "Brussel"',
    'in: ["Brussel", "Gent", "x"]',
    'in: []',
    'contains: "an"',
    'startsWith: "A"',
    'isNull: true',
    'isNull: false',
  ],
  exact: ['eq: "x"', 'ne: "x"', 'in: ["x", "y"]', 'isNull: true', 'isNull: false'],
  date: [
    'eq: "1980-05-05"',
    'gt: "1980-05-05"',
    'gte: "2025-05-05"',
    'lt: "1980-05-05"',
    'lte: "2025-05-05"',
    'isNull: true',
    'isNull: false',
  ],
  datetime: [
    'eq: "2025-05-05T00:00:00Z"',
    'gt: "2025-05-05T00:00:00+02:00"',
    'gte: "2025-05-05T00:00:00.000Z"',
    'lt: "2025-05-05T00:00:00Z"',
    'lte: "2026-05-05T00:00:00Z"',
  ],
  decimal: ['eq: "100"', 'gt: "100.5"', 'gte: "0"', 'lt: "1000.0001"', 'lte: "-1"', 'isNull: true', 'isNull: false'],
} as const;

const FIELDS = {
  contacts: {
    name: 'text',
    email: 'text',
    phone: 'text',
    city: 'text',
    country: 'text',
    iban: 'text',
    notes: 'text',
    nationalId: 'exact',
    birthDate: 'date',
    createdAt: 'datetime',
    updatedAt: 'datetime',
  },
  companies: { name: 'text', website: 'text', vatNumber: 'text', createdAt: 'datetime', updatedAt: 'datetime' },
  invoices: {
    number: 'text',
    currency: 'text',
    issuedOn: 'date',
    dueOn: 'date',
    total: 'decimal',
    createdAt: 'datetime',
    updatedAt: 'datetime',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, keyof typeof VALUES>>>>;

/** Every operator of every field, once. */
const EVERY_OPERATOR: readonly Operation[] = Object.entries(FIELDS).flatMap(([list, fields]) =>
  Object.entries(fields).flatMap(([field, type]) =>
    chapter(`filter ${list}`, ['owner', 'support'], {
      [`by each operator of ${field}`]: `{ ${VALUES[type]
        .map(
          (test, index) =>
            `f${String(index)}: ${list}(first: 2, where: { ${field}: { ${test} } }) { totalCount nodes { id ${field} } }`,
        )
        .join(' ')} }`,
    }),
  ),
);

export const FILTERS: readonly Operation[] = [
  ...EVERY_OPERATOR,
  ...chapter('filter', READERS, {
    'by nothing': '{ contacts(first: 2, where: {}) { nodes { id } totalCount } }',
    'by a field without a test': '{ contacts(first: 2, where: { name: {} }) { totalCount } }',
    'by null':
      '{ contacts(first: 2, where: { name: null, and: null, or: null, not: null, company: null }) { totalCount } }',
    'by several fields':
      '{ contacts(first: 2, where: { name: { contains: "a", ne: "x" }, createdAt: { gte: "2024-01-01T00:00:00Z" } }) { nodes { name } totalCount } }',
    'by and':
      '{ contacts(first: 2, where: { and: [{ name: { contains: "a" } }, { name: { contains: "e" } }] }) { nodes { name } totalCount } }',
    'by or':
      '{ contacts(first: 2, where: { or: [{ name: { startsWith: "a" } }, { name: { startsWith: "b" } }] }) { nodes { name } totalCount } }',
    'by not': '{ contacts(first: 2, where: { not: { name: { contains: "a" } } }) { nodes { name } totalCount } }',
    'by an empty and': '{ contacts(first: 2, where: { and: [] }) { totalCount } }',
    'by an empty or': '{ contacts(first: 2, where: { or: [] }) { totalCount } }',
    'by not of nothing': '{ contacts(first: 2, where: { not: {} }) { totalCount } }',
    'by all of them nested':
      '{ contacts(first: 2, where: { or: [{ and: [{ not: { name: { contains: "a" } } }, { name: { contains: "o" } }] }, { not: { not: { name: { startsWith: "J" } } } }] }) { nodes { name } totalCount } }',
    'by a company':
      '{ contacts(first: 2, where: { company: { name: { contains: "b" } } }) { nodes { name company { name } } totalCount } }',
    'by no such company':
      '{ contacts(first: 2, where: { not: { company: { name: { contains: "b" } } } }) { nodes { name company { name } } totalCount } }',
    'by an empty company filter': '{ contacts(first: 2, where: { company: {} }) { totalCount } }',
    'by a company of times':
      '{ contacts(first: 2, where: { company: { createdAt: { lt: "2025-01-01T00:00:00Z" } } }) { totalCount } }',
    'by a related filter two deep':
      '{ invoices(first: 2, where: { contact: { company: { name: { contains: "b" } } } }) { nodes { id contact { company { name } } } totalCount } }',
    'by two relations':
      '{ invoices(first: 2, where: { or: [{ contact: { name: { contains: "a" } } }, { company: { name: { contains: "a" } } }] }) { totalCount } }',
    'by a related not':
      '{ invoices(first: 2, where: { contact: { not: { name: { contains: "a" } } } }) { totalCount } }',
    'by a variable': {
      query: 'query ($w: ContactFilter) { contacts(first: 2, where: $w) { nodes { name } totalCount } }',
      variables: () => ({ w: { name: { in: ['x'] }, or: [{ name: { isNull: false } }] } }),
    },
    'by a variable in a literal': {
      query:
        'query ($n: String, $t: [String!]) { contacts(first: 2, where: { name: { contains: $n, in: $t } }) { totalCount } }',
      variables: () => ({ n: 'a', t: ['x'] }),
    },
    'by a variable that is left out':
      'query ($n: String) { contacts(first: 2, where: { name: { contains: $n } }) { totalCount } }',
    'by a default':
      'query ($w: ContactFilter = { name: { startsWith: "a" } }) { contacts(first: 2, where: $w) { nodes { name } totalCount } }',
    'by letters that LIKE would take for more':
      '{ a: contacts(where: { name: { contains: "%" } }) { totalCount } b: contacts(where: { name: { contains: "_" } }) { totalCount } c: contacts(where: { name: { contains: "\\\\" } }) { totalCount } }',
    'by empty text':
      '{ a: contacts(where: { name: { contains: "" } }) { totalCount } b: contacts(where: { name: { eq: "" } }) { totalCount } }',
    'by text of all planes':
      '{ contacts(where: { or: [{ name: { contains: "🌷" } }, { name: { contains: "佐" } }, { name: { contains: "σΩκ" } }] }) { nodes { name } totalCount } }',
    'by text that quotes':
      '{ contacts(where: { name: { in: ["a\\"b", "a,b", "{}", "NULL", "\\\\"] } }) { totalCount } }',
    'by a nested filter of a list':
      '{ companies(first: 2) { nodes { name contacts(first: 2, where: { company: { name: { contains: "a" } } }) { totalCount nodes { name } } } } }',
    'by a withheld field': '{ contacts(where: { iban: { isNull: true } }) { totalCount } }',
    'by a withheld field deep inside':
      '{ contacts(where: { or: [{ and: [{ not: { notes: { contains: "x" } } }] }] }) { totalCount } }',
    'by a withheld field of a relation':
      '{ contacts(where: { company: { vatNumber: { isNull: false } } }) { totalCount } }',
    'by a withheld field in a nested list':
      '{ companies(first: 1) { nodes { contacts(where: { nationalId: { isNull: false } }) { totalCount } } } }',
  }),
];
