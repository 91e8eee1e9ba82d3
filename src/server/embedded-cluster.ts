/**
 * The files of the embedded database: `postgres.json` with its passwords, and the cluster itself. Both come into being in
 * one atomic step each, so that a start killed half-way, or two at once, leave nothing half-made and need no lock.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import {
  chmod,
  chown,
  link,
  mkdir,
  open,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ServerAccount, canReach, runAs, serverAccount, shelter } from './embedded-account.js';
import { type ServerBinaries } from './embedded-binaries.js';
import { EmbeddedDatabaseError, faultCode } from './embedded-error.js';

const Password = z.string().regex(/^[\w-]{20,100}$/);

const ClusterRecord = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** Only where the server's account cannot reach the data directory: where the cluster lives instead. */
  home: z.string().startsWith('/').optional(),
  passwords: z.object({ superuser: Password, owner: Password, node: Password }),
});

export type ClusterPasswords = z.infer<typeof ClusterRecord>['passwords'];

export interface ClusterPlace {
  readonly id: string;
  /** Holds the cluster and the server's log. */
  readonly home: string;
  readonly cluster: string;
  readonly account: ServerAccount | undefined;
  readonly passwords: ClusterPasswords;
}

/** What is being made carries this name until it is whole. */
export const DRAFT_PREFIX = 'postgres.new-';
const STALE_DRAFT_MS = 10 * 60_000;

export async function findPlace(dataDir: string): Promise<ClusterPlace> {
  await ensureDirectory(dataDir);
  const directory = await realpath(dataDir);
  const recordPath = join(directory, 'postgres.json');
  const record = (await readRecord(recordPath)) ?? (await makeRecord(recordPath, directory));
  const home = record.home ?? directory;
  await ensureDirectory(home);
  const cluster = join(home, 'postgres');
  return { id: record.id, home, cluster, account: await serverAccount(cluster), passwords: record.passwords };
}

/** Open to enter for the server's account whatever the umask says; a directory that exists stays as it is. */
async function ensureDirectory(path: string): Promise<void> {
  try {
    if ((await mkdir(path, { recursive: true, mode: 0o755 })) !== undefined) await chmod(path, 0o755);
  } catch (error) {
    throw new EmbeddedDatabaseError(
      'NO_PLACE',
      `The directory ${path} cannot be made; set DATA_DIR to a directory of this user.`,
      error,
    );
  }
}

async function readRecord(path: string): Promise<z.infer<typeof ClusterRecord> | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (faultCode(error) === 'ENOENT') return undefined;
    throw new EmbeddedDatabaseError(
      'NOT_OURS',
      `This user cannot read ${path}; start as its owner, or choose another DATA_DIR.`,
      error,
    );
  }
  try {
    return ClusterRecord.parse(JSON.parse(text));
  } catch {
    throw new EmbeddedDatabaseError(
      'BAD_RECORD',
      `${path} is damaged; restore it from a backup, or choose another DATA_DIR.`,
    );
  }
}

async function makeRecord(path: string, directory: string): Promise<z.infer<typeof ClusterRecord>> {
  const cluster = join(directory, 'postgres');
  if (await holdsCluster(cluster)) {
    throw new EmbeddedDatabaseError(
      'BAD_RECORD',
      `${cluster} holds a database, but its passwords in ${path} are gone; restore that file, or choose another DATA_DIR.`,
    );
  }
  const id = randomBytes(8).toString('hex');
  const account = await serverAccount(undefined);
  const reachable = await canReach(account, directory);
  const password = (): string => randomBytes(24).toString('base64url');
  const record: z.infer<typeof ClusterRecord> = {
    id,
    ...(reachable ? {} : { home: join(await shelter(account), `cluster-${id}`) }),
    passwords: { superuser: password(), owner: password(), node: password() },
  };
  await publish(path, `${JSON.stringify(record, null, 2)}\n`);
  return (await readRecord(path)) ?? record;
}

