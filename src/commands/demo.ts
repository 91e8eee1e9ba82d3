import { developmentSecret } from '../server/demo/development-secret.js';
import { loadDemo } from '../server/demo/load-demo.js';
import { readSettings } from '../settings.js';

/**
 * `npm run demo`: loads the demo world into the migrated, empty database of MIGRATION_DATABASE_URL. The tenants' keys are wrapped
 * with SECRET_KEY, or with the database's development secret where there is none, exactly as an API on that database opens them.
 */
async function run(): Promise<void> {
  const { migrationDatabaseUrl, secretKey } = readSettings(process.env);
  if (migrationDatabaseUrl === null) {
    throw new Error('Set MIGRATION_DATABASE_URL to the address of the database, with the role that owns it.');
  }
  const loaded = await loadDemo({
    migrationUrl: migrationDatabaseUrl,
    secretKey: secretKey ?? (await developmentSecret(migrationDatabaseUrl)),
    log: (line) => process.stdout.write(`${line}\n`),
  });
  if (!loaded)
    throw new Error('There is data in this database already: the demo world is only loaded into an empty one.');
}

await run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
