import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { nameToSend } from '../../src/server/playground/client/operation-name.js';
import { withheldIn, withheldLines } from '../../src/server/playground/client/withheld.js';

const SCHEMA = buildSchema(`
  type Query { node: Node contact: Contact contacts: [Contact!] }
  interface Node { id: ID }
  type Contact implements Node { id: ID name: String iban: String company: Company customFields: [CustomFieldValue!]! }
  type Company implements Node { id: ID name: String }
  type CustomFieldValue { key: String! value: String }
`);

function withheld(field: string, type = 'Contact') {
  return { type, field, category: 'FINANCIAL', reason: 'CONSENT_REQUIRED', remedy: 'Ask an owner.' };
}

/** The marked lines themselves, as they stand in the response. */
function marked(
  query: string,
  data: unknown,
  entries: readonly unknown[],
  operationName: string | null = null,
): string[] {
  const answer = { data, extensions: { withheld: entries } };
  const lines = JSON.stringify(answer, null, 2).split('\n');
  return [...withheldLines(answer, { query, operationName, schema: SCHEMA }, 100).keys()].map((line) =>
    String(lines[line]).trim(),
  );
}

describe('The lines of a response that the playground marks as withheld', () => {
  test('are those of the field that is named, after lists that are empty and lists that are not', () => {
    const data = {
      contacts: [
        { customFields: [], iban: null },
        { customFields: [{ key: 'a' }], iban: null },
      ],
    };

    expect(marked('{ contacts { customFields { key } iban } }', data, [withheld('iban')])).toEqual([
      '"iban": null',
      '"iban": null',
    ]);
  });

  test('are not those of a field of the same name of another type', () => {
    const query = '{ contact { name company { name } } }';
    const data = { contact: { name: null, company: { name: null } } };

    expect(marked(query, data, [withheld('name', 'Company')])).toEqual(['"name": null']);
    expect(marked(query, data, [withheld('name', 'Company'), withheld('name')])).toHaveLength(2);
  });

  test('follow aliases, fragments and interfaces', () => {
    const query = 'query Q { node { ...F ... on Company { theirs: name } } } fragment F on Contact { ours: iban }';
    const data = { node: { ours: null } };

    expect(marked(query, data, [withheld('iban')], 'Q')).toEqual(['"ours": null']);
  });

  test('take in a nested record and a list of custom fields of which one is left out', () => {
    const query = '{ contact { company { name } customFields { key } } }';
    const data = { contact: { company: null, customFields: [] } };

    expect(
      marked(query, data, [{ ...withheld('company'), category: null }, withheld('customFields.SHOE_SIZE')]),
    ).toEqual(['"company": null,', '"customFields": []']);
  });

  test('are none where a value is shown, the query has been edited beyond recognition, or nothing is withheld', () => {
    expect(marked('{ contact { iban } }', { contact: { iban: 'BE68' } }, [withheld('iban')])).toEqual([]);
    expect(marked('{ contact {', { contact: { iban: null } }, [withheld('iban')])).toEqual([]);
    expect(marked('{ contact { iban } }', { contact: { iban: null } }, [])).toEqual([]);
  });

  test('stay bounded', () => {
    const data = { contacts: Array.from({ length: 500 }, () => ({ iban: null })) };

    expect(marked('{ contacts { iban } }', data, [withheld('iban')])).toHaveLength(100);
  });

  test('rest on entries that are read with care: an answer can be anything', () => {
    expect(withheldIn('no answer')).toEqual([]);
    expect(withheldIn({ extensions: { withheld: 'everything' } })).toEqual([]);
    expect(withheldIn({ extensions: { withheld: [null, { type: 'Contact', field: 7 }] } })).toEqual([
      { type: 'Contact', field: '', category: null, reason: '', remedy: null },
    ]);
  });
});

test('an operation name that the document does not have is not sent', () => {
  expect(nameToSend('query A { a } query B { b }', 'B')).toBe('B');
  expect(nameToSend('query A { a }', 'Before')).toBeUndefined();
  expect(nameToSend('query A {', 'A')).toBe('A');
  expect(nameToSend('{ a }', null)).toBeUndefined();
});
