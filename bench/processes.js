/** Each contender is a process of its own. The product runs as `npm start` runs it, in production, with nothing switched off. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BENCH } from './options.js';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

/** @param output where it writes to */
export function launch({ file, args, cwd, environment }, output) {
  const { PATH, HOME } = process.env;
  const child = spawn(file, args, { cwd, env: { PATH, HOME, ...environment }, stdio: ['ignore', output, output] });
  launched.add(child);
  child.once('exit', () => launched.delete(child));
  return child;
}

/** However a run ends, nobody whom it started stays behind. */
const launched = new Set();
process.once('exit', () => {
  for (const child of launched) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** Starts a process and waits for the line that says where it listens. Its output goes to a file, as a service's does. */
async function start(name, { file, args, cwd, environment, logDir, ready }) {
  mkdirSync(logDir, { recursive: true });
  const logPath = join(logDir, `${name}.log`);
  const output = openSync(logPath, 'w');
  const child = launch({ file, args, cwd, environment }, output);
  closeSync(output);
  const deadline = performance.now() + START_LIMIT_MS;
  for (;;) {
    const match = ready.exec(readFileSync(logPath, 'utf8'));
    if (match) return { child, url: match[1], logPath };
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${name} did not start: ${readFileSync(logPath, 'utf8').slice(-2_000)}`);
    }
    await sleep(50);
  }
}

export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await gone;
  clearTimeout(cut);
}

/** What `npm start` of a checkout gives to Node: the flags, the program. */
function startArguments(checkout) {
  const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
  return scripts.start.split(' ').slice(scripts.start.startsWith('exec ') ? 2 : 1);
}

/** How the product is started: as in production, and with nothing switched off. */
export function productCommand(checkout, database, { poolSize, nodeFlags, port = 0 }) {
  return {
    file: process.execPath,
    args: [...nodeFlags, ...startArguments(checkout)],
    cwd: checkout,
    environment: {
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: database.apiUrl,
      SECRET_KEY: database.secrets.secretKey,
      // A run may take longer than a code counts.
      STEP_UP_FOR: '1d',
      POOL_SIZE: String(poolSize),
      // One account of one tenant asks for as much as a node can answer, from one address: what keeps it from that is not what is measured.
      TENANT_CONCURRENCY: String(poolSize),
      ACTOR_BUDGET: '1000000000',
      ACTOR_RESTORE_RATE: '1000000000',
      TENANT_BUDGET: '1000000000',
      TENANT_RESTORE_RATE: '1000000000',
      MAX_CONNECTIONS_PER_ADDRESS: '5000',
    },
  };
}

export async function startProduct(name, checkout, database, options) {
  const command = productCommand(checkout, database, options);
  return start(name, { ...command, logDir: options.logDir, ready: /Sluice is ready at (\S+)/ });
}

export async function startPeer(name, databaseUrl, { poolSize, logDir }) {
  const { url: port, ...running } = await start(name, {
    file: process.execPath,
    args: [`peers/${name}.js`],
    cwd: BENCH,
    environment: {
      NODE_ENV: 'production',
      GRAPHILE_ENV: 'production',
      PEER_DATABASE_URL: databaseUrl,
      PEER_POOL_SIZE: String(poolSize),
    },
    logDir,
    ready: /^ready (\d+)$/m,
  });
  return { ...running, url: `http://127.0.0.1:${port}/graphql` };
}
