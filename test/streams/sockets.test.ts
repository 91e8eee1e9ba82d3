import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { EDITOR, forgetConsent, giveGrant, openStage, OWNER, revoke, SUPPORT, type Stage } from '../consent/stage.js';
import { clientFor, type Client } from '../support/client.js';
import { startServer } from '../support/server.js';
import { addContact, CONTACTS, cookiesOf, listen, socketUrl, type ContactEvent, type Listener } from './listener.js';

let stage: Stage;
let opened: WebSocket[] = [];
let listeners: Listener[] = [];

beforeAll(async () => {
  stage = await openStage(1, { environment: { ALLOWED_ORIGINS: 'https://app.example.com', RELEASE_BOUND: '250ms' } });
}, 120_000);

afterAll(() => stage.close());

beforeEach(() => forgetConsent(stage));

afterEach(() => {
  for (const socket of opened) socket.terminate();
  for (const listener of listeners) listener.close();
  opened = [];
  listeners = [];
});

async function openSockets(): Promise<number> {
  const text = await (await fetch(`${stage.nodes[0].origin}/metrics`)).text();
  return Number(/^sockets (\d+)$/m.exec(text)?.[1]);
}

interface Raw {
  readonly socket: WebSocket;
  readonly heard: Record<string, unknown>[];
  readonly closed: Promise<number>;
  /** Of the answer that refused the upgrade. */
  readonly refused: Promise<number>;
  readonly opened: Promise<void>;
  readonly say: (message: object | string) => void;
  readonly hears: (type: string) => Promise<Record<string, unknown>>;
}

function open(
  headers: Readonly<Record<string, string>> = {},
  protocols = ['graphql-transport-ws'],
  url = stage.nodes[0].url,
): Raw {
  const socket = new WebSocket(socketUrl(url), protocols, { headers });
  opened.push(socket);
  const heard: Record<string, unknown>[] = [];
  socket.on('error', () => undefined);
  socket.on('message', (data) => heard.push(JSON.parse((data as Buffer).toString()) as Record<string, unknown>));
  return {
    socket,
    heard,
    closed: new Promise((resolve) => socket.on('close', resolve)),
    refused: new Promise((resolve) =>
      socket.on('unexpected-response', (_request, { statusCode = 0 }) => resolve(statusCode)),
    ),
    opened: new Promise((resolve) => socket.on('open', resolve)),
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    hears: async (type) => {
      for (let tries = 0; tries < 300; tries += 1) {
        const found = heard.find((message) => message.type === type);
        if (found) return found;
        await pause(10);
      }
      throw new Error(`No ${type} was heard.`);
    },
  };
}

function initOf(client: Client): object {
  return { type: 'connection_init', payload: { 'x-tenant': 'acme', 'x-csrf-token': client.cookies.get('csrftoken') } };
}

async function ready(client: Client, url = stage.nodes[0].url): Promise<Raw> {
  const raw = open({ cookie: cookiesOf(client), origin: new URL(url).origin }, undefined, url);
  await raw.opened;
  raw.say(initOf(client));
  await raw.hears('connection_ack');
  return raw;
}

const followers = (): Promise<number> => stage.cell<number>('select count(*)::int from auth.live_stream');

async function followed(count: number): Promise<void> {
  for (let tries = 0; tries < 250 && (await followers()) !== count; tries += 1) await pause(20);
  expect(await followers()).toBe(count);
}

const FOLLOW = { query: 'subscription { contactChanged { kind } }' };

