/**
 * `npm run faults -- [--only text]... [--write]`: plants the named faults, one at a time, in a copy of this checkout, and runs the tests that must
 * catch each. First the copy as it is must pass them. Fails where a fault is caught by no assertion. `--write`: into docs/faults.md.
 */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startServer, stopWhenTold } from '../checker/server.mjs';
import { build } from '../scripts/build.mjs';
import { copyCheckout, firstAssertion, plant, runTests } from './copy.mjs';
import { FAULTS } from './faults.mjs';
import { writeReport } from './report.mjs';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true, default: [''] }, write: { type: 'boolean', default: false } },
});
const chosen = FAULTS.filter(({ name }) => values.only.some((text) => name.includes(text)));
if (chosen.length === 0) throw new Error(`There is no fault that is called ${values.only.join(' or ')}.`);

await build();
const server = await startServer(DIST, { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' });
stopWhenTold(server);
const folder = await copyCheckout();
const table = [];

async function tryFault(fault) {
  const begun = performance.now();
  const takeOut = await plant(folder, fault);
  const result = await runTests(folder, fault, server.superuserUrl).finally(takeOut);
  const caughtBy = firstAssertion(result);
  const seconds = Math.round((performance.now() - begun) / 1_000);
  process.stderr.write(`${caughtBy === null ? 'NOT CAUGHT' : 'caught'} (${seconds}s) ${fault.name}\n`);
  if (caughtBy === null) process.stderr.write(`${result.output.slice(-3_000)}\n`);
  return { name: fault.name, file: fault.file, caughtBy, seconds };
}

try {
  const tests = [...new Set(chosen.flatMap((fault) => fault.tests))];
  const sound = await runTests(folder, { tests }, server.superuserUrl);
  if (sound.code !== 0) throw new Error(`Without any fault the tests do not pass:\n${sound.output.slice(-5_000)}`);
  process.stderr.write(`without any fault all ${sound.report.numPassedTests} tests pass\n`);
  for (const fault of chosen) table.push(await tryFault(fault));
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
for (const { name, caughtBy } of table) process.stdout.write(`${name} | ${caughtBy ?? 'NOT CAUGHT'}\n`);
const missed = table.filter(({ caughtBy }) => caughtBy === null);
process.stdout.write(`${table.length - missed.length} of ${table.length} faults are caught\n`);
if (values.write) await writeReport(table);
process.exit(missed.length === 0 ? 0 : 1);
