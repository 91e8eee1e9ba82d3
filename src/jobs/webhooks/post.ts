import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Release } from '../../access/seal.js';
import { writeWithin } from '../../access/write-within.js';
import type { Connection } from './connect.js';
import { DeliveryFailure } from './failure.js';
import { retryAfterMs, saysWhen } from './retry-after.js';

export interface Outgoing {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The gate that the body leaves through. */
  readonly release: Release;
}

/** What the body of an answer may have: it is not kept, and only read so that the target may finish in peace. */
const ANSWER_BYTES = 65_536;
const HEADER_BYTES = 16_384;

/** What is heard of an answer. */
export interface Reply {
  readonly status: number;
  /** How long the target asks to be left alone. */
  readonly askedMs: number;
}

/** A request over an open connection, of which nothing is written before its body is there. */
export interface PreparedPost {
  /** Writes the request whole, in this very tick, and gives what was answered. */
  send(outgoing: Outgoing): Promise<Reply>;
}

/**
 * The connection comes first and the data last: what rests on an authority is read when all that is left to do is to write it.
 * @param signal ends the try, wherever it is
 */
export async function preparePost(url: URL, connection: Connection, signal: AbortSignal): Promise<PreparedPost> {
  const request = httpRequest({
    createConnection: () => connection.socket,
    method: 'POST',
    path: `${url.pathname}${url.search}`,
    headers: { host: url.host, 'user-agent': 'Sluice-Webhooks/1', accept: '*/*', connection: 'close' },
    maxHeaderSize: HEADER_BYTES,
    setHost: false,
  });
  const answer = answerOf(request);
  // Whoever sends hears of it; before that it shows in the connection.
  answer.catch(() => undefined);
  const abort = (): void => void connection.raw.destroy();
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  await new Promise<void>((resolve) => {
    request.once('socket', () => resolve());
    request.once('close', resolve);
  });
  return {
    send: async (outgoing) => {
      try {
        write(request, connection, outgoing);
        return await drained(await answer);
      } catch (error) {
        throw signal.aborted ? new DeliveryFailure('TIMEOUT') : error;
      } finally {
        outgoing.release.close();
        connection.raw.destroy();
      }
    },
  };
}

/**
 * Headers and body are handed to the kernel in this tick where the socket has nothing else to write, or the first piece of them. What the
 * kernel has not taken when the gate closes is cut off with a reset.
 */
function write(request: ClientRequest, { socket, raw }: Connection, { headers, body, release }: Outgoing): void {
  for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
  request.setHeader('content-length', body.length);
  if (socket.destroyed || raw.destroyed) throw new DeliveryFailure('CONNECTION');
  if (socket.writableLength > 0 || !release.isOpen()) throw new DeliveryFailure('TOO_LATE');
  const cut = setTimeout(() => raw.resetAndDestroy(), release.remainingMs);
  const taken = (): void => {
    clearTimeout(cut);
    release.close();
  };
  request.once('finish', taken);
  request.once('close', taken);
  const hand = (piece: Buffer, isLast: boolean): Promise<void> =>
    new Promise((resolve) => {
      if (isLast) request.end(piece, () => resolve());
      else request.write(piece, () => resolve());
    });
  void writeWithin(release, body, hand).then((whole) => {
    if (!whole) raw.resetAndDestroy();
  });
}

function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', () => reject(new DeliveryFailure('CONNECTION')));
    request.once('close', () => reject(new DeliveryFailure('CONNECTION')));
  });
}

/** The status decides; what else is said is heard out, up to a point. */
async function drained(answer: IncomingMessage): Promise<Reply> {
  let bytes = 0;
  await new Promise<void>((resolve) => {
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > ANSWER_BYTES) resolve();
    });
    answer.once('end', resolve);
    answer.once('close', resolve);
    answer.once('error', () => resolve());
  });
  const status = answer.statusCode ?? 0;
  const asked = saysWhen(status) ? retryAfterMs(answer.headers['retry-after'], new Date()) : null;
  return { status, askedMs: asked ?? 0 };
}