describe('A page that opens a socket with somebody’s cookie', () => {
  test.each([
    ['none', undefined],
    ['null', 'null'],
    ['of another site', 'https://evil.example'],
    ['of a sub-domain', 'http://sub.127.0.0.1'],
    ['of another port', 'http://127.0.0.1:1'],
    ['that begins like an allowed one', 'https://app.example.com.evil.example'],
  ])('is refused where its origin is %s', async (_name, origin) => {
    const owner = await stage.as(OWNER);
    const raw = open({ cookie: cookiesOf(owner), ...(origin !== undefined && { origin }) });
    expect(await Promise.race([raw.refused, raw.opened.then(() => 'let in')])).toBe(403);
  });

  test.each([
    ['its own', () => stage.nodes[0].origin],
    ['an allowed one', () => 'https://app.example.com'],
  ])('is let in where its origin is %s, if it shows the token of the session', async (_name, origin) => {
    const owner = await stage.as(OWNER);
    const raw = open({ cookie: cookiesOf(owner), origin: origin() });
    await raw.opened;
    raw.say(initOf(owner));
    await raw.hears('connection_ack');
  });

  test.each([
    ['without a token', () => Promise.resolve(undefined)],
    ['with the token of another session', async () => (await stage.as(EDITOR)).cookies.get('csrftoken')],
  ])('is refused %s', async (_name, token) => {
    const owner = await stage.as(OWNER);
    const raw = open({ cookie: cookiesOf(owner), origin: stage.nodes[0].origin });
    await raw.opened;
    raw.say({ type: 'connection_init', payload: { 'x-tenant': 'acme', 'x-csrf-token': await token() } });
    expect(await raw.closed).toBe(4403);
  });
});

describe('A program', () => {
  test('shows a bearer token in connection_init, and follows', async () => {
    const owner = await stage.as(OWNER);
    const raw = open();
    await raw.opened;
    const authorization = `Bearer ${owner.cookies.get('session') ?? ''}`;
    raw.say({ type: 'connection_init', payload: { 'x-tenant': 'acme', authorization } });
    await raw.hears('connection_ack');
    raw.say({ id: '1', type: 'subscribe', payload: FOLLOW });
    await pause(300);
    await addContact(owner, 'Bearer');
    expect(await raw.hears('next')).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { contactChanged: { kind: 'CREATED' } } },
    });
  });

  test.each([
    ['a secret that is none', { authorization: 'Bearer nobody' }],
    ['nothing', {}],
  ])('that shows %s hears 4401', async (_name, payload) => {
    const raw = open();
    await raw.opened;
    raw.say({ type: 'connection_init', payload });
    expect(await raw.closed).toBe(4401);
  });
});

