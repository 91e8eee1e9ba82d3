import type { GraphQLSchema } from 'graphql';
import type { Corridor } from '../access/corridor.js';
import { PayloadReader } from '../access/webhooks/payload-reader.js';
import { Repeat } from '../kernel/repeat.js';
import { Queue, type QueueOptions } from './queue.js';
import type { ConnectOptions } from './webhooks/connect.js';
import { Deliverer } from './webhooks/deliverer.js';
import { DeliveryStore, type WebhookJob } from './webhooks/delivery-store.js';
import type { DeliveryListener } from './webhooks/told.js';

export interface WorkerOptions extends Omit<QueueOptions, 'pollMs'> {
  readonly corridor: Corridor;
  readonly schema: GraphQLSchema;
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
  const pollMs = Math.max(QUICKEST_POLL_MS, Math.min(POLL_MS, ...retriesMs));
  const queue = new Queue({ ...options, pollMs }, { webhook: (payload) => deliverer.deliver(payload as WebhookJob) });
  const sweep = (): Promise<void> =>
    store
      .sweep()
      .then(async () => deliveries.backlog(await store.backlog()))
      .catch((error: unknown) => logger.warn({ err: error }, 'webhooks were not swept'));
  const sweeping = new Repeat(Math.min(SWEEP_EVERY_MS, timeoutMs), sweep);
  sweeping.start(0);
  return {
    stop: async (withinMs) => {
      deliverer.stop();
      const patience = setTimeout(() => deliverer.giveUp(), withinMs);
      await Promise.all([sweeping.stop(), queue.stop()]);
      clearTimeout(patience);
    },
  };
}
