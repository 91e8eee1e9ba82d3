import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { again, entriesOf, forgetLog, openStage, OWNER, uuidOf, type Stage } from '../consent/stage.js';
import { deactivate, tryActivate } from '../programs/deeds.js';
import {
  addContact,
  changeContact,
  deliveriesOf,
  makeWebhook,
  type Hook,
  removeContact,
  tryDelete,
  tryRedeliver,
  tryRotate,
  tryTest,
  tryUpdate,
  until,
  verified,
} from './deeds.js';
import { startReceiver, status, type Received, type Receiver } from './receiver.js';

/** What an integration is told, and how: signed, in order, as it may see the record at that moment, and nothing that it may not. */
describe('A webhook', () => {
  let stage: Stage;
  let owner: Client;
  let receiver: Receiver;

  beforeAll(async () => {
    stage = await openStage(1, {
      worker: {},
      environment: {
        WEBHOOK_TARGETS: 'any',
        WEBHOOK_RETRIES: '40ms,40ms',
        WEBHOOK_TIMEOUT: '2s',
        WEBHOOK_CONCURRENCY: '6',
      },
    });
    owner = await stage.as(OWNER);
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    // What an earlier test has made is told of nothing later.
    await stage.sql('delete from webhook');
    await receiver.close();
  });

  const typesAndIds = (received: readonly Received[]): readonly (readonly unknown[])[] =>
    received.map(({ body }) => [body.type, (body.data as { id: string }).id]);

  test('is told of what was created, updated and deleted, in that order, and signed', async () => {
    const hook = await makeWebhook(owner, receiver.url);
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

  test('tells nothing that is not in the access log and in the register of disclosures', async () => {
    await forgetLog(stage);
    const hook = await makeWebhook(owner, receiver.url, undefined, { ground: 'NECESSITY' });
    const id = await addContact(owner);
    await receiver.until(1);
    const [entry] = await entriesOf(stage, 'webhook contact.created');
    expect(entry).toMatchObject({
      actor: 'INTEGRATION',
      actor_name: 'Mailer',
      authority_kind: 'API_TOKEN',
      disclosed: [{ subject: 'Contact', count: 1, ids: [id] }],
    });
    const { fields } = entry?.disclosed[0] ?? { fields: [] };
    expect(fields).toEqual(expect.arrayContaining(['name', 'email']));
    expect(fields).not.toContain('iban');
    const { data } = await owner.query<{
      tenant: { gdpr: { disclosures: { nodes: readonly { integration: { id: string } }[] } } };
    }>(
      '{ tenant { gdpr { disclosures(ground: NECESSITY) { nodes { recipient integration { id } categories counts { reads records } } } } } }',
    );
    expect(data?.tenant.gdpr.disclosures.nodes).toEqual([
      {
        recipient: 'Mailer BV',
        integration: { id: hook.integration },
        categories: ['CONTACT_DETAILS', 'IDENTITY'],
        counts: { reads: 1, records: 1 },
      },
    ]);
  });

  test('is told of its events only, and of what its integration has a scope for', async () => {
    const hook = await makeWebhook(owner, receiver.url, ['contact.updated', 'company.created'], {
      scopes: ['contacts:read', 'companies:read'],
      categories: ['COMMERCIAL', 'IDENTITY'],
    });
    const contact = await addContact(owner);
    const { data } = await owner.query<{ createCompany: { company: { id: string } } }>(
      'mutation { createCompany(input: { name: "Peeters NV" }) { company { id } } }',
    );
    await receiver.until(1);
    expect(typesAndIds(receiver.received)).toEqual([['company.created', data?.createCompany.company.id]]);
    const narrowed = await tryActivate(owner, hook.integration, { scopes: ['contacts:read'] });
    expect(narrowed.code).toBeUndefined();
    await owner.query('mutation { createCompany(input: { name: "Janssens NV" }) { company { id } } }');
    await changeContact(owner, contact, { name: 'Jo' });
    await receiver.until(2);
    await until(stage, hook.id, "status = 'DELIVERED'");
    expect(typesAndIds(receiver.received).slice(1)).toEqual([['contact.updated', contact]]);
  });

  test('is tried again after a while, under the same id, with what the record is by then', async () => {
    receiver.answer = status(503);
    const hook = await makeWebhook(owner, receiver.url);
    const id = await addContact(owner);
    await receiver.until(1);
    receiver.answer = status(200);
    await until(stage, hook.id, "status = 'DELIVERED'");
    const [first, second] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    for (const one of receiver.received) expect(verified(one, hook.secret)).toMatchObject({ data: { id } });
    expect(await deliveriesOf(owner, hook)).toMatchObject([{ attempts: 2, status: 'DELIVERED', responseStatus: 200 }]);
  });

  test('that goes on failing is a dead letter, which can be delivered anew', async () => {
    receiver.answer = status(500);
    const hook = await makeWebhook(owner, receiver.url);
    const id = await addContact(owner);
    await until(stage, hook.id, "status = 'DEAD'");
    expect(receiver.received).toHaveLength(3);
    const dead = await deliveriesOf(owner, hook, 'DEAD');
    expect(dead).toMatchObject([{ attempts: 3, failure: 'STATUS', responseStatus: 500, dueAt: null }]);
    expect(await deliveriesOf(owner, hook, 'WAITING')).toEqual([]);
    receiver.answer = status(204);
    await changeContact(owner, id, { name: 'Jo, since' });
    await receiver.until(4);
    const again = await tryRedeliver(owner, [dead[0]?.id ?? '']);
    expect(again.data?.redeliver).toEqual({ count: 1 });
    await receiver.until(5);
    await until(stage, hook.id, "status = 'DELIVERED'");
    expect(receiver.received[4]?.headers['webhook-id']).toBe(dead[0]?.id);
    expect(receiver.received[4]?.body).toMatchObject({
      type: 'contact.created',
      data: { contact: { name: 'Jo, since' } },
    });
  });

  test('is counted for Prometheus, by what became of each try, and without a word of whose it is', async () => {
    const numberOf = async (line: string): Promise<number> => {
      const text = await (await fetch(`${stage.nodes[0].origin}/metrics`)).text();
      expect(text).not.toMatch(/acme|http:|whk_|con_/);
      const shown = text.split('\n').find((one) => one.startsWith(`${line} `));
      return Number(shown?.slice(line.length) ?? 0);
    };
    const tries = (outcome: string): string => `webhook_delivery_duration_seconds_count{outcome="${outcome}"}`;
    const lines = [tries('DELIVERED'), tries('RETRY'), tries('DEAD'), 'webhook_delivery_failures{failure="STATUS"}'];
    const all = (): Promise<readonly number[]> => Promise.all(lines.map(numberOf));
    const before = await all();
    const hook = await makeWebhook(owner, receiver.url);
    await addContact(owner);
    await until(stage, hook.id, "status = 'DELIVERED'");
    receiver.answer = status(500);
    await addContact(owner);
    await until(stage, hook.id, "status in ('DELIVERED', 'DEAD') and attempts in (1, 3)");
    expect((await all()).map((count, at) => count - (before[at] ?? 0))).toEqual([1, 2, 1, 3]);
    // What waits and what died is looked at every two seconds here.
    const dead = await stage.cell<number>(`select count(*)::int from webhook_delivery where status = 'DEAD'`);
    expect(dead).toBeGreaterThan(0);
    for (let waited = 0; waited < 400 && (await numberOf('webhook_dead_letters')) !== dead; waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await numberOf('webhook_dead_letters')).toBe(dead);
    expect(await numberOf('webhook_deliveries_waiting')).toBe(0);
  });

  test('does not follow a redirect, nor try what is too late to hear of', async () => {
    const elsewhere = await startReceiver();
    receiver.answer = status(302, { location: elsewhere.url });
    const hook = await makeWebhook(owner, receiver.url);
    await addContact(owner);
    await until(stage, hook.id, "status = 'DEAD'");
    expect(await deliveriesOf(owner, hook)).toMatchObject([{ failure: 'REDIRECT', responseStatus: 302 }]);
    expect(elsewhere.connections()).toBe(0);
    await elsewhere.close();

    receiver.answer = status(410);
    const before = receiver.received.length;
    const other = await makeWebhook(owner, receiver.url);
    await stage.sql('delete from webhook where id = $1', [uuidOf(hook.id)]);
    await addContact(owner);
    await until(stage, other.id, "status = 'DEAD'");
    expect(receiver.received.length).toBe(before + 1);
    expect(await stage.cell('select paused_because from webhook where id = $1', [uuidOf(other.id)])).toBe('GONE');
  });

  test('tells of a record’s changes one after the other, however often one fails', async () => {
    const arrived: (readonly unknown[])[] = [];
    let refusals = 2;
    receiver.answer = (one, response) => {
      const refused = one.body.type === 'contact.updated' && refusals > 0;
      if (refused) refusals -= 1;
      else arrived.push([one.body.type, (one.body.data as { id: string }).id]);
      response.writeHead(refused ? 500 : 200).end();
    };
    const hook = await makeWebhook(owner, receiver.url);
    const first = await addContact(owner);
    await changeContact(owner, first, { name: 'A' });
    await removeContact(owner, first);
    const second = await addContact(owner);
    await until(stage, hook.id, "status = 'DELIVERED'");
    expect(refusals).toBe(0);
    expect(arrived.filter(([, id]) => id === first)).toEqual([
      ['contact.created', first],
      ['contact.updated', first],
      ['contact.deleted', first],
    ]);
    expect(arrived.filter(([, id]) => id === second)).toEqual([['contact.created', second]]);
  });

  test('signs with its former secret too while it is told to, and not after that', async () => {
    const hook = await makeWebhook(owner, receiver.url);
    const { data } = await tryRotate(owner, hook.id);
    const next = data?.rotateWebhookSecret.secret ?? '';
    expect(next).not.toBe(hook.secret);
    await tryTest(owner, hook.id);
    await receiver.until(1);
    const [both] = receiver.received as [Received];
    for (const secret of [hook.secret, next]) expect(verified(both, secret)).toMatchObject({ type: 'webhook.test' });
    const last = (await tryRotate(owner, hook.id, 0)).data?.rotateWebhookSecret.secret ?? '';
    await tryTest(owner, hook.id);
    await receiver.until(2);
    const [, one] = receiver.received as [Received, Received];
    expect(verified(one, last)).toMatchObject({ type: 'webhook.test' });
    for (const secret of [hook.secret, next]) expect(() => verified(one, secret)).toThrow();
    expect(() => verified({ ...one, text: one.text.replace('test', 'best') }, last)).toThrow();
  });

  test('obeys a right that was taken between two tries: what was told before is not told again', async () => {
    receiver.answer = status(500);
    const hook = await makeWebhook(owner, receiver.url);
    const id = await addContact(owner);
    await receiver.until(1);
    expect(receiver.received[0]?.body).toMatchObject({ data: { contact: { email: 'jo@peeters.test' } } });
    // Between the first try and the next one.
    const narrowed = await tryActivate(owner, hook.integration, { categories: ['IDENTITY'] });
    const seen = receiver.received.length;
    receiver.answer = status(200);
    expect(narrowed.code).toBeUndefined();
    await tryRedeliver(owner, [(await deliveriesOf(owner, hook))[0]?.id ?? '']);
    await until(stage, hook.id, "status = 'DELIVERED'");
    const since = receiver.received.slice(seen);
    expect(since.length).toBeGreaterThan(0);
    for (const one of since) {
      expect(verified(one, hook.secret)).toMatchObject({ data: { id, contact: { name: 'Jo Peeters', email: null } } });
      expect(one.text).not.toContain('jo@peeters.test');
    }
  });

  test('of an integration that was turned off is told nothing more, whatever waits', async () => {
    receiver.answer = status(500);
    const hook = await makeWebhook(owner, receiver.url);
    await addContact(owner);
    await receiver.until(1);
    await deactivate(owner, hook.integration);
    const after = receiver.received.length;
    receiver.answer = status(200);
    await addContact(owner);
    expect(await deliveriesOf(owner, hook)).toMatchObject([
      { status: expect.stringMatching(/WITHHELD|DEAD/), dueAt: null },
    ]);
    await tryActivate(owner, hook.integration);
    const { id } = (await deliveriesOf(owner, hook))[0] ?? { id: '' };
    await tryRedeliver(owner, [id]);
    await receiver.until(after + 1);
    expect(receiver.received[after]?.headers['webhook-id']).toBe(id);
  });

  test.each(['deactivate', 'delete', 'move'] as const)(
    'is told nothing after the receipt of an end that comes in the middle: %s',
    async (how) => {
      const contacts = await Promise.all(Array.from({ length: 6 }, () => addContact(owner)));
      const elsewhere = await startReceiver();
      const ends = {
        deactivate: async (hook: Hook) => (await deactivate(owner, hook.integration)).receipt,
        delete: async (hook: Hook) => (await tryDelete(owner, hook.id)).data?.deleteWebhook.receipt,
        move: async (hook: Hook) =>
          (await tryUpdate(owner, hook.id, { url: elsewhere.url })).data?.updateWebhook.receipt,
      };
      for (let round = 0; round < 4; round += 1) {
        const hook = await makeWebhook(owner, receiver.url);
        const before = receiver.received.length;
        const going = again(() =>
          changeContact(owner, contacts[Math.floor(Math.random() * 6)] ?? '', { city: 'before' }),
        );
        await receiver.until(before + 3);
        const receipt = await ends[how](hook);
        expect(receipt?.fenced).toBe(0);
        // What was written before has reached the kernel, and the receiver reads it before it reads this.
        await fetch(receiver.url, { method: 'POST', body: '{}' });
        await fetch(receiver.url, { method: 'POST', body: '{}' });
        const told = receiver.received.length;
        await Promise.all(contacts.map((id) => changeContact(owner, id, { city: 'after' })));
        await new Promise((resolve) => setTimeout(resolve, 50));
        await going.stop();
        expect(receiver.received.length).toBe(told);
        if (how === 'move') await elsewhere.until(1);
        await stage.sql('delete from webhook');
      }
      await elsewhere.close();
    },
  );
});
