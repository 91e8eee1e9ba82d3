import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Socket, type BlockList } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { EVERYWHERE } from '../../access/stream/hints.js';
import { clientFamily } from '../client-family.js';
import { peerOf, proxies } from '../connections.js';
import { SESSION_COOKIE } from '../cookies.js';
import type { Origins } from '../origins.js';
import { SocketSession, type SessionParts } from './socket-session.js';

export interface SocketsParts extends SessionParts {
  readonly origins: Origins;
  readonly trustedProxies: readonly string[];
  readonly maxSockets: number;
  readonly idleMs: number;
  readonly pollMs: number;
}

const MAX_MESSAGE_BYTES = 65_536;
const MAX_WAIT_FOR_CLOSE_MS = 2_000;
const CLOSE_LOOK_MS = 20;

/** The sockets of this node: who may open one, and whether each still lives and may follow what it does. */
export class Sockets {
  readonly #fastify: FastifyInstance;
  readonly #parts: SocketsParts;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });
  readonly #sessions = new Map<WebSocket, SocketSession>();
  readonly #silent = new WeakSet<WebSocket>();
  readonly #trusted: BlockList;
  readonly #timers: readonly NodeJS.Timeout[];
  #judging = false;
  #judgeAgain = false;
  #stopping = false;

  constructor(fastify: FastifyInstance, parts: SocketsParts) {
    this.#fastify = fastify;
    this.#parts = parts;
    this.#trusted = proxies(parts.trustedProxies);
    fastify.server.on('upgrade', (request, wire, head) => this.#upgrade(request, wire, head));
    this.#timers = [
      setInterval(() => this.#askWhoLives(), parts.idleMs).unref(),
      setInterval(() => void this.#judgeAll(), parts.pollMs).unref(),
    ];
  }

  get size(): number {
    return this.#sessions.size;
  }

  get subscriptions(): number {
    let sum = 0;
    for (const session of this.#sessions.values()) sum += session.subscriptions;
    return sum;
  }

  /** Consent has changed somewhere. */
  hinted(place: string): void {
    if (place === EVERYWHERE) void this.#judgeAll();
  }

  /** Each hears that the server goes; who does not answer is cut off. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const session of this.#sessions.values()) session.stop();
    const until = Date.now() + MAX_WAIT_FOR_CLOSE_MS;
    while (this.#sessions.size > 0 && Date.now() < until) await pause(CLOSE_LOOK_MS);
    for (const session of this.#sessions.values()) session.cut();
  }

  #upgrade(request: IncomingMessage, wire: Duplex, head: Buffer): void {
    wire.on('error', () => wire.destroy());
    const { cookie: header = '', origin, host } = request.headers;
    const cookie = this.#fastify.parseCookie(header)[SESSION_COOKIE];
    // Not by URL, which throws for what is none.
    if (request.url?.split('?')[0] !== '/graphql') {
      refuse(wire, 404, 'NOT_FOUND', 'Sockets are opened at /graphql.');
    } else if (!this.#parts.origins.admitsSocket(origin, host, cookie !== undefined)) {
      refuse(wire, 403, 'CSRF', 'This page may not open a socket here.');
    } else if (this.#stopping || this.#sessions.size >= this.#parts.maxSockets) {
      refuse(wire, 503, 'UNAVAILABLE', 'As many sockets are open here as may be: try again later.');
    } else if (wire instanceof Socket) {
      this.#server.handleUpgrade(request, wire, head, (socket) => this.#open(socket, wire, request.headers));
    } else {
      wire.destroy();
    }
  }

  #open(socket: WebSocket, wire: Socket, headers: IncomingHttpHeaders): void {
    // Too long a message, a broken frame: ws closes with the code for it. Also of a socket that is closing an error ends the process, unless heard.
    socket.on('error', () => undefined);
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
      socket.close(4406, 'The sub-protocol is graphql-transport-ws.');
      return;
    }
    const cookie = this.#fastify.parseCookie(headers.cookie ?? '')[SESSION_COOKIE];
    const origin = { address: peerOf(wire, this.#trusted), client: clientFamily(headers['user-agent']) };
    const session = new SocketSession({ socket, wire, cookie, origin, requestId: randomUUID() }, this.#parts);
    this.#sessions.set(socket, session);
    socket.on('close', () => this.#sessions.delete(socket));
    const heard = (): boolean => this.#silent.delete(socket);
    socket.on('pong', heard);
    socket.on('message', heard);
  }

  #askWhoLives(): void {
    for (const [socket, session] of this.#sessions) {
      if (this.#silent.has(socket)) session.cut();
      else {
        this.#silent.add(socket);
        socket.ping();
      }
    }
  }

  async #judgeAll(): Promise<void> {
    this.#judgeAgain = true;
    if (this.#judging) return;
    this.#judging = true;
    try {
      while (this.#judgeAgain) {
        this.#judgeAgain = false;
        for (const session of [...this.#sessions.values()]) {
          await session.judge().catch((error: unknown) => {
            this.#parts.logger.warn({ err: error }, 'rights to follow were not looked at');
          });
        }
      }
    } finally {
      this.#judging = false;
    }
  }
}

function refuse(wire: Duplex, status: number, code: string, message: string): void {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const lines = [
    `HTTP/1.1 ${String(status)} Refused`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    'cache-control: no-store',
    `content-length: ${String(Buffer.byteLength(body))}`,
  ];
  wire.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => wire.destroy());
}
