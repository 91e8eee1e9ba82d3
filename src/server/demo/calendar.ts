/** Nothing of the demo world depends on the day that it is made: this is its today. */
export const TODAY = Date.UTC(2026, 10, 1, 8);
export const DAY = 24 * 60 * 60 * 1000;
export const YEAR = 365 * DAY;

export const timestamp = (at: number): string => new Date(at).toISOString();
export const day = (at: number): string => timestamp(at).slice(0, 10);
