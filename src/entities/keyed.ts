import { Extensions } from 'type-graphql';
import type { GraphQLField } from 'graphql';

const KEYED = 'keyed';

/** Marks a mutation that can be sent again under the same Idempotency-Key: it is made once. */
export function Keyed(): MethodDecorator {
  return Extensions({ [KEYED]: true });
}

export function isKeyed(field: GraphQLField<unknown, unknown>): boolean {
  return field.extensions[KEYED] === true;
}
