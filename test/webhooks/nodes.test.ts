import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { TEST_SECRET_KEY } from '../support/demo-database.js';
import { start, untilSaid, type Environment, type Started } from '../support/program.js';
import { openStage, OWNER, type Stage } from '../consent/stage.js';
import { addContact, changeContact, deliveriesOf, makeWebhook, until } from './deeds.js';
import { startReceiver, status, type Receiver } from './receiver.js';

/** Nodes that deliver come and go, by signal or by force: nothing is lost by it. */
describe('A delivery', () => {
  let stage: Stage;
  let owner: Client;
  let receiver: Receiver;
  const running: Started[] = [];

  // The node that is asked delivers nothing.
  beforeAll(async () => {
    stage = await openStage(1, { environment: { WEBHOOK_TARGETS: 'any' } });
    owner = await stage.as(OWNER);
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    for (const { child, exit } of running.splice(0)) {
      child.kill('SIGKILL');
      await exit;
    }
    await stage.sql('delete from webhook');
    await receiver.close();
  });

  async function node(environment: Environment = {}): Promise<Started> {
    const started = start('src/main.ts', {
      DATABASE_URL: stage.databases.apiUrl,
      SECRET_KEY: TEST_SECRET_KEY,
      PORT: '0',
      LOG_LEVEL: 'silent',
      WEBHOOK_TARGETS: 'any',
      WEBHOOK_TIMEOUT: '1s',
      WEBHOOK_RETRIES: '50ms,50ms,50ms,50ms',
      ...environment,
    });
    running.push(started);
    await untilSaid(started, /ready at/);
    return started;
  }

  test('that was under way when its node was killed is made by another one', async () => {
    receiver.answer = () => undefined;
    const hook = await makeWebhook(owner, receiver.url);
    const contacts = [await addContact(owner), await addContact(owner)];
    const first = await node({ WEBHOOK_TIMEOUT: '20s' });
    await receiver.until(2);
    first.child.kill('SIGKILL');
    await first.exit;
    // As long as the lease of the one that is gone would take.
    await stage.sql("update webhook_delivery set due_at = clock_timestamp() + interval '200 ms'");
    receiver.answer = status(204);
    await node();
    await until(stage, hook.id, "status = 'DELIVERED'");
    const delivered = receiver.received.slice(2).map(({ body }) => (body.data as { id: string }).id);
    expect(delivered.sort()).toEqual(contacts.sort());
    expect(await deliveriesOf(owner, hook)).toMatchObject([{ attempts: 2 }, { attempts: 2 }]);
  });

  test('that no job was made for, because its node was killed before it could, is made all the same', async () => {
    const hook = await makeWebhook(owner, receiver.url);
    await addContact(owner);
    const jobs = (): Promise<number> => stage.cell<number>('select count(*)::int from graphile_worker._private_jobs');
    while ((await jobs()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await stage.sql('delete from graphile_worker._private_jobs');
    await node();
    await until(stage, hook.id, "status = 'DELIVERED'");
  });

  test('that is under way when its node is stopped is finished, or given back as if it had not been tried', async () => {
    receiver.answer = () => undefined;
    const hook = await makeWebhook(owner, receiver.url);
    await addContact(owner);
    const first = await node({ WEBHOOK_TIMEOUT: '20s', SHUTDOWN_TIMEOUT: '300ms' });
    await receiver.until(1);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(await deliveriesOf(owner, hook)).toMatchObject([{ status: 'WAITING', attempts: 0 }]);
    receiver.answer = (_one, response) => void setTimeout(() => response.writeHead(204).end(), 200);
    const second = await node();
    await receiver.until(2);
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
    expect(await deliveriesOf(owner, hook)).toMatchObject([{ status: 'DELIVERED', attempts: 1 }]);
  });

  test('is made once by several nodes that want to, and in order', async () => {
    const hook = await makeWebhook(owner, receiver.url);
    const contacts = await Promise.all(Array.from({ length: 12 }, () => addContact(owner)));
    await Promise.all(contacts.map((id) => changeContact(owner, id, { city: 'Gent' })));
    // What takes longer than it may is made again: a busy machine should not decide this.
    const patient = { WEBHOOK_TIMEOUT: '20s', RELEASE_BOUND: '5s' };
    await Promise.all([node(patient), node(patient)]);
    await until(stage, hook.id, "status = 'DELIVERED'");
    const seen = receiver.received.map(({ body }) => `${String(body.type)} ${(body.data as { id: string }).id}`);
    expect(new Set(seen).size).toBe(24);
    expect(seen).toHaveLength(24);
    for (const id of contacts)
      expect(seen.indexOf(`contact.created ${id}`)).toBeLessThan(seen.indexOf(`contact.updated ${id}`));
  });

  test('is made by none where a node is told to make none', async () => {
    const hook = await makeWebhook(owner, receiver.url);
    await addContact(owner);
    const idle = await node({ WEBHOOK_CONCURRENCY: '0' });
    idle.child.kill('SIGTERM');
    expect(await idle.exit).toBe(0);
    expect(receiver.connections()).toBe(0);
    expect(await deliveriesOf(owner, hook)).toMatchObject([{ status: 'WAITING', attempts: 0 }]);
  });
});
