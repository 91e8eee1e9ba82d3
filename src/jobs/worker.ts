import { Logger as QueueLogger, runTaskList, type WorkerPool } from 'graphile-worker';
import type { GraphQLSchema } from 'graphql';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Corridor } from '../access/corridor.js';
import { PayloadReader } from '../access/webhooks/payload-reader.js';
import type { ConnectOptions } from './webhooks/connect.js';
import { Deliverer } from './webhooks/deliverer.js';
import { DeliveryStore, type WebhookJob } from './webhooks/delivery-store.js';
import type { DeliveryListener } from './webhooks/told.js';

export interface WorkerOptions {
  readonly corridor: Corridor;
  readonly schema: GraphQLSchema;
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly deliveries: DeliveryListener;
  /** Deliveries at once; 0: this node makes none. */
  readonly atOnce: number;
  readonly timeoutMs: number;
  readonly retriesMs: readonly number[];
  /** How names are looked up, and whom certificates are believed of; absent: whom the system asks, and whom Node trusts. */
  readonly connecting?: Omit<ConnectOptions, 'targets'>;
}

export interface Worker {
  /** Takes nothing more; what is being done is finished within the time, or given back. */
  stop(withinMs: number): Promise<void>;
}

/** One that listens, and two that take jobs and give them back: what jobs do, they do on the connections of the corridor. */
const CONNECTIONS = 3;
/** How late a job may be that was not for at once. */
const POLL_MS = 2_000;
const QUICKEST_POLL_MS = 100;
/** How much longer than a try its delivery is kept from others. With it a try is over before the token that it reads under. */
const LEASE_MARGIN_MS = 5_000;
const SWEEP_EVERY_MS = 5_000;

/** Works on the queue, in this process and on the same corridor as its requests. */
export function startWorker(options: WorkerOptions): Worker {
  const { corridor, schema, logger, deliveries, atOnce, timeoutMs, retriesMs, connecting } = options;
  if (atOnce === 0) return { stop: async () => undefined };
  const { targets, proofs } = corridor.webhooks;
  const store = new DeliveryStore(corridor.database, proofs, timeoutMs + Math.min(timeoutMs, LEASE_MARGIN_MS));
  const deliverer = new Deliverer({
    store,
    payloads: new PayloadReader(corridor.reader, schema),
    standings: corridor.standings,
    seals: corridor.seals,
    connecting: { ...connecting, targets },
    timeoutMs,
    retriesMs,
    perTenant: Math.ceil(atOnce / 2),
    onTried: deliveries.tried,
    onError: (error) => logger.error({ err: error }, 'a webhook was not delivered for a reason of ours'),
  });
  const pool = openPool(options);
  const workers = runTaskList(
    {
      concurrency: atOnce,
      pollInterval: Math.max(QUICKEST_POLL_MS, Math.min(POLL_MS, ...retriesMs)),
      noHandleSignals: true,
      logger: new QueueLogger(
        () => (level, message) => logger[level === 'warning' ? 'warn' : level]({ queue: message }, 'jobs'),
      ),
    },
    { webhook: (payload) => deliverer.deliver(payload as WebhookJob) },
    pool,
  );
  const sweep = (): Promise<void> =>
    store
      .sweep()
      .then(async () => deliveries.backlog(await store.backlog()))
      .catch((error: unknown) => logger.warn({ err: error }, 'webhooks were not swept'));
  void sweep();
  const sweeping = setInterval(() => void sweep(), Math.min(SWEEP_EVERY_MS, timeoutMs)).unref();
  return {
    stop: async (withinMs) => {
      clearInterval(sweeping);
      deliverer.stop();
      const patience = setTimeout(() => deliverer.giveUp(), withinMs);
      await drained(workers, logger);
      clearTimeout(patience);
      await pool.end();
    },
  };
}

async function drained(workers: WorkerPool, logger: Logger): Promise<void> {
  await Promise.resolve(workers.gracefulShutdown()).catch((error: unknown) =>
    logger.warn({ err: error }, 'jobs were not given back'),
  );
}

function openPool({ databaseUrl, logger }: WorkerOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    application_name: 'sluice jobs',
    keepAlive: true,
  });
  const onError = (error: unknown): void => logger.warn({ err: error }, 'a connection of the job queue broke');
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}
