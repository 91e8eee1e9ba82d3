import { createHash, randomBytes } from 'node:crypto';
import type { Database, Presented, Row } from '../../access/database.js';
import { callOf } from '../../access/database.js';
import type { WebhookEvent } from '../../access/webhooks/payload-reader.js';
import type { WebhookProofs } from '../../access/webhooks/webhook-keys.js';
import { isoTime } from '../../kernel/time.js';
import { newUuid } from '../../kernel/ids.js';
import type { DeliveryFailureKind } from '../../vocabulary/webhooks.js';
import type { Backlog } from './told.js';

/** What a job says: for which webhook there may be something to do. */
export interface WebhookJob {
  readonly tenant: string;
  readonly webhook: string;
}

/** A delivery that this node has taken, for as long as its lease. */
export interface TakenDelivery extends WebhookEvent {
  readonly job: WebhookJob;
  /** Whose try it is: what it is read under. */
  readonly token: string;
  /** The first is 1. */
  readonly attempt: number;
  readonly url: string;
  /** Sealed, the newest first. */
  readonly secrets: readonly string[];
  /** What it is read under. */
  readonly presented: Presented;
}

const NOBODY: Presented = { credential: '', tenant: '' };

/** Deliveries as the database keeps them. Each call shows the proof of the webhook. */
export class DeliveryStore {
  readonly #database: Database;
  readonly #proofs: WebhookProofs;
  readonly #leaseMs: number;

  /** @param leaseMs after so long a delivery that was taken is due again, whatever became of who took it */
  constructor(database: Database, proofs: WebhookProofs, leaseMs: number) {
    this.#database = database;
    this.#proofs = proofs;
    this.#leaseMs = leaseMs;
  }

  /** The oldest that is due, with a token to read it under; undefined: there is none. */
  async take(job: WebhookJob): Promise<TakenDelivery | undefined> {
    const token = newUuid();
    const digest = createHash('sha256').update(randomBytes(32)).digest('hex');
    const [row] = await this.#call('take_delivery', job, [token, `\\x${digest}`, String(this.#leaseMs)]);
    if (!row) return undefined;
    const [deliveryId, attempt, event, recordId, queuedAt, url, events, sealed, before] = row;
    return {
      job,
      webhookId: job.webhook,
      deliveryId: deliveryId ?? '',
      token,
      attempt: Number(attempt),
      event: event ?? '',
      recordId: recordId ?? null,
      at: isoTime(queuedAt ?? ''),
      url: url ?? '',
      events: (events ?? '{}').slice(1, -1).split(','),
      secrets: [sealed, before].filter((one) => one !== null && one !== undefined),
      presented: { credential: digest, tenant: `#${job.tenant}` },
    };
  }

  async finish(delivery: TakenDelivery, outcome: 'DELIVERED' | 'WITHHELD', status: number | null): Promise<void> {
    await this.#tell('finish_delivery', delivery, [outcome, textOf(status)]);
  }

  /** @param againMs until the next try; null: there is none */
  async fail(
    delivery: TakenDelivery,
    why: DeliveryFailureKind,
    status: number | null,
    againMs: number | null,
  ): Promise<void> {
    await this.#tell('fail_delivery', delivery, [why, textOf(status), textOf(againMs)]);
  }

  /** As if it had never been taken. */
  async giveBack(delivery: TakenDelivery): Promise<void> {
    await this.#tell('return_delivery', delivery, []);
  }

  /** Another job for the same webhook, after a while. */
  async later(job: WebhookJob, inMs: number): Promise<void> {
    await this.#call('wake_webhook_later', job, [String(inMs)]);
  }

  /** Finds what is due and forgotten, and makes room. */
  async sweep(): Promise<void> {
    await this.#database.run(NOBODY, callOf('auth.sweep_webhooks', []));
  }

  async backlog(): Promise<Backlog> {
    const [row] = await this.#database.run(NOBODY, callOf('auth.webhook_backlog', []));
    const [waiting, overdue, dead] = row ?? [];
    return { waiting: Number(waiting), overdue: Number(overdue), dead: Number(dead) };
  }

  #tell(name: string, { job, deliveryId, token }: TakenDelivery, values: readonly (string | null)[]): Promise<Row[]> {
    return this.#call(name, job, [deliveryId, token, ...values]);
  }

  #call(name: string, { tenant, webhook }: WebhookJob, values: readonly (string | null)[]): Promise<Row[]> {
    const proof = `\\x${this.#proofs.of(webhook).toString('hex')}`;
    return this.#database.run(NOBODY, callOf(`auth.${name}`, [tenant, webhook, proof, ...values]));
  }
}

function textOf(number: number | null): string | null {
  return number === null ? null : String(number);
}
