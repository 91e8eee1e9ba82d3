/** Run in the sandbox, once: gives it the packages of this checkout, and translates what Stryker put there. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../node_modules', import.meta.url));

await symlink(PACKAGES, join(process.cwd(), 'node_modules'), 'junction');
const { compileFolders } = await import(pathToFileURL(join(process.cwd(), 'scripts/build.mjs')).href);
await compileFolders(['src', 'test/policy']);
