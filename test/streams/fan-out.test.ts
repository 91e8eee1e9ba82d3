import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { openStage, OWNER, type Stage } from '../consent/stage.js';
import { addContact, CONTACTS, listen, type ContactEvent, type Listener } from './listener.js';

const FOLLOWERS = 300;

describe('One event that many of a tenant follow', () => {
  let stage: Stage;
  let listeners: Listener[] = [];

  beforeAll(async () => {
    stage = await openStage(1, { environment: { TENANT_CONCURRENCY: '2' } });
  }, 120_000);
  afterAll(async () => {
    for (const listener of listeners) listener.close();
    await stage.close();
  });

  test('reaches all of them, however few turns their tenant has, and requests get theirs in between', async () => {
    const owner = await stage.as(OWNER);
    listeners = Array.from({ length: FOLLOWERS }, () => listen(owner));
    const heard = listeners.map((listener) => listener.hear<ContactEvent>(CONTACTS));
    const followed = async (): Promise<number> => {
      const text = await (await fetch(`${stage.nodes[0].origin}/metrics`)).text();
      return Number(/^subscriptions (\d+)$/m.exec(text)?.[1]);
    };
    while ((await followed()) < FOLLOWERS) await pause(50);
    // Each knows where it began once it has heard this one, or nothing.
    await pause(1_000);
    const id = await addContact(owner, 'Everybody');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => owner.query('{ contacts(first: 1) { nodes { id } } }')),
    );
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    const events = await Promise.all(heard.map(async (one) => (await one.atLeast(1, 30_000))[0]));
    expect(events.map((event) => event?.data.contactChanged.id)).toEqual(Array(FOLLOWERS).fill(id));
  }, 60_000);
});
