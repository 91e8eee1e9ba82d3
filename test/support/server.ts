/** The real server, on a demo world of its own, on a free port. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { pino } from 'pino';
import type { GraphQLSchema } from 'graphql';
import type { Corridor } from '../../src/access/corridor.js';
import type { Database } from '../../src/access/database.js';
import { startWorker, type WorkerOptions } from '../../src/jobs/worker.js';
import { createServer } from '../../src/server/create-server.js';
import { describeError } from '../../src/server/logger.js';
import { readSettings } from '../../src/settings.js';
import type { TestDatabase } from './database.js';
import { createDemoDatabase, TEST_SECRET_KEY } from './demo-database.js';
import { knowServer } from './second-factor.js';

export interface RunningServer {
  /** Of the API, as in `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  readonly origin: string;
  readonly databases: TestDatabase;
  readonly database: Database;
  readonly corridor: Corridor;
  readonly schema: GraphQLSchema;
  /** Everything that was logged. */
  readonly logged: readonly string[];
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly compiledAnswers?: boolean;
  /** Another server's, for several nodes on one; it stays when this one stops. */
  readonly databases?: TestDatabase;
  /** Works on the queue too. */
  readonly worker?: Pick<WorkerOptions, 'connecting'>;
}

export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  // Where mails go that nobody asked for: a test that reads them says so.
  const folder = await mkdtemp(join(tmpdir(), 'sluice-data-'));
  const databases = options.databases ?? (await createDemoDatabase());
  const logged: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged.push(chunk.toString());
      done();
    },
  });
  // A busy machine should not decide a test: those that are about the bound set it.
  const patient = { PORT: '0', SECRET_KEY: TEST_SECRET_KEY, RELEASE_BOUND: '5s', DATA_DIR: folder };
  const settings = readSettings({ ...patient, ...options.environment });
  const logger = pino({ level: 'trace', serializers: { err: describeError } }, sink);
  const server = await createServer({
    settings,
    databaseUrl: databases.apiUrl,
    secretKey: TEST_SECRET_KEY,
    logger,
    compiledAnswers: options.compiledAnswers ?? true,
  });
  await server.listen();
  const worker =
    options.worker &&
    startWorker({
      ...server,
      databaseUrl: databases.apiUrl,
      connectTimeoutMs: settings.connectTimeoutMs,
      statementTimeoutMs: settings.statementTimeoutMs,
      logger,
      ...settings.webhooks,
      ...options.worker,
    });
  const { port } = server.fastify.server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${String(port)}`;
  knowServer(origin, databases.superuserUrl);
  return {
    url: `${origin}/graphql`,
    origin,
    databases,
    database: server.database,
    corridor: server.corridor,
    schema: server.schema,
    logged,
    stop: async () => {
      await server.stop(async () => worker?.stop(settings.shutdownTimeoutMs));
      await rm(folder, { recursive: true, force: true });
      if (!options.databases) await databases.drop();
    },
  };
}

/** Answers are with their clients a moment before the node says that they have left: waits for that too. */
export async function allHasLeft({ databases }: RunningServer): Promise<void> {
  const client = new Client({ connectionString: databases.superuserUrl });
  await client.connect();
  try {
    const end = Date.now() + 10_000;
    while ((await client.query('select from public.seal limit 1')).rowCount !== 0) {
      if (Date.now() > end) throw new Error('An answer has not left.');
      await pause(5);
    }
  } finally {
    await client.end();
  }
}
