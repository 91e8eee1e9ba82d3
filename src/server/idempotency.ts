import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import { hash } from 'node:crypto';
import type { KeyedRequest } from '../access/write/keyed.js';
import { isKeyed } from '../entities/keyed.js';
import { badInput } from '../kernel/errors.js';
import { requestRefusal } from './errors.js';
import { rootFields } from './request-gate.js';
import type { ServerContext } from './server-context.js';

/** By this header a client names a change of its own. */
export const IDEMPOTENCY_KEY = 'idempotency-key';
const FORM = /^[\x21-\x7e]{1,255}$/;

/** Null: there is no such header, or one that is refused before anything is done. */
export function keyedRequest({ headers, body }: FastifyRequest): KeyedRequest | null {
  const key = headers[IDEMPOTENCY_KEY];
  if (typeof key !== 'string' || !FORM.test(key)) return null;
  return { key, request: hash('sha256', JSON.stringify(sorted(body ?? null)), 'hex') };
}

/** The same request, in whatever order its parts were written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]): [string, unknown] => [name, sorted(part)]);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A change that can't be named is not made under a name: who repeats it would make it twice, and believe otherwise. */
export function idempotency(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation, document, schema }) => {
        const key = contextValue.request.headers[IDEMPOTENCY_KEY];
        if (key === undefined || operation?.operation !== OperationTypeNode.MUTATION) return;
        if (typeof key !== 'string' || !FORM.test(key))
          throw requestRefusal(badInput('An Idempotency-Key has 1 to 255 visible ASCII characters.'), 400);
        const fields = schema.getMutationType()?.getFields() ?? {};
        const other = rootFields(document, operation).find((name) => {
          const field = fields[name];
          return field !== undefined && !isKeyed(field);
        });
        if (other === undefined) return;
        throw requestRefusal(
          badInput(
            `${other} takes no Idempotency-Key: it is for changes of contacts, companies, invoices and tickets.`,
          ),
          400,
        );
      },
    }),
  };
}
