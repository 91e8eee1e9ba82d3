/**
 * A load generator that costs as little as it can, because it runs on the cores that it measures: kept-alive sockets, requests made
 * beforehand, and of each answer only what tells that it is whole and is no error.
 */
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');
const ANY_DATA = '{"';
const ERRORS = Buffer.from('"errors":[');
/** What rests on a grant is not released later than the bound allows; on a machine that is busy with something else that happens. */
const CUT_OFF = Buffer.from('"code":"TIMEOUT"');
/** More of these, and nothing was measured but how busy the machine is. */
const MOST_CUT_OFF = 0.1;

/** The bytes of a request. */
export function requestBytes(url, headers, body) {
  const { pathname, host } = new URL(url);
  const lines = Object.entries({
    host,
    'content-type': 'application/json',
    ...headers,
    'content-length': Buffer.byteLength(body),
  });
  return Buffer.from(
    `POST ${pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
}

class ConnectionClosed extends Error {
  constructor() {
    super('A contender closed a connection.');
  }
}

export class Connection {
  #socket;
  #parts = [];
  #length = 0;
  /** Bytes of the answer that is under way; -1: its head has not come yet; -2: it comes in chunks. */
  #expected = -1;
  #resolve = () => undefined;
  #reject = () => undefined;

  constructor(url) {
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (part) => this.#take(part));
    this.#socket.on('error', (error) => this.#reject(error));
    this.#socket.on('close', () => this.#reject(new ConnectionClosed()));
  }

  /** The whole answer, head and body. */
  ask(bytes) {
    this.#parts = [];
    this.#length = 0;
    this.#expected = -1;
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(bytes);
    });
  }

  #take(part) {
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#expected === -1) this.#readHead();
    if (this.#expected === -2 ? this.#chunksEnded() : this.#expected >= 0 && this.#length >= this.#expected) {
      this.#resolve(this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts));
    }
  }

  #readHead() {
    const whole = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    this.#parts = [whole];
    const end = whole.indexOf(HEAD_END);
    if (end === -1) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(whole.latin1Slice(0, end));
    this.#expected = length ? end + HEAD_END.length + Number(length[1]) : -2;
  }

  #chunksEnded() {
    const last = this.#parts.at(-1);
    const tail = last.length >= LAST_CHUNK.length ? last : Buffer.concat(this.#parts);
    return tail.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
  }

  close() {
    this.#reject = () => undefined;
    this.#socket.destroy();
  }
}

/** @param begins how the data must begin */
export function assertAnswered(answer, begins = ANY_DATA) {
  const isOk = answer.latin1Slice(9, 12) === '200';
  if (isOk && answer.includes(`{"data":${begins}`) && !answer.includes(ERRORS)) return;
  throw new Error(`A contender did not answer: ${answer.toString('utf8', 0, 2_000)}`);
}

/**
 * Asks without a pause, over so many connections, for so long.
 * @param passes instead of for so long: until everything was asked so often
 * @returns {Promise<{ count: number, cutOff: number, seconds: number, latencies: Float64Array }>} of the answers that came (`cutOff` more
 * did not), latencies in milliseconds, sorted.
 */
export async function load({ url, requests, begins, concurrency, seconds, passes }) {
  const connections = new Set();
  const latencies = [];
  let cutOff = 0;
  const start = performance.now();
  const end = start + seconds * 1_000;
  let next = 0;
  const keepAsking = async () => {
    let connection = new Connection(url);
    const isOver = (now) => (passes === undefined ? now >= end : next >= passes * requests.length);
    for (let now = performance.now(); !isOver(now);) {
      connections.add(connection);
      const answer = await connection.ask(requests[next++ % requests.length]).catch(nullIfClosed);
      const then = performance.now();
      if (answer === null) {
        connections.delete(connection);
        connection = new Connection(url);
      }
      if (answer === null || answer.includes(CUT_OFF)) cutOff += 1;
      else {
        assertAnswered(answer, begins);
        latencies.push(then - now);
      }
      now = then;
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, keepAsking));
  } finally {
    for (const connection of connections) connection.close();
  }
  if (cutOff > Math.max(1, concurrency, latencies.length * MOST_CUT_OFF)) {
    throw new Error(`${cutOff} answers were cut off, and ${latencies.length} came.`);
  }
  return {
    count: latencies.length,
    cutOff,
    seconds: (performance.now() - start) / 1_000,
    latencies: Float64Array.from(latencies).sort(),
  };
}

/** An answer that is on its way when the bound passes ends with its connection. */
function nullIfClosed(error) {
  if (error instanceof ConnectionClosed) return null;
  throw error;
}
