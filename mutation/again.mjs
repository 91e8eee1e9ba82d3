/**
 * What a whole run found, kept for the next: a change that was noticed once stays noticed while the law is the same and tests are only added,
 * so that only the survivors need to be asked again. Whoever takes a test away runs the whole again.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { NOTICED } from './report.mjs';

const KEPT = 'mutation/last.json';
const LAW = 'src/policy';

async function digestOfLaw(root) {
  const digest = createHash('sha256');
  for (const name of (await readdir(join(root, LAW))).sort()) digest.update(await readFile(join(root, LAW, name)));
  return digest.digest('hex');
}

export async function keep(root, results) {
  const slim = results.map(({ fileName, location, mutatorName, replacement, status }) => ({
    fileName: relative(root, fileName),
    location,
    mutatorName,
    replacement,
    status,
  }));
  await writeFile(join(root, KEPT), JSON.stringify({ law: await digestOfLaw(root), results: slim }));
}

/** @returns what the last whole run found, with absolute names as Stryker gives them */
export async function readLast(root) {
  const { law, results } = JSON.parse(await readFile(join(root, KEPT), 'utf8'));
  if (law !== (await digestOfLaw(root)))
    throw new Error('The law has changed since the last run: ask the whole again.');
  return results.map((result) => ({ ...result, fileName: join(root, result.fileName) }));
}

/** @returns the places of the survivors, as Stryker takes them: its columns begin with 0 here */
export function placesOfSurvivors(root, results) {
  const places = results
    .filter(({ status }) => !NOTICED.has(status))
    .map(({ fileName, location: { start, end } }) => {
      const range = `${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`;
      return `${relative(root, fileName)}:${range}`;
    });
  return [...new Set(places)];
}

export function merge(last, again) {
  const asked = new Map(again.map((result) => [keyOf(result), result]));
  return last.map((result) => asked.get(keyOf(result)) ?? result);
}

function keyOf({ fileName, location, mutatorName, replacement }) {
  return JSON.stringify([fileName, location.start, location.end, mutatorName, replacement]);
}
