import type { FastifyInstance } from 'fastify';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Logger } from 'pino';
import type { Corridor } from '../access/corridor.js';
import type { SessionKeeper } from '../access/identity/session-keeper.js';
import { Release } from '../access/seal.js';
import { Visit } from '../access/visit.js';
import { isDeep } from './body-depth.js';
import { reportCost } from './cost-report.js';
import type { KnownOperations, KnownRequest } from './known-operations.js';
import { languageAsked, sayInLanguage } from './language/in-language.js';
import type { Origins } from './origins.js';
import type { PersistedOperations } from './persisted-operations.js';
import { shownBy, type Cookies } from './presented.js';
import { sendThroughGate } from './release-gate.js';
import type { Listener } from './served.js';
import { reportWithheld } from './withheld-report.js';

/** A longer body takes the long way; a known query and its variables are not that long. */
const MAX_BODY = 65_536;
const CONTENT_TYPES = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
]);
/** Keys that a parser of JSON has to look after. The long way refuses them. */
const POISON = /"(?:__proto__|constructor)"|\\u00/i;

export interface LaneParts {
  readonly schema: GraphQLSchema;
  readonly corridor: Corridor;
  readonly known: KnownOperations;
  readonly keeper: SessionKeeper;
  readonly origins: Origins;
  readonly persisted: PersistedOperations | null;
  readonly requestTimeoutMs: number;
  /** On every response. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: (request: IncomingMessage) => string;
  readonly parseCookies: (header: string) => Cookies;
  readonly listeners: readonly Listener[];
  readonly logger: Logger;
}

/** Only of a program it matters where it comes from, and the lane takes none. */
function noProgram(): never {
  throw new Error('A program does not come by this way.');
}

/** What the lane has taken of a request that goes the long way after all. */
interface Handed {
  readonly body: Buffer;
  /** Its reads are not repeated. */
  readonly visit?: Visit;
}

interface Told {
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

/**
 * Answers queries that are known before any framework hears of the request: what those would look at depends on the text of the query, and was
 * seen when it was answered first. Status, headers and bytes are those of the long way, which every other request takes.
 */
export class KnownLane {
  readonly #parts: LaneParts;
  readonly #handed = new WeakMap<IncomingMessage, Handed>();
  #isOpen = true;

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  /** Puts the lane before the framework, which finds in its place what the lane has read already. */
  register(fastify: FastifyInstance): void {
    const { server } = fastify;
    const [handle] = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
    if (!handle) throw new Error('The lane goes before what handles requests.');
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      if (!this.#take(request, response, handle)) handle(request, response);
    });
    fastify.addHook('preParsing', (request, _reply, payload, done) => {
      const handed = this.#handed.get(request.raw);
      done(null, handed ? Readable.from(handed.body) : payload);
    });
    fastify.addHook('preClose', (done) => {
      this.#isOpen = false;
      done();
    });
  }

  /** What was read for a request before it was handed over. */
  visitOf(request: IncomingMessage): Visit | undefined {
    return this.#handed.get(request)?.visit;
  }

  /** True: it is answered here, or handed over once its body is there. */
  #take(
    request: IncomingMessage,
    response: ServerResponse,
    handle: (request: IncomingMessage, response: ServerResponse) => void,
  ): boolean {
    const { headers } = request;
    const length = Number(headers['content-length'] ?? Number.NaN);
    if (!this.#isOpen || request.method !== 'POST' || request.url !== '/graphql' || !(length <= MAX_BODY)) return false;
    if (!CONTENT_TYPES.has(headers['content-type'] ?? '') || headers['content-encoding'] !== undefined) return false;
    // Programs are told apart by where they ask from, which the framework knows, and their changes by a key.
    if (headers.authorization !== undefined || headers['idempotency-key'] !== undefined) return false;
    const begun = performance.now();
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
      const asked = this.#knownIn(body, headers);
      const handOver = (visit?: Visit): void => {
        this.#handed.set(request, { body, ...(visit && { visit }) });
        handle(request, response);
      };
      if (!asked) {
        handOver();
        return;
      }
      this.#answer(request, response, asked, begun, handOver).catch((error: unknown) => {
        // A mistake of ours, which must not end the process. What has not begun to be answered goes the long way.
        this.#parts.logger.error({ err: error }, 'a known query was not answered');
        if (response.headersSent) request.socket.destroy();
        else handOver();
      });
    });
    return true;
  }

  #knownIn(body: Buffer, headers: IncomingMessage['headers']): KnownRequest | undefined {
    const text = body.toString();
    if (POISON.test(text)) return undefined;
    try {
      const asked: unknown = JSON.parse(text);
      if (typeof asked !== 'object' || asked === null || isDeep(asked)) return undefined;
      this.#parts.persisted?.settle(asked);
      return this.#parts.known.find(asked, headers.accept);
    } catch {
      // What is wrong with it is said by those who would have read it.
      return undefined;
    }
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    { document, operation, variables, mediaType }: KnownRequest,
    begun: number,
    handOver: (visit?: Visit) => void,
  ): Promise<void> {
    const { schema, corridor, keeper, requestTimeoutMs, requestId, parseCookies } = this.#parts;
    const id = requestId(request);
    const { cookie } = request.headers;
    const cookies = cookie === undefined ? {} : parseCookies(cookie);
    const { presented } = shownBy(request.headers, cookies, noProgram);
    keeper.inUse(presented);
    const release = new Release(corridor.seals);
    const visit = new Visit(corridor, { ...presented, deadline: begun + requestTimeoutMs }, id, release);
    const operationName = operation.name?.value ?? null;
    const answer = await visit.tryAnswer({ schema, document, operation, variables, operationName }, true);
    if (!answer || answer.errors) {
      handOver(visit);
      return;
    }
    const told: Told = {};
    reportWithheld(visit, request.headers, told);
    reportCost(visit, told);
    const spoken = sayInLanguage(() => languageAsked(request.headers, cookies), told);
    const text = `${JSON.stringify({ errors: told.errors, data: answer.data, extensions: told.extensions })}\n`;
    response.once('close', () => {
      release.close();
      const ms = performance.now() - begun;
      for (const heard of this.#parts.listeners) heard({ id, method: 'POST', route: '/graphql', status: 200, ms });
    });
    const sent = {
      ...this.#parts.headers,
      ...this.#parts.origins.headersFor(request.headers.origin),
      'x-request-id': id,
      ...(spoken && { 'content-language': spoken }),
      'content-type': mediaType,
    };
    sendThroughGate({ response, connection: request.socket }, release, sent, text);
  }
}
