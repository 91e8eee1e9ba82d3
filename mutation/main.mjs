/**
 * `npm run mutate:policy [-- --only src/policy/standing.ts | --again]`: changes the law in every small way that Stryker knows, and asks its
 * tests about each; `--again`: only about what survived the last whole run. No database is needed. Fails on a change that no test notices and that has no reason in reasons.json, and on a reason for what is
 * noticed. A whole run is written to docs/mutation.md.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { keep, merge, placesOfSurvivors, readLast } from './again.mjs';
import { judge, printReport } from './report.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));
const WHOLE = 'src/policy/**/*.ts';

const { values } = parseArgs({
  options: { only: { type: 'string', default: WHOLE }, again: { type: 'boolean', default: false } },
});
const last = values.again ? await readLast(ROOT) : null;
process.chdir(ROOT);
const { Stryker } = await import('@stryker-mutator/core');

const began = performance.now();
const tempDirName = await mkdtemp(join(tmpdir(), 'sluice-mutation-'));
const needed = ['src', 'test/policy', 'scripts', 'docs', 'package.json', '.swcrc'];
let results;
try {
  results = await new Stryker({
    mutate: last === null ? [values.only] : placesOfSurvivors(ROOT, last),
    ignorePatterns: ['*', '!test', 'test/*', ...needed.flatMap((name) => [`!${name}`, `!${name}/**`])],
    // Split at spaces, so a path that has some could not be told.
    buildCommand: `node ${join(HERE, 'prepare.mjs').replaceAll(' ', '\\ ')}`,
    symlinkNodeModules: false,
    plugins: [join(HERE, 'runner.mjs')],
    testRunner: 'policy',
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // Modules that were read are never forgotten.
    maxTestRunnerReuse: 60,
    // Longer than a busy machine makes any of them; what never ends is told by its count of hits.
    timeoutMS: 60_000,
    reporters: ['progress-append-only', 'survivors'],
    tempDirName,
    cleanTempDir: 'always',
    allowConsoleColors: false,
    logLevel: 'warn',
    warnings: { slow: false },
  }).runMutationTest();
} finally {
  await rm(tempDirName, { recursive: true, force: true });
}
if (last !== null) results = merge(last, results);
if (values.only === WHOLE) await keep(ROOT, results);
const reasons = JSON.parse(await readFile(join(HERE, 'reasons.json'), 'utf8'));
const judged = await judge(ROOT, results, reasons);
const seconds = Math.round((performance.now() - began) / 1_000);
for (const { file, line, mutator, snippet, replacement } of judged.unexplained)
  process.stdout.write(`${file}:${line} ${mutator}: ${snippet} -> ${replacement}\n`);
process.stdout.write(
  `${judged.noticed} of ${judged.all} changes are noticed, ${judged.unexplained.length} are neither noticed nor explained\n`,
);
if (values.only === WHOLE) {
  for (const reason of judged.unused) process.stdout.write(`No such survivor: ${JSON.stringify(reason)}\n`);
  await writeFile(
    join(ROOT, 'docs/mutation.md'),
    printReport(judged, last === null ? `in ${seconds} seconds` : 'survivors of a whole run asked again'),
  );
}
process.exit(judged.unexplained.length > 0 || (values.only === WHOLE && judged.unused.length > 0) ? 1 : 0);
