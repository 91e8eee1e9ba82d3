import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Client as PostgresClient } from 'pg';
import { Way } from '../../checker/way.mjs';
import {
  forgetConsent,
  forgetSeals,
  giveGrant,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  type Stage,
} from '../consent/stage.js';
import { clientFor, type Client } from '../support/client.js';
import { TEST_SECRET_KEY } from '../support/demo-database.js';
import { start, untilSaid, type Environment, type Started } from '../support/program.js';
import { knowServer } from '../support/second-factor.js';
import { until } from './own-server.js';

const LOOK = 'query Look { contacts(first: 5) { nodes { email } } }';
const BOUND_MS = 250;
/** Beside the bound, on a machine that does other things as well. */
const SLACK_MS = 1_500;

let stage: Stage;
let owner: Client;
const started: Started[] = [];

beforeAll(async () => {
  stage = await openStage(1, { environment: { RELEASE_BOUND: '250ms' } });
  owner = await stage.as(OWNER);
}, 120_000);

afterAll(() => stage.close());

beforeEach(async () => {
  await forgetConsent(stage);
  await forgetSeals(stage);
});

afterEach(async () => {
  for (const { child, exit } of started.splice(0)) {
    child.kill('SIGKILL');
    await exit;
  }
});

async function node(environment: Environment = {}): Promise<{ readonly process: Started; readonly url: string }> {
  const process = start('src/main.ts', {
    DATABASE_URL: stage.databases.apiUrl,
    SECRET_KEY: TEST_SECRET_KEY,
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...environment,
  });
  started.push(process);
  const url = (await untilSaid(process, /http:\S+graphql/)).trim();
  knowServer(new URL(url).origin, stage.databases.superuserUrl);
  return { process, url };
}

async function timedRevoke(id: string): Promise<{ readonly fenced: number; readonly ms: number }> {
  const begun = performance.now();
  const { receipt } = await revoke(owner, id);
  return { fenced: receipt.fenced, ms: performance.now() - begun };
}

/** HTTP by hand: what was read so far, and whether the server has gone. */
class Wire {
  readonly socket: Socket;
  bytes = 0;
  text = '';
  closed = false;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.socket = createConnection({ host: hostname, port: Number(port), noDelay: true });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => (this.closed = true));
    this.socket.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      this.text = (this.text + chunk.toString('latin1')).slice(0, 20_000);
    });
  }

  static request(client: Client | null, body: object): string {
    const text = JSON.stringify(body);
    const cookie = [...(client?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
    const own = client ? `x-tenant: acme\r\ncookie: ${cookie}\r\n` : '';
    return `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${own}content-length: ${String(text.length)}\r\n\r\n${text}`;
  }
}

/** Each entry of the log takes so long. */
async function slowLog(seconds: number): Promise<() => Promise<void>> {
  await stage.sql(
    `create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(${String(seconds)}); return new; end $$`,
  );
  await stage.sql('create trigger dawdle before insert on access_entry for each row execute function dawdle()');
  return async () => {
    await stage.sql('drop trigger dawdle on access_entry');
    await stage.sql('drop function dawdle()');
  };
}

describe('A node that the database does not reach any more, and that is not told', () => {
  test('holds no revocation up, shows nothing that comes late, answers in time, and serves again afterwards', async () => {
    const address = new URL(stage.databases.apiUrl);
    const way = new Way(address.hostname, Number(address.port));
    address.port = String(await way.open());
    const { url } = await node({ DATABASE_URL: address.href, STATEMENT_TIMEOUT: '1s', CONNECT_TIMEOUT: '1s' });
    const support = await clientFor(url, SUPPORT, 'acme');
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    expect((await support.query(LOOK)).text).toContain('@');
    const fast = await slowLog(0.05);
    try {
      // What was sent is read and logged there, and its rows don't come back.
      const looking = Array.from({ length: 3 }, () => support.query(LOOK));
      await pause(25);
      way.stall();
      const later = Array.from({ length: 3 }, () => support.query(LOOK));
      const { ms } = await timedRevoke(grant.id);
      expect(ms).toBeLessThan(BOUND_MS + SLACK_MS);
      const begun = performance.now();
      const answered = Promise.allSettled([...looking, ...later]);
      const answers = await Promise.race([answered, pause(10_000, [])]);
      expect(performance.now() - begun).toBeLessThan(6_000);
      for (const answer of answers) {
        if (answer.status === 'fulfilled') expect(answer.value.text).not.toContain('@');
      }
    } finally {
      way.goOn();
      await fast();
    }
    await until(async () => {
      const { data, text } = await support.query<{ contacts: unknown }>('{ contacts(first: 1) { nodes { id } } }');
      expect(text).not.toContain('@');
      return data?.contacts !== undefined;
    });
    await giveGrant(owner, 'CONTACT_DETAILS');
    expect((await support.query(LOOK)).text).toContain('@');
    await way.cut();
  }, 60_000);
});

describe('A node all of whose connections are busy', () => {
  test('ends consent all the same, and tells readers in time that it has no room', async () => {
    const { url } = await node({
      POOL_SIZE: '2',
      TENANT_CONCURRENCY: '2',
      CONNECT_TIMEOUT: '1s',
      STATEMENT_TIMEOUT: '4s',
    });
    const here = await clientFor(url, OWNER, 'acme');
    const support = await clientFor(url, SUPPORT, 'acme');
    const { id } = await giveGrant(here, 'CONTACT_DETAILS');
    await support.query(LOOK);
    const blocker = new PostgresClient({ connectionString: stage.databases.superuserUrl });
    blocker.on('error', () => undefined);
    await blocker.connect();
    try {
      await blocker.query('begin');
      await blocker.query('lock table contact in access exclusive mode');
      const begun = performance.now();
      const reading = Array.from({ length: 8 }, async () => {
        const { code } = await here.query('{ contacts(first: 1) { nodes { id } } }');
        return { code, ms: performance.now() - begun };
      });
      await pause(200);
      const asked = performance.now();
      const { receipt, grant } = await revoke(here, id);
      expect(performance.now() - asked).toBeLessThan(BOUND_MS + SLACK_MS);
      expect([grant.status, receipt.fenced]).toEqual(['REVOKED', 0]);
      const answers = await Promise.all(reading);
      // Two have a connection and wait for the table; the others wait for a turn of their tenant.
      expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['RATE_LIMITED', 'TIMEOUT']));
      expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(4_000 + SLACK_MS);
    } finally {
      await blocker.end();
    }
    await until(async () => (await here.query(LOOK)).text.includes('@'));
    expect((await support.query(LOOK)).text).not.toContain('@');
  }, 60_000);
});

