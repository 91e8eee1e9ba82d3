import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { Release } from '../../access/seal.js';
import { writeWithin } from '../../access/write-within.js';
import { CodedError } from '../../kernel/errors.js';

/** An event is written whole, so it is bounded. */
const MAX_CHARACTERS = 4_194_304;
/** A client that takes nothing for so long is gone. */
const STUCK_MS = 10_000;
/** Answers to what a client sends; one that sends without end and takes nothing is cut off. */
const MAX_WAITING = 1_000;

export type Write = (message: object, release: Release, wanted: () => boolean) => Promise<boolean>;

/**
 * What leaves by one socket, one after the other: nothing is begun before the message before it has been taken by the kernel, so a client
 * that does not read makes its own events wait and nothing pile up. An event under an authority passes the gate in the tick of its write.
 */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #wire: Socket;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(socket: WebSocket, wire: Socket) {
    this.#socket = socket;
    this.#wire = wire;
  }

  /** Says something that rests on nothing. */
  say(message: object): void {
    if (this.#waiting >= MAX_WAITING) this.cut();
    this.#waiting += 1;
    void this.turn(() => this.#send(JSON.stringify(message), STUCK_MS))
      .catch(() => undefined)
      .finally(() => (this.#waiting -= 1));
  }

  /** Work that ends in a message. In its turn it may read, because what it has read can leave at once. */
  turn<T>(work: (write: Write) => Promise<T>): Promise<T> {
    const mine = this.#last.then(() => work((message, release, wanted) => this.#release(message, release, wanted)));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Says goodbye after all that was to be said. */
  close(code: number, reason: string): void {
    void this.turn(() => {
      this.#socket.close(code, reason);
      return Promise.resolve();
    }).catch(() => undefined);
  }

  cut(): void {
    this.#wire.resetAndDestroy();
  }

  /** False: it came too late to the gate, and has to be read again. */
  async #release(message: object, release: Release, wanted: () => boolean): Promise<boolean> {
    const text = JSON.stringify(message);
    if (text.length > MAX_CHARACTERS) {
      throw new CodedError('COST_EXCEEDED', `An event may have ${String(MAX_CHARACTERS)} characters.`, {
        remedy: 'Ask for less of each event.',
      });
    }
    if (!release.isSealed) {
      if (wanted()) await this.#send(text, STUCK_MS);
      return true;
    }
    while (this.#isOpen() && release.isOpen() && !this.#isEmpty()) await pause(1);
    // From here to the write nothing else runs.
    if (!this.#isOpen() || !wanted()) return true;
    if (!release.isOpen() || !this.#isEmpty()) return false;
    const cut = setTimeout(() => this.cut(), release.remainingMs);
    const write = (piece: Buffer, isLast: boolean): Promise<void> =>
      new Promise((resolve) => this.#socket.send(piece, { binary: false, fin: isLast }, () => resolve()));
    if (!(await writeWithin(release, Buffer.from(text), write))) this.cut();
    clearTimeout(cut);
    return true;
  }

  #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && !this.#wire.destroyed;
  }

  #isEmpty(): boolean {
    return this.#socket.bufferedAmount === 0 && this.#wire.writableLength === 0;
  }

  /** Until the kernel has it. What it has not taken in time is cut off with a reset. */
  #send(text: string, withinMs: number): Promise<void> {
    if (!this.#isOpen()) return Promise.resolve();
    return new Promise((resolve) => {
      const cut = setTimeout(() => this.cut(), withinMs);
      this.#socket.send(text, () => {
        clearTimeout(cut);
        resolve();
      });
    });
  }
}
