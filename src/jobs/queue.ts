import { Logger as QueueLogger, runTaskList, type TaskList, type WorkerPool } from 'graphile-worker';
import pg from 'pg';
import type { Logger } from 'pino';
import { startOptions } from '../access/database.js';

export interface QueueOptions {
  readonly databaseUrl: string;
  /** What the queue asks the database for ends as what requests ask for does. */
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly logger: Logger;
  /** Jobs at once. */
  readonly atOnce: number;
  readonly pollMs: number;
}

/** One that listens, and two that take jobs and give them back: what jobs do, they do on the connections of the corridor. */
const CONNECTIONS = 3;
/** By this the library says that the queue was migrated to what this version of it does not know. */
const QUEUE_IS_NEWER = 57;

/**
 * Takes jobs and has them done. Where the library can't say that a job is over, because the database is away or too slow, it stops for good: then
 * it is begun again. That job stays taken, which hurts nobody, for the sweep makes another where there is something left to do.
 */
export class Queue {
  readonly #options: QueueOptions;
  readonly #tasks: TaskList;
  readonly #pool: pg.Pool;
  #workers: WorkerPool | undefined;
  #again: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: QueueOptions, tasks: TaskList) {
    this.#options = options;
    this.#tasks = tasks;
    this.#pool = openPool(options);
    this.#begin();
  }

  /** What is being done is finished first. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#again);
    await Promise.resolve(this.#workers?.gracefulShutdown()).catch((error: unknown) =>
      this.#options.logger.warn({ err: error }, 'jobs were not given back'),
    );
    await this.#pool.end();
  }

  #begin(): void {
    const { logger, atOnce, pollMs } = this.#options;
    const workers = runTaskList(
      {
        concurrency: atOnce,
        pollInterval: pollMs,
        noHandleSignals: true,
        logger: new QueueLogger(
          () => (level, message) => logger[level === 'warning' ? 'warn' : level]({ queue: message }, 'jobs'),
        ),
        // Without a delay, not even one of none, a failure to say that a job is over is heard by nobody, and ends the process.
        preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      },
      this.#tasks,
      this.#pool,
    );
    this.#workers = workers;
    const over = (error?: unknown): void => {
      if (this.#stopped) return;
      this.#workers = undefined;
      if (process.exitCode === QUEUE_IS_NEWER) return;
      logger.warn({ err: error }, 'the job queue stopped, and is begun again');
      this.#again = setTimeout(() => this.#begin(), pollMs).unref();
    };
    workers.promise.then(over, over);
  }
}

/** The one that listens asks for nothing and is in no transaction, so no end comes to it. */
function openPool({ databaseUrl, connectTimeoutMs, statementTimeoutMs, logger }: QueueOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: connectTimeoutMs,
    ...startOptions(statementTimeoutMs),
    application_name: 'sluice jobs',
    keepAlive: true,
  });
  // As with those of requests.
  const onError = (error: unknown): void => {
    if (!pool.ending) logger.warn({ err: error }, 'a connection of the job queue broke');
  };
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}
