/** The table of a run, for docs/faults.md. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export async function writeReport(table) {
  const { stdout } = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT });
  const caught = table.filter(({ caughtBy }) => caughtBy !== null).length;
  const seconds = table.reduce((sum, row) => sum + row.seconds, 0);
  const rows = table.map(({ name, file, caughtBy }) => [name, `\`${file}\``, caughtBy ?? '**not caught**']);
  const lines = [
    '<!-- Written by npm run faults -- --write. -->',
    '',
    '# Planted faults',
    '',
    'Mistakes that one line can make, planted one at a time in a copy of the checkout: a check skipped, a condition dropped, a lock not',
    'taken, an await lost. Each must be caught by an assertion of the tests that are named for it in `faults/faults.mjs`; a crash or an error',
    'of compilation does not count, and without any fault the same tests pass.',
    '',
    `${caught} of ${table.length} were caught on ${new Date().toISOString().slice(0, 10)} at commit ${stdout.trim()}, in ${seconds} seconds.`,
    '',
    '| Fault | planted in | caught by |',
    '| --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`),
    '',
  ];
  await writeFile(`${ROOT}/docs/faults.md`, lines.join('\n'));
}
