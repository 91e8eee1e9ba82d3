/**
 * A guard against getting slower. Requests per second differ from machine to machine, ratios against the bare limit hardly do; those that
 * were last seen and accepted are in ratios.json, which `npm run bench -- --check --record` writes.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH } from './options.js';

const MAY_LOSE = 0.15;
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

/** What has become slower, as sentences. */
export function regressions(summary) {
  if (!existsSync(RATIOS)) return ['No ratios are recorded: npm run bench -- --check --record does that.'];
  const { toBare: recorded } = JSON.parse(readFileSync(RATIOS, 'utf8'));
  const seen = ratiosOf(summary);
  return Object.entries(recorded).flatMap(([workload, contenders]) =>
    Object.entries(contenders).flatMap(([name, ratio]) => {
      const now = seen[workload]?.[name];
      if (now === undefined || now >= ratio * (1 - MAY_LOSE)) return [];
      const lost = Math.round((1 - now / ratio) * 100);
      return [
        `${workload}, ${name}: ${now.toFixed(3)} of the bare handler, ${lost} % less than the recorded ${ratio}.`,
      ];
    }),
  );
}
