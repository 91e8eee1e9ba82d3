import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { CodedError } from '../kernel/errors.js';

/**
 * The operations of one's own frontends, and no others: with a list, whoever has stolen a session still can't ask what no page asks. The
 * list is what codegen writes of a frontend's documents, by their SHA-256; nothing is ever added to it by a request.
 */
const LARGEST_FILE = 16 * 1_048_576;
const MOST_OPERATIONS = 10_000;
const HASH = /^(?:sha256:)?([0-9a-f]{64})$/;

const listSchema = z.record(z.string().regex(HASH), z.string().max(1_048_576));

export class PersistedOperations {
  readonly #documents: ReadonlyMap<string, string>;
  readonly #texts: ReadonlySet<string>;

  private constructor(documents: ReadonlyMap<string, string>, own: readonly string[]) {
    this.#documents = documents;
    this.#texts = new Set([...documents.values(), ...own]);
  }

  /** Beside the file's: those of our own pages, by their text. */
  static read(file: string, own: readonly string[]): PersistedOperations {
    const wrong = (what: string): Error => new Error(`PERSISTED_OPERATIONS is wrong: ${what}.`);
    let content: unknown;
    try {
      if (statSync(file).size > LARGEST_FILE) throw wrong('the file is larger than 16 MiB');
      content = JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      throw wrong(error instanceof SyntaxError ? 'the file is no JSON' : `the file can’t be read (${String(error)})`);
    }
    const list = listSchema.safeParse(content);
    if (!list.success) throw wrong('the file holds no object of documents by their SHA-256 in hexadecimal');
    const documents = new Map(Object.entries(list.data).map(([hash, text]) => [hash.replace('sha256:', ''), text]));
    if (documents.size > MOST_OPERATIONS) throw wrong(`the file holds more than ${String(MOST_OPERATIONS)} operations`);
    for (const [hash, text] of documents) {
      if (createHash('sha256').update(text).digest('hex') !== hash) throw wrong(`${hash} is not what its document is`);
    }
    return new PersistedOperations(documents, own);
  }

  get size(): number {
    return this.#documents.size;
  }

  admits(text: string): boolean {
    return this.#texts.has(text);
  }

  /** Puts the document in place of its hash, before anybody reads the request. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('preHandler', async (request) => {
      const asked = askedBy(request);
      if (!asked) return;
      this.settle(asked);
      // By GET it reads the address, not what was made of it.
      if (request.method === 'GET')
        request.raw.url = `/graphql?${new URLSearchParams(Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
    });
  }

  /** Puts the document in place of its hash, or refuses. */
  settle(asked: Asked): void {
    asked.query = this.#documentOf(asked);
    delete asked.documentId;
    // Apollo would take it for its own kind of persisted queries, which anybody may add to.
    if (hashOf(asked.extensions) !== undefined) delete asked.extensions;
  }

  #documentOf({ query, documentId, extensions }: Asked): string {
    const hash = HASH.exec(documentId ?? hashOf(extensions) ?? '')?.[1];
    const listed = hash === undefined ? undefined : this.#documents.get(hash);
    const text = query === undefined || query === '' ? listed : query;
    const foreign = documentId !== undefined && listed === undefined;
    if (typeof text !== 'string' || foreign || !this.admits(text) || (listed !== undefined && listed !== text))
      throw notListed();
    return text;
  }
}

/** What a request says of its operation, wherever it says it. */
interface Asked {
  query?: string;
  documentId?: string;
  extensions?: unknown;
}

function askedBy(request: FastifyRequest): Asked | undefined {
  if (request.routeOptions.url !== '/graphql') return undefined;
  const { method, body, query } = request;
  if (method === 'POST') return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  if (method !== 'GET') return undefined;
  const asked = query as Asked;
  return 'query' in asked || 'documentId' in asked || 'extensions' in asked ? asked : undefined;
}

/** As Apollo's clients send it, by GET as text. */
function hashOf(extensions: unknown): string | undefined {
  let given = extensions;
  try {
    if (typeof given === 'string') given = JSON.parse(given);
  } catch {
    return undefined;
  }
  const hash = (given as { persistedQuery?: { sha256Hash?: unknown } } | null | undefined)?.persistedQuery?.sha256Hash;
  return typeof hash === 'string' ? hash : undefined;
}

export function notListed(): CodedError {
  return new CodedError('FORBIDDEN', 'This operation is not on the list of those that are answered here.', {
    reason: 'FORBIDDEN',
    remedy: 'Whoever runs the API adds the documents of a frontend to PERSISTED_OPERATIONS.',
  });
}
