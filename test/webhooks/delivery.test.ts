import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { entriesOf, openStage, OWNER, type Stage } from '../consent/stage.js';
import { addContact, changeContact, deliveriesOf, makeWebhook, removeContact, until, verified } from './deeds.js';
import { startReceiver, status, type Receiver } from './receiver.js';

/** What an integration is told, and how: signed, in order, as it may see the record at that moment, and nothing that it may not. */
describe('A webhook', () => {
  let stage: Stage;
  let owner: Client;
  let receiver: Receiver;

  beforeAll(async () => {
    stage = await openStage(1, {
      worker: {},
      environment: { WEBHOOK_TARGETS: 'any', WEBHOOK_RETRIES: '40ms,40ms', WEBHOOK_TIMEOUT: '2s' },
    });
    owner = await stage.as(OWNER);
  });
  afterAll(() => stage.close());
  const fresh = async (): Promise<Receiver> => (receiver = await startReceiver());
  afterEach(() => receiver.close());

  test('is told of what was created, updated and deleted, in that order, and signed', async () => {
    const { url } = await fresh();
    const hook = await makeWebhook(owner, url);
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const id = await addContact(owner);
    await receiver.until(1);
    await changeContact(owner, id, { email: 'jo@elsewhere.test' });
    await receiver.until(2);
    await removeContact(owner, id);
    await receiver.until(3);
    const bodies = receiver.received.map((one) => verified(one, hook.secret));
    expect(bodies).toMatchObject([
      {
        type: 'contact.created',
        data: {
          id,
          contact: { id, name: 'Jo Peeters', email: 'jo@peeters.test', iban: null, nationalId: null, company: null },
          withheld: expect.arrayContaining([
            { type: 'Contact', field: 'iban', category: 'FINANCIAL', reason: 'SCOPE_MISSING' },
          ]),
        },
      },
      { type: 'contact.updated', data: { id, contact: { email: 'jo@elsewhere.test' } } },
      { type: 'contact.deleted', data: { id, contact: null, withheld: [] } },
    ]);
    expect(receiver.received[0]?.text).not.toContain('BE68');
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    await until(stage, hook.id, "status = 'DELIVERED'");
    expect(await deliveriesOf(owner, hook)).toMatchObject(
      ids.map((delivery) => ({
        id: delivery,
        status: 'DELIVERED',
        attempts: 1,
        responseStatus: 204,
        recordId: id,
        dueAt: null,
      })),
    );
  });
});
