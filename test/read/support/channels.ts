import type { Canary, CanaryIds } from './canaries.js';

/**
 * The ways in which a value might get out. Either an answer would show it, or two requests that differ in a guess would be answered
 * differently.
 */
export interface Channel {
  readonly name: string;
  readonly kind: 'shows' | 'tells';
  readonly query: string;
  /** `tells`: one that hits and one that misses. */
  readonly variables: readonly object[];
}

const LISTS = { Contact: 'contacts', Company: 'companies', Invoice: 'invoices' } as const;
const ONE = { Contact: 'contact', Company: 'company', Invoice: 'invoice' } as const;
const ORDERED = new Set([
  'Contact.name',
  'Contact.email',
  'Contact.city',
  'Company.name',
  'Invoice.number',
  'Invoice.issuedOn',
  'Invoice.total',
]);

/** Ways from other records to a record of the subject. */
const DETOURS = {
  Contact: [
    ['company', (inner: string): string => `company(id: $company) { contacts(first: 100) { nodes { ${inner} } } }`],
    ['invoice', (inner: string): string => `invoice(id: $invoice) { contact { ${inner} } }`],
    [
      'around',
      (inner: string): string =>
        `contact(id: $contact) { company { contacts(first: 100) { edges { node { ${inner} } } } } }`,
    ],
  ],
  Company: [
    ['contact', (inner: string): string => `contact(id: $contact) { company { ${inner} } }`],
    [
      'invoice',
      (inner: string): string => `invoice(id: $invoice) { company { ${inner} } contact { company { ${inner} } } }`,
    ],
  ],
  Invoice: [
    ['contact', (inner: string): string => `contact(id: $contact) { invoices(first: 100) { nodes { ${inner} } } }`],
    [
      'company',
      (inner: string): string => `company(id: $company) { invoices(last: 100) { edges { node { ${inner} } } } }`,
    ],
  ],
} as const;

const VARIABLES = '$contact: ID!, $company: ID!, $invoice: ID!';

function selectionOf({ field, custom }: Canary): string {
  return custom ? 'customFields { key label value }' : field;
}

function showing(canary: Canary, ids: CanaryIds): Channel[] {
  const { subject, custom } = canary;
  const inner = selectionOf(canary);
  const id = `$${ONE[subject]}`;
  const by = `${ONE[subject]}(id: ${id})`;
  const alias = custom
    ? 'createdAt: customFields { id: key other: value }'
    : `createdAt: ${canary.field} other: ${canary.field}`;
  const newest = `first: 5, orderBy: [{ field: CREATED_AT, direction: DESC }]`;
  const paths: Readonly<Record<string, string>> = {
    'a selection': `${by} { id ${inner} }`,
    'an alias': `${by} { ${alias} }`,
    'a merged selection': `${by} { id } ${by} { ${inner} } ${by} { ...F ${inner} }`,
    'a named fragment': `${by} { ...F }`,
    'an inline fragment': `${by} { ... { ... on ${subject} { ... on Node { ... on ${subject} { ${inner} } } } } }`,
    'a condition': `${by} { ${custom ? 'customFields @include(if: true) { value @skip(if: false) }' : `${inner} @include(if: true) x: ${inner} @skip(if: false)`} }`,
    'an interface': `node(id: ${id}) { ... on ${subject} { ${inner} } ...F }`,
    'an interface among many': `nodes(ids: [$contact, $company, $invoice]) { __typename ...F ... on ${subject} { x: ${inner} } }`,
    'a list': `${LISTS[subject]}(${newest}) { nodes { ${inner} } edges { cursor node { ${inner} } } }`,
    'the back of a list': `${LISTS[subject]}(last: 5, orderBy: [{ field: CREATED_AT, direction: ASC }]) { nodes { ...F } pageInfo { startCursor endCursor } }`,
  };
  const detours = DETOURS[subject].map(([from, path]): [string, string] => [`a detour by ${from}`, path(inner)]);
  return [...Object.entries(paths), ...detours].map(([name, path]) => ({
    name,
    kind: 'shows',
    query: `query Show(${VARIABLES}) { ${path} used: __typename ${usesOf(path)} } ${path.includes('...F') ? `fragment F on ${subject} { id ${inner} }` : ''}`,
    variables: [ids],
  }));
}

/** Every variable must be used; those that a path does not need are asked for where they tell nothing. */
function usesOf(path: string): string {
  return ['contact', 'company', 'invoice']
    .filter((name) => !path.includes(`$${name}`))
    .map((name) => `${name}Unused: node(id: $${name}) @skip(if: true) { __typename }`)
    .join(' ');
}

