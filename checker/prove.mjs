/**
 * `npm run checker:mutants -- [--samples 5] [--seed 1] [--only text] [--survive 5]`: the proof that the checker can fail. Each protection is switched off
 * in a copy of the build, and each copy must be caught. How many revocations that takes is measured; then the real build has to survive
 * five times the mean and three standard deviations, under the same schedule.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { mutatedBuild } from './mutate.mjs';
import { MUTANTS } from './mutants.mjs';
import { violationsOf } from './report.mjs';
import { Run } from './run.mjs';
import { clearStage, openStage } from './stage.mjs';
import { startServer, stopWhenTold } from './server.mjs';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
/** For a machine that others use too; most are caught within seconds. */
const TRY_SECONDS = 240;
/** How many times what the copies were caught within the real build has to survive, and for how long it is tried at most. */
const SURVIVE_TIMES = 5;
const SURVIVE_SECONDS = 600;
/** A V2 is found in the log, and so at the end of a run: these are short. */
const LOG_SECONDS = 4;

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    survive: { type: 'string', default: String(SURVIVE_TIMES) },
  },
});
const samples = Number(values.samples);
const firstSeed = Number(values.seed);
const surviveTimes = Number(values.survive);
const NODES = 2;

/** @returns caught: how many revocations it took; null: it was not */
async function tryOnce(stage, mutant, seed) {
  const inLog = mutant.verdict === 'V2';
  await clearStage(stage);
  const run = new Run(stage, seed, {
    ...mutant.people,
    seconds: inLog ? LOG_SECONDS : TRY_SECONDS,
    stopAtFirst: !inLog,
    faults: mutant.faults,
  });
  const result = await run.execute();
  if (violationsOf(result) === 0) return { caught: null, result };
  return { caught: result.caughtAt?.revocations ?? result.revocations, result };
}

await build();
const server = await startServer(DIST, { fsync: 'off' });
stopWhenTold(server);
const table = [];
let failed = false;

/** One protection: every copy without it is caught, and the real build survives what they did not. */
async function prove(mutant, realStage) {
  const mutated = await mutatedBuild(mutant);
  const tries = [];
  const verdicts = { V0: 0, V1: 0, V2: 0 };
  try {
    const stage = await openStage(server, mutated.dist, { nodeCount: NODES });
    try {
      for (let at = 0; at < samples; at += 1) {
        const { caught, result } = await tryOnce(stage, mutant, firstSeed + at);
        tries.push(caught);
        for (const verdict of Object.keys(verdicts)) verdicts[verdict] += result.violations[verdict];
        process.stderr.write(
          `${mutant.name}: ${caught === null ? 'NOT CAUGHT in' : 'caught after'} ${caught ?? result.revocations} revocations\n`,
        );
      }
    } finally {
      await stage.close();
    }
  } finally {
    await mutated.remove();
  }
  const caught = tries.filter((tried) => tried !== null);
  const mean = caught.reduce((sum, tried) => sum + tried, 0) / caught.length;
  const squares = caught.reduce((sum, tried) => sum + (tried - mean) ** 2, 0);
  const needed = Math.ceil(mean + 3 * Math.sqrt(squares / Math.max(1, caught.length - 1)));
  failed ||= caught.length < samples;
  const row = {
    protection: mutant.name,
    caught: `${caught.length}/${samples}`,
    revocations: tries.join(' '),
    needed,
    ...verdicts,
  };
  if (!realStage) return row;
  await clearStage(realStage);
  const enoughRevocations = needed * surviveTimes;
  const real = await new Run(realStage, firstSeed, {
    ...mutant.people,
    seconds: SURVIVE_SECONDS,
    enoughRevocations,
    faults: mutant.faults,
  }).execute();
  const survived = violationsOf(real) === 0;
  failed ||= !survived || real.revocations < enoughRevocations;
  const times = (real.revocations / needed).toFixed(1);
  return { ...row, real: `${survived ? 'survived' : 'VIOLATED in'} ${real.revocations} revocations (${times} times)` };
}

function tell(row) {
  table.push(row);
  process.stderr.write(`${Object.values(row).join(' | ')}\n`);
}

try {
  const realStage = surviveTimes > 0 ? await openStage(server, DIST, { nodeCount: NODES }) : null;
  for (const mutant of MUTANTS.filter(({ name }) => name.includes(values.only))) tell(await prove(mutant, realStage));
  await realStage?.close();
} finally {
  await server.stop();
}
if (table.length === 0) throw new Error(`There is no protection that is called ${values.only}.`);
process.stdout.write(`${JSON.stringify(table, null, 2)}\n`);
for (const row of table) process.stdout.write(`${Object.values(row).join(' | ')}\n`);
process.exit(failed ? 1 : 0);
