import { migrate, type MigrateOptions } from '../access/schema/migrate.js';

/**
 * `npm run migrate`: brings the database of MIGRATION_DATABASE_URL to this version's schema, and allows the role of DATABASE_URL,
 * where that is set too, to serve as the API.
 */
function apiRole(address: string | undefined): MigrateOptions {
  if (address === undefined || address === '') return {};
  if (!URL.canParse(address)) {
    throw new Error('DATABASE_URL is not an address such as postgres://role:password@host:5432/database.');
  }
  const { username, password } = new URL(address);
  if (username === '')
    throw new Error('DATABASE_URL names no role: put it before the host, as in postgres://role@host/database.');
  return {
    apiRole: {
      name: decodeURIComponent(username),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    },
  };
}

async function run(): Promise<void> {
  const { MIGRATION_DATABASE_URL: url, DATABASE_URL: apiUrl } = process.env;
  if (url === undefined || url === '') {
    throw new Error('Set MIGRATION_DATABASE_URL to the address of the database, with the role that owns it.');
  }
  const log = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const { applied } = await migrate(url, { ...apiRole(apiUrl), log });
  log(
    applied.length === 0
      ? 'The schema is current: nothing to do.'
      : `The schema is current: ${String(applied.length)} migrations ran.`,
  );
}

await run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
