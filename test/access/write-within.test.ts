import { expect, test } from '@jest/globals';
import { Release } from '../../src/access/seal.js';
import { writeWithin } from '../../src/access/write-within.js';

/** A gate that is open for so long. */
function openFor(boundMs: number): Release {
  const release = new Release({ lift: () => undefined });
  release.add({ id: 'x', alsoOf: [], begunAt: performance.now(), boundMs }, null);
  return release;
}

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('what rests on an authority is written whole, in pieces, and the first of them at once', async () => {
  const bytes = Buffer.from('abcdefghij'.repeat(20_000));
  const written: Buffer[] = [];
  const whole = writeWithin(openFor(60_000), bytes, async (piece, isLast) => {
    written.push(piece);
    expect(isLast).toBe(Buffer.concat(written).length === bytes.length);
  });
  expect(written).toHaveLength(1);
  expect(await whole).toBe(true);
  expect(Buffer.concat(written).equals(bytes)).toBe(true);
  expect(Math.max(...written.map(({ length }) => length))).toBe(65_536);
});

test('nothing is handed over once the gate has closed, however busy the process was until then', async () => {
  const written: number[] = [];
  const whole = await writeWithin(openFor(50), Buffer.alloc(1_000_000), async ({ length }) => {
    written.push(length);
    // In which no timer could have run.
    busy(60);
  });
  expect(whole).toBe(false);
  expect(written).toEqual([65_536]);
});

test('an empty answer is written too', async () => {
  const written: boolean[] = [];
  expect(await writeWithin(openFor(60_000), Buffer.alloc(0), async (_, isLast) => void written.push(isLast))).toBe(
    true,
  );
  expect(written).toEqual([true]);
});
