import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { retryAfterMs } from '../../src/jobs/webhooks/retry-after.js';
import { openStage, OWNER, uuidOf, type Stage } from '../consent/stage.js';
import { addContact, makeWebhook, until } from './deeds.js';
import { startReceiver, status, type Receiver } from './receiver.js';

const NOW = new Date('2026-11-28T12:00:00Z');

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 7 ', 7_000],
  ['Sat, 28 Nov 2026 12:00:30 GMT', 30_000],
  ['Saturday, 28-Nov-26 12:00:30 GMT', 30_000],
  ['Sat Nov 28 12:00:30 2026', 30_000],
  ['Sat, 28 Nov 2026 11:00:00 GMT', 0],
  [undefined, null],
  ['', null],
  ['-1', null],
  ['1.5', null],
  ['soon', null],
  ['2026-11-28T12:00:30Z', null],
  ['9'.repeat(400), null],
])('Retry-After %s', (text, expected) => {
  expect(retryAfterMs(text, NOW)).toBe(expected);
});

describe('A receiver that says when to come again', () => {
  let stage: Stage;
  let owner: Client;
  let receiver: Receiver;
  beforeAll(async () => {
    stage = await openStage(1, {
      worker: {},
      environment: { WEBHOOK_TARGETS: 'any', WEBHOOK_RETRIES: '1s,1h,1s' },
    });
    owner = await stage.as(OWNER);
    receiver = await startReceiver();
  });
  afterEach(() => stage.sql('delete from webhook'));
  afterAll(async () => {
    await receiver.close();
    await stage.close();
  });

  /** After the first try. A pause may be a fifth longer than it is. */
  async function pauseAfter(code: number, retryAfter: string): Promise<number> {
    receiver.answer = status(code, { 'retry-after': retryAfter });
    const hook = await makeWebhook(owner, receiver.url);
    await addContact(owner);
    await until(stage, hook.id, 'response_status is not null');
    return stage.cell<number>(
      `select extract(epoch from due_at - tried_at)::float8 from webhook_delivery where webhook_id = $1 and attempts = 1`,
      [uuidOf(hook.id)],
    );
  }

  test.each([429, 503])('is obeyed, by %d in seconds or as a date', async (code) => {
    for (const text of ['600', new Date(Date.now() + 605_000).toUTCString()]) {
      const pause = await pauseAfter(code, text);
      expect(pause).toBeGreaterThan(598);
      expect(pause).toBeLessThan(780);
    }
  });

  test('is not waited for longer than the longest pause there is', async () => {
    const pause = await pauseAfter(429, '86400');
    expect(pause).toBeGreaterThanOrEqual(3_600);
    expect(pause).toBeLessThan(4_400);
  });

  test('does not bring the next try forward, nor is it heard with any other status', async () => {
    for (const [code, text] of [
      [503, '0'],
      [429, 'tomorrow'],
      [500, '600'],
      [302, '600'],
    ] as const) {
      const pause = await pauseAfter(code, text);
      expect(pause).toBeGreaterThanOrEqual(1);
      expect(pause).toBeLessThan(60);
    }
  });

  test('has used up a try all the same', async () => {
    receiver.answer = status(503, { 'retry-after': '0' });
    const hook = await makeWebhook(owner, receiver.url);
    await addContact(owner);
    await until(stage, hook.id, "attempts = 2 and due_at > now() + interval '50 minutes'");
  });
});