describe('The protocol', () => {
  test('is looked at: what is not of it closes the socket', async () => {
    const owner = await stage.as(OWNER);
    const headers = { cookie: cookiesOf(owner), origin: stage.nodes[0].origin };
    const begin = async (): Promise<Raw> => {
      const raw = open(headers);
      await raw.opened;
      return raw;
    };
    const early = await begin();
    early.say({ id: '1', type: 'subscribe', payload: FOLLOW });
    expect(await early.closed).toBe(4401);

    const twice = await ready(owner);
    twice.say(initOf(owner));
    expect(await twice.closed).toBe(4429);

    const nonsense = await begin();
    nonsense.say('nonsense');
    expect(await nonsense.closed).toBe(4400);

    const same = await ready(owner);
    same.say({ id: '1', type: 'subscribe', payload: FOLLOW });
    same.say({ id: '1', type: 'subscribe', payload: FOLLOW });
    expect(await same.closed).toBe(4409);

    const long = await begin();
    long.say('x'.repeat(65_537));
    expect(await long.closed).toBe(1009);

    const other = open(headers, ['graphql-ws']);
    expect(await Promise.race([other.closed, other.refused])).toBeGreaterThan(0);

    const ping = await ready(owner);
    ping.say({ type: 'ping' });
    await ping.hears('pong');
  }, 30_000);

  test('gives a socket ten seconds to say who speaks', async () => {
    const raw = open();
    await raw.opened;
    const begun = Date.now();
    expect(await raw.closed).toBe(4408);
    expect(Date.now() - begun).toBeGreaterThan(9_000);
  }, 20_000);

  test('is spoken at /graphql only', async () => {
    const elsewhere = new WebSocket(`${socketUrl(stage.nodes[0].origin)}/elsewhere`, ['graphql-transport-ws']);
    elsewhere.on('error', () => undefined);
    const status = await new Promise((resolve) =>
      elsewhere.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode)),
    );
    expect(status).toBe(404);
  });

  test('survives an address that is none', async () => {
    const { hostname, port } = new URL(stage.nodes[0].url);
    const wire = connect({ host: hostname, port: Number(port) });
    wire.write('GET // HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    const answer = await new Promise<string>((resolve) => wire.once('data', (data) => resolve(data.toString())));
    wire.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    await ready(await stage.as(OWNER));
  });

  test('is refused with 4406 under another name, and a broken frame behind that harms nobody', async () => {
    const { hostname, port } = new URL(stage.nodes[0].url);
    const wire = connect({ host: hostname, port: Number(port) });
    const heard: Buffer[] = [];
    wire.on('data', (data) => heard.push(data));
    const ended = new Promise((resolve) => wire.on('close', resolve));
    const head = 'host: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n';
    wire.write(`GET /graphql HTTP/1.1\r\n${head}sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`);
    // Not masked, as a client's frames have to be.
    wire.write(Buffer.from([0x81, 0x01, 0x41]));
    await ended;
    expect(Buffer.concat(heard).includes(Buffer.from([0x11, 0x36]))).toBe(true);
    await ready(await stage.as(OWNER));
  });

  test('does not let a client begin and end without bound', async () => {
    const raw = await ready(await stage.as(OWNER));
    for (let at = 0; at < 400; at += 1) {
      raw.say({ id: 'x', type: 'subscribe', payload: FOLLOW });
      raw.say({ id: 'x', type: 'complete' });
    }
    expect(await raw.hears('error')).toMatchObject({
      payload: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 1 } }],
    });
    await followed(0);
    for (let tries = 0; tries < 20 && (await followers()) === 0; tries += 1) {
      raw.say({ id: `calm ${String(tries)}`, type: 'subscribe', payload: FOLLOW });
      await pause(500);
    }
    raw.heard.length = 0;
    await addContact(await stage.as(OWNER), 'Calm');
    await raw.hears('next');
    raw.socket.close();
  });

  test('leaves nothing behind of what a client ends, be it while it is opened or while it waits', async () => {
    const raw = await ready(await stage.as(OWNER));
    await followed(0);
    raw.say({ id: 'waits', type: 'subscribe', payload: FOLLOW });
    await followed(1);
    for (let late = 0; late < 15; late += 1) {
      raw.say({ id: `late ${String(late)}`, type: 'subscribe', payload: FOLLOW });
      await pause(late);
      raw.say({ id: `late ${String(late)}`, type: 'complete' });
    }
    await pause(300);
    await followed(1);
    raw.say({ id: 'waits', type: 'complete' });
    await followed(0);
    expect(raw.heard.filter(({ type }) => type !== 'connection_ack')).toEqual([]);
  });

  test.each([
    ['a query', 'query { viewer { user { id } } }', 'BAD_USER_INPUT'],
    ['what does not parse', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['what is not in the schema', 'subscription { contactChanged { kinds } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'two streams at once',
      'subscription { contactChanged { kind } accessLogged { cursor } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a variable that is none',
      'subscription ($after: String!) { contactChanged(after: $after) { kind } }',
      'BAD_USER_INPUT',
    ],
    ['very many tokens', `subscription { contactChanged { ${'kind '.repeat(6_000)} } }`, 'GRAPHQL_PARSE_FAILED'],
  ])('answers %s with an error, and goes on', async (_name, query, code) => {
    const raw = await ready(await stage.as(OWNER));
    raw.say({ id: '1', type: 'subscribe', payload: { query } });
    const { payload } = (await raw.hears('error')) as unknown as { payload: { message: string; extensions: object }[] };
    expect(payload[0]?.extensions).toMatchObject({ code });
    expect(JSON.stringify(payload)).not.toContain('Did you mean');
    raw.say({ type: 'ping' });
    await raw.hears('pong');
  });

  test('is needed for a subscription: over plain HTTP it is refused', async () => {
    const owner = await stage.as(OWNER);
    const { status, code } = await owner.query('subscription { contactChanged { kind } }');
    expect([status, code]).toEqual([400, 'BAD_USER_INPUT']);
  });
});

