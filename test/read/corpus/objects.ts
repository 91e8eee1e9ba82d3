import type { WorldIds } from '../support/read-world.js';
import { chapter } from './operation.js';

const MEMBERS_AND_GUESTS = ['owner', 'viewer', 'external', 'support', 'support2'] as const;

const ofContact = ({ contact }: WorldIds): object => ({ id: contact });
const contact = (selection: string): { query: string; variables: typeof ofContact } => ({
  query: `query ($id: ID!) { contact(id: $id) { ${selection} } }`,
  variables: ofContact,
});
const withFlags =
  (yes: boolean, no: boolean) =>
  (ids: WorldIds): object => ({ id: ids.contact, yes, no });

/** Single records: every field, fragments, aliases, merging, directives, embedded values. */
export const OBJECTS = chapter('one record', MEMBERS_AND_GUESTS, {
  'every field of a contact': {
    ...contact('id createdAt updatedAt name birthDate email phone city country iban nationalId notes __typename'),
    as: [...MEMBERS_AND_GUESTS, 'admin', 'editor', 'globexOwner', 'intruder', 'anonymous', 'administrator'],
  },
  'every field of a company': {
    query: 'query ($id: ID!) { company(id: $id) { id createdAt updatedAt name website vatNumber __typename } }',
    variables: ({ company }) => ({ id: company }),
  },
  'every field of an invoice': {
    query:
      'query ($id: ID!) { invoice(id: $id) { id createdAt updatedAt number issuedOn dueOn currency total __typename } }',
    variables: ({ invoice }) => ({ id: invoice }),
  },
  'an id alone': contact('id'),
  'a type name alone': contact('__typename'),
  'a type name under aliases': contact('a: __typename b: __typename name'),
  'the type name of the root': 'query { __typename }',
  'the type name of the root among reads': {
    query: 'query ($id: ID!) { before: __typename contact(id: $id) { id } after: __typename }',
    variables: ofContact,
  },
  'an alias': contact('called: name'),
  'one field twice under aliases': contact('first: name second: name name'),
  'aliases that swap fields': contact('name: city city: name'),
  'an alias that is a name of JavaScript': contact(
    'constructor: name toString: city hasOwnProperty: id valueOf: email',
  ),
  'an alias that is the prototype': contact('__proto__: name id'),
  'the prototype as an alias of a root': {
    query: 'query ($id: ID!) { __proto__: contact(id: $id) { id } }',
    variables: ofContact,
  },
  'the prototype as an alias of parts': contact(
    '__proto__: company { __proto__: name contacts(first: 2) { __proto__: totalCount nodes { __proto__: customFields { __proto__: value key } } } }',
  ),
  'one root twice under aliases': {
    query:
      'query ($id: ID!, $other: ID!) { a: contact(id: $id) { name } b: contact(id: $other) { city } c: contact(id: $id) { name } }',
    variables: ({ contact: id, loner }) => ({ id, other: loner }),
  },
  'one field merged from two places': contact('company { name } company { website } company { name id }'),
  'a merged root': {
    query:
      'query ($id: ID!) { contact(id: $id) { name } contact(id: $id) { city company { name } } contact(id: $id) { company { website } } }',
    variables: ofContact,
  },
  'a list merged from a fragment': {
    query: `query ($id: ID!) { contact(id: $id) { invoices(first: 2) { nodes { number } } ...More } }
      fragment More on Contact { invoices(first: 2) { nodes { total } totalCount } }`,
    variables: ofContact,
  },
  'a named fragment': {
    query: 'query ($id: ID!) { contact(id: $id) { ...F } } fragment F on Contact { id name email iban }',
    variables: ofContact,
  },
  'a fragment used twice': {
    query: `query ($id: ID!, $other: ID!) { a: contact(id: $id) { ...F } b: contact(id: $other) { ...F company { name } } }
      fragment F on Contact { name company { id } }`,
    variables: ({ contact: id, loner }) => ({ id, other: loner }),
  },
  'nested fragments': {
    query: `query ($id: ID!) { contact(id: $id) { ...A } } fragment A on Contact { name ...B }
      fragment B on Contact { city company { ...C } } fragment C on Company { name ... on Company { website ...D } }
      fragment D on Node { id __typename }`,
    variables: ofContact,
  },
  'inline fragments with and without a type': contact(
    '... on Contact { name } ... { city ... { phone } } ... on Node { id }',
  ),
  'a fragment on an interface': {
    query: 'query ($id: ID!) { contact(id: $id) { ...N name } } fragment N on Node { id __typename }',
    variables: ofContact,
  },
  '@skip and @include by literals': contact(
    'id name @skip(if: true) city @include(if: true) phone @include(if: false) email @skip(if: false)',
  ),
  '@include by a variable that is true': {
    query: 'query ($id: ID!, $yes: Boolean!) { contact(id: $id) { id name @include(if: $yes) city @skip(if: $yes) } }',
    variables: withFlags(true, false),
  },
  '@include by a variable that is false': {
    query: 'query ($id: ID!, $yes: Boolean!) { contact(id: $id) { id name @include(if: $yes) city @skip(if: $yes) } }',
    variables: withFlags(false, true),
  },
  '@skip and @include together': {
    query: `query ($id: ID!, $yes: Boolean!, $no: Boolean!) { contact(id: $id) { a: name @skip(if: $no) @include(if: $yes)
      b: name @skip(if: $yes) @include(if: $yes) c: name @skip(if: $no) @include(if: $no) } }`,
    variables: withFlags(true, false),
  },
  '@include on fragments': {
    query: `query ($id: ID!, $yes: Boolean!, $no: Boolean!) { contact(id: $id) { id ...F @include(if: $yes) ...G @include(if: $no)
      ... on Contact @skip(if: $yes) { iban } ... @include(if: $yes) { country } } }
      fragment F on Contact { name } fragment G on Contact { email }`,
    variables: withFlags(true, false),
  },
  '@skip on lists and relations': {
    query: `query ($id: ID!, $yes: Boolean!) { contact(id: $id) { id company @skip(if: $yes) { name } invoices(first: 1) @include(if: $yes) { nodes { number } } } }`,
    variables: withFlags(true, false),
  },
  '@skip on a root': {
    query:
      'query ($id: ID!, $yes: Boolean!) { a: contact(id: $id) @skip(if: $yes) { id } b: contact(id: $id) @include(if: $yes) { name } }',
    variables: withFlags(true, false),
  },
  '@skip on everything': {
    query: 'query ($id: ID!) { contact(id: $id) @skip(if: true) { id } }',
    variables: ofContact,
  },
  '@skip of all fields of an object': contact(
    'company @skip(if: false) { name @skip(if: true) __typename @skip(if: true) }',
  ),
  'a condition with a default': {
    query:
      'query ($id: ID!, $with: Boolean! = true, $without: Boolean! = false) { contact(id: $id) { id name @include(if: $with) city @include(if: $without) } }',
    variables: ofContact,
  },
  'a relation that is there': contact('name company { id name website vatNumber __typename }'),
  'a relation that is not there': {
    query: 'query ($id: ID!) { contact(id: $id) { id company { id name } } }',
    variables: ({ loner }) => ({ id: loner }),
  },
  'a relation twice under aliases': contact('a: company { name } b: company { id vatNumber }'),
  'relations there and back': {
    query: 'query ($id: ID!) { invoice(id: $id) { total contact { name company { name } } company { name } } }',
    variables: ({ invoice }) => ({ id: invoice }),
  },
  'custom fields': contact('customFields { key label category type value __typename }'),
  'custom fields by value alone': contact('customFields { value }'),
  'custom fields without value': contact('customFields { key type }'),
  'custom fields by type name alone': contact('customFields { __typename }'),
  'custom fields under aliases': contact('a: customFields { k: key v: value w: value } b: customFields { label }'),
  'merged custom fields': contact('customFields { key } customFields { value }'),
  'custom fields of a relation': contact('company { name customFields { key value } }'),
  'custom fields of both sides': {
    query:
      'query ($id: ID!) { company(id: $id) { customFields { key value } contacts(first: 4) { nodes { customFields { key value } company { customFields { key value type } } } } } }',
    variables: ({ company }) => ({ id: company }),
  },
  'fragments on embedded values': {
    query:
      'query ($id: ID!) { contact(id: $id) { customFields { ...V } } } fragment V on CustomFieldValue { key ... on CustomFieldValue { value } }',
    variables: ofContact,
  },
  'custom fields by condition': {
    query:
      'query ($id: ID!, $yes: Boolean!) { contact(id: $id) { customFields { key value @include(if: $yes) label @skip(if: $yes) } } }',
    variables: withFlags(false, true),
  },
  'a missing record': {
    query:
      'query ($id: ID!) { contact(id: $id) { id } company(id: $id) { id } invoice(id: $id) { id } ticket(id: $id) { id } }',
    variables: () => ({ id: 'con_01890000-0000-7000-8000-000000000000' }),
  },
  'a foreign record': {
    query:
      'query ($a: ID!, $b: ID!, $c: ID!) { contact(id: $a) { id name } company(id: $b) { id } invoice(id: $c) { id } }',
    variables: ({ foreignContact, foreignCompany, foreignInvoice }) => ({
      a: foreignContact,
      b: foreignCompany,
      c: foreignInvoice,
    }),
  },
  'a malformed id':
    'query { a: contact(id: "") { id } b: contact(id: "x") { id } c: contact(id: "con_") { id } d: contact(id: 7) { id } }',
  'an id of another type': {
    query: 'query ($id: ID!) { company(id: $id) { id } }',
    variables: ofContact,
  },
  'several kinds of root': {
    query:
      'query ($c: ID!, $o: ID!, $i: ID!) { contact(id: $c) { name } company(id: $o) { name } invoice(id: $i) { number } companies(first: 2) { nodes { name } } }',
    variables: ({ contact: c, company: o, invoice: i }) => ({ c, o, i }),
  },
  'a named operation among several': `query First { contacts(first: 1) { nodes { id } } }`,
  'an id from a literal with a block string': 'query { contact(id: """con_x""") { id } }',
});
