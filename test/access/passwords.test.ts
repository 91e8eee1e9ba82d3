import { describe, expect, test } from '@jest/globals';
import { Passwords } from '../../src/access/identity/passwords.js';

const COST = { memoryKib: 7_168, passes: 1 };

describe('Passwords', () => {
  test('an unknown account costs the same work as a wrong password: one hash of the same cost', async () => {
    const passwords = new Passwords(COST);
    const stored = await passwords.hash('correct horse');
    await passwords.prepare();
    const work = async (hash: string | null): Promise<number> => {
      const before = passwords.computed;
      expect(await passwords.matches(hash, 'wrong')).toBe(false);
      return passwords.computed - before;
    };
    expect(await work(stored)).toBe(1);
    expect(await work(null)).toBe(1);
  });

  test('a password that is too long is refused before any hashing', async () => {
    const passwords = new Passwords(COST);
    const stored = await passwords.hash('correct horse');
    const before = passwords.computed;
    expect(await passwords.matches(stored, 'x'.repeat(129))).toBe(false);
    expect(passwords.computed).toBe(before);
  });

  test('a crowd is told to come back, once more than a few wait', async () => {
    const passwords = new Passwords(COST);
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => passwords.hash('anything')));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(60 - 34);
    for (const { reason } of refused)
      expect(reason).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfter: 5 } });
  });
});
