import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What whoever delivers webhooks tells of it. No label says for whom. */
export class DeliveryMetrics {
  readonly #durations = new Histogram({
    name: 'webhook_delivery_duration_seconds',
    help: 'Time that a try to deliver took, by what became of it: DELIVERED, WITHHELD, RETRY or DEAD. Its _count is the number of tries.',
    labelNames: ['outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers: [],
  });
  readonly #failures = new Counter({
    name: 'webhook_delivery_failures',
    help: 'Tries that failed, by the reason that the tenant is told.',
    labelNames: ['failure'],
    registers: [],
  });
  readonly #waiting = gaugeOf(
    'webhook_deliveries_waiting',
    'Deliveries of all webhooks that wait, for their first try or another, when this node last looked; at most 10,000 are counted.',
  );
  readonly #overdue = gaugeOf('webhook_deliveries_overdue', 'Of these, due for more than a minute.');
  readonly #dead = gaugeOf('webhook_dead_letters', 'Dead letters that are kept; at most 10,000 are counted.');

  readonly tried = (told: { readonly outcome: string; readonly failure: string | null; readonly ms: number }): void => {
    this.#durations.observe({ outcome: told.outcome }, told.ms / 1_000);
    if (told.failure !== null) this.#failures.inc({ failure: told.failure });
  };

  readonly backlog = (told: { readonly waiting: number; readonly overdue: number; readonly dead: number }): void => {
    this.#waiting.set(told.waiting);
    this.#overdue.set(told.overdue);
    this.#dead.set(told.dead);
  };

  register(registry: Registry): void {
    registry.registerMetric(this.#durations);
    registry.registerMetric(this.#failures);
    for (const gauge of [this.#waiting, this.#overdue, this.#dead]) registry.registerMetric(gauge);
  }
}

function gaugeOf(name: string, help: string): Gauge {
  return new Gauge({ name, help, registers: [] });
}
