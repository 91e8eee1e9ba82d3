import { stopTestServer } from './global-setup.js';

// eslint-disable-next-line import-x/no-default-export -- jest knows its hooks by no name
export default async function globalTeardown(): Promise<void> {
  await stopTestServer();
}
