/** What a tenant's third party runs: an HTTP server that keeps what it is sent, and answers as it is told. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { CERTIFICATE, KEY } from './certificate.js';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body. */
  readonly body: Readonly<Record<string, unknown>>;
}

export type Answering = (received: Received, response: ServerResponse) => void;

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  /** Connections that were opened, whether anything came or not. */
  readonly connections: () => number;
  /** How the next ones are answered; 204 at first. */
  answer: Answering;
  /** Waits until so many have come. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
}

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Answering =>
  (_received, response) =>
    void response.writeHead(code, headers).end();

interface ReceiverOptions {
  readonly secure?: boolean;
  readonly host?: string;
  readonly port?: number;
}

export async function startReceiver({
  secure = false,
  host = '127.0.0.1',
  port = 0,
}: ReceiverOptions = {}): Promise<Receiver> {
  const received: Received[] = [];
  const waiting: { readonly count: number; readonly done: () => void }[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const one = {
        path: request.url ?? '',
        headers: request.headers,
        text,
        body: JSON.parse(text || '{}') as Received['body'],
      };
      received.push(one);
      receiver.answer(one, response);
      for (const { count, done } of waiting) if (received.length >= count) done();
    });
  };
  const server = secure ? createSecureServer({ cert: CERTIFICATE, key: KEY }, listener) : createServer(listener);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const bound = (server.address() as AddressInfo).port;
  const receiver: Receiver = {
    url: `${secure ? 'https' : 'http'}://${host}:${String(bound)}/hooks`,
    port: bound,
    received,
    connections: () => connections,
    answer: status(204),
    until: (count) =>
      received.length >= count
        ? Promise.resolve()
        : new Promise((resolve, reject) => {
            const late = setTimeout(
              () => reject(new Error(`${String(received.length)} of ${String(count)} deliveries came.`)),
              15_000,
            );
            waiting.push({ count, done: () => (clearTimeout(late), resolve()) });
          }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return receiver;
}
