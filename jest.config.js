import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

const configuration = {
  rootDir: ROOT,
  roots: ['<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  resolver: '<rootDir>/scripts/jest-resolver.cjs',
  setupFiles: ['reflect-metadata'],
  ...hook('globalSetup', 'global-setup.ts', 'jest-global-setup.mjs'),
  ...hook('globalTeardown', 'global-teardown.ts', 'jest-global-teardown.mjs'),
  reporters: ['default', '<rootDir>/scripts/skip-reporter.mjs'],
  maxWorkers: 2,
  // On a busy machine a worker takes longer than jest's half second to end; one that holds something open is still told of.
  workerGracefulExitTimeout: 10_000,
  testTimeout: 30_000,
};

function hook(key, source, runner) {
  return existsSync(`${ROOT}/test/support/${source}`) ? { [key]: `<rootDir>/scripts/${runner}` } : {};
}

export default configuration;
