/**
 * HTTP/1.1 over a raw socket, so that every byte and the moment at which it was read are the checker's own. One request at a time.
 */
import { createConnection } from 'node:net';

const MAX_RESPONSE = 16 * 1024 * 1024;

export class Socket {
  #socket;
  #buffer = Buffer.alloc(0);
  /** What came after the buffer, and how much is needed before it is worth looking. */
  #parts = [];
  #partsLength = 0;
  #needed = 0;
  #waiting;
  #onBytes;
  broken = false;

  /** @param onBytes called with each chunk in the tick in which it was read */
  constructor(port, onBytes = () => undefined) {
    this.#onBytes = onBytes;
    this.#socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#break());
  }

  /** Null: no whole answer came, and what became of the request is not known. */
  request(headers, body, timeoutMs = 8_000) {
    if (this.broken) return Promise.resolve(null);
    const bytes = Buffer.from(body);
    const lines = Object.entries({ host: 'checker', 'content-type': 'application/json', ...headers });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    return new Promise((resolve) => {
      const limit = setTimeout(() => this.reset(), timeoutMs);
      this.#waiting = (answer) => {
        clearTimeout(limit);
        resolve(answer);
      };
      this.#socket.write(`POST /graphql HTTP/1.1\r\n${head}content-length: ${bytes.length}\r\n\r\n`);
      this.#socket.write(bytes);
    });
  }

  get bytesRead() {
    return this.#socket.bytesRead;
  }

  /** A client that is slow: nothing is read until `resume`. */
  pause() {
    this.#socket.pause();
  }

  resume() {
    this.#socket.resume();
  }

  /** As a client that was cut off: RST. */
  reset() {
    this.#socket.resetAndDestroy();
    this.#break();
  }

  #read(chunk) {
    this.#onBytes(chunk);
    this.#parts.push(chunk);
    this.#partsLength += chunk.length;
    if (this.#buffer.length + this.#partsLength < this.#needed) return;
    this.#buffer = Buffer.concat([this.#buffer, ...this.#parts.splice(0)]);
    this.#partsLength = 0;
    if (this.#buffer.length > MAX_RESPONSE) throw new Error('A node answered without end.');
    const end = this.#buffer.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = this.#buffer.toString('latin1', 0, end);
    const length = /^content-length: (\d+)$/im.exec(head);
    if (!length) throw new Error(`An answer does not say how long it is: ${head.slice(0, 200)}`);
    const whole = end + 4 + Number(length[1]);
    this.#needed = whole;
    if (this.#buffer.length < whole) return;
    this.#needed = 0;
    const body = this.#buffer.toString('utf8', end + 4, whole);
    this.#buffer = this.#buffer.subarray(whole);
    const status = Number(head.slice(9, 12));
    if (/^connection: close$/im.test(head)) this.#socket.end();
    const settle = this.#waiting;
    this.#waiting = undefined;
    settle?.({ status, body });
  }

  #break() {
    this.broken = true;
    const settle = this.#waiting;
    this.#waiting = undefined;
    settle?.(null);
  }
}
