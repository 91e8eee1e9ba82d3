import { describe, expect, test } from '@jest/globals';
import { Turns } from '../../src/access/turns.js';

describe('The turns of a tenant', () => {
  const settings = { atOnce: 1, waiting: 2, longestWaitMs: 10_000 };
  const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** Each says its name when its turn comes, and takes a while. */
  function line(turns: Turns): {
    readonly said: string[];
    readonly come: (name: string, patient?: boolean) => Promise<void>;
  } {
    const said: string[] = [];
    const turn = async (name: string): Promise<void> => {
      said.push(name);
      await soon();
    };
    return { said, come: (name, patient = false) => turns.take('tenant', () => turn(name), patient) };
  }

  test('go to requests and to events of streams alternately, in the order in which each came', async () => {
    const { said, come } = line(new Turns(settings));
    const all = [come('first')];
    for (const name of ['event 1', 'event 2', 'event 3', 'event 4']) all.push(come(name, true));
    for (const name of ['request 1', 'request 2']) all.push(come(name));
    await Promise.all(all);
    expect(said).toEqual(['first', 'event 1', 'request 1', 'event 2', 'request 2', 'event 3', 'event 4']);
  });

  test('refuse requests where the line is full, and never an event', async () => {
    const { said, come } = line(new Turns(settings));
    const events = Array.from({ length: 500 }, (_, at) => come(`event ${String(at)}`, true));
    const requests = [come('request 1'), come('request 2')];
    await expect(come('request 3')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await Promise.all([...events, ...requests]);
    expect(said).toHaveLength(502);
  });

  test('are handed on where the work of one fails', async () => {
    const { said, come } = line(new Turns(settings));
    const turns = new Turns(settings);
    const failing = turns.take('tenant', () => Promise.reject(new Error('It failed.')));
    const next = turns.take('tenant', () => come('next'), true);
    await expect(failing).rejects.toThrow('It failed.');
    await next;
    expect(said).toEqual(['next']);
  });
});