const TESTS = {
  text: ['eq', 'ne', 'in', 'contains', 'startsWith', 'isNull'],
  exact: ['eq', 'ne', 'in', 'isNull'],
  date: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  decimal: ['eq', 'gt', 'gte', 'lt', 'lte', 'isNull'],
  custom: ['eq', 'isNull'],
} as const satisfies Readonly<Record<Canary['type'], readonly string[]>>;

function testOf({ text, miss }: Canary, operator: string): readonly [hit: unknown, miss: unknown] {
  switch (operator) {
    case 'isNull':
      return [false, true];
    case 'in':
      return [
        ['x', text],
        ['x', miss],
      ];
    case 'gt':
    case 'lt':
      // The neighbour on one side is beyond the bound, the canary is not.
      return operator === 'lt'
        ? [miss, text]
        : (['0001-01-01', text].map((bound) => (text.includes('-') ? bound : bound === text ? text : '0')) as [
            string,
            string,
          ]);
    case 'gte':
      return [text, miss];
    case 'lte':
      return [text, text.includes('-') ? '0001-01-01' : '0'];
    default:
      return [text, miss];
  }
}

/** Of a filter on the canary's own record, in each place where it can stand. */
const PLACES: readonly [name: string, wrap: (condition: object) => object][] = [
  ['a filter', (condition) => condition],
  ['a negated filter', (condition) => ({ not: { or: [{ and: [condition] }] } })],
];

/** A field of the tenant's own is asked for by its text form, which is a way that every type and every category has. */
function conditionOn({ field, custom }: Canary, test: object): object {
  return custom ? { customFields: [{ key: field, exact: test }] } : { [field]: test };
}

const RELATED: Readonly<Record<Canary['subject'], readonly [list: keyof typeof LISTS, relation: string][]>> = {
  Contact: [['Invoice', 'contact']],
  Company: [
    ['Contact', 'company'],
    ['Invoice', 'company'],
  ],
  Invoice: [],
};

function counting(subject: keyof typeof LISTS): string {
  return `query Tell($where: ${subject}Filter) { ${LISTS[subject]}(first: 1, where: $where) { totalCount nodes { id } pageInfo { hasNextPage } } }`;
}

function telling(canary: Canary, ids: CanaryIds): Channel[] {
  const { subject, field } = canary;
  const filters = TESTS[canary.type].flatMap((operator): Channel[] => {
    const guesses = testOf(canary, operator).map((value) => conditionOn(canary, { [operator]: value }));
    return [
      ...PLACES.map(([name, wrap]): Channel => ({
        name: `${name} by ${operator}`,
        kind: 'tells',
        query: counting(subject),
        variables: guesses.map((condition) => ({ where: wrap(condition) })),
      })),
      ...RELATED[subject].map(([list, relation]): Channel => ({
        name: `a filter of ${list} by ${operator}`,
        kind: 'tells',
        query: counting(list),
        variables: guesses.map((condition) => ({ where: { [relation]: condition } })),
      })),
    ];
  });
  const [first] = filters;
  const nested: Channel[] =
    subject === 'Company' || !first
      ? []
      : [
          {
            name: 'a filter of a nested list',
            kind: 'tells',
            query: `query Tell($company: ID!, $where: ${subject}Filter) { company(id: $company) { ${LISTS[subject]}(where: $where) { totalCount } } }`,
            variables: first.variables.map((one) => ({ ...one, company: ids.company })),
          },
        ];
  const own: Channel[] =
    canary.custom && canary.category !== 'SPECIAL'
      ? [
          {
            name: 'an order',
            kind: 'tells',
            query: `query Tell($d: Direction!) { ${LISTS[subject]}(first: 3, orderBy: [{ field: CUSTOM_FIELD, customField: "${field}", direction: $d }]) { nodes { id } edges { cursor } } }`,
            variables: [{ d: 'ASC' }, { d: 'DESC' }],
          },
        ]
      : [];
  const constant = field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  const order: Channel[] = ORDERED.has(`${subject}.${field}`)
    ? [
        {
          name: 'an order',
          kind: 'tells',
          query: `query Tell($d: Direction!) { ${LISTS[subject]}(first: 3, orderBy: [{ field: ${constant}, direction: $d }]) { nodes { id } } }`,
          variables: [{ d: 'ASC' }, { d: 'DESC' }],
        },
        {
          name: 'a second key of an order',
          kind: 'tells',
          query: `query Tell($d: Direction!) { ${LISTS[subject]}(last: 3, orderBy: [{ field: CREATED_AT, direction: ASC }, { field: ${constant}, direction: $d }]) { edges { cursor } } }`,
          variables: [{ d: 'ASC' }, { d: 'DESC' }],
        },
      ]
    : [];
  return [...filters, ...nested, ...order, ...own];
}

export function channelsOf(canary: Canary, ids: CanaryIds): readonly Channel[] {
  return [...showing(canary, ids), ...telling(canary, ids)];
}
