import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { Client as PostgresClient } from 'pg';
import { pino } from 'pino';
import { startWorker, type Worker, type WorkerOptions } from '../../src/jobs/worker.js';
import { openStage, OWNER, type Stage } from '../consent/stage.js';
import { addContact, makeWebhook, until } from './deeds.js';
import { startReceiver, status } from './receiver.js';

/** The worker asks the database for nothing without an end, and is over when it says so. */
describe('A worker', () => {
  let stage: Stage;
  let holder: PostgresClient;
  const running: Worker[] = [];

  beforeAll(async () => {
    stage = await openStage(1, { environment: { WEBHOOK_TARGETS: 'any' } });
    holder = new PostgresClient({ connectionString: stage.databases.superuserUrl });
    await holder.connect();
  });
  afterEach(async () => {
    await holder.query('rollback');
    for (const worker of running.splice(0)) await worker.stop(1_000);
    await stage.sql('delete from webhook');
  });
  afterAll(async () => {
    await holder.end();
    await stage.close();
  });

  function begin(options: Partial<WorkerOptions> = {}): { readonly worker: Worker; readonly logged: () => string } {
    const lines: string[] = [];
    const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (lines.push(chunk.toString()), done()) });
    const { corridor, schema, databases } = stage.nodes[0];
    const worker = startWorker({
      corridor,
      schema,
      databaseUrl: databases.apiUrl,
      connectTimeoutMs: 2_000,
      statementTimeoutMs: 5_000,
      logger: pino({ level: 'trace' }, sink),
      deliveries: { tried: () => undefined, backlog: () => undefined },
      atOnce: 2,
      timeoutMs: 5_000,
      retriesMs: [100],
      ...options,
    });
    running.push(worker);
    return { worker, logged: () => lines.join('') };
  }

  async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
    for (let waited = 0; !(await holds()); waited += 20) {
      if (waited > 10_000) throw new Error('It has not come to that within ten seconds.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const hold = async (table: string): Promise<void> => {
    await holder.query('begin');
    await holder.query(`lock table ${table} in access exclusive mode`);
  };

  test('gives up what the queue does not answer in time, and goes on with it after that', async () => {
    const receiver = await startReceiver();
    const hook = await makeWebhook(await stage.as(OWNER), receiver.url);
    await addContact(await stage.as(OWNER));
    await hold('graphile_worker._private_jobs');
    const { logged } = begin({ statementTimeoutMs: 300 });
    await eventually(() => logged().includes('Failed to acquire job: canceling statement due to statement timeout'));
    expect(receiver.connections()).toBe(0);
    await holder.query('rollback');
    await until(stage, hook.id, "status = 'DELIVERED'");
    await receiver.close();
  });

  test('goes on where the queue could not be told that a job is over', async () => {
    const receiver = await startReceiver();
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      receiver.answer = (_one, response) => {
        answer = () => void response.writeHead(204).end();
        resolve();
      };
    });
    const hook = await makeWebhook(await stage.as(OWNER), receiver.url);
    await addContact(await stage.as(OWNER));
    const { logged } = begin({ statementTimeoutMs: 300 });
    await asked;
    await hold('graphile_worker._private_jobs');
    answer();
    await eventually(() => logged().includes('the job queue stopped, and is begun again'));
    await holder.query('rollback');
    receiver.answer = status(204);
    await addContact(await stage.as(OWNER));
    await until(stage, hook.id, "status = 'DELIVERED'");
    expect(receiver.received).toHaveLength(2);
    await receiver.close();
  });

  test('gives up a server that takes connections and says nothing', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => void sockets.push(socket.on('error', () => undefined).resume()));
    await once(mute.listen(0, '127.0.0.1'), 'listening');
    const { port } = mute.address() as AddressInfo;
    const { logged } = begin({
      databaseUrl: `postgres://nobody@127.0.0.1:${String(port)}/none`,
      connectTimeoutMs: 200,
    });
    await eventually(() => logged().includes('Error with notify listener'));
    expect(sockets.length).toBeGreaterThan(0);
    await running.pop()?.stop(1_000);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
  });

  test('sweeps one time after the other, and has stopped when the last one is over', async () => {
    const asking = (): Promise<number> =>
      stage.cell<number>(
        `select count(*)::int from pg_stat_activity
          where datname = current_database() and application_name = 'sluice' and state = 'active' and query ~ 'sweep_webhooks|webhook_backlog'`,
      );
    await hold('webhook_delivery');
    const { worker } = begin({ timeoutMs: 50 });
    await eventually(async () => (await asking()) > 0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await asking()).toBe(1);
    let stopped = false;
    running.pop();
    const stopping = worker.stop(100).then(() => (stopped = true));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(stopped).toBe(false);
    await holder.query('rollback');
    await stopping;
    expect(await asking()).toBe(0);
  });
});
