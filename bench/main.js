/**
 * `npm run bench`: the product beside its peers and a bare handler, in one run, on one database with the same rows. First all contenders
 * must answer the same values; then they are asked in turns.
 */
import { join } from 'node:path';
import { recordRatios, regressions } from './check.js';
import { findDifference } from './compare.js';
import { contenderNames, startContenders } from './contenders.js';
import { openDatabase } from './database.js';
import { buildProduct, readOptions } from './options.js';
import { about, store } from './record.js';
import { asJson, asMarkdown, missedTargets, summarize } from './report.js';
import { allRounds } from './rounds.js';
import { memoryOf } from './usage.js';
import { WORKLOADS } from './workloads.js';
import { inWords, sizesOf } from './world.js';

const POINT_READS = 500;
/** What a quick run is about: the product, who compares best with it, and the limit. */
const QUICK_CONTENDERS = ['sluice', 'sluice-support', 'sluice-beside', 'postgraphile', 'bare'];
const QUICK_WORKLOADS = ['point', 'list', 'wide'];
/** The guard compares with the limit, and with nobody else. */
const CHECK_CONTENDERS = ['sluice', 'sluice-support', 'bare'];

function say(line) {
  process.stderr.write(`${line}\n`);
}

async function run() {
  const options = readOptions();
  const plan = planOf(options);
  await buildProduct();
  const database = await openDatabase(options, say);
  try {
    const logDir = join(options.dataDir, 'logs');
    const contenders = await startContenders(plan.contenders, database, { ...options, logDir });
    try {
      return await measure(database, contenders.list, plan, options);
    } finally {
      await contenders.stop();
    }
  } finally {
    await database.stop();
  }
}

/** Which workloads are asked of whom. */
function planOf(options) {
  const everybody = contenderNames(options);
  const usual = options.check ? CHECK_CONTENDERS : options.quick ? QUICK_CONTENDERS : everybody;
  const contenders =
    chosen('--contenders', options.contenders, everybody) ?? usual.filter((name) => everybody.includes(name));
  const all = WORKLOADS.map(({ name }) => name);
  const asked = chosen('--workloads', options.workloads, all) ?? (options.quick ? QUICK_WORKLOADS : all);
  return { contenders, workloads: WORKLOADS.filter(({ name }) => asked.includes(name)) };
}

function chosen(argument, wanted, known) {
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`${argument} takes some of ${known.join(', ')}.`);
  return wanted;
}

/** @returns {Promise<number>} the exit code. */
async function measure(database, list, { workloads }, options) {
  const { admin, tenantId } = database;
  const place = { tenantId, contactIds: await someContacts(admin, tenantId, options) };
  const contendersOf = (workload) => list.filter(({ name }) => workload.contenders.includes(name));
  say('Comparing the answers…');
  const difference = await findDifference(workloads, contendersOf, place);
  if (difference !== null) {
    say(difference);
    return 1;
  }
  const logged = await countEntries(admin);
  const { rounds, supportReads } = await allRounds(admin, { workloads, contendersOf, place }, options, say);
  const entries = (await countEntries(admin)) - logged;
  if (entries !== supportReads) {
    say(`${supportReads} answers were given under the grant, and ${entries} of them are in the log.`);
    return 1;
  }
  const summary = summarize(rounds, workloads, contendersOf);
  return report(admin, list, summary, options);
}

async function report(admin, list, summary, options) {
  const memory = Object.fromEntries(
    list.filter((one) => one.process === undefined).map(({ title, pid }) => [title, memoryOf(pid)]),
  );
  const result = { about: await about(admin, inFigures(options)), summary, memory };
  const markdown = asMarkdown({ ...result, missed: missedTargets(summary) });
  if (options.isRecord) store(result.about, { summary, memory }, markdown);
  if (options.json) {
    process.stderr.write(markdown);
    process.stdout.write(`${JSON.stringify(asJson(summary))}\n`);
  } else {
    process.stdout.write(markdown);
  }
  if (options.recordRatios) recordRatios(summary, result.about);
  else if (options.check) return tell(regressions(summary));
  return 0;
}

function tell(sentences) {
  for (const sentence of sentences) say(sentence);
  if (sentences.length === 0) say('No workload lost more than it may against the recorded ratios.');
  return sentences.length === 0 ? 0 : 1;
}

function inFigures({ rounds, seconds, concurrency, poolSize, contacts }) {
  return {
    load: `${rounds} rounds of ${seconds} s each, ${concurrency} requests at a time, pools of ${poolSize} connections`,
    world: inWords(contacts),
  };
}

/** Spread over the whole tenant, in no order. */
async function someContacts(admin, tenantId, { contacts }) {
  const { rows } = await admin.query(
    `select id from (select id, row_number() over (order by id) as n from public.contact where tenant_id = $1) c
      where n % $3 = 0 order by md5(id::text) limit $2`,
    [tenantId, POINT_READS, sizesOf(contacts).bigContacts / POINT_READS],
  );
  return rows.map(({ id }) => id);
}

async function countEntries(admin) {
  const { rows } = await admin.query('select count(*)::int as n from public.access_entry');
  return rows[0].n;
}

try {
  process.exitCode = await run();
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}
