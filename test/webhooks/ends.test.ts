import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { PayloadReader } from '../../src/access/webhooks/payload-reader.js';
import { DeliveryStore } from '../../src/jobs/webhooks/delivery-store.js';
import { Deliverer } from '../../src/jobs/webhooks/deliverer.js';
import { openStage, OWNER, uuidOf, type Stage } from '../consent/stage.js';
import { untilItWaits } from '../support/until-it-waits.js';
import { deactivate, type Receipt } from '../programs/deeds.js';
import { addContact, deliveriesOf, makeWebhook, tryDelete, tryUpdate, type Hook } from './deeds.js';
import { startReceiver, type Receiver } from './receiver.js';

/** An end that comes between the read of a delivery and its write waits for it, or for the bound, after which it can't be written any more. */
describe('Between its read and its write a delivery', () => {
  let stage: Stage;
  let owner: Client;
  let receiver: Receiver;
  let elsewhere: Receiver;

  beforeAll(async () => {
    stage = await openStage(1, { environment: { WEBHOOK_TARGETS: 'any', RELEASE_BOUND: '2s' } });
    owner = await stage.as(OWNER);
    receiver = await startReceiver();
    elsewhere = await startReceiver();
  });
  afterAll(async () => {
    await receiver.close();
    await elsewhere.close();
    await stage.close();
  });
  afterEach(() => stage.sql('delete from webhook'));

  const ENDS: readonly (readonly [string, (hook: Hook) => Promise<Receipt | undefined>])[] = [
    ['the integration is turned off', async (hook) => (await deactivate(owner, hook.integration)).receipt],
    ['the webhook is deleted', async (hook) => (await tryDelete(owner, hook.id)).data?.deleteWebhook.receipt],
    [
      'it is led elsewhere',
      async (hook) => (await tryUpdate(owner, hook.id, { url: elsewhere.url })).data?.updateWebhook.receipt,
    ],
  ];

  /** A node that delivers, and stops with the data in its hands until it is told to go on. */
  async function halted(hook: Hook): Promise<{ readonly read: Promise<void>; goOn: () => Promise<void> }> {
    const { corridor, schema } = stage.nodes[0];
    let hasRead = (): void => undefined;
    let goesOn = (): void => undefined;
    const read = new Promise<void>((resolve) => (hasRead = resolve));
    const told = new Promise<void>((resolve) => (goesOn = resolve));
    class Halting extends PayloadReader {
      override async read(...given: Parameters<PayloadReader['read']>): Promise<Buffer | null> {
        const body = await super.read(...given);
        hasRead();
        await told;
        return body;
      }
    }
    const deliverer = new Deliverer({
      store: new DeliveryStore(corridor.database, corridor.webhooks.proofs, 20_000),
      payloads: new Halting(corridor.reader, schema),
      standings: corridor.standings,
      seals: corridor.seals,
      connecting: { targets: 'ANY' },
      timeoutMs: 10_000,
      retriesMs: [],
      perTenant: 1,
      onTried: () => undefined,
      onError: () => undefined,
    });
    const tenant = await stage.cell("select id from tenant where slug = 'acme'");
    const delivering = deliverer.deliver({ tenant, webhook: uuidOf(hook.id) });
    return { read, goOn: () => (goesOn(), delivering) };
  }

  test.each(ENDS)('is waited for where %s', async (_what, end) => {
    const hook = await makeWebhook(owner, receiver.url);
    await addContact(owner);
    const before = receiver.received.length;
    const { read, goOn } = await halted(hook);
    await read;
    let answered = false;
    const ending = await untilItWaits(() => end(hook).then((receipt) => ((answered = true), receipt)));
    await stage.sql('select pg_sleep(0.1)');
    expect(answered).toBe(false);
    await goOn();
    expect(receiver.received.length).toBe(before + 1);
    expect(await ending.ended).toMatchObject({ drained: 1, fenced: 0 });
  });

  test.each(ENDS)('is never written once the bound is over, and %s', async (what, end) => {
    const hook = await makeWebhook(owner, receiver.url);
    await addContact(owner);
    const before = receiver.received.length;
    const there = elsewhere.received.length;
    const { read, goOn } = await halted(hook);
    await read;
    expect(await end(hook)).toMatchObject({ drained: 0, fenced: 1 });
    await goOn();
    await fetch(receiver.url, { method: 'POST', body: '{}' });
    expect(receiver.received.length).toBe(before + 1);
    expect(receiver.received.at(-1)?.text).toBe('{}');
    expect(await deliveriesOf(owner, hook)).toEqual(
      what === 'the webhook is deleted'
        ? []
        : [expect.objectContaining({ status: what === 'it is led elsewhere' ? 'DELIVERED' : 'WITHHELD' })],
    );
    // There it is taken anew, and read anew.
    expect(elsewhere.received.length - there).toBe(what === 'it is led elsewhere' ? 1 : 0);
  });
});
