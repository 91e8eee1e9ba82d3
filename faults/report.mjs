/** The table of docs/faults.md: what a run has seen goes into its rows, the others stay as they are. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FAULTS } from './faults.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = `${ROOT}/docs/faults.md`;
const NEVER = ['not run yet', ''];

export async function writeReport(table) {
  const { stdout } = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT });
  const seen = `${new Date().toISOString().slice(0, 10)}, ${stdout.trim()}`;
  const rows = rowsOf(await readFile(PAGE, 'utf8'));
  for (const { name, caughtBy } of table) rows.set(cell(name), [cell(caughtBy ?? '**not caught**'), seen]);
  const lines = [
    '<!-- Written by npm run faults -- --write. -->',
    '',
    '# Planted faults',
    '',
    'Mistakes that one line can make, planted one at a time in a copy of the checkout: a check skipped, a condition dropped, a lock not',
    'taken, an await lost. Each must be caught by an assertion of the tests that are named for it in `faults/faults.mjs`; a crash or an error',
    'of compilation does not count, and without any fault the same tests pass. A run of some of them (`--only`) writes their rows.',
    '',
    '| Fault | planted in | caught by | seen on, at commit |',
    '| --- | --- | --- | --- |',
    ...FAULTS.map(({ name, file }) => [cell(name), `\`${file}\``, ...(rows.get(cell(name)) ?? NEVER)]).map(
      (cells) => `| ${cells.join(' | ')} |`,
    ),
    '',
  ];
  await writeFile(PAGE, lines.join('\n'));
}

/** By the fault's name: what caught it, and when. */
function rowsOf(page) {
  const cells = page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(2, -2)
        .split(/(?<!\\)\|/)
        .map((text) => text.trim()),
    );
  return new Map(cells.map(([name, , caughtBy, seen]) => [name, [caughtBy, seen]]));
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}
