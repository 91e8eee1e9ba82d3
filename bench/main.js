/**
 * `npm run bench`: the product beside PostGraphile 5 and a bare handler, in one run, on one database with the same rows. First all
 * contenders must answer the same values; then they are asked in turns, in short rounds whose order rotates, so that whatever else the
 * machine does strikes all of them alike.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { load, requestBytes } from './client.js';
import { findDifference } from './compare.js';
import { startContenders } from './contenders.js';
import { openDatabase } from './database.js';
import { PRODUCT, readOptions } from './options.js';
import { bodyFor, QUESTIONS } from './queries.js';
import { about, store } from './record.js';
import { asMarkdown, measured, missedBars, summarize } from './report.js';
import { cpuOf, memoryOf } from './usage.js';

const POINT_READS = 500;

function say(line) {
  process.stderr.write(`${line}\n`);
}

async function run() {
  const options = readOptions();
  const { build } = await import(pathToFileURL(join(PRODUCT, 'scripts', 'build.mjs')).href);
  await build();
  const database = await openDatabase(options.dataDir, say);
  try {
    const contenders = await startContenders(database, { ...options, logDir: join(options.dataDir, 'logs') });
    try {
      return await measure(database, contenders, options);
    } finally {
      await contenders.stop();
    }
  } finally {
    await database.stop();
  }
}

/** @returns {Promise<number>} the exit code. */
async function measure(database, { list, tenantId }, options) {
  const ids = await someContacts(database.admin, tenantId);
  say('Comparing the answers…');
  const difference = await findDifference(list, tenantId, ids);
  if (difference !== null) {
    say(difference);
    return 1;
  }
  const logged = await countEntries(database.admin);
  const { rounds, supportReads } = await allRounds(database.admin, list, options, (question, contender) =>
    ids.map((id) =>
      requestBytes(contender.url, contender.headers, bodyFor(question, contender.dialect, { tenantId, id })),
    ),
  );
  const entries = (await countEntries(database.admin)) - logged;
  if (entries !== supportReads) {
    say(`${supportReads} answers were given under the grant, and ${entries} of them are in the log.`);
    return 1;
  }
  const summary = summarize(rounds, list);
  const memory = Object.fromEntries(
    list.filter(({ name }) => name !== 'support').map(({ title, pid }) => [title, memoryOf(pid)]),
  );
  const { rounds: howMany, seconds, concurrency, poolSize } = options;
  const load = `${howMany} rounds of ${seconds} s each, ${concurrency} requests at a time, pools of ${poolSize} connections`;
  const result = { about: await about(database.admin, load), summary, memory, missed: missedBars(summary) };
  // A trial of another checkout, or beside one, is nobody's record: its build may hold what its commit does not.
  if (options.isRecord) store(result.about, { summary, memory }, asMarkdown(result));
  process.stdout.write(asMarkdown(result));
  return 0;
}

async function someContacts(admin, tenantId) {
  const { rows } = await admin.query(
    `select id from (select id, row_number() over (order by id) as n from public.contact where tenant_id = $1) c
      where n % 100 = 0 order by md5(id::text) limit $2`,
    [tenantId, POINT_READS],
  );
  return rows.map(({ id }) => id);
}

async function countEntries(admin) {
  const { rows } = await admin.query('select count(*)::int as n from public.access_entry');
  return rows[0].n;
}

async function allRounds(admin, contenders, options, requestsFor) {
  const { concurrency, seconds, warmUpSeconds, rounds: howMany } = options;
  const rounds = new Map(QUESTIONS.map(({ name }) => [name, new Map(contenders.map((one) => [one.name, []]))]));
  let supportReads = 0;
  for (let round = 0; round <= howMany; round += 1) {
    const warmingUp = round === 0;
    say(warmingUp ? 'Warming up…' : `Round ${round} of ${howMany}…`);
    for (const question of QUESTIONS) {
      for (const contender of turned(contenders, round)) {
        const requests = requestsFor(question, contender);
        const before = await cpuOf(contender, admin);
        const result = await load({
          url: contender.url,
          requests,
          concurrency,
          seconds: warmingUp ? warmUpSeconds : seconds,
        });
        const after = await cpuOf(contender, admin);
        if (contender.name === 'support') supportReads += result.count;
        if (!warmingUp)
          rounds
            .get(question.name)
            .get(contender.name)
            .push(measured(result, before, after));
      }
    }
  }
  return { rounds, supportReads };
}

function turned(list, by) {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

try {
  process.exitCode = await run();
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}
