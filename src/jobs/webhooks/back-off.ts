/** Never all at once: those who failed together would come back together. */
const SPREAD = 0.2;

/**
 * How long to wait before the next try; null: there is none.
 * @param tries how many there have been
 * @param pauses after the first try, the second, and so on
 * @param askedMs how long the target asks to be left alone: it is, though for no longer than the longest pause
 */
export function pauseAfter(
  tries: number,
  pauses: readonly number[],
  chance: () => number = Math.random,
  askedMs = 0,
): number | null {
  const pause = pauses[tries - 1];
  if (pause === undefined) return null;
  return Math.round(Math.max(pause, Math.min(askedMs, Math.max(...pauses))) * (1 + SPREAD * chance()));
}
