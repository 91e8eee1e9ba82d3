/** Where webhooks lead: targets of the checker's own, so that every byte that leaves for them is read here. */
import { createServer } from 'node:net';
import { CanaryScanner } from './canaries.mjs';
import { EVENT_MS } from './followers.mjs';

export const EVENT = 'contact.updated';
const ANSWER = 'HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n';

export class Receiver {
  #run;
  #target;
  #sockets = new Set();
  #server = createServer((socket) => this.#hear(socket));

  /** @param target `{tenant, token}`: whose webhook leads here, and as what its reads are judged */
  constructor(run, target) {
    this.#run = run;
    this.#target = target;
  }

  /** @returns the address for the webhook */
  async listen() {
    await new Promise((resolve, reject) => this.#server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${this.#server.address().port}/`;
  }

  close() {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** What is delivered is read after the connection is there, so a delivery begins no earlier than its connection. */
  #hear(socket) {
    const { history, counts } = this.#run;
    const scanner = new CanaryScanner();
    const place = { socket, pausedUntil: 0 };
    const requestId = `to ${socket.remotePort}`;
    const heard = { ...this.#target, operation: `webhook ${EVENT}`, requestId, isDelivery: true, sent: history.next() };
    let text = '';
    this.#sockets.add(socket);
    history.addSocket(place);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      history.removeSocket(place);
    });
    socket.on('data', (chunk) => {
      const found = scanner.scan(chunk);
      if (found.length > 0) {
        const now = Date.now();
        const reading = { ...heard, found, sentAt: now - EVENT_MS, readAt: now };
        for (const canary of found) history.read(canary, reading);
        counts.deliveries += 1;
        history.shown.push(reading);
      }
      text += chunk.toString('latin1');
      if (isWhole(text)) socket.end(ANSWER);
    });
  }
}

function isWhole(text) {
  const end = text.indexOf('\r\n\r\n');
  const [, length] = /^content-length: (\d+)$/im.exec(text.slice(0, Math.max(0, end))) ?? [];
  return end >= 0 && text.length >= end + 4 + Number(length);
}
