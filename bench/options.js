/**
 * What a run can be told, by arguments and by the environment. Every number is bounded: a typing mistake should end in a sentence, not in
 * a run of a day.
 */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

export const BENCH = fileURLToPath(new URL('.', import.meta.url));
/** The checkout that is measured. */
export const PRODUCT = process.env.BENCH_PRODUCT || join(BENCH, '..');

/** A module of that checkout, as it was built. */
export function product(path) {
  return import(pathToFileURL(join(PRODUCT, 'dist', 'src', path)).href);
}

export async function buildProduct() {
  const { build } = await import(pathToFileURL(join(PRODUCT, 'scripts', 'build.mjs')).href);
  await build();
}

const FULL = { rounds: 5, seconds: 3, warmUpSeconds: 3, contacts: 100_000, until: Infinity };
/** Ends in less than fifty seconds, whatever else the machine does: when 36 have passed, no further round begins. */
const QUICK = { rounds: 8, seconds: 0.25, warmUpSeconds: 0.8, contacts: 10_000, until: 36 };
/** The guard may take its time, for it must not cry wolf. */
const CHECK = { rounds: 7, seconds: 0.5, warmUpSeconds: 1, contacts: 10_000, until: Infinity };

const ARGUMENTS = {
  quick: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  record: { type: 'boolean', default: false },
  contacts: { type: 'string' },
  workloads: { type: 'string' },
  contenders: { type: 'string' },
};

function whole(name, text, least, most, usual) {
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (/^\d{1,7}$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`${name} takes a whole number from ${least} to ${most}.`);
}

const names = (text) => text?.split(',').filter((name) => name !== '') ?? null;

export function readOptions() {
  const { env } = process;
  const { values } = parseArgs({ options: ARGUMENTS });
  const usual = values.quick ? QUICK : values.check ? CHECK : FULL;
  const isTrial = [env.BENCH_PRODUCT, env.BENCH_BESIDE, env.BENCH_NODE_FLAGS, env.BENCH_SOCKETS].some(Boolean);
  const isPart = [values.workloads, values.contenders, values.contacts].some(Boolean);
  const contacts = whole('--contacts', values.contacts, 10_000, 1_000_000, usual.contacts);
  if (contacts % 1_000 !== 0) throw new Error('--contacts takes whole thousands.');
  return Object.freeze({
    quick: values.quick,
    json: values.json,
    check: values.check,
    /** Keep this run's ratios as those that later checks compare with. */
    recordRatios: values.check && values.record,
    contacts,
    /** Null: all that the mode has. */
    workloads: names(values.workloads),
    contenders: names(values.contenders),
    /** Seconds after the start of the process. */
    until: usual.until,
    rounds: whole('BENCH_ROUNDS', env.BENCH_ROUNDS, 1, 1_000, usual.rounds),
    seconds: whole('BENCH_SECONDS', env.BENCH_SECONDS, 1, 600, usual.seconds),
    warmUpSeconds: whole('BENCH_WARM_UP_SECONDS', env.BENCH_WARM_UP_SECONDS, 1, 600, usual.warmUpSeconds),
    concurrency: whole('BENCH_CONCURRENCY', env.BENCH_CONCURRENCY, 1, 500, 8),
    poolSize: whole('BENCH_POOL_SIZE', env.BENCH_POOL_SIZE, 1, 50, 10),
    sockets: whole('BENCH_SOCKETS', env.BENCH_SOCKETS, 1, 1_000, 1_000),
    memoryMinutes: whole('BENCH_MEMORY_MINUTES', env.BENCH_MEMORY_MINUTES, 1, 1_440, 10),
    /** Another checkout with the same schema, measured in the same rounds: for telling what a change brings. */
    beside: env.BENCH_BESIDE || null,
    /** A trial or a part is nobody's record: a build may hold what its commit does not. */
    isRecord: usual === FULL && !isTrial && !isPart,
    /** Of the product's process, such as --cpu-prof. */
    nodeFlags: (env.BENCH_NODE_FLAGS ?? '').split(' ').filter((flag) => flag !== ''),
    /** Kept between runs: making the world takes longer than measuring it. */
    dataDir: env.BENCH_DATA_DIR || join(PRODUCT, '.data', 'bench'),
  });
}
