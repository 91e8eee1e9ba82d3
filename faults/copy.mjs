/** A copy of the checkout in which faults are planted, and what its tests say of them. */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What the tests need; `dist` so that only what differs is translated. */
const NEEDED = ['dist', 'docs', 'migrations', 'scripts', 'src', 'test', 'checker', 'faults'];
const NEEDED_FILES = ['.swcrc', 'floors.json', 'jest.config.js', 'package.json', 'schema.graphql', 'tsconfig.json'];
/** A fault may leave a test waiting for what will never come. */
const LONGEST_MS = 240_000;

export async function copyCheckout() {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-faults-'));
  for (const name of [...NEEDED, ...NEEDED_FILES]) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** @returns takes the fault out again */
export async function plant(folder, { name, file, search, replace }) {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  if (text.split(search).length !== 2)
    throw new Error(`"${name}": ${file} does not hold the text to change exactly once:\n${search}`);
  await writeFile(
    path,
    text.replace(search, () => replace),
  );
  return () => writeFile(path, text);
}

/** @returns code: of jest; report: as jest tells it, null where it told nothing; output: for a person */
export async function runTests(folder, { tests, only }, databaseUrl) {
  const outputFile = join(folder, 'report.json');
  await rm(outputFile, { force: true });
  const options = ['--json', `--outputFile=${outputFile}`, '--forceExit', ...(only === undefined ? [] : ['-t', only])];
  const child = spawn(process.execPath, ['scripts/test.mjs', ...options, '--runTestsByPath', ...tests], {
    cwd: folder,
    env: { ...process.env, TEST_DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => void (output += String(chunk)));
  const tooLong = setTimeout(() => child.kill('SIGTERM'), LONGEST_MS);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(tooLong);
  const report = await readFile(outputFile, 'utf8').then(JSON.parse, () => null);
  return { code, report, output };
}

/**
 * The first test that failed by an assertion of its own. What can't be read, or ends without having asserted anything, has not caught a fault:
 * it has stumbled over it.
 */
export function firstAssertion({ report }) {
  for (const file of report?.testResults ?? []) {
    for (const { status, fullName, failureDetails } of file.assertionResults) {
      if (status === 'failed' && failureDetails.some(isAssertion)) return fullName;
    }
  }
  return null;
}

function isAssertion(detail) {
  return (detail.matcherResult ?? detail.error?.matcherResult) !== undefined;
}
