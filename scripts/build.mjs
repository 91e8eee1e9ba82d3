/**
 * Translates src/ and migrations/ to dist/, file by file, with swc. Every start goes through here, so it must cost next to
 * nothing when nothing has changed: a manifest remembers what each output was made from, and swc is loaded only when some
 * file needs it. Below dist/ each folder mirrors its source: whatever has no source any more is removed.
 */
import './require-node.mjs';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'dist');
const PROGRAM = ['src', 'migrations'];

/** Other build steps, each a module with `build(): Promise<void>` that costs nothing when it has nothing to do. */
const FURTHER_STEPS = ['scripts/build-playground.mjs'];

export async function build() {
  await compileFolders(PROGRAM);
  for (const step of FURTHER_STEPS.map((path) => join(ROOT, path)).filter((path) => existsSync(path))) {
    await (await import(pathToFileURL(step).href)).build();
  }
}

export async function compileFolders(folders) {
  const recipe = await recipeKey();
  await Promise.all(folders.map((folder) => compileFolder(folder, recipe)));
}

async function compileFolder(folder, recipe) {
  const manifest = join(OUT, '.build', `${folder.replaceAll('/', '-')}.json`);
  const before = await readManifest(manifest, recipe);
  const sources = (await filesUnder(join(ROOT, folder))).filter(isSource);
  const inspected = await Promise.all(sources.map((path) => inspect(path, before[nameOf(path)])));

  const stale = inspected.filter(({ fresh }) => !fresh).map(({ path }) => path);
  if (stale.length > 0) await compile(stale);
  const removed = await removeAllBut(
    folder,
    new Set(sources.flatMap((path) => [outputOf(path), `${outputOf(path)}.map`])),
  );

  if (removed === 0 && inspected.every(({ touched }) => !touched)) return;
  const files = Object.fromEntries(
    inspected.map(({ path, mtime, size, hash }) => [nameOf(path), { mtime, size, hash }]),
  );
  await writeWhole(manifest, JSON.stringify({ recipe, files }));
}

/** All that decides what an output looks like besides its source: our options, this file, the compiler's version. */
async function recipeKey() {
  const parts = ['.swcrc', 'scripts/build.mjs', 'node_modules/@swc/core/package.json'];
  return digest(await Promise.all(parts.map((path) => readFile(join(ROOT, path)))));
}

async function readManifest(path, recipe) {
  try {
    const manifest = JSON.parse(await readFile(path, 'utf8'));
    return manifest.recipe === recipe ? manifest.files : {};
  } catch {
    return {}; // Missing or cut short: everything is translated again.
  }
}

/** Same time and size: unchanged. Otherwise the content decides (a checkout touches every file and changes few). */
async function inspect(path, before) {
  const { mtimeMs: mtime, size } = await stat(path);
  const built = before !== undefined && existsSync(outputOf(path));
  if (built && before.mtime === mtime && before.size === size) {
    return { path, mtime, size, hash: before.hash, fresh: true, touched: false };
  }
  const hash = digest([await readFile(path)]);
  return { path, mtime, size, hash, fresh: built && before.hash === hash, touched: true };
}

async function compile(paths) {
  const { transformFile } = await import('@swc/core');
  const results = await Promise.allSettled(
    paths.map(async (path) => {
      const output = outputOf(path);
      const { code, map } = await transformFile(path, {
        configFile: join(ROOT, '.swcrc'),
        cwd: ROOT,
        sourceFileName: relative(dirname(output), path).split(sep).join('/'),
      });
      await writeWhole(`${output}.map`, map ?? '');
      await writeWhole(output, `${code}//# sourceMappingURL=${basename(output)}.map\n`);
    }),
  );
  const failed = results.filter(({ status }) => status === 'rejected');
  if (failed.length > 0) throw new Error(failed.map(({ reason }) => withoutStack(reason)).join('\n'));
}

/** The compiler's message shows the place in the source; what follows it is the compiler's own stack. */
function withoutStack(reason) {
  return String(reason.message ?? reason).split(/\n+Caused by:/)[0];
}

async function removeAllBut(folder, outputs) {
  const present = (await filesUnder(join(OUT, folder))).filter((path) => /\.js(\.map)?$/.test(path));
  const left = present.filter((path) => !outputs.has(path));
  await Promise.all(left.map((path) => rm(path, { force: true })));
  return left.length;
}

/** Two nodes may start from one checkout at the same moment: a file is there whole or not at all. */
async function writeWhole(path, text) {
  const draft = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(draft, text);
  await rename(draft, path);
}

async function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What runs in a browser (a folder `client`) is bundled by a step of its own. */
function isSource(path) {
  return path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.includes(`${sep}client${sep}`);
}

function nameOf(path) {
  return relative(ROOT, path).split(sep).join('/');
}

function outputOf(path) {
  return join(OUT, relative(ROOT, path).replace(/\.ts$/, '.js'));
}

function digest(contents) {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
