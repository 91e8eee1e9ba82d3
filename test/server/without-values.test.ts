import { describe, expect, test } from '@jest/globals';
import { buildSchema, graphqlSync } from 'graphql';
import { withoutValues } from '../../src/server/without-values.js';

const SCHEMA = buildSchema(`
  enum Colour { RED }
  input Thing { name: String!, size: Int, colour: Colour, things: [Thing!] }
  type Query { find(thing: Thing, text: String, size: Float, flag: Boolean, colour: Colour, id: ID): String }
`);
const SECRET = 'geheim"; at "x"; \\ 0x82';

function faultOf(query: string, variableValues: Record<string, unknown> = {}): string {
  const { errors } = graphqlSync({ schema: SCHEMA, source: query, variableValues });
  return errors?.[0]?.message ?? '';
}

const literal = JSON.stringify(SECRET);
const variable = (type: string, name: string): string => `query ($v: ${type}) { find(${name}: $v) }`;

describe('an error about a value', () => {
  test.each([
    ['a text for an object', faultOf(variable('Thing', 'thing'), { v: SECRET })],
    ['a list for a text', faultOf(variable('String', 'text'), { v: [SECRET] })],
    ['an object for a text', faultOf(variable('String', 'text'), { v: { x: SECRET } })],
    ['a text for a number', faultOf(variable('Float', 'size'), { v: SECRET })],
    ['a text for a switch', faultOf(variable('Boolean', 'flag'), { v: SECRET })],
    ['an object for an id', faultOf(variable('ID', 'id'), { v: { x: SECRET } })],
    ['no word of an enum', faultOf(variable('Colour', 'colour'), { v: SECRET })],
    ['a list for an enum', faultOf(variable('Colour', 'colour'), { v: [SECRET] })],
    ['a field that is not there', faultOf(variable('Thing', 'thing'), { v: { name: 'x', [SECRET]: SECRET } })],
    ['a field that is missing', faultOf(variable('Thing', 'thing'), { v: { size: 1, things: [{ name: SECRET }] } })],
    ['deep inside', faultOf(variable('Thing', 'thing'), { v: { name: SECRET, things: [{ name: [SECRET] }] } })],
    ['a literal for an object', faultOf(`{ find(thing: ${literal}) }`)],
    ['a literal in an object', faultOf(`{ find(thing: { name: "x", size: ${literal} }) }`)],
    ['a literal for a number', faultOf(`{ find(size: ${literal}) }`)],
    ['a literal for an enum', faultOf(`{ find(colour: ${literal}) }`)],
    ['a text where none stands', faultOf(`{ find(${literal}) }`)],
    ['a text where another stands', faultOf(`{ find ${literal} }`)],
  ])('about %s quotes it no more, and says what was expected', (_what, message) => {
    const parts = SECRET.split('"').concat('geheim', '0x82');
    expect(parts.some((part) => part.length > 5 && message.includes(part)) || message.includes('provided')).toBe(true);
    const clean = withoutValues(message);
    expect(clean).not.toContain('geheim');
    expect(clean).not.toContain('0x82');
    expect(clean).toMatch(/"\w+|cannot represent|Syntax Error/);
  });

  test.each([
    'Cannot query field "nothing" on type "Query".',
    'Variable "$v" of required type "String!" was not provided.',
    'Field "name" of required type "String!" was not provided.',
    'Syntax Error: Expected Name, found <EOF>.',
  ])('that quotes none is left alone: %s', (message) => {
    expect(withoutValues(message)).toBe(message);
  });
});
