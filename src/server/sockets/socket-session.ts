import { CloseCode, MessageType, parseMessage, type SubscribeMessage } from 'graphql-ws';
import { GraphQLError } from 'graphql';
import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import type { CsrfTokens } from '../../access/identity/secrets.js';
import type { SessionKeeper } from '../../access/identity/session-keeper.js';
import type { Origin, Presented } from '../../access/database.js';
import { isNobody } from '../../access/standing.js';
import type { Feeds } from '../../access/stream/feeds.js';
import type { Corridor } from '../../access/corridor.js';
import { CodedError, rateLimited, unauthenticated } from '../../kernel/errors.js';
import type { Logger } from 'pino';
import { formatError } from '../errors.js';
import { logFailures } from '../failure-log.js';
import { shownIn } from '../presented.js';
import type { Documents } from './documents.js';
import { Operation } from './operation.js';
import { Outbox } from './outbox.js';

export interface SessionParts {
  readonly corridor: Corridor;
  readonly feeds: Feeds;
  readonly documents: Documents;
  readonly csrfTokens: CsrfTokens;
  readonly keeper: SessionKeeper;
  readonly maxSubscriptions: number;
  readonly logger: Logger;
}

export interface Opened {
  readonly socket: WebSocket;
  readonly wire: Socket;
  /** Secret of the cookie that came with the upgrade. */
  readonly cookie: string | undefined;
  /** Where it comes from, as far as that is known. */
  readonly origin: Origin;
  readonly requestId: string;
}

const INIT_WITHIN_MS = 10_000;
const GOING_AWAY = 1001;
const MAX_ID_LENGTH = 128;

/** Whose rights ended, so that his client knows that to come back is of no use. */
const RIGHT_LOST: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'CONSENT_REQUIRED',
  'CONSENT_REVOKED',
  'CONSENT_EXPIRED',
  'SCOPE_MISSING',
  'AGREEMENT_REQUIRED',
  'WINDOW_REQUIRED',
]);

/** One socket, from its first message to its end: who speaks, and what he follows. The protocol is graphql-transport-ws. */
export class SocketSession {
  readonly #opened: Opened;
  readonly #parts: SessionParts;
  readonly #outbox: Outbox;
  readonly #operations = new Map<string, Operation>();
  readonly #initTimer: NodeJS.Timeout;
  #running = 0;
  #presented: Presented | null = null;
  #stage: 'new' | 'joining' | 'ready' | 'closed' = 'new';
  #judging: Promise<void> | null = null;