describe('A limit', () => {
  test('holds for sockets, for subscriptions of one, and for a client that says nothing any more', async () => {
    const small = await startServer({
      databases: stage.databases,
      environment: { MAX_SOCKETS: '2', SUBSCRIPTIONS_PER_SOCKET: '3', SOCKET_IDLE: '300ms' },
    });
    try {
      const owner = await clientFor(small.url, OWNER, 'acme');
      const raw = await ready(owner, small.url);
      await ready(owner, small.url);
      expect(await open({}, undefined, small.url).refused).toBe(503);

      for (let id = 0; id < 4; id += 1) raw.say({ id: String(id), type: 'subscribe', payload: FOLLOW });
      const error = await raw.hears('error');
      expect(error).toMatchObject({ id: '3', payload: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 1 } }] });
      // One ends, and there is room.
      raw.say({ id: '0', type: 'complete' });
      raw.say({ id: '4', type: 'subscribe', payload: FOLLOW });
      await pause(200);
      expect(raw.heard.filter(({ type }) => type === 'error')).toHaveLength(1);

      // Pings are answered by a client that lives; this one's wire is dead.
      await pause(800);
      expect(raw.socket.readyState).toBe(WebSocket.OPEN);
      const wire = (raw.socket as unknown as { _socket: Socket })._socket;
      wire.pause();
      await pause(1_200);
      wire.resume();
      expect(await raw.closed).toBe(1006);
    } finally {
      await small.stop();
    }
  }, 30_000);

  test('holds for what a client does not take: it is cut off by the bound, and holds no revocation up', async () => {
    const owner = await stage.as(OWNER);
    const support = await stage.as(SUPPORT);
    const grant = await giveGrant(owner, 'NOTES');
    const raw = await ready(support);
    const aliases = Array.from({ length: 60 }, (_, at) => `n${String(at)}: notes`).join(' ');
    raw.say({
      id: '1',
      type: 'subscribe',
      payload: { query: `subscription { contactChanged { contact { ${aliases} } } }` },
    });
    await pause(300);
    (raw.socket as unknown as { _socket: Socket })._socket.pause();
    const id = await addContact(owner, 'Long');
    // How much the kernel keeps for a client that does not read, and how soon events follow changes, is the machine's affair.
    for (let at = 0; (await openSockets()) > 0; at += 1) {
      expect(at).toBeLessThan(300);
      await owner.query(
        'mutation ($id: ID!, $notes: String!) { updateContact(id: $id, input: { notes: $notes }) { contact { id } } }',
        {
          id,
          notes: String(at % 10).repeat(20_000),
        },
      );
    }
    const { receipt } = await revoke(owner, grant.id);
    expect(receipt.tookMs).toBeLessThan(600);
    expect(await stage.cell<number>('select count(*)::int from seal')).toBe(0);
    (raw.socket as unknown as { _socket: Socket })._socket.resume();
    expect(await raw.closed).toBe(1006);
  }, 60_000);
});

describe('An end', () => {
  test('of the session ends the socket with 4401', async () => {
    const client = await clientFor(stage.nodes[0].url, OWNER, 'acme');
    const listener = listen(client);
    listeners.push(listener);
    const heard = listener.hear<ContactEvent>(CONTACTS);
    await pause(300);
    await client.query('mutation { signOut }');
    expect((await listener.closed).code).toBe(4401);
    await heard.ended;
  }, 20_000);

  test('of the server is told with 1001', async () => {
    const other = await startServer({ databases: stage.databases });
    const owner = await clientFor(other.url, OWNER, 'acme');
    const raw = await ready(owner, other.url);
    raw.say({ id: '1', type: 'subscribe', payload: FOLLOW });
    await pause(200);
    await other.stop();
    expect(await raw.closed).toBe(1001);
  }, 30_000);
});
