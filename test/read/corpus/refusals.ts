import { chapter } from './operation.js';

const SOME = ['owner', 'viewer', 'support', 'strangeSupport', 'administrator', 'anonymous'] as const;

/** What is wrong with the request, or not for this actor: the same error both ways, nothing executed beside it. */
export const REFUSALS = chapter('refused', SOME, {
  'first 0': '{ contacts(first: 0) { totalCount } }',
  'first 101': '{ contacts(first: 101) { totalCount } }',
  'first -1': '{ contacts(first: -1) { totalCount } }',
  'last 0': '{ contacts(last: 0) { totalCount } }',
  'both first and last': '{ contacts(first: 1, last: 1) { totalCount } }',
  'one of two lists': '{ good: contacts(first: 1) { totalCount } bad: contacts(first: 0) { totalCount } }',
  'a nested list': '{ companies(first: 1) { nodes { contacts(first: 0) { totalCount } } } }',
  'a list beside the viewer': '{ viewer { actor } contacts(first: 0) { totalCount } }',
  'a list inside of the tenant': '{ tenant { slug gdpr { grants(first: 0) { totalCount } } } }',
  'own grants beside a bad list': '{ viewer { supportGrants { id } } contacts(last: 101) { nodes { id } } }',
  'a cursor that is none': '{ contacts(after: "abc") { nodes { id } } }',
  'a cursor of nothing': '{ contacts(before: "") { nodes { id } } }',
  'a null test': '{ contacts(where: { name: { eq: null } }) { totalCount } }',
  'an order by too many':
    '{ contacts(orderBy: [{ field: NAME, direction: ASC }, { field: NAME, direction: ASC }, { field: NAME, direction: ASC }, { field: NAME, direction: ASC }, { field: NAME, direction: ASC }, { field: NAME, direction: ASC }]) { totalCount } }',
  'an order by what is withheld': {
    query: '{ contacts(orderBy: [{ field: EMAIL, direction: ASC }]) { totalCount } }',
    as: ['external', 'support2'],
  },
  'too many rows':
    '{ companies(first: 100) { nodes { contacts(first: 100) { nodes { invoices(first: 100) { nodes { id } } } } } } }',
  'too many ids': `{ nodes(ids: [${'"x",'.repeat(101)}]) { id } }`,
  'a missing argument': '{ contact { id } }',
  'a variable that is not given': 'query ($id: ID!) { contact(id: $id) { id } }',
  'a variable of the wrong type': {
    query: 'query ($n: Int) { contacts(first: $n) { totalCount } }',
    variables: () => ({ n: 'two' }),
  },
  'a null variable for what cannot be null': {
    query: 'query ($f: Boolean = true) { contacts(first: 1) { totalCount @include(if: $f) } }',
    variables: () => ({ f: null }),
  },
  'a condition that is false, before one that is null': {
    query: 'query ($f: Boolean = true) { contacts(first: 1) { nodes { id } totalCount @include(if: $f) } }',
    variables: () => ({ f: false }),
  },
  'a condition that is null, after one that is false': {
    query: 'query ($f: Boolean = true) { contacts(first: 1) { nodes { id } totalCount @include(if: $f) } }',
    variables: () => ({ f: null }),
  },
  'an unknown field': '{ contacts { nodes { password } } }',
  'an unknown operator': '{ contacts(where: { name: { like: "x" } }) { totalCount } }',
  'a date that is none': '{ contacts(where: { birthDate: { eq: "2025-02-30" } }) { totalCount } }',
  'a date of the year nought': '{ contacts(where: { birthDate: { gt: "0000-01-01" } }) { totalCount } }',
  'a time of the year nought': '{ contacts(where: { createdAt: { gt: "0000-01-01T00:00:00Z" } }) { totalCount } }',
  'a time before all years': '{ contacts(where: { createdAt: { gt: "0000-01-01T00:30:00+01:00" } }) { totalCount } }',
  'a time after all years': '{ contacts(where: { createdAt: { gt: "9999-12-31T23:59:59-01:00" } }) { totalCount } }',
  'a leap second': '{ contacts(where: { createdAt: { gt: "2016-12-31T23:59:60Z" } }) { totalCount } }',
  'a decimal that is none': '{ invoices(where: { total: { eq: "1e3" } }) { totalCount } }',
  'a decimal out of range': '{ invoices(where: { total: { gt: "999999999999999.9999" } }) { totalCount } }',
  'text with U+0000': {
    query: 'query ($t: String) { contacts(where: { name: { contains: $t } }) { totalCount } }',
    variables: () => ({ t: 'a\u0000b' }),
  },
  'text with half a character': {
    query: 'query ($t: String) { contacts(where: { name: { in: ["x", $t] } }) { totalCount } }'.replace(
      '$t: String',
      '$t: String!',
    ),
    variables: () => ({ t: 'a\ud800b' }),
  },
  'a filter that is too deep': `{ contacts(where: ${'{ not: '.repeat(40)}{}${' }'.repeat(40)}) { totalCount } }`,
  'a filter of too many parts': `{ contacts(where: { or: [${'{ name: { eq: "x" } },'.repeat(201)}] }) { totalCount } }`,
  'a record of a withheld subject beside one that is seen':
    '{ invoices(first: 1) { nodes { id } } contacts(first: 1) { nodes { id name } } companies(first: 1) { nodes { id name } } }',
  'the log': '{ tenant { gdpr { accessLog(first: 1) { totalCount } } } }',
});
