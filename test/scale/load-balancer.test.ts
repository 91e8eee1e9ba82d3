/** Three nodes as processes of their own behind HAProxy, set up as deploy/haproxy.cfg says. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../checker/debian-servers.mjs';
import { again, giveGrant, OWNER, revoke, SUPPORT } from '../consent/stage.js';
import { addContact, CONTACTS, listen, type ContactEvent, type Listener } from '../streams/listener.js';
import type { Client } from '../support/client.js';
import { clientFor } from '../support/client.js';
import { createDemoDatabase, TEST_SECRET_KEY } from '../support/demo-database.js';
import type { TestDatabase } from '../support/database.js';
import { start, untilSaid, type Started } from '../support/program.js';
import { knowServer } from '../support/second-factor.js';

const HAPROXY = '/usr/sbin/haproxy';
const suite = existsSync(HAPROXY) ? describe : describe.skip;
const NAMES = '{ contacts(first: 2) { nodes { name } } }';

interface Page {
  readonly contacts: {
    readonly nodes: readonly { readonly id: string; readonly name: string | null }[];
    readonly pageInfo: { readonly endCursor: string | null };
  } | null;
}
const PAGE =
  'query ($after: String) { contacts(first: 7, after: $after) { nodes { id name } pageInfo { endCursor } } }';

interface Node {
  readonly started: Started;
  readonly url: string;
}

suite('Three nodes behind HAProxy', () => {
  let databases: TestDatabase;
  let folder: string;
  let nodes: readonly Node[] = [];
  let balancer: ChildProcess;
  let url: string;
  let owner: Client;
  const listeners: Listener[] = [];

  beforeAll(async () => {
    databases = await createDemoDatabase();
    folder = await mkdtemp(join(tmpdir(), 'sluice-balanced-'));
    nodes = await Promise.all(Array.from({ length: 3 }, () => startNode()));
    const port = await freePort();
    const origin = `http://127.0.0.1:${String(port)}`;
    url = `${origin}/graphql`;
    knowServer(origin, databases.superuserUrl);
    for (const node of nodes) knowServer(new URL(node.url).origin, databases.superuserUrl);
    await writeFile(join(folder, 'haproxy.cfg'), await configuration(port));
    balancer = spawn(HAPROXY, ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' });
    await untilBalanced();
  }, 120_000);
  afterAll(async () => {
    for (const listener of listeners) listener.close();
    balancer.kill('SIGKILL');
    for (const { started } of nodes) {
      started.child.kill('SIGKILL');
      await started.exit;
    }
    await rm(folder, { recursive: true, force: true });
    await databases.drop();
  });

  async function startNode(): Promise<Node> {
    const started = start('src/main.ts', {
      DATABASE_URL: databases.apiUrl,
      SECRET_KEY: TEST_SECRET_KEY,
      DATA_DIR: folder,
      PORT: '0',
      TRUSTED_PROXIES: '127.0.0.1',
      RELEASE_BOUND: '5s',
    });
    return { started, url: await untilSaid(started, /http:\/\/\S+\/graphql/) };
  }

  /** The sample as it is, but for what it says to change. */
  async function configuration(port: number): Promise<string> {
    let text = await readFile('deploy/haproxy.cfg', 'utf8');
    const changes: (readonly [string, string])[] = [
      ['bind :443 ssl crt /etc/haproxy/sluice.pem alpn h2,http/1.1', `bind 127.0.0.1:${String(port)}`],
      ...nodes.map((node, at) => [`10.0.0.1${String(at + 1)}:4000`, new URL(node.url).host] as const),
    ];
    for (const [from, to] of changes) {
      expect(text).toContain(from);
      text = text.replace(from, to);
    }
    return text;
  }

  async function untilBalanced(): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        owner = await clientFor(url, OWNER, 'acme');
        return;
      } catch (error) {
        if (tries > 100) throw error;
        await pause(50);
      }
    }
  }

  /** Requests that this node has answered. */
  async function answeredBy(node: Node): Promise<number> {
    const text = await (await fetch(new URL('/metrics', node.url))).text();
    const counts = [...text.matchAll(/^http_request_duration_seconds_count\{[^}]*route="\/graphql"[^}]*\} (\d+)$/gm)];
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
  }

  async function listening(client: Client, after?: string): Promise<ReturnType<typeof hear>> {
    const listener = listen(client, url);
    listeners.push(listener);
    return hear(listener, after);
  }
  const hear = (listener: Listener, after?: string) => ({
    listener,
    ...listener.hear<ContactEvent>(CONTACTS, after === undefined ? {} : { after }),
  });

  test('all answer one session, and none without its CSRF token', async () => {
    const before = await Promise.all(nodes.map(answeredBy));
    const answers = await Promise.all(Array.from({ length: 30 }, () => owner.query(NAMES)));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    const served = (await Promise.all(nodes.map(answeredBy))).map((count, at) => count - (before[at] ?? 0));
    expect(Math.min(...served)).toBeGreaterThan(0);
    const rename = (headers = {}) =>
      Promise.all(
        Array.from({ length: 6 }, () =>
          owner.query(
            'mutation { updateCompany(id: "com_none", input: { name: "x" }) { company { id } } }',
            {},
            headers,
          ),
        ),
      );
    expect(new Set((await rename()).map(({ code }) => code))).toEqual(new Set(['NOT_FOUND']));
    expect(new Set((await rename({ 'x-csrf-token': 'another' })).map(({ code }) => code))).toEqual(new Set(['CSRF']));
    expect((await fetch(new URL('/metrics', url))).status).toBe(404);
  });

  test('go on from each other’s cursors', async () => {
    const walk = async (client: Client): Promise<string[]> => {
      const ids: string[] = [];
      let after: string | null | undefined;
      for (let page = 0; page < 9; page += 1) {
        const { data } = await client.query<Page>(PAGE, { after });
        ids.push(...(data?.contacts?.nodes.map(({ id }) => id) ?? []));
        after = data?.contacts?.pageInfo.endCursor;
      }
      return ids;
    };
    const alone = await walk(await clientFor(nodes[0]?.url ?? '', OWNER, 'acme'));
    expect(new Set(alone).size).toBe(63);
    expect(await walk(owner)).toEqual(alone);
  });

  test('obey a revocation from its answer on, whichever of them is asked', async () => {
    const grant = await giveGrant(owner, 'IDENTITY');
    const support = await clientFor(url, SUPPORT, 'acme');
    let ended = false;
    const late: string[] = [];
    let shown = 0;
    const readers = Array.from({ length: 6 }, () =>
      again(async () => {
        const sentAfter = ended;
        const { data, text } = await support.query<Page>(NAMES);
        if (!data?.contacts) return;
        shown += 1;
        if (sentAfter) late.push(text);
      }),
    );
    for (const late = Date.now() + 10_000; shown < 50 && Date.now() < late;) await pause(10);
    expect(shown).toBeGreaterThanOrEqual(50);
    const { receipt } = await revoke(owner, grant.id);
    ended = true;
    expect(receipt.fenced).toBe(0);
    for (let at = 0; at < 12; at += 1) expect((await support.query<Page>(NAMES)).code).toBe('CONSENT_REVOKED');
    for (const reader of readers) await reader.stop();
    expect(late).toEqual([]);
  });

  test('are missed by nobody for long when one is killed: reads go on, and streams from their cursors', async () => {
    const streams = await Promise.all(Array.from({ length: 6 }, () => listening(owner)));
    const followers = (): Promise<number[]> =>
      Promise.all(
        nodes.map(async (node) => {
          const text = await (await fetch(new URL('/metrics', node.url))).text();
          return Number(/^subscriptions (\d+)$/m.exec(text)?.[1]);
        }),
      );
    while ((await followers()).reduce((sum, count) => sum + count, 0) < streams.length) await pause(20);
    const spread = await followers();
    const unlucky = spread.indexOf(Math.max(...spread));
    await pause(300);
    const first = await addContact(owner, 'First');
    for (const stream of streams) await stream.atLeast(1);

    const lost: string[] = [];
    const failed: string[] = [];
    let heardOfIt = false;
    const reader = again(async () => {
      const failures = heardOfIt ? failed : lost;
      const { errors } = await owner.query(NAMES).catch((error: unknown) => ({ errors: [String(error)] }));
      if (errors.length > 0) failures.push(JSON.stringify(errors));
    });
    await pause(100);
    const closed = new Set<(typeof streams)[number]>();
    const cuts = streams.map(async (stream) => {
      await stream.listener.closed;
      closed.add(stream);
      return stream;
    });
    const killed = nodes[unlucky];
    killed?.started.child.kill('SIGKILL');
    await killed?.started.exit;
    const cut = await Promise.race(cuts);
    // What is sent on a connection of which nobody has heard yet that it is gone is lost, and not sent again.
    await pause(300);
    const second = await addContact(owner, 'Second');
    const { cursor } = cut.events[0]?.data.contactChanged ?? {};
    const resumed = await listening(owner, cursor);
    const [event] = await resumed.atLeast(1);
    expect([first, event?.data.contactChanged.id]).toEqual([cut.events[0]?.data.contactChanged.id, second]);
    // As long as two of the balancer's checks take.
    await pause(2_500);
    heardOfIt = true;
    await pause(500);
    expect(await reader.stop()).toBeGreaterThan(50);
    expect(failed).toEqual([]);
    // At most one for each connection that the balancer kept to the node: a third of the thirty that the first test needed.
    expect(lost.slice(10)).toEqual([]);
    expect(closed.size).toBe(spread[unlucky]);
    for (const stream of streams) if (!closed.has(stream)) await stream.atLeast(2);
    for (const node of nodes) if (node !== killed) expect((await fetch(new URL('/readyz', node.url))).status).toBe(200);
  }, 30_000);
});
