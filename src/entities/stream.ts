import { Extensions } from 'type-graphql';
import type { GraphQLField } from 'graphql';
import { badInput } from '../kernel/errors.js';

const STREAM = 'stream';

export type StreamSubject = 'Contact' | 'AccessEntry' | 'SupportGrant';

/** What a subscription follows: a declaration, from which selection, position and statement are made. */
export interface StreamSpec {
  readonly subject: StreamSubject;
  /** The field of an event that holds the record as it is now. Beside it an event may have `cursor`, `kind` and `id`. */
  readonly record: string;
}

/** Marks a subscription; the server finds the mark in the field's extensions. */
export function Stream(spec: StreamSpec): MethodDecorator {
  return Extensions({ [STREAM]: spec });
}

/** The declaration of a field, if it is a stream. */
export function streamOf(field: GraphQLField<unknown, unknown>): StreamSpec | undefined {
  return field.extensions[STREAM] as StreamSpec | undefined;
}

/** Events are read one by one, each under a guard of its own: nothing executes a subscription as a whole. */
export function notAsAWhole(): never {
  throw badInput('A subscription does not run over plain HTTP.');
}
