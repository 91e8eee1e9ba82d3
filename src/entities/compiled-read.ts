import { Extensions } from 'type-graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLObjectType } from 'graphql';
import type { Subject } from '../vocabulary/subjects.js';

const READ = 'read';

/** Compares a field of the row. */
export interface Narrowing {
  readonly field: string;
  readonly operator: 'eq' | 'in' | 'gte' | 'lt' | 'isNull';
}

/** Finds the row in a table that lists, for each word, the rows that it is about. */
export interface Listing {
  readonly table: string;
  readonly word: string;
  readonly row: string;
  /** Before the argument, so that words of several kinds stand in one table. */
  readonly prefix: string;
  /** What it must be to be looked for, so that a slip is not answered with nothing; absent: anything. */
  readonly known?: 'SUBJECT' | 'CATEGORY';
}

/** What a field that is answered by a compiled read asks for: a declaration, from which selection, plan and statement are made. */
export interface CompiledReadSpec {
  /** Null: the id says which (`node`, `nodes`). */
  readonly subject: Subject | null;
  readonly as: 'one' | 'connection' | 'array' | 'node' | 'nodes';
  /** Arguments that narrow the rows, each with the field that it must equal, or what else it does. */
  readonly filters?: Readonly<Record<string, string | Narrowing | Listing>>;
  /** Sorted by this field where one of these arguments is given, so that an index finds both; the way that the subject is sorted anyway. */
  readonly sorted?: { readonly by: string; readonly where: readonly string[] };
  /** What holds of every row of this list. */
  readonly always?: readonly (Narrowing & { readonly value: boolean | readonly string[] })[];
  /** Of a subject that is kept in logs: whose is read. */
  readonly log?: 'USER' | 'TENANT';
}

/** Marks a field as a compiled read; the corridor finds the mark in the field's extensions. */
export function CompiledRead(spec: CompiledReadSpec): MethodDecorator {
  return Extensions({ [READ]: spec });
}

/** The declaration of a field, if it is a compiled read. */
export function compiledReadOf(field: GraphQLField<unknown, unknown>): CompiledReadSpec | undefined {
  return field.extensions[READ] as CompiledReadSpec | undefined;
}

const ANSWERED = 'answered';

/**
 * Marks a type whose objects come out of compiled reads without being subjects: parts of lists, embedded values, and payloads that hold
 * what a mutation read back.
 */
export function Answered(): ClassDecorator {
  return Extensions({ [ANSWERED]: true });
}

export function isAnswered(type: GraphQLObjectType): boolean {
  return type.extensions[ANSWERED] === true;
}

/** Under this key an answered row says of which type it is, out of reach of any alias that a client may choose. */
export const TYPE_NAME: unique symbol = Symbol('type name');

const WHOLE: unique symbol = Symbol('whole');

/**
 * An object that bears all of its type's fields by their names, for types whose objects usually come from a compiled read and so
 * bear only what was selected, by response key.
 */
export function whole<T extends object>(fields: T): T {
  return Object.defineProperty({ ...fields }, WHOLE, { value: true });
}

/** A compiled read has computed each selected field already, under the key that the answer gives it. */
export const answeredField: GraphQLFieldResolver<Readonly<Record<string | symbol, unknown>>, unknown> = (
  source,
  _arguments,
  _context,
  info,
) => (source[WHOLE] === true ? source[info.fieldName] : source[info.path.key]);
