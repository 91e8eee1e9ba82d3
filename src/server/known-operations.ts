import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Variables } from '../access/read/selection.js';

/** A query that was parsed, validated and answered by compiled reads alone. */
interface KnownOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** One request for it. */
export interface KnownRequest extends KnownOperation {
  readonly variables: Variables;
  readonly mediaType: string;
}

const MAX_QUERIES = 1_000;
/** Longer ones take the long way, so that what is kept has a size. */
const MAX_CHARACTERS = 16_384;
/** Of all texts together: what is made of a character takes about a hundred bytes. */
const MAX_CHARACTERS_IN_ALL = 1_000_000;
const MAX_NAMES = 20;

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** What clients say they accept, of which nobody can doubt what to send; anything else is left to be negotiated. */
const MEDIA_TYPES: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/json, multipart/mixed', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
  ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_TYPE],
]);

/**
 * Queries that need not be looked at again: what parsing, validation and the gate of the request say of them depends on the schema and on
 * their text, and on nothing else. Only plain ones are known: a POST of a query with variables and nothing besides.
 */
export class KnownOperations {
  readonly #queries = new LRUCache<string, Map<string | null, KnownOperation>>({
    max: MAX_QUERIES,
    maxSize: MAX_CHARACTERS_IN_ALL,
    sizeCalculation: (_named, query) => query.length + 1,
  });

  remember(query: string | undefined, name: string | undefined, known: KnownOperation): void {
    if (query === undefined || query.length > MAX_CHARACTERS) return;
    const named = this.#queries.get(query) ?? new Map<string | null, KnownOperation>();
    if (named.size >= MAX_NAMES) return;
    named.set(name ?? null, known);
    this.#queries.set(query, named);
  }

  find(body: object, accept: string | undefined): KnownRequest | undefined {
    const mediaType = MEDIA_TYPES.get(accept);
    if (mediaType === undefined) return undefined;
    let query: unknown;
    let name: unknown = null;
    let variables: unknown = {};
    for (const [key, value] of Object.entries(body)) {
      if (key === 'query') query = value;
      else if (key === 'operationName') name = value ?? null;
      else if (key === 'variables') variables = value ?? {};
      else return undefined;
    }
    if (typeof query !== 'string' || !isName(name) || !isRecord(variables)) return undefined;
    const known = this.#queries.get(query)?.get(name);
    return known && { document: known.document, operation: known.operation, variables, mediaType };
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
