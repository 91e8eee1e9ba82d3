/** A way to the database that can be cut and mended; or it only stops to carry anything, as where a network has come apart and nobody says so. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class Way {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;
  private stalled = false;

  constructor(
    private readonly host: string,
    private databasePort: number,
  ) {}

  async open(): Promise<number> {
    this.server = createServer((near) => {
      const far = connect(this.databasePort, this.host);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(from);
        from.on('error', () => undefined);
        from.on('data', (bytes: Buffer) => void to.write(bytes));
        from.on('close', () => this.closed(from, to));
        if (this.stalled) from.pause();
      }
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this.port;
  }

  /** Who comes from now on is led to another server. */
  lead(databasePort: number): void {
    this.databasePort = databasePort;
  }

  async cut(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    await new Promise<unknown>((resolve) => this.server?.close(resolve));
  }

  /** What is sent from now on arrives when it goes on, and neither end is told. */
  stall(): void {
    this.stalled = true;
    for (const socket of this.sockets) socket.pause();
  }

  goOn(): void {
    this.stalled = false;
    for (const socket of this.sockets) socket.resume();
  }

  private closed(from: Socket, to: Socket): void {
    this.sockets.delete(from);
    if (!this.stalled) to.destroy();
  }
}
