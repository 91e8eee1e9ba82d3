import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Corridor } from '../access/corridor.js';
import type { AccessLog } from './access-log/access-log.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import type { Listener } from './served.js';

/** How long requests take. */
export class Durations {
  readonly histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of the response.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [],
  });

  readonly heard: Listener = ({ method, route, status, ms }) => {
    this.histogram.observe({ method, route: route ?? 'none', status }, ms / 1_000);
  };
}

/**
 * For Prometheus: durations by route and status, the database's pool, webhooks, and the process itself. No label holds anything of a client's.
 * @returns whom to tell of deliveries
 */
export function registerMetrics(
  fastify: FastifyInstance,
  { database, reader, replica, ender }: Corridor,
  accessLog: AccessLog,
  sockets: { readonly size: number; readonly subscriptions: number },
  durations: Durations,
): DeliveryMetrics {
  const registry = new Registry();
  registry.registerMetric(durations.histogram);
  const deliveries = new DeliveryMetrics();
  deliveries.register(registry);
  const gauge = (name: string, help: string, value: () => number): void => {
    const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(value()) });
  };
  gauge('database_pool_connections', 'Connections to the database.', () => database.pool.totalCount);
  gauge('database_pool_idle', 'Connections that nobody uses.', () => database.pool.idleCount);
  gauge('database_pool_waiting', 'Requests that wait for a connection.', () => database.pool.waitingCount);
  gauge('database_statements', 'Statements sent since the start.', () => database.statements);
  gauge('read_plans', 'Compiled reads that are kept.', () => reader.planCount);
  if (replica) {
    const { counts } = replica;
    gauge('replica_reads', 'Reads that the replica answered.', () => counts.answered);
    gauge('replica_reads_behind', 'Reads that it had not come far enough for.', () => counts.behind);
    gauge(
      'replica_reads_failed',
      'Reads that failed on it. The primary answered them, as those before.',
      () => counts.failed,
    );
  }
  gauge('sockets', 'Sockets that are open.', () => sockets.size);
  gauge('subscriptions', 'Streams that are followed.', () => sockets.subscriptions);

  const { counts } = ender;
  gauge(
    'authority_endings',
    'Ends of authorities since the start, each answered when it was dead everywhere.',
    () => counts.endings,
  );
  gauge('authority_answers_drained', 'Answers that an end let finish.', () => counts.drained);
  gauge('authority_answers_fenced', 'Answers that an end cut off.', () => counts.fenced);
  gauge('authority_ending_seconds_sum', 'Time that ends of authorities took.', () => counts.tookMs / 1_000);

  const { chained, heads } = accessLog;
  gauge('access_log_linked', 'Entries of the access log that this node has linked.', () => chained.linked);
  gauge(
    'access_log_unchained',
    'Entries that no node has linked yet, when this one last looked; at most 10,000 are counted.',
    () => chained.waiting,
  );
  gauge('access_log_chain_failures', 'Attempts to link that failed.', () => chained.failures);
  gauge('access_log_heads_exported', 'Signed heads that are where HEAD_FILE and HEAD_URL say.', () => heads.exported);
  gauge('access_log_head_failures', 'Exports of heads that failed, each tried again later.', () => heads.failures);

  fastify.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await Registry.merge([ofProcess(), registry]).metrics()),
  );
  return deliveries;
}

let processRegistry: Registry | undefined;

/**
 * One for all servers that the process runs, from when it is first asked for: the observers behind it have no end, so a server
 * that has stopped would be held by its own for ever.
 */
function ofProcess(): Registry {
  if (processRegistry === undefined) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
  }
  return processRegistry;
}
