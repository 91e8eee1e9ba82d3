/**
 * What a run can be told by the environment. Every number is bounded: a typing mistake should end in a sentence, not in a run of a day.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const BENCH = fileURLToPath(new URL('.', import.meta.url));
/** The checkout that is measured. */
export const PRODUCT = process.env.BENCH_PRODUCT || join(BENCH, '..');

function whole(name, least, most, usual) {
  const text = process.env[name];
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (/^\d{1,6}$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`${name} takes a whole number from ${least} to ${most}.`);
}

export function readOptions() {
  return Object.freeze({
    rounds: whole('BENCH_ROUNDS', 1, 1_000, 5),
    seconds: whole('BENCH_SECONDS', 1, 600, 3),
    warmUpSeconds: whole('BENCH_WARM_UP_SECONDS', 1, 600, 3),
    concurrency: whole('BENCH_CONCURRENCY', 1, 500, 8),
    poolSize: whole('BENCH_POOL_SIZE', 1, 50, 10),
    /** Another checkout with the same schema, measured in the same rounds: for telling what a change brings. */
    beside: process.env.BENCH_BESIDE || null,
    isRecord: !process.env.BENCH_PRODUCT && !process.env.BENCH_BESIDE && !process.env.BENCH_NODE_FLAGS,
    /** Of the product's process, such as --cpu-prof. */
    nodeFlags: (process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter((flag) => flag !== ''),
    /** Kept between runs: making the world takes longer than measuring it. */
    dataDir: process.env.BENCH_DATA_DIR || join(PRODUCT, '.data', 'bench'),
  });
}
