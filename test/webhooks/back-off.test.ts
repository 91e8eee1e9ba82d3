import { expect, test } from '@jest/globals';
import { pauseAfter } from '../../src/jobs/webhooks/back-off.js';
import { readSettings } from '../../src/settings.js';

test('Tries come further and further apart, and after the last pause there is none', () => {
  const { retriesMs } = readSettings({}).webhooks;
  const pauses = retriesMs.map((_, index) => pauseAfter(index + 1, retriesMs, () => 0) ?? 0);
  expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
  expect(pauses[0]).toBe(5_000);
  expect(pauseAfter(retriesMs.length + 1, retriesMs)).toBeNull();
});

test('Those that failed together do not come back together', () => {
  const pauses = new Set(Array.from({ length: 50 }, () => pauseAfter(1, [1_000])));
  expect(pauses.size).toBeGreaterThan(10);
  for (const pause of pauses) {
    expect(pause).toBeGreaterThanOrEqual(1_000);
    expect(pause).toBeLessThanOrEqual(1_200);
  }
});
