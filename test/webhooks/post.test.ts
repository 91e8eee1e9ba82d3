import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { Release, type Seals } from '../../src/access/seal.js';
import { connect, type Connection } from '../../src/jobs/webhooks/connect.js';
import { preparePost } from '../../src/jobs/webhooks/post.js';
import { CERTIFICATE, KEY } from './certificate.js';
import { startReceiver, status, type Receiver } from './receiver.js';

/** The way out: what rests on an authority is written in time, or not at all. */
describe.each([
  ['plain', false],
  ['TLS', true],
])('Over %s a delivery', (_name, secure) => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver({ secure });
  });
  afterAll(() => receiver.close());

  const open = (port: number, signal: AbortSignal): Promise<Connection> =>
    connect(
      addressOf(port),
      { targets: 'ANY', ca: CERTIFICATE, resolve: async () => [{ address: '127.0.0.1', family: 4 }] },
      signal,
    );
  const addressOf = (port: number): URL =>
    new URL(`${secure ? 'https' : 'http'}://hooks.example.test:${String(port)}/hooks?of=us`);

  /** @param taken when the target has the connection, where it is to have it before anything is written */
  async function post(
    port: number,
    body = '{"a":1}',
    { boundMs = 5_000, patienceMs = 5_000, taken = Promise.resolve<unknown>(undefined) } = {},
  ) {
    const signal = AbortSignal.timeout(patienceMs);
    const bytes = Buffer.from(body);
    const prepared = await preparePost(addressOf(port), await open(port, signal), signal);
    await taken;
    const { release, lifted } = sealedFor(boundMs);
    const answer = prepared
      .send({ headers: { 'webhook-id': 'whd_1' }, body: bytes, release })
      .then(({ status }) => status);
    return { lifted, status: await answer.catch((error: unknown) => error) };
  }

  test('goes whole, and its seal is lifted', async () => {
    const { status: answered, lifted } = await post(receiver.port);
    expect(answered).toBe(204);
    expect(receiver.received.at(-1)).toMatchObject({
      path: '/hooks?of=us',
      text: '{"a":1}',
      headers: { 'webhook-id': 'whd_1', 'content-length': '7', host: `hooks.example.test:${String(receiver.port)}` },
    });
    expect(lifted).toEqual(['seal']);
  });

  test('that is late is not written, though the connection is there', async () => {
    const { release, lifted } = sealedFor(5_000);
    const signal = AbortSignal.timeout(5_000);
    const before = receiver.received.length;
    const connected = receiver.connections();
    const prepared = await preparePost(addressOf(receiver.port), await open(receiver.port, signal), signal);
    release.close();
    await expect(prepared.send({ headers: {}, body: Buffer.from('{}'), release })).rejects.toMatchObject({
      kind: 'TOO_LATE',
    });
    // What is sent after it arrives after it.
    await post(receiver.port);
    expect(receiver.connections()).toBe(connected + 2);
    expect(receiver.received.length).toBe(before + 1);
    expect(lifted).toEqual(['seal']);
  });

  test('that the target does not take in time is cut off', async () => {
    const deaf = await deafServer(secure);
    // More than all buffers on the way hold.
    const { status: answered, lifted } = await post(deaf.port, 'x'.repeat(32_000_000), {
      boundMs: 300,
      taken: deaf.taken,
    });
    expect(answered).toMatchObject({ kind: 'CONNECTION' });
    expect(lifted).toEqual(['seal']);
    const { bytes, ended } = await deaf.hear();
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(32_000_000);
    // A reset reads like one: of TLS a reader may only see that there is no more.
    if (!secure) expect(ended).toBe(false);
    await deaf.close();
  });

  test('that is not answered is given up in time', async () => {
    receiver.answer = () => undefined;
    const begun = performance.now();
    expect(await post(receiver.port, '{}', { patienceMs: 3_000 })).toMatchObject({ status: { kind: 'TIMEOUT' } });
    expect(performance.now() - begun).toBeLessThan(6_000);
    receiver.answer = status(204);
  });

  test('is done with the status, whatever else is said and for however long', async () => {
    receiver.answer = (_received, response) => {
      response.writeHead(202);
      const more = setInterval(() => response.write('x'.repeat(100_000)), 1);
      response.on('close', () => clearInterval(more));
    };
    expect(await post(receiver.port)).toMatchObject({ status: 202 });
    receiver.answer = (_received, response) => void response.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end();
    expect(await post(receiver.port)).toMatchObject({ status: { kind: 'CONNECTION' } });
    receiver.answer = status(204);
  });

  test('that meets no HTTP at all has failed', async () => {
    const odd = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      socket.end('220 mail.example.test ESMTP\r\n');
    });
    const port = await listening(odd);
    await expect(post(port).then(({ status: answered }) => Promise.reject(answered as Error))).rejects.toMatchObject({
      kind: secure ? 'CERTIFICATE' : 'CONNECTION',
    });
    await new Promise((resolve) => odd.close(resolve));
  });
});

function sealedFor(boundMs: number): { readonly release: Release; readonly lifted: string[] } {
  const lifted: string[] = [];
  const seals = { lift: (ids: readonly string[]) => lifted.push(...ids) } as unknown as Seals;
  const release = new Release(seals);
  release.add({ id: 'seal', alsoOf: [], begunAt: performance.now(), boundMs }, null);
  return { release, lifted };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Takes one connection and reads nothing of it, until it is told to. */
async function deafServer(secure: boolean) {
  let take = (_socket: Socket): void => undefined;
  const taken = new Promise<Socket>((resolve) => (take = resolve));
  let bytes = 0;
  let ended = false;
  let close = (): void => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  const keep = (socket: Socket): void => {
    socket.pause();
    socket.on('data', (chunk: Buffer) => (bytes += chunk.length));
    socket.on('end', () => (ended = true));
    socket.on('error', () => undefined);
    socket.on('close', () => close());
    take(socket);
  };
  const server = secure ? createSecureServer({ cert: CERTIFICATE, key: KEY }, keep) : createServer(keep);
  const port = await listening(server);
  return {
    port,
    taken,
    hear: async (): Promise<{ readonly bytes: number; readonly ended: boolean }> => {
      const socket = await taken;
      socket.resume();
      await closed;
      return { bytes, ended };
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
