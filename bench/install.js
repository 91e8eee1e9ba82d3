/**
 * Installs the peers, unless what is installed is what the lock file says. npm writes down what it installed in a lock file of its own;
 * packages for other platforms may be missing there, and nothing else.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH } from './options.js';

function packagesOf(path) {
  try {
    const { packages } = JSON.parse(readFileSync(join(BENCH, path), 'utf8'));
    return new Map(Object.entries(packages).filter(([place]) => place !== ''));
  } catch {
    return null;
  }
}

function isInstalled() {
  const locked = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  if (locked === null || installed === null) return false;
  const isSame = (place) => installed.get(place)?.integrity === locked.get(place)?.integrity;
  return (
    [...installed.keys()].every((place) => locked.has(place) && isSame(place)) &&
    [...locked].every(([place, { optional }]) => (optional && !installed.has(place)) || isSame(place))
  );
}

if (!isInstalled()) {
  process.stderr.write('Installing the peers…\n');
  // Standard output is the results'.
  const { status } = spawnSync('npm', ['ci'], { cwd: BENCH, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
