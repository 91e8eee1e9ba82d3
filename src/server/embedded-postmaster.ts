/**
 * The server process of the embedded cluster: seeing whether one runs, starting one, ending one. It outlives a node that is
 * killed, so what runs is always read off the cluster's own lock file and the process table, never off memory.
 */
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cannotSwitch, SERVER_ENVIRONMENT } from './embedded-account.js';
import { type ServerBinaries } from './embedded-binaries.js';
import { type ClusterPlace, DRAFT_PREFIX } from './embedded-cluster.js';
import { EmbeddedDatabaseError, faultCode } from './embedded-error.js';

export type Observation =
  | { readonly state: 'stopped' }
  | { readonly state: 'starting' | 'ready' | 'stopping'; readonly pid: number; readonly port: number };

export type StartResult = 'ready' | 'port taken' | 'already running' | 'orphans left';

const POLL_MS = 10;
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;
const QUIT_LIMIT_MS = 5_000;

export async function observe(cluster: string): Promise<Observation> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pidLine, directory, , portLine, , , , status] = lines;
  const pid = Number(pidLine);
  if (!Number.isSafeInteger(pid) || pid <= 1 || directory === undefined || directory === '')
    return { state: 'stopped' };
  // After a restart of the machine, or in a container, the number may belong to any other program by now.
  const command = (await commandOf(pid)) ?? '';
  if (!`${command} `.includes(` -D ${directory} `)) return { state: 'stopped' };
  const port = Number(portLine);
  const word = status?.trim();
  if (word === 'ready') return { state: 'ready', pid, port };
  return { state: word === 'stopping' ? 'stopping' : 'starting', pid, port };
}

/**
 * The command line of a living process. A zombie has none: in containers whose first process reaps nobody, a server that was
 * killed stays in the table for ever.
 */
async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
    return text === '' ? undefined : text.replaceAll('\0', ' ');
  }
  return (await processTable()).get(pid);
}

async function processTable(): Promise<ReadonlyMap<number, string>> {
  const table = new Map<number, string>();
  if (process.platform === 'linux') {
    for (const name of await readdir('/proc')) {
      const command = /^\d+$/.test(name) ? await commandOf(Number(name)) : undefined;
      if (command !== undefined) table.set(Number(name), command);
    }
    return table;
  }
  const listing = await new Promise<string>((resolve) => {
    execFile('/bin/ps', ['-axo', 'pid=,state=,command='], { maxBuffer: 16 * 1024 * 1024 }, (_, stdout) => {
      resolve(stdout);
    });
  });
  for (const line of listing.split('\n')) {
    const [, pid, state, command] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (command !== undefined && !state?.startsWith('Z')) table.set(Number(pid), command);
  }
  return table;
}

/** Call when `observe` saw nothing running. PostgreSQL itself arbitrates between several starts at once. */
export async function startPostmaster(
  place: ClusterPlace,
  binaries: ServerBinaries,
  settings: Readonly<Record<string, string>>,
): Promise<StartResult> {
  await removeStaleLock(place.cluster);
  // A log of its own for each start, or several at once would write over what the others have to say.
  const logPath = join(place.home, `${DRAFT_PREFIX}${randomUUID()}.log`);
  const lastLog = join(place.home, 'postgres.log');
  const logFile = await open(logPath, 'wx', 0o600);
  try {
    const args = Object.entries({ ...settings, cluster_name: clusterName(place) }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const child = spawn(binaries.postgres, ['-D', place.cluster, ...args], {
      cwd: '/',
      env: SERVER_ENVIRONMENT,
      // Ctrl-C in a terminal reaches the whole group: the nodes must finish their answers before their database goes.
      detached: true,
      stdio: ['ignore', logFile.fd, logFile.fd],
      ...(place.account === undefined ? {} : { uid: place.account.uid, gid: place.account.gid }),
    });
    let failure: Error | undefined;
    child.once('error', (error) => {
      failure = error;
    });
    child.unref();
    const deadline = Date.now() + START_LIMIT_MS;
    while (Date.now() < deadline) {
      if (failure !== undefined) {
        if (place.account !== undefined && faultCode(failure) === 'EPERM') throw cannotSwitch(place.account);
        throw new EmbeddedDatabaseError('START_FAILED', 'The embedded PostgreSQL could not be started.', failure);
      }
      if (child.exitCode !== null || child.signalCode !== null) return explain(await readFile(logPath, 'utf8'));
      const seen = await observe(place.cluster);
      if (seen.state === 'ready' && seen.pid === child.pid) {
        await rename(logPath, lastLog);
        return 'ready';
      }
      await sleep(POLL_MS);
    }
    await rename(logPath, lastLog);
    throw new EmbeddedDatabaseError(
      'START_FAILED',
      `The embedded PostgreSQL is not ready after two minutes; ${lastLog} may say why.`,
    );
  } finally {
    await logFile.close();
    await rm(logPath, { force: true });
  }
}

function explain(log: string): StartResult {
  if (/lock file .* already exists/.test(log)) return 'already running';
  if (log.includes('pre-existing shared memory block')) return 'orphans left';
  if (log.includes('could not create any TCP/IP sockets') || log.includes('Address already in use'))
    return 'port taken';
  const reason = /(?:FATAL|PANIC): +(.*)/.exec(log)?.[1] ?? log.trim().slice(-300);
  throw new EmbeddedDatabaseError('START_FAILED', `The embedded PostgreSQL did not start: ${reason}.`);
}

/**
 * PostgreSQL refuses to start while the number in its lock file belongs to any process of the same user, a zombie included.
 * The file goes only if it names no server of this cluster; shared memory guards against two servers all the same.
 */
async function removeStaleLock(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before === undefined || (await observe(cluster)).state !== 'stopped') return;
  // Another start may have taken over in between: an unchanged file is still the dead server's.
  if ((await readFile(path, 'utf8').catch(() => undefined)) === before && before.trim() !== '')
    await rm(path, { force: true });
}

function clusterName(place: ClusterPlace): string {
  return `sluice-${place.id}`;
}

/** Server processes whose postmaster was killed notice only when their query ends; until then no other can start. */
export async function endOrphans(place: ClusterPlace): Promise<void> {
  for (const [pid, command] of await processTable()) {
    if (command.startsWith(`postgres: ${clusterName(place)}: `)) signal(pid, 'SIGKILL');
  }
}

/** Ends the server cleanly, breaking off what its clients do; waits until it is gone. */
export async function stopPostmaster(cluster: string): Promise<void> {
  for (const [kill, limit] of [
    ['SIGINT', STOP_LIMIT_MS],
    ['SIGQUIT', QUIT_LIMIT_MS],
  ] as const) {
    const seen = await observe(cluster);
    if (seen.state === 'stopped') return;
    signal(seen.pid, kill);
    const deadline = Date.now() + limit;
    while (Date.now() < deadline) {
      const now = await observe(cluster);
      // The lock file goes a moment before the process does.
      if ((now.state === 'stopped' || now.pid !== seen.pid) && (await commandOf(seen.pid)) === undefined) return;
      await sleep(POLL_MS);
    }
  }
  throw new EmbeddedDatabaseError('STOP_FAILED', `The embedded PostgreSQL in ${cluster} does not stop.`);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (faultCode(error) !== 'ESRCH') throw error;
  }
}
