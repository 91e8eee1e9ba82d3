/**
 * `npm run checker:mutants -- [--samples 5] [--seed 1] [--only text]`: the proof that the checker can fail. Each protection is switched off
 * in a copy of the build, and each copy must be caught. How many revocations that takes is measured; then the real build has to survive many
 * times the mean and three standard deviations, under the same schedule.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { mutatedBuild } from './mutate.mjs';
import { MUTANTS } from './mutants.mjs';
import { violationsOf } from './report.mjs';
import { Run } from './run.mjs';
import { startServer } from './server.mjs';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const TRY_SECONDS = 60;
const SURVIVE_SECONDS = 60;
/** A V2 is found in the log, and so at the end of a run: these are short. */
const LOG_SECONDS = 6;

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    survive: { type: 'string', default: String(SURVIVE_SECONDS) },
  },
});
const samples = Number(values.samples);
const firstSeed = Number(values.seed);

/** @returns how many revocations it took; null: it was not caught */
async function tryOnce(server, dist, mutant, seed) {
  const inLog = mutant.verdict === 'V2';
  const run = new Run(server, dist, seed, {
    nodes: 2,
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
const table = [];
let failed = false;
try {
  for (const mutant of MUTANTS.filter(({ name }) => name.includes(values.only))) {
    const mutated = await mutatedBuild(mutant);
    const tries = [];
    const verdicts = { V0: 0, V1: 0, V2: 0 };
    try {
      for (let at = 0; at < samples; at += 1) {
        const { caught, result } = await tryOnce(server, mutated.dist, mutant, firstSeed + at);
        tries.push(caught);
        for (const verdict of Object.keys(verdicts)) verdicts[verdict] += result.violations[verdict];
        process.stderr.write(`${mutant.name}: ${caught === null ? 'NOT CAUGHT' : `caught after ${caught} revocations`}\n`);
      }
    } finally {
      await mutated.remove();
    }
    const caught = tries.filter((tried) => tried !== null);
    const mean = caught.reduce((sum, tried) => sum + tried, 0) / caught.length;
    const deviation = Math.sqrt(caught.reduce((sum, tried) => sum + (tried - mean) ** 2, 0) / Math.max(1, caught.length - 1));
    const needed = Math.ceil(mean + 3 * deviation);
    const real = await new Run(server, DIST, firstSeed, {
      nodes: 2,
      seconds: Number(values.survive),
      faults: mutant.faults,
    }).execute();
    const survived = violationsOf(real) === 0;
    failed ||= caught.length < samples || !survived || real.revocations < needed;
    table.push({
      protection: mutant.name,
      caught: `${caught.length}/${samples}`,
      revocations: tries.join(' '),
      'mean + 3 sd': needed,
      ...verdicts,
      'real build': `${survived ? 'survived' : 'VIOLATED in'} ${real.revocations} (${(real.revocations / needed).toFixed(1)}x)`,
    });
  }
} finally {
  await server.stop();
}
process.stdout.write(`${JSON.stringify(table, null, 2)}\n`);
for (const row of table) process.stdout.write(`${Object.values(row).join(' | ')}\n`);
process.exit(failed ? 1 : 0);
