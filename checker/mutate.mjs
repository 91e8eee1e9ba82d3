/** A copy of the build in which one protection is switched off. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @param changes file, search, replace: each text must stand in its file exactly once */
export async function mutatedBuild({ name, changes }) {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-mutant-'));
  await cp(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  // What the program reads beside itself.
  await cp(join(ROOT, 'migrations'), join(folder, 'migrations'), { recursive: true });
  try {
    for (const { file, search, replace } of changes) {
      const path = join(folder, 'dist', file);
      const text = await readFile(path, 'utf8');
      if (text.split(search).length !== 2)
        throw new Error(`Mutant "${name}": ${file} does not hold the text to change exactly once:\n${search}`);
      await writeFile(
        path,
        text.replace(search, () => replace),
      );
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return { dist: join(folder, 'dist'), remove: () => rm(folder, { recursive: true, force: true }) };
}
