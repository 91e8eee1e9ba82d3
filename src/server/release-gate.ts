import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Release } from '../access/seal.js';
import { writeWithin } from '../access/write-within.js';

/**
 * The gate that every answer under an authority leaves through. It is asked twice: before the answer is handed over, when a late one can
 * still become an error, and in the very tick of the raw write, when all that is left is to cut the connection.
 */
const releases = new WeakMap<FastifyRequest, Release>();

/** A sealed answer is written whole, so it is bounded. */
const MAX_SEALED_CHARACTERS = 4_194_304;

/** However the request ends, its seals end with it. */
export function guardRelease(request: FastifyRequest, reply: FastifyReply, release: Release): void {
  releases.set(request, release);
  reply.raw.once('close', () => release.close());
}

export function registerReleaseGate(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const release = releases.get(request);
    if (!release?.isSealed) {
      done(null, payload);
      return;
    }
    const refused = refusal(payload, release);
    if (refused === null) {
      guardWrite(reply.raw, request.raw.socket, release);
      done(null, payload);
      return;
    }
    release.close();
    reply.removeHeader('content-length');
    done(null, JSON.stringify({ errors: [refused], data: null }));
  });
}

interface RefusedRelease {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly remedy: string };
}

function refusal(payload: unknown, release: Release): RefusedRelease | null {
  if (typeof payload !== 'string' || payload.length > MAX_SEALED_CHARACTERS) {
    const message = `An answer under an authority may have ${MAX_SEALED_CHARACTERS} characters; this one has more.`;
    return { message, extensions: { code: 'COST_EXCEEDED', remedy: 'Ask for less at once.' } };
  }
  if (release.isOpen()) return null;
  const message = 'The answer was ready too late to be released: consent may have ended since.';
  return { message, extensions: { code: 'TIMEOUT', remedy: 'Ask for less at once, or try again.' } };
}

/** The same gate for an answer that no framework writes. */
export function sendThroughGate(
  { response, connection }: { readonly response: ServerResponse; readonly connection: Socket },
  release: Release,
  headers: Readonly<Record<string, string>>,
  text: string,
): void {
  const refused = release.isSealed ? refusal(text, release) : null;
  if (refused !== null) release.close();
  const body = refused === null ? text : JSON.stringify({ errors: [refused], data: null });
  response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(body) });
  if (refused === null && release.isSealed) guardWrite(response, connection, release);
  response.end(body);
}

/**
 * What is handed over to be written goes to the kernel in the same tick where the socket has nothing else to write, or the first piece of it.
 * What the kernel has not taken by the deadline is cut off with a reset.
 */
function guardWrite(response: ServerResponse, connection: Socket, release: Release): void {
  const end = response.end.bind(response);
  const endWithin = (body: string | Buffer): ServerResponse => {
    // No socket: an earlier answer on the same connection is still to be written (pipelining).
    const { socket } = response;
    if (!socket || socket.destroyed || socket.writableLength > 0 || !release.isOpen()) {
      release.close();
      connection.resetAndDestroy();
      return response;
    }
    const cut = setTimeout(() => socket.resetAndDestroy(), release.remainingMs);
    response.once('close', () => clearTimeout(cut));
    const write = (piece: Buffer, isLast: boolean): Promise<void> =>
      new Promise((resolve) => {
        if (isLast) end(piece, () => resolve());
        else response.write(piece, () => resolve());
      });
    void writeWithin(release, Buffer.from(body), write).then((whole) => {
      if (!whole) socket.resetAndDestroy();
    });
    return response;
  };
  response.end = endWithin as ServerResponse['end'];
}
