import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDate, GraphQLDateTime, GraphQLEmailAddress } from 'graphql-scalars';
import { scaleDecimal } from '../kernel/decimal.js';

/**
 * Scalars travel as canonical text inside the program: what the database prints is what the client reads, so serialising is the
 * identity and both ways of execution give the same bytes. Parsing is strict and normalises.
 */
function textScalar(
  name: string,
  description: string,
  canonical: (text: string) => string,
): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value !== 'string') throw new GraphQLError(`${name} cannot represent a value that is not a string.`);
    return canonical(value);
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: (value) => value as string,
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** The years that RFC 3339 can write and the database can hold: 1 to 9999, in UTC. */
function isoOf(name: string, date: Date): string {
  const text = date.toISOString();
  if (text.length > 24 || text.startsWith('0000'))
    throw new GraphQLError(`${name} takes the years 0001 to 9999, in UTC.`);
  return text;
}

/** What the library says of a wrong one names no form. */
function parsed(name: string, form: string, text: string, parse: (text: string) => Date): string {
  let date: Date;
  try {
    date = parse(text);
  } catch {
    throw new GraphQLError(`${name} takes ${form}.`);
  }
  return isoOf(name, date);
}

export const DateTime = textScalar('DateTime', 'RFC 3339, UTC, milliseconds.', (text) =>
  parsed('DateTime', 'RFC 3339, such as "2026-01-31T12:00:00.000Z"', text, (one) => GraphQLDateTime.parseValue(one)),
);

export const DateOnly = textScalar('Date', 'YYYY-MM-DD.', (text) =>
  parsed('Date', 'a day that there is as YYYY-MM-DD, such as "2026-01-31"', text, (one) =>
    GraphQLDate.parseValue(one),
  ).slice(0, 10),
);

export const EmailAddress = textScalar('EmailAddress', 'An e-mail address, at most 254 characters.', (text) => {
  if (text.length > 254) throw new GraphQLError('EmailAddress cannot be longer than 254 characters.');
  return GraphQLEmailAddress.parseValue(text);
});

export const Decimal = textScalar('Decimal', 'An exact decimal number as a string, such as "1234.50".', (text) => {
  if (scaleDecimal(text) === undefined) {
    throw new GraphQLError('Decimal takes at most 15 digits before the point and 4 behind it, such as "1234.50".');
  }
  return text;
});
