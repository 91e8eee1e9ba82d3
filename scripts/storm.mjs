/**
 * `npm run storm [seconds] [seed]`: support reads while the owner grants and revokes at random, for a minute; one line says what came of it.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [seconds = '60', seed = String(Math.floor(Math.random() * 1e9))] = process.argv.slice(2);
const tests = fileURLToPath(new URL('test.mjs', import.meta.url));
const child = spawn(process.execPath, [tests, 'test/consent/storm.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, STORM_SECONDS: seconds, STORM_SEED: seed },
});

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
