/**
 * `npm run bench`: the product beside its peers and a bare handler, in one run, on one database with the same rows. First all contenders
 * must answer the same values; then they are asked in turns. What can't be asked in turns comes after that.
 */
import { join } from 'node:path';
import { lasting, recordRatios } from './check.js';
import { findDifference } from './compare.js';
import { withContenders } from './contenders.js';
import { openDatabase } from './database.js';
import { buildProduct, readOptions } from './options.js';
import { placeFor } from './place.js';
import { planOf } from './plan.js';
import { about, store } from './record.js';
import { asJson, asMarkdown, missedTargets, summarize } from './report.js';
import { allRounds } from './rounds.js';
import { memoryOf } from './usage.js';
import { inWords } from './world.js';

function say(line) {
  process.stderr.write(`${line}\n`);
}

/** @returns {Promise<number>} the exit code. */
async function run() {
  const told = readOptions();
  const options = { ...told, logDir: join(told.dataDir, 'logs') };
  const plan = planOf(options);
  await buildProduct();
  const database = await openDatabase(options, say);
  try {
    const known = await about(database.admin, inFigures(options));
    const asked = await inRounds(database, plan, options);
    const procedures = [];
    for (const { name, title, run: measure } of plan.procedures) {
      say(`${title}…`);
      procedures.push({ name, title, ...(await attempt(name, () => measure(database, options))) });
    }
    report({ about: known, ...asked, procedures }, options);
    if (options.recordRatios) recordRatios(asked.summary, known);
    return options.check && !options.recordRatios ? await verdict(asked.summary, database, plan, options) : 0;
  } finally {
    await database.stop();
  }
}

/** What can't be measured is told as a target that is missed: an hour of other measurements need not be lost with it. */
async function attempt(name, measure) {
  try {
    return await measure();
  } catch (error) {
    say(error.stack);
    return { numbers: null, missed: [`${name} could not be measured: ${error.message}`], tables: [] };
  }
}

async function inRounds(database, plan, options) {
  if (plan.workloads.length === 0) return { summary: [], memory: {} };
  return withContenders(plan.contenders, database, options, (running) => ask(database, running, plan, options));
}

async function ask(database, running, { workloads }, options) {
  const { list } = running;
  const needs = new Set(workloads.flatMap((workload) => workload.needs));
  const sluice = list.find(({ name }) => name === 'sluice');
  const place = await placeFor(needs, database, { ...running, sluice }, options);
  const contendersOf = (workload) => list.filter(({ name }) => workload.contenders.includes(name));
  say('Comparing the answers…');
  const difference = await findDifference(workloads, contendersOf, place);
  if (difference !== null) throw new Error(difference);
  const rounds = new Map();
  // Writes come last: the rows that they leave behind are not the readers' doing.
  for (const phase of ['read', 'write']) {
    const inPhase = workloads.filter((workload) => workload.phase === phase);
    if (inPhase.length === 0) continue;
    const before = await countEntries(database.admin);
    const result = await allRounds(database.admin, { workloads: inPhase, contendersOf, place }, options, say);
    assertLogged(before, await countEntries(database.admin), result.counts);
    for (const [name, measured] of result.rounds) rounds.set(name, measured);
  }
  return {
    summary: summarize(rounds, workloads, contendersOf),
    memory: Object.fromEntries(
      list.filter((one) => one.process === undefined).map(({ title, pid }) => [title, memoryOf(pid)]),
    ),
  };
}

async function countEntries(admin) {
  const { rows } = await admin.query(
    'select (select count(*) from public.access_entry)::int as reads, (select count(*) from public.change_entry)::int as changes',
  );
  return rows[0];
}

/** Each answer under a grant or a token is in the log, and each change of whoever made it. What was cut off may have got there before. */
function assertLogged(before, after, { loggedReads, cutOff, updates }) {
  const reads = after.reads - before.reads;
  if (reads < loggedReads || reads > loggedReads + cutOff) {
    throw new Error(
      `${loggedReads} answers were given under the grant or the token, and ${reads} of them are in the log.`,
    );
  }
  if (cutOff > 0)
    say(`${cutOff} answers under the grant or the token were not released in time: they count for nobody.`);
  const changes = after.changes - before.changes;
  if (changes !== updates) throw new Error(`${updates} changes were made, and ${changes} of them are in the log.`);
}

function report(result, options) {
  const { about: known, summary, memory, procedures } = result;
  const missed = [...missedTargets(summary), ...procedures.flatMap((one) => one.missed)];
  const markdown = asMarkdown({ ...result, missed });
  if (options.isRecord) store(known, { summary, memory, procedures }, markdown);
  if (options.json) {
    process.stderr.write(markdown);
    process.stdout.write(`${JSON.stringify(asJson(summary))}\n`);
  } else {
    process.stdout.write(markdown);
  }
}

async function verdict(first, database, plan, options) {
  const measureAgain = async (names) => {
    const workloads = plan.workloads.filter(({ name }) => names.includes(name));
    const { summary } = await inRounds(database, { ...plan, workloads }, options);
    return summary;
  };
  const sentences = await lasting(first, measureAgain, say);
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

try {
  process.exitCode = await run();
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}
