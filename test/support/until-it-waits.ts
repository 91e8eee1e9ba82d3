import { expect, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '../../src/access/database.js';

/**
 * Begins an end on a node of this process, and returns once it has found something on its way out and waits for it: it has asked once more
 * whether that has left. However slow a machine is, what leaves from now on was waited for.
 */
export async function untilItWaits<Told>(end: () => Promise<Told>): Promise<{ readonly ended: Promise<Told> }> {
  const asked = jest.spyOn(Database.prototype, 'run');
  const polls = (): number =>
    asked.mock.calls.filter(([, { name }]) => name?.startsWith('pending_seals') === true).length;
  try {
    const ended = end();
    // Whoever asked hears of it.
    ended.catch(() => undefined);
    for (let tries = 0; tries < 2_000 && polls() < 2; tries += 1) await pause(5);
    expect(polls()).toBeGreaterThan(1);
    return { ended };
  } finally {
    asked.mockRestore();
  }
}