describe('A client that does not take what it asked for', () => {
  test('is cut off by the bound, in the middle of a body that the kernel took in part, and holds no revocation up', async () => {
    const { url } = await node({ RELEASE_BOUND: '1s' });
    const support = await clientFor(url, SUPPORT, 'acme');
    const { id } = await giveGrant(owner, 'NOTES');
    const contact = await stage.cell(
      `select c.id from contact c join tenant t on t.id = c.tenant_id and t.slug = 'acme' limit 1`,
    );
    // In bytes more than the kernel takes of one socket, and in characters half of what a sealed answer may have.
    const length = 2_000_000;
    await stage.sql(`update contact set notes = repeat('€', $2) where id = $1`, [contact, length]);
    const body = { query: 'query Bulk($id: ID!) { contact(id: $id) { notes } }', variables: { id: `con_${contact}` } };
    expect(
      (await support.query<{ contact: { notes: string } }>(body.query, body.variables)).data?.contact.notes,
    ).toHaveLength(length);
    const wire = new Wire(url);
    wire.socket.pause();
    wire.socket.write(Wire.request(support, body));
    await until(async () => (await stage.cell<number>('select count(*)::int from seal')) > 0);
    const { ms } = await timedRevoke(id);
    expect(ms).toBeLessThan(1_000 + SLACK_MS);
    wire.socket.resume();
    await until(() => Promise.resolve(wire.closed));
    expect(wire.bytes).toBeGreaterThan(1_000);
    expect(wire.bytes).toBeLessThan(length * Buffer.byteLength('€'));
    await until(async () => (await stage.cell<number>('select count(*)::int from seal')) === 0);
  }, 60_000);
});

describe('Requests on one connection that do not wait for each other', () => {
  test('get nothing under an authority: behind a slow one it would wait to be written', async () => {
    const { url } = await node({ RELEASE_BOUND: '5s' });
    const support = await clientFor(url, SUPPORT, 'acme');
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    expect((await support.query(LOOK)).text).toContain('@');
    const wire = new Wire(url);
    const blocker = new PostgresClient({ connectionString: stage.databases.superuserUrl });
    blocker.on('error', () => undefined);
    await blocker.connect();
    try {
      await blocker.query('begin');
      await blocker.query('lock table invoice in access exclusive mode');
      const slow = Wire.request(owner, { query: '{ invoices(first: 1) { nodes { id } } }' });
      wire.socket.write(slow + Wire.request(support, { query: LOOK }));
      // Cut off; on a machine that is very busy it may also have been refused.
      await until(() => Promise.resolve(wire.closed || wire.text.includes('TIMEOUT')));
    } finally {
      await blocker.end();
    }
    expect(wire.text).not.toContain('@');
    expect((await timedRevoke(grant.id)).fenced).toBe(0);
  }, 30_000);
});

describe('A node that is told to stop', () => {
  test('first lets a sealed read finish, which is logged, and leaves no seal behind', async () => {
    const { url, process } = await node({ RELEASE_BOUND: '5s' });
    const support = await clientFor(url, SUPPORT, 'acme');
    await giveGrant(owner, 'CONTACT_DETAILS');
    const fast = await slowLog(0.7);
    try {
      const looking = support.query('query Last { contacts(first: 5) { nodes { email } } }');
      await pause(200);
      process.child.kill('SIGTERM');
      expect((await looking).text).toContain('@');
      const answered = performance.now();
      expect(await process.exit).toBe(0);
      // Not only when its connections are cut off.
      expect(performance.now() - answered).toBeLessThan(SLACK_MS * 2);
    } finally {
      await fast();
    }
    expect(await stage.cell<number>(`select count(*)::int from access_entry where operation = 'Last'`)).toBe(1);
    expect(await stage.cell<number>('select count(*)::int from seal')).toBe(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  }, 30_000);
});
