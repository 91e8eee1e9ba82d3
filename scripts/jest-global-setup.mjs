/**
 * Jest runs its global hooks outside of its own module system, where nothing turns `./x.js` into `./x.ts`. So they are built as
 * the program itself is, and run as plain modules, next to the very files that would be deployed. The playground is built as
 * well, because no server starts without it.
 */
import { build as buildPlayground } from './build-playground.mjs';
import { compileFolders } from './build.mjs';

export default async function globalSetup(globalConfig, projectConfig) {
  await Promise.all([compileFolders(['src', 'migrations', 'test/support']), buildPlayground()]);
  const { default: setup } = await import('../dist/test/support/global-setup.js');
  await setup(globalConfig, projectConfig);
}
