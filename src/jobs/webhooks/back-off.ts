/** Never all at once: those who failed together would come back together. */
const SPREAD = 0.2;

/**
 * How long to wait before the next try; null: there is none.
 * @param tries how many there have been
 * @param pauses after the first try, the second, and so on
 */
export function pauseAfter(
  tries: number,
  pauses: readonly number[],
  chance: () => number = Math.random,
): number | null {
  const pause = pauses[tries - 1];
  return pause === undefined ? null : Math.round(pause * (1 + SPREAD * chance()));
}