/** A hard link appears whole or not at all, and never replaces what another node wrote first. */
async function publish(path: string, text: string): Promise<void> {
  const draft = `${path}.new-${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path).catch((error: unknown) => {
      if (faultCode(error) !== 'EEXIST') throw error;
    });
  } catch (error) {
    throw new EmbeddedDatabaseError(
      'NO_PLACE',
      `${path} cannot be written; set DATA_DIR to a directory of this user.`,
      error,
    );
  } finally {
    await rm(draft, { force: true });
  }
}

async function holdsCluster(cluster: string): Promise<boolean> {
  return (await clusterMajor(cluster)) !== undefined;
}

async function clusterMajor(cluster: string): Promise<string | undefined> {
  try {
    return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (faultCode(error) === 'ENOENT' || faultCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Makes the cluster where there is none. `durable: false` is for tests that throw it away. */
export async function ensureCluster(
  place: ClusterPlace,
  binaries: ServerBinaries,
  durable: boolean,
  log: (line: string) => void,
): Promise<void> {
  const found = await clusterMajor(place.cluster);
  const wanted = binaries.version.split('.')[0];
  if (found !== undefined && found !== wanted) {
    throw new EmbeddedDatabaseError(
      'WRONG_VERSION',
      `${place.cluster} was made by PostgreSQL ${found} and this is ${wanted ?? 'another'}; ` +
        'move its data with pg_dump, or choose another DATA_DIR.',
    );
  }
  await removeStaleDrafts(place.home);
  if (found !== undefined) return;
  log(`Making the embedded PostgreSQL ${wanted ?? ''} in ${place.cluster}.`);
  const staging = join(place.home, `${DRAFT_PREFIX}${randomUUID()}`);
  try {
    await mkdir(staging, { mode: 0o700 });
    await writeFile(join(staging, 'password'), `${place.passwords.superuser}\n`, { mode: 0o600, flag: 'wx' });
    if (place.account !== undefined) {
      await chown(join(staging, 'password'), place.account.uid, place.account.gid);
      await chown(staging, place.account.uid, place.account.gid);
    }
    await initialise(place.account, binaries, staging, durable);
    await rename(join(staging, 'cluster'), place.cluster).catch(async (error: unknown) => {
      // Another start was faster: its cluster has the same passwords, from the same record.
      if (await holdsCluster(place.cluster)) return;
      throw new EmbeddedDatabaseError(
        'NO_PLACE',
        `${place.cluster} is in the way of the embedded database; move it away.`,
        error,
      );
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function initialise(
  account: ServerAccount | undefined,
  binaries: ServerBinaries,
  staging: string,
  durable: boolean,
): Promise<void> {
  let output = '';
  // ICU sorts alike on every machine. The C library's locale matters only for what ICU leaves to it, and musl has no C.UTF-8.
  for (const locale of ['C.UTF-8', 'C']) {
    const result = await runAs(account, binaries.initdb, [
      `--pgdata=${join(staging, 'cluster')}`,
      `--pwfile=${join(staging, 'password')}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      `--locale=${locale}`,
      '--locale-provider=icu',
      '--icu-locale=und',
      ...(durable ? [] : ['--no-sync']),
    ]);
    if (result.ok) return;
    output = result.output;
    if (!output.includes('invalid locale')) break;
  }
  const reason = /initdb: error: .*/.exec(output)?.[0] ?? output.trim().slice(-300);
  throw new EmbeddedDatabaseError('START_FAILED', `The embedded database could not be made: ${reason}`);
}

async function removeStaleDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith(DRAFT_PREFIX)) continue;
    const path = join(home, name);
    const age =
      Date.now() -
      (await stat(path).then(
        (entry) => entry.mtimeMs,
        () => Date.now(),
      ));
    if (age > STALE_DRAFT_MS) await rm(path, { recursive: true, force: true });
  }
}
