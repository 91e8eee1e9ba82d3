/** A way to a database that can be cut, mended, and led elsewhere; or it only stops to carry anything, as where a network has come apart and nobody says so. */
import { connect, createServer } from 'node:net';

export class Way {
  #host;
  #databasePort;
  #sockets = new Set();
  #server = null;
  #port = 0;
  #stalled = false;

  constructor(host, databasePort) {
    this.#host = host;
    this.#databasePort = databasePort;
  }

  async open() {
    this.#server = createServer((near) => {
      const far = connect(this.#databasePort, this.#host);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ]) {
        this.#sockets.add(from);
        from.on('error', () => undefined);
        from.on('data', (bytes) => void to.write(bytes));
        from.on('close', () => this.#closed(from, to));
        if (this.#stalled) from.pause();
      }
    });
    await new Promise((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = this.#server.address().port;
    return this.#port;
  }

  async cut() {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** As where an address moves: whoever is on it is cut off, and finds another server there. */
  async leadTo(databasePort) {
    await this.cut();
    this.#databasePort = databasePort;
    await this.open();
  }

  /** What is sent from now on arrives when it goes on, and neither end is told. */
  stall() {
    this.#stalled = true;
    for (const socket of this.#sockets) socket.pause();
  }

  goOn() {
    this.#stalled = false;
    for (const socket of this.#sockets) socket.resume();
  }

  #closed(from, to) {
    this.#sockets.delete(from);
    if (!this.#stalled) to.destroy();
  }
}
