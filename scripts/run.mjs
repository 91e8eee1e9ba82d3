/**
 * `node scripts/run.mjs src/main.ts [arguments]`: build what has changed, then become that program. The same process, so that
 * signals, the exit code and standard input are the program's own, with no launcher in between to lose them.
 */
import './require-node.mjs';
import { existsSync } from 'node:fs';
import { enableCompileCache, setSourceMapsSupport } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const [entry] = process.argv.splice(2, 1);

// Stacks name lines of ours as they were written; the maps of other packages would be read at each start for nothing.
setSourceMapsSupport(true, { nodeModules: false });
// What V8 has made of a module is kept from start to start; where it can't be, nothing is lost but time.
enableCompileCache(join(ROOT, 'dist', '.build', 'compiled'));

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (entry === undefined || !entry.endsWith('.ts')) refuse('Name the program to run, such as src/main.ts.');
if (!existsSync(join(ROOT, entry))) refuse(`There is no program ${entry} in this checkout.`);

try {
  const { build } = await import('./build.mjs');
  await build();
} catch (error) {
  refuse(error instanceof Error ? error.message : String(error));
}

const program = join(ROOT, 'dist', entry.split('/').join(sep).replace(/\.ts$/, '.js'));
process.argv[1] = program;
await import(pathToFileURL(program).href);
