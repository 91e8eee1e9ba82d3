import type { ApolloServerOptions } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { ServerContext } from './server-context.js';

type DocumentStore = NonNullable<ApolloServerOptions<ServerContext>['documentStore']>;

const MAX_DOCUMENTS = 1_000;
/** Of all their texts together: what is made of a character takes about a hundred bytes. */
const MAX_CHARACTERS = 1_000_000;
/** A longer one is parsed each time, so that nobody's alone pushes out everybody's. */
const MAX_CHARACTERS_OF_ONE = 65_536;

/** Operations that were parsed and found valid, so that they need not be again; bounded by their number and by their texts. */
export function documentStore(): DocumentStore {
  const documents = new LRUCache<string, DocumentNode>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_CHARACTERS,
    maxEntrySize: MAX_CHARACTERS_OF_ONE,
    sizeCalculation: ({ loc }) => Math.max(1, loc?.source.body.length ?? 1),
  });
  return {
    get: async (key) => documents.get(key),
    set: async (key, document) => {
      documents.set(key, document);
    },
    delete: async (key) => documents.delete(key),
  };
}
