import { once } from 'node:events';
import { exportLog } from '../access/export-log.js';
import { readSettings } from '../settings.js';

/** `npm run --silent log:export -- <tenant slug>`: the tenant's chained access log on standard output, for scripts/verify-log.mjs. */
async function run(): Promise<void> {
  const { MIGRATION_DATABASE_URL } = process.env;
  const { migrationDatabaseUrl } = readSettings({ MIGRATION_DATABASE_URL });
  if (migrationDatabaseUrl === null) {
    throw new Error('Set MIGRATION_DATABASE_URL to the address of the database, with the role that owns it.');
  }
  const [slug, ...more] = process.argv.slice(2);
  if (slug === undefined || more.length > 0) {
    throw new Error('Name one tenant by its slug: npm run --silent log:export -- acme');
  }
  const { entries, waiting } = await exportLog(migrationDatabaseUrl, slug, async (lines) => {
    if (!process.stdout.write(lines)) await once(process.stdout, 'drain');
  });
  const left = waiting === 0 ? '' : `; ${String(waiting)} more have no place in the chain yet`;
  process.stderr.write(`${String(entries)} entries${left}.\n`);
}

await run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
