/** The counterpart of jest-global-setup.mjs, in the same process: both see the same module state. */
export default async function globalTeardown(globalConfig, projectConfig) {
  const { default: teardown } = await import('../dist/test/support/global-teardown.js');
  await teardown(globalConfig, projectConfig);
}
