/**
 * PostgreSQL refuses to run as root. A root start therefore runs its programs under an unprivileged account that the
 * machine already has; accounts are never made. Everybody else runs them as themselves.
 */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod, lstat, mkdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EmbeddedDatabaseError, faultCode } from './embedded-error.js';

export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const ACCOUNT_NAMES = ['postgres', 'nobody', 'daemon'];
const RUN_LIMIT_MS = 120_000;

/** The programs see none of our environment: it holds secrets, and PG* variables would steer them. */
export const SERVER_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

export function ownUid(): number {
  if (process.getuid === undefined) {
    throw new EmbeddedDatabaseError(
      'UNSUPPORTED_MACHINE',
      'The embedded PostgreSQL runs on Linux and macOS; set DATABASE_URL to use a server of your own.',
    );
  }
  return process.getuid();
}

/** `undefined` means: as the user that we are. A cluster that exists already keeps its owner. */
export async function serverAccount(cluster: string | undefined): Promise<ServerAccount | undefined> {
  const uid = ownUid();
  const owner = cluster === undefined ? undefined : await ownerOf(cluster);
  if (uid !== 0) {
    if (owner === undefined || owner.uid === uid) return undefined;
    throw new EmbeddedDatabaseError(
      'NOT_OURS',
      `The embedded database in ${cluster ?? ''} belongs to another user (uid ${String(owner.uid)}); ` +
        'start as that user or as root, or choose another DATA_DIR.',
    );
  }
  if (owner !== undefined && owner.uid !== 0) return { name: `uid ${String(owner.uid)}`, ...owner };
  const accounts = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  for (const name of ACCOUNT_NAMES) {
    const [, , accountUid, gid] = accounts.find((fields) => fields[0] === name) ?? [];
    if (Number(accountUid) > 0 && Number(gid) > 0) return { name, uid: Number(accountUid), gid: Number(gid) };
  }
  throw new EmbeddedDatabaseError(
    'NO_ACCOUNT',
    `PostgreSQL does not run as root and this machine has none of the users ${ACCOUNT_NAMES.join(', ')}; ` +
      'start as an ordinary user, or set DATABASE_URL.',
  );
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (faultCode(error) === 'ENOENT') return undefined;
    throw new EmbeddedDatabaseError(
      'NOT_OURS',
      `This user cannot look into ${dirname(path)}; choose another DATA_DIR.`,
      error,
    );
  }
}

export interface ProgramResult {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a short program as the server's account, from a directory that everybody can enter. */
export function runAs(
  account: ServerAccount | undefined,
  program: string,
  args: readonly string[],
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      {
        cwd: '/',
        env: SERVER_ENVIRONMENT,
        timeout: RUN_LIMIT_MS,
        maxBuffer: 4 * 1024 * 1024,
        ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
      },
      (error, stdout, stderr) => {
        if (account !== undefined && faultCode(error) === 'EPERM') reject(cannotSwitch(account));
        else resolve({ ok: error === null, output: `${stdout}${stderr}${error === null ? '' : `\n${error.message}`}` });
      },
    );
  });
}

export function cannotSwitch(account: ServerAccount): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    'NO_ACCOUNT',
    `PostgreSQL does not run as root, and this root may not run it as ${account.name}; ` +
      'start as an ordinary user, or set DATABASE_URL.',
  );
}

/** Asked of the system and not read off mode bits, so that access lists and mounts count too. */
export async function canReach(account: ServerAccount | undefined, path: string): Promise<boolean> {
  if (account !== undefined) return (await runAs(account, '/bin/sh', ['-c', 'test -x "$1"', 'sh', path])).ok;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Nobody but us and root can put a file into the directory, or another directory in its place: programs run from it and
 * data is kept in it. Sticky parents such as /tmp are fine, since the directory itself is ours.
 */
export async function isOursAlone(directory: string): Promise<boolean> {
  const uid = ownUid();
  let trusted = await lstat(directory).then(
    (entry) => entry.isDirectory() && entry.uid === uid && (entry.mode & 0o022) === 0,
    () => false,
  );
  for (
    let child = directory, parent = dirname(child);
    trusted && parent !== child;
    child = parent, parent = dirname(child)
  ) {
    const entry = await stat(parent);
    trusted = (entry.uid === uid || entry.uid === 0) && ((entry.mode & 0o022) === 0 || (entry.mode & 0o1000) !== 0);
  }
  return trusted;
}

/**
 * A directory of ours outside the checkout, for what the account cannot reach inside it. /var/lib comes first because
 * temporary directories are emptied, and a cluster may have to live here.
 */
export async function shelter(account: ServerAccount | undefined): Promise<string> {
  const mark = `sluice-${String(ownUid())}`;
  const places = ['/var/lib/sluice', join('/var/tmp', mark), join(tmpdir(), mark)];
  for (const place of places) {
    if (await isMade(place)) await chmod(place, 0o755);
    if ((await isOursAlone(place)) && (await canReach(account, place))) return place;
  }
  throw new EmbeddedDatabaseError(
    'NO_PLACE',
    `The user ${account?.name ?? 'of this process'} cannot reach the embedded database, and there is no safe directory for it ` +
      `among ${places.join(', ')}; set DATA_DIR to a directory that every user can enter, or set DATABASE_URL.`,
  );
}

async function isMade(directory: string): Promise<boolean> {
  return mkdir(directory, { mode: 0o755 }).then(
    () => true,
    () => false,
  );
}
