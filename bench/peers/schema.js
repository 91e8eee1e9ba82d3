/** The schema of the peers whose resolvers are written by hand: the product's words, as far as they are asked about. */
import { GraphQLScalarType } from 'graphql';

export const typeDefs = `
  scalar Date
  scalar DateTime
  scalar Decimal
  enum Direction { ASC DESC }
  enum ContactOrderField { NAME }
  enum InvoiceOrderField { ISSUED_ON }
  input ContactOrder { field: ContactOrderField! direction: Direction! }
  input InvoiceOrder { field: InvoiceOrderField! direction: Direction! }
  type Query {
    contact(id: ID!): Contact
    contacts(first: Int = 25, orderBy: [ContactOrder!]): ContactConnection!
  }
  type ContactConnection { nodes: [Contact!]! }
  type InvoiceConnection { nodes: [Invoice!]! }
  type Contact {
    id: ID!
    createdAt: DateTime!
    updatedAt: DateTime!
    name: String
    birthDate: Date
    email: String
    phone: String
    city: String
    country: String
    iban: String
    company: Company
    invoices(first: Int = 25, orderBy: [InvoiceOrder!]): InvoiceConnection!
  }
  type Company { id: ID! name: String vatNumber: String }
  type Invoice { id: ID! number: String issuedOn: Date currency: String total: Decimal }`;

const scalar = (name, serialize) => new GraphQLScalarType({ name, serialize });

/** Dates come as text from the driver, moments as Date, amounts as whole ten-thousandths. */
export const scalars = {
  Date: scalar('Date', (value) => value),
  DateTime: scalar('DateTime', (value) => value.toISOString()),
  Decimal: scalar('Decimal', printDecimal),
};

function printDecimal(scaled) {
  const digits = String(scaled).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
