import { migrate, type MigrateOptions } from '../access/schema/migrate.js';
import { readSettings } from '../settings.js';

/**
 * `npm run migrate`: brings the database of MIGRATION_DATABASE_URL to this version's schema, and allows the role of DATABASE_URL,
 * where that is set too, to serve as the API. It needs no other setting: whoever migrates need not know the API's secrets.
 */
function apiRole(address: string | null): MigrateOptions {
  if (address === null) return {};
  const { username, password } = new URL(address);
  if (username === '') {
    throw new Error('DATABASE_URL names no role: put it before the host, as in postgres://role@host/database.');
  }
  return {
    apiRole: {
      name: decodeURIComponent(username),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    },
  };
}

async function run(): Promise<void> {
  const { DATABASE_URL, MIGRATION_DATABASE_URL } = process.env;
  const { databaseUrl, migrationDatabaseUrl } = readSettings({ DATABASE_URL, MIGRATION_DATABASE_URL });
  if (migrationDatabaseUrl === null) {
    throw new Error('Set MIGRATION_DATABASE_URL to the address of the database, with the role that owns it.');
  }
  const log = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const { applied } = await migrate(migrationDatabaseUrl, { ...apiRole(databaseUrl), log });
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