  constructor(opened: Opened, parts: SessionParts) {
    this.#opened = opened;
    this.#parts = parts;
    this.#outbox = new Outbox(opened.socket, opened.wire);
    const late = (): void => this.#close(CloseCode.ConnectionInitialisationTimeout, 'connection_init did not come.');
    this.#initTimer = setTimeout(late, INIT_WITHIN_MS).unref();
    opened.socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    opened.socket.on('close', () => this.#closed());
  }

  get subscriptions(): number {
    return this.#operations.size;
  }

  /** Whether whoever speaks here may still follow what he does; asked often, so that nobody waits for an event to learn it. */
  judge(): Promise<void> {
    this.#judging ??= this.#judge().finally(() => (this.#judging = null));
    return this.#judging;
  }

  /** What is being said is finished; nothing new is begun. */
  stop(): void {
    for (const operation of this.#operations.values()) operation.stop();
    this.#close(GOING_AWAY, 'The server stops.');
  }

  cut(): void {
    this.#outbox.cut();
  }

  async #judge(): Promise<void> {
    if (this.#stage !== 'ready' || !this.#presented) return;
    const standing = await this.#parts.corridor.standings.current(this.#presented);
    if (isNobody(standing)) {
      for (const operation of [...this.#operations.values()]) operation.end(unauthenticated());
      this.#close(CloseCode.Unauthorized, 'The session has ended.');
      return;
    }
    for (const operation of [...this.#operations.values()]) operation.judge(standing);
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#stage === 'closed') return;
    let message: ReturnType<typeof parseMessage>;
    try {
      if (isBinary) throw new Error('Binary.');
      message = parseMessage((data as Buffer).toString());
    } catch {
      this.#close(CloseCode.BadRequest, 'This is no message of graphql-transport-ws.');
      return;
    }
    switch (message.type) {
      case MessageType.ConnectionInit:
        void this.#join(message.payload ?? {}).catch((error: unknown) => this.#failed(error));
        break;
      case MessageType.Subscribe:
        this.#subscribe(message);
        break;
      case MessageType.Complete:
        this.#operations.get(message.id)?.stop();
        this.#operations.delete(message.id);
        break;
      case MessageType.Ping:
        this.#outbox.say({ type: MessageType.Pong });
        break;
      case MessageType.Pong:
        break;
      default:
        this.#close(CloseCode.BadRequest, 'A client does not send this.');
    }
  }

  async #join(payload: Readonly<Record<string, unknown>>): Promise<void> {
    if (this.#stage !== 'new') {
      this.#close(CloseCode.TooManyInitialisationRequests, 'connection_init came twice.');
      return;
    }
    this.#stage = 'joining';
    clearTimeout(this.#initTimer);
    const { corridor, csrfTokens, keeper } = this.#parts;
    const word = (name: string): string | undefined => (typeof payload[name] === 'string' ? payload[name] : undefined);
    const shown = shownIn({
      authorization: word('authorization'),
      tenant: word('x-tenant'),
      session: this.#opened.cookie,
      origin: () => this.#opened.origin,
    });
    if (shown.by === 'cookie' && !csrfTokens.matches(shown.secret, word('x-csrf-token') ?? '')) {
      this.#close(CloseCode.Forbidden, 'x-csrf-token in connection_init is not that of the session.');
      return;
    }
    const standing = await corridor.standings.load(shown.presented);
    if (isNobody(standing)) {
      this.#close(CloseCode.Unauthorized, 'Nobody is signed in.');
      return;
    }
    keeper.inUse(shown.presented);
    this.#presented = shown.presented;
    // It may have been closed in the meantime.
    if (this.#isClosed()) return;
    this.#stage = 'ready';
    this.#outbox.say({ type: MessageType.ConnectionAck });
  }

  #subscribe({ id, payload }: SubscribeMessage): void {
    if (this.#stage !== 'ready' || !this.#presented) {
      this.#close(CloseCode.Unauthorized, 'connection_ack comes before the first subscription.');
      return;
    }
    if (id.length > MAX_ID_LENGTH) {
      this.#close(CloseCode.BadRequest, `An id has at most ${String(MAX_ID_LENGTH)} characters.`);
      return;
    }
    if (this.#operations.has(id)) {
      this.#close(CloseCode.SubscriberAlreadyExists, 'There is a subscription with this id.');
      return;
    }
    const { corridor, feeds, documents, logger, maxSubscriptions } = this.#parts;
    const refuse = (errors: readonly unknown[]): void =>
      this.#outbox.say({
        id,
        type: MessageType.Error,
        payload: errors.map((error) => {
          const fault = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
          logFailures(logger, this.#opened.requestId, [fault]);
          return formatError(fault.toJSON(), fault);
        }),
      });
    // One that was ended counts until it has: else a client could begin and end without bound.
    if (this.#operations.size >= maxSubscriptions || this.#running >= 2 * maxSubscriptions) {
      refuse([tooMany(maxSubscriptions)]);
      return;
    }
    let prepared: ReturnType<Documents['prepare']>;
    try {
      prepared = documents.prepare(payload);
    } catch (error) {
      refuse([error]);
      return;
    }
    if (!('selection' in prepared)) {
      refuse(prepared);
      return;
    }
    this.#parts.keeper.inUse(this.#presented);
    const subscribed = { presented: this.#presented, ...prepared };
    const operation = new Operation(id, subscribed, {
      corridor,
      feeds,
      outbox: this.#outbox,
      logger,
      requestId: this.#opened.requestId,
      doubted: () => this.judge().catch(() => undefined),
      ended: (ended, error) => this.#ended(ended, error),
    });
    this.#operations.set(id, operation);
    this.#running += 1;
    void operation.run().finally(() => (this.#running -= 1));
  }

  #ended(operation: Operation, error: CodedError | null): void {
    if (this.#operations.get(operation.id) === operation) this.#operations.delete(operation.id);
    if (error?.code === 'UNAUTHENTICATED') this.#close(CloseCode.Unauthorized, 'The session has ended.');
    else if (RIGHT_LOST.has(error?.code ?? '') && this.#operations.size === 0) {
      this.#close(CloseCode.Forbidden, 'The right to follow has ended.');
    }
  }

  #failed(error: unknown): void {
    const unavailable = error instanceof CodedError;
    this.#close(unavailable ? 1013 : 1011, unavailable ? 'Try again in a few seconds.' : 'Something went wrong here.');
  }

  #isClosed(): boolean {
    return this.#stage === 'closed';
  }

  #close(code: number, reason: string): void {
    if (this.#stage === 'closed') return;
    this.#stage = 'closed';
    clearTimeout(this.#initTimer);
    for (const operation of this.#operations.values()) operation.stop();
    this.#outbox.close(code, reason);
  }

  #closed(): void {
    this.#stage = 'closed';
    clearTimeout(this.#initTimer);
    for (const operation of this.#operations.values()) operation.stop();
    this.#operations.clear();
  }
}

function tooMany(most: number): CodedError {
  const remedy = 'End some of them, or open another socket.';
  return rateLimited(`One socket follows at most ${String(most)} streams.`, 1, remedy);
}
