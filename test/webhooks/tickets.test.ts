import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { entriesOf, openStage, OWNER, SUPPORT, type Stage } from '../consent/stage.js';
import { tryActivate } from '../programs/deeds.js';
import { deliveriesOf, makeWebhook, tryRedeliver, tryTest, until, verified, type Hook } from './deeds.js';
import { startReceiver, status, type Receiver } from './receiver.js';

const EVENTS = ['ticket.created', 'ticket.updated'];

/** Tickets are told of as records are: in the transaction that writes, read when it is sent, and by their scope only. */
describe('Of tickets a webhook', () => {
  let stage: Stage;
  let owner: Client;
  let receiver: Receiver;
  beforeAll(async () => {
    stage = await openStage(1, {
      worker: {},
      environment: { WEBHOOK_TARGETS: 'any', WEBHOOK_RETRIES: '40ms,40ms,40ms' },
    });
    owner = await stage.as(OWNER);
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await stage.sql('delete from webhook');
    await receiver.close();
  });

  const hooked = (scopes = ['tickets:read']): Promise<Hook> =>
    makeWebhook(owner, receiver.url, EVENTS, { scopes, categories: ['IDENTITY'] });

  async function open(subject = 'The printer'): Promise<string> {
    const { data, text } = await owner.query<{ openTicket: { ticket: { id: string } } }>(
      'mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ticket { id } } }',
      { input: { subject, body: 'It is on fire.' } },
    );
    if (!data) throw new Error(`No ticket was opened: ${text}`);
    return data.openTicket.ticket.id;
  }
  const reply = (client: Client, id: string): Promise<unknown> =>
    client.query('mutation ($id: ID!) { replyToTicket(id: $id, body: "Put it out.") { ticket { id } } }', { id });
  const close = (id: string): Promise<unknown> =>
    owner.query('mutation ($id: ID!) { closeTicket(id: $id) { ticket { id } } }', { id });

  test('is told when one is opened, answered and closed, in that order, and signed', async () => {
    const hook = await hooked();
    const id = await open();
    await receiver.until(1);
    await reply(owner, id);
    await receiver.until(2);
    await close(id);
    await receiver.until(3);
    // A ticket that is closed is neither answered nor closed again.
    await reply(owner, id);
    await close(id);
    await until(stage, hook.id, "status = 'DELIVERED'");
    expect(receiver.received.map((one) => verified(one, hook.secret))).toMatchObject([
      { type: 'ticket.created', data: { id, ticket: { id, subject: 'The printer', status: 'OPEN' }, withheld: [] } },
      { type: 'ticket.updated', data: { id, ticket: { status: 'OPEN' } } },
      { type: 'ticket.updated', data: { id, ticket: { status: 'CLOSED' } } },
    ]);
    expect(receiver.received[0]?.text).not.toContain('fire');
    const ofTicket = (await deliveriesOf(owner, hook)).map(({ event, recordId }) => [event, recordId]);
    expect(ofTicket).toEqual([EVENTS[0], EVENTS[1], EVENTS[1]].map((event) => [event, id]));
    const [entry] = await entriesOf(stage, 'webhook ticket.created');
    expect(entry).toMatchObject({ actor: 'INTEGRATION', disclosed: [{ subject: 'Ticket', count: 1, ids: [id] }] });
  });

  test('is told of what support answers', async () => {
    const id = await open();
    const hook = await hooked();
    await reply(await stage.as(SUPPORT), id);
    await receiver.until(1);
    await until(stage, hook.id, "status = 'DELIVERED'");
    expect(receiver.received.map(({ body }) => body.type)).toEqual(['ticket.updated']);
  });

  test('that has them no more among its scopes is told nothing, though it waits', async () => {
    receiver.answer = status(500);
    const hook = await hooked(['tickets:read', 'contacts:read']);
    await open('Canary of tickets');
    await receiver.until(1);
    expect(receiver.received[0]?.text).toContain('Canary of tickets');
    expect((await tryActivate(owner, hook.integration, { scopes: ['contacts:read'] })).code).toBeUndefined();
    receiver.answer = status(204);
    const seen = receiver.received.length;
    const id = await open('Another canary');
    const queued = await deliveriesOf(owner, hook);
    expect(queued.map(({ recordId }) => recordId)).not.toContain(id);
    await tryRedeliver(
      owner,
      queued.map((delivery) => delivery.id),
    );
    await until(stage, hook.id, "status = 'WITHHELD'");
    expect(receiver.received.length).toBe(seen);
  });

  test('can be tested', async () => {
    const hook = await hooked();
    await tryTest(owner, hook.id);
    await receiver.until(1);
    expect(verified(receiver.received[0] ?? { path: '', headers: {}, text: '', body: {} }, hook.secret)).toMatchObject({
      type: 'webhook.test',
      data: { id: hook.id },
    });
  });
});
