/**
 * `npm test [jest arguments]`: jest with ES modules, which Node still calls experimental and which has to be said before the
 * process starts. V8's cache of compiled code would keep the modules of every file that a worker has run, tens of megabytes for
 * each, until more time went to collecting garbage than to tests.
 */
import './require-node.mjs';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const options = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  '--enable-source-maps',
  '--no-compilation-cache',
];
const child = spawn(process.execPath, [...options, jest, ...process.argv.slice(2)], { stdio: 'inherit' });

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
