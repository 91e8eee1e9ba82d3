import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { printCatalogue, printPolicy } from '../policy/print.js';
import { printSchema } from '../server/print-schema.js';
import { buildSluiceSchema } from '../server/schema.js';
import { draftMigration, type Generated } from './migration-draft.js';

/**
 * `npm run generate`: writes whatever is derived from the marks and the page, so that nobody writes it twice. With `--check` it writes
 * nothing, names what is out of date, and fails.
 */
async function everything(): Promise<readonly Generated[]> {
  const sdl = printSchema(buildSluiceSchema());
  return [
    { path: 'schema.graphql', text: sdl },
    { path: 'docs/policy.md', text: printPolicy() },
    { path: 'docs/data-catalogue.md', text: printCatalogue() },
    ...(await typedOperations(sdl)),
    ...(await draftMigration(new Date())),
  ];
}

/** By the printed schema and not by the file, so that one run is enough. */
async function typedOperations(sdl: string): Promise<readonly Generated[]> {
  const { generate, loadContext } = await import('@graphql-codegen/cli');
  const context = await loadContext('codegen.ts');
  context.updateConfig({ schema: sdl, silent: true, noSilentErrors: true });
  const files = (await generate(context, false)) as readonly { readonly filename: string; readonly content: string }[];
  return files.map(({ filename, content }) => ({ path: filename, text: content }));
}

async function isCurrent({ path, text }: Generated): Promise<boolean> {
  return (await readFile(resolve(path), 'utf8').catch(() => null)) === text;
}

async function run(check: boolean): Promise<void> {
  const generated = await everything();
  const current = await Promise.all(generated.map(isCurrent));
  const stale = generated.filter((_, index) => !current[index]);
  if (check && stale.length > 0) {
    throw new Error(
      `Out of date: ${stale.map(({ path }) => path).join(', ')}. Run "npm run generate" and commit what it writes.`,
    );
  }
  for (const { path, text } of stale) {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await writeFile(resolve(path), text);
    process.stdout.write(`${path} written\n`);
  }
  if (stale.length === 0) process.stdout.write('Everything that is generated is current.\n');
}

try {
  await run(process.argv.includes('--check'));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
