import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Letter } from '../../src/access/identity/post.js';
import { outboxCarrier, Undeliverable, type Carrier } from '../../src/server/mail/carrier.js';
import { spoken } from '../../src/server/mail/letters.js';
import { Mailer } from '../../src/server/mail/mailer.js';

const LETTER: Letter = { kind: 'PASSWORD_CHANGED', to: 'somebody@people.test' };
const MAIL = { to: LETTER.to, language: 'en', subject: 'A subject', text: 'A text\n' };

interface Watched {
  readonly mailer: Mailer;
  readonly logged: readonly string[];
}

function watched(carry: Carrier['carry']): Watched {
  const logged: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged.push(chunk.toString());
      done();
    },
  });
  const carrier: Carrier = { carry, close: () => undefined };
  const mailer = new Mailer({ carrier, logger: pino(sink), linkLifetimeMs: 3_600_000, base: 'https://api.test' });
  return { mailer, logged };
}

const fault = (code: string, responseCode?: number): Error =>
  Object.assign(new Error(`<${LETTER.to}> and what was said`), { code, ...(responseCode && { responseCode }) });

describe('mails that wait', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test('are so many at most, and a stop says how many were lost', async () => {
    const { mailer, logged } = watched(() => new Promise(() => undefined));
    let taken = 0;
    while (taken < 5_000 && mailer.later('en', async () => [LETTER])) taken += 1;
    expect(taken).toBeGreaterThanOrEqual(1_000);
    expect(taken).toBeLessThanOrEqual(1_004);
    await mailer.stop(50);
    expect(logged.join('')).toContain('mails were lost with this stop');
    expect(mailer.later('en', async () => [LETTER])).toBe(false);
  });

  test('are tried six times in a quarter of an hour, and then given up', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    let tries = 0;
    const { mailer, logged } = watched(async () => {
      tries += 1;
      throw fault('ECONNECTION');
    });
    mailer.later('en', async () => [LETTER]);
    await jest.advanceTimersByTimeAsync(15 * 60_000);
    expect(tries).toBe(6);
    expect(logged.at(-1)).toContain('a mail was given up');
    expect(logged.join('')).not.toContain(LETTER.to);
    await mailer.stop(0);
  });

  test('are not tried again where the server never takes them, and again where our password is what it does not take', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    for (const [error, expected] of [
      [fault('EENVELOPE', 550), 1],
      [new Undeliverable('no address'), 1],
      [fault('EENVELOPE', 451), 2],
      [fault('EAUTH', 535), 2],
    ] as const) {
      let tries = 0;
      const { mailer } = watched(async () => {
        tries += 1;
        throw error;
      });
      mailer.later('en', async () => [LETTER]);
      await jest.advanceTimersByTimeAsync(3_000);
      expect([error.message, tries]).toEqual([error.message, expected]);
      await mailer.stop(0);
    }
  });

  test('are written in no other words of time than people use', () => {
    expect([60_000, 3_600_000, 7 * 86_400_000, 90_000, 5_400_000].map((ms) => spoken(ms, 'en'))).toEqual([
      '1 minute',
      '1 hour',
      '7 days',
      '90 seconds',
      '90 minutes',
    ]);
    expect(spoken(86_400_000, 'de')).toBe('1 Tag');
  });
});

describe('the outbox', () => {
  test('keeps the newest thousand', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-outbox-'));
    try {
      for (let at = 0; at < 1_010; at += 1) {
        await writeFile(join(folder, `2000-01-01-${String(at).padStart(4, '0')}.eml`), 'old');
      }
      await writeFile(join(folder, 'not-a-mail.txt'), 'somebody’s own');
      await outboxCarrier(folder, 'us@vendor.test').carry(MAIL);
      const names = (await readdir(folder)).sort();
      expect(names.filter((name) => name.endsWith('.eml'))).toHaveLength(1_000);
      expect(names[0]).toBe('2000-01-01-0011.eml');
      expect(names.at(-2)).toMatch(/^20[2-9]/);
      expect(names).toContain('not-a-mail.txt');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.each(['a@b.test\r\nBcc: c@d.test', 'a@b.test,c@d.test', 'a <c@d.test>', 'nobody', ''])(
    'takes no mail to %j',
    async (to) => {
      const folder = join(tmpdir(), 'sluice-never-made');
      await expect(outboxCarrier(folder, 'us@vendor.test').carry({ ...MAIL, to })).rejects.toThrow(Undeliverable);
      await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );
});
