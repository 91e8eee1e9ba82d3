import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

describe('a connection that is slow or silent', () => {
  let server: RunningServer;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    server = await startServer({
      environment: {
        HEADERS_TIMEOUT: '1s',
        BODY_TIMEOUT: '2s',
        CONNECTION_IDLE: '1500ms',
        MAX_CONNECTIONS: '120',
        MAX_CONNECTIONS_PER_ADDRESS: '40',
      },
    });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await server.stop();
  });

  async function open(from = '127.0.0.2'): Promise<Socket> {
    const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', localAddress: from });
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    await once(socket, 'connect');
    return socket;
  }

  /** In milliseconds; what a client drips in the meantime does not count. */
  async function livesFor(socket: Socket, drip: string): Promise<number> {
    const begun = performance.now();
    const dripping = setInterval(() => socket.write(drip), 100);
    await once(socket, 'close');
    clearInterval(dripping);
    return performance.now() - begun;
  }

  const HEAD = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

  test('is cut off when its headers do not end', async () => {
    const socket = await open();
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\nx-slow: ');
    expect(await livesFor(socket, 'a')).toBeLessThan(5_000);
  });

  test('is cut off when its body does not end', async () => {
    const socket = await open();
    socket.write(`${HEAD}content-length: 1000\r\n\r\n{"query":"`);
    const lived = await livesFor(socket, 'a');
    expect(lived).toBeGreaterThan(1_000);
    expect(lived).toBeLessThan(6_000);
  });

  test('is cut off when it says nothing at all', async () => {
    const socket = await open();
    expect(await livesFor(socket, '')).toBeLessThan(5_000);
  });

  test('is cut off when it is kept alive for nothing', async () => {
    const socket = await open();
    socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(await livesFor(socket, '')).toBeLessThan(6_000);
  });

  test('is one of so many from one address, and the others are not kept out', async () => {
    const refused = async (from: string, count: number): Promise<number> => {
      const opened = await Promise.all(Array.from({ length: count }, () => open(from)));
      let gone = 0;
      for (const socket of opened) socket.once('close', () => (gone += 1));
      // A busy machine may take its time; whoever is still there then, and a moment later, stays.
      for (const end = Date.now() + 5_000; gone < 60 && Date.now() < end;) await pause(20);
      await pause(200);
      return gone;
    };
    expect(await refused('127.0.0.3', 100)).toBe(60);
    expect((await new Client(server.url).query('{ viewer { actor } }')).data).toEqual({
      viewer: { actor: 'ANONYMOUS' },
    });
    expect(await refused('127.0.0.4', 100)).toBe(60);
    // All that the node takes: until the silent ones are cut off, and then anybody is heard again.
    await refused('127.0.0.5', 100);
    await pause(2_500);
    expect((await new Client(server.url).query('{ viewer { actor } }')).data).toEqual({
      viewer: { actor: 'ANONYMOUS' },
    });
  });
});
