/**
 * A guard against getting slower. Requests per second differ from machine to machine, ratios against the bare limit hardly do; those that
 * were last seen and accepted are in ratios.json, which `npm run bench -- --check --record` writes.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH } from './options.js';

const MAY_LOSE = 0.15;
const MEASURED_AGAIN = 2;
const RATIOS = join(BENCH, 'ratios.json');

function ratiosOf(summary) {
  return Object.fromEntries(
    summary.map(({ workload, contenders }) => [
      workload,
      Object.fromEntries(
        contenders.flatMap(({ name, toBare }) =>
          name === 'bare' || toBare === null ? [] : [[name, Number(toBare.median.toFixed(3))]],
        ),
      ),
    ]),
  );
}

export function recordRatios(summary, { commit, machine, world }) {
  writeFileSync(RATIOS, `${JSON.stringify({ commit, machine, world, toBare: ratiosOf(summary) }, null, 2)}\n`);
}

/** Who has become slower at what: workload, contender, and a sentence. */
function regressions(summary) {
  if (!existsSync(RATIOS)) throw new Error('No ratios are recorded: npm run bench -- --check --record does that.');
  const { toBare: recorded } = JSON.parse(readFileSync(RATIOS, 'utf8'));
  const seen = ratiosOf(summary);
  return Object.entries(recorded).flatMap(([workload, contenders]) =>
    Object.entries(contenders).flatMap(([name, ratio]) => {
      const now = seen[workload]?.[name];
      if (now === undefined || now >= ratio * (1 - MAY_LOSE)) return [];
      const lost = Math.round((1 - now / ratio) * 100);
      const sentence = `${workload}, ${name}: ${now.toFixed(3)} of the bare handler, ${lost} % less than the recorded ${ratio}.`;
      return [{ workload, name, sentence }];
    }),
  );
}

/**
 * Sentences about what has become slower. Whatever seems to have is measured again, twice: what another process took, it hardly takes from
 * the same contender each time.
 * @param measureAgain makes a summary of the workloads of these names
 */
export async function lasting(summary, measureAgain, say) {
  let lost = regressions(summary);
  for (let again = 0; again < MEASURED_AGAIN && lost.length > 0; again += 1) {
    for (const { sentence } of lost) say(`${sentence} Measured again…`);
    const still = regressions(await measureAgain(lost.map(({ workload }) => workload)));
    lost = still.filter((one) => lost.some(({ workload, name }) => one.workload === workload && one.name === name));
  }
  return lost.map(({ sentence }) => sentence);
}
