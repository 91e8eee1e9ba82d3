import 'reflect-metadata';
import { createServer as createProbe } from 'node:net';
import { startWorker, type Worker } from './jobs/worker.js';
import { createServer, type SluiceServer } from './server/create-server.js';
import { checkDatabase, developmentSecret } from './server/database-checks.js';
import { demoAnnouncement } from './server/demo/announce.js';
import type { EmbeddedDatabase } from './server/embedded-database.js';
import { createLogger } from './server/logger.js';
import { unlessHurried, whenTold, type Told } from './server/told.js';
import { readSettings, type Settings } from './settings.js';

/**
 * `npm start`: with DATABASE_URL the API on that database; without it an embedded one, migrated, and with the demo world in it if it is
 * new. Whatever is wrong is one sentence, and exit code 1.
 */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Opened {
  readonly databaseUrl: string;
  readonly secretKey: string;
  /** The demo world was loaded, or has been before. */
  readonly demo: boolean;
  readonly close: () => Promise<void>;
}

async function openGiven(settings: Settings, databaseUrl: string): Promise<Opened> {
  await checkDatabase(databaseUrl, settings.connectTimeoutMs, settings.production);
  const secretKey = await secretKeyFor(settings, databaseUrl);
  return { databaseUrl, secretKey, demo: false, close: async () => undefined };
}

/** What only an embedded database needs is only loaded for one: a node that is given a database starts sooner and stays smaller. */
async function openEmbedded(settings: Settings, told: Told): Promise<Opened> {
  const { startEmbeddedDatabase } = await import('./server/embedded-database.js');
  const embedded = await startEmbeddedDatabase({ dataDir: settings.dataDir, log: say });
  try {
    return await unlessHurried(told, fillEmbedded(settings, embedded));
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

async function fillEmbedded(settings: Settings, embedded: EmbeddedDatabase): Promise<Opened> {
  const { apiUrl, migrationUrl } = embedded;
  const { migrate } = await import('./access/schema/migrate.js');
  await migrate(migrationUrl, { apiRole: { name: new URL(apiUrl).username }, log: say });
  await checkDatabase(apiUrl, settings.connectTimeoutMs, settings.production);
  const secretKey = await secretKeyFor(settings, apiUrl);
  if (!settings.production) {
    const { loadDemo } = await import('./server/demo/load-demo.js');
    await loadDemo({ migrationUrl, secretKey, log: say });
  }
  return { databaseUrl: apiUrl, secretKey, demo: !settings.production, close: () => embedded.stop() };
}

async function secretKeyFor(settings: Settings, databaseUrl: string): Promise<string> {
  if (settings.secretKey !== null) return settings.secretKey;
  say('SECRET_KEY is not set: using the development key that the database keeps. Set one before real data comes in.');
  return developmentSecret(databaseUrl, settings.connectTimeoutMs);
}

async function run(): Promise<void> {
  const told = whenTold();
  const settings = readSettings(process.env);
  await demandPort(settings);
  const opened =
    settings.databaseUrl === null
      ? await openEmbedded(settings, told)
      : await openGiven(settings, settings.databaseUrl);
  let server: SluiceServer | undefined;
  let worker: Worker | undefined;
  try {
    const { databaseUrl, secretKey } = opened;
    const logger = createLogger(settings.logLevel);
    server = await createServer({ settings, databaseUrl, secretKey, logger });
    const url = await server.listen().catch((error: unknown) => {
      throw listenFault(error, settings);
    });
    const { connectTimeoutMs, statementTimeoutMs, webhooks } = settings;
    worker = startWorker({ ...server, databaseUrl, connectTimeoutMs, statementTimeoutMs, logger, ...webhooks });
    say(`Sluice is ready at ${url}/graphql`);
    if (opened.demo) say(demoAnnouncement(`${url}/graphql`));
    await told.toStop;
    say('Stopping: running requests finish first.');
  } finally {
    try {
      if (server)
        await unlessHurried(
          told,
          server.stop(async () => worker?.stop(settings.shutdownTimeoutMs)),
        );
    } finally {
      await opened.close();
    }
  }
}

/** A database is made and filled for nobody where the port is taken: so it is looked at first, and taken later. */
async function demandPort({ host, port }: Settings): Promise<void> {
  const probe = createProbe();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject).listen({ host, port }, () => void probe.close(() => resolve()));
  }).catch((error: unknown) => {
    throw listenFault(error, { host, port });
  });
}

function listenFault(error: unknown, { host, port }: Pick<Settings, 'host' | 'port'>): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} of ${host} is in use: stop what uses it, or set PORT to another.`, {
        cause: error,
      });
    case 'EACCES':
      return new Error(`Port ${port} of ${host} is not ours to open: set PORT to one above 1023.`, { cause: error });
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return new Error(`${host} is no address of this machine: set HOST to one, such as 127.0.0.1.`, { cause: error });
    default:
      return error;
  }
}

try {
  await run();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
