import { migrate } from '../access/schema/migrate.js';
import { startEmbeddedDatabase } from '../server/embedded-database.js';
import { unlessHurried, whenTold } from '../server/told.js';
import { readSettings } from '../settings.js';

/** `npm run db`: only the embedded database, migrated; prints what a shell or an .env file needs to use it, and stays. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function run(): Promise<void> {
  const told = whenTold();
  const { dataDir } = readSettings({ ...process.env, NODE_ENV: 'development' });
  const embedded = await startEmbeddedDatabase({ dataDir, log: (line) => process.stderr.write(`${line}\n`) });
  try {
    const apiRole = { name: new URL(embedded.apiUrl).username };
    const log = (line: string): void => void process.stderr.write(`${line}\n`);
    await unlessHurried(told, migrate(embedded.migrationUrl, { apiRole, log }));
    say(`DATABASE_URL=${embedded.apiUrl}`);
    say(`MIGRATION_DATABASE_URL=${embedded.migrationUrl}`);
    await told.toStop;
  } finally {
    await embedded.stop();
  }
}

try {
  await run();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
