import { Release, type Seals } from '../../access/seal.js';
import type { StandingStore } from '../../access/standing.js';
import type { PayloadReader } from '../../access/webhooks/payload-reader.js';
import { openWebhookSecret } from '../../access/webhooks/webhook-keys.js';
import { CodedError } from '../../kernel/errors.js';
import { formatId } from '../../kernel/ids.js';
import { pauseAfter } from './back-off.js';
import { connect, type ConnectOptions } from './connect.js';
import type { DeliveryStore, TakenDelivery, WebhookJob } from './delivery-store.js';
import { DeliveryFailure } from './failure.js';
import { preparePost, type PreparedPost, type Reply } from './post.js';
import { signedHeaders } from './signature.js';
import type { Tried } from './told.js';

export interface DelivererParts {
  readonly store: DeliveryStore;
  readonly payloads: PayloadReader;
  readonly standings: StandingStore;
  readonly seals: Seals;
  readonly connecting: ConnectOptions;
  readonly timeoutMs: number;
  /** Pauses after the first try, the second, and so on. */
  readonly retriesMs: readonly number[];
  /** Deliveries of one tenant at once, so that a slow target holds up only its own. */
  readonly perTenant: number;
  readonly onTried: (tried: Tried) => void;
  /** Told of what nobody expected. */
  readonly onError: (error: unknown) => void;
}

const MOST_BYTES = 1_048_576;
/** Deliveries that one job makes before it lets others go first. */
const IN_A_ROW = 50;
const AGAIN_MS = 250;

type Outcome = { readonly reply: Reply } | { readonly withheld: true };

/** Delivers what is due for a webhook, one after the other, and says what became of it. */
export class Deliverer {
  readonly #parts: DelivererParts;
  readonly #running = new Map<string, number>();
  readonly #stopped = new AbortController();
  readonly #givenUp = new AbortController();

  constructor(parts: DelivererParts) {
    this.#parts = parts;
  }

  /** Nothing more is taken. */
  stop(): void {
    this.#stopped.abort();
  }

  /** What is still being tried is given up, and given back. */
  giveUp(): void {
    this.#stopped.abort();
    this.#givenUp.abort();
  }

  async deliver(job: WebhookJob): Promise<void> {
    const running = this.#running.get(job.tenant) ?? 0;
    if (this.#isStopped() || running >= this.#parts.perTenant) return this.#parts.store.later(job, AGAIN_MS);
    this.#running.set(job.tenant, running + 1);
    try {
      for (let made = 0; made < IN_A_ROW && !this.#isStopped(); made += 1) {
        const delivery = await this.#parts.store.take(job);
        if (!delivery) return;
        await this.#try(delivery);
      }
      await this.#parts.store.later(job, 0);
    } finally {
      const left = (this.#running.get(job.tenant) ?? 1) - 1;
      if (left > 0) this.#running.set(job.tenant, left);
      else this.#running.delete(job.tenant);
    }
  }

  #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  async #try(delivery: TakenDelivery): Promise<void> {
    const { store, retriesMs } = this.#parts;
    const begun = performance.now();
    const tell = (outcome: Tried['outcome'], failure: Tried['failure'] = null): void =>
      this.#parts.onTried({ outcome, failure, ms: performance.now() - begun });
    try {
      const outcome = await this.#attempt(delivery);
      const { status, askedMs } = 'withheld' in outcome ? { status: null, askedMs: 0 } : outcome.reply;
      if (status === null || (status >= 200 && status < 300)) {
        const end = status === null ? 'WITHHELD' : 'DELIVERED';
        tell(end);
        return await store.finish(delivery, end, status);
      }
      throw new DeliveryFailure(status >= 300 && status < 400 ? 'REDIRECT' : 'STATUS', status, askedMs);
    } catch (error) {
      if (this.#givenUp.signal.aborted) return store.giveBack(delivery);
      const failure = error instanceof DeliveryFailure ? error : this.#unexpected(error);
      const final = failure.kind === 'TOO_LARGE' || failure.status === 410;
      const again = final ? null : pauseAfter(delivery.attempt, retriesMs, Math.random, failure.askedMs);
      tell(again === null ? 'DEAD' : 'RETRY', failure.kind);
      await store.fail(delivery, failure.kind, failure.status, again);
    }
  }

  #unexpected(error: unknown): DeliveryFailure {
    if (!(error instanceof CodedError)) this.#parts.onError(error);
    return new DeliveryFailure(error instanceof CodedError && error.code === 'TIMEOUT' ? 'TOO_LATE' : 'ERROR');
  }

  /** The connection first, then the data, so that what was read is written at once. */
  async #attempt(delivery: TakenDelivery): Promise<Outcome> {
    const { connecting, timeoutMs, standings } = this.#parts;
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#givenUp.signal]);
    try {
      const { tenantKey } = await standings.load(delivery.presented);
      if (!tenantKey) return { withheld: true };
      const secrets = delivery.secrets.map((sealed) => openWebhookSecret(tenantKey, delivery.webhookId, sealed));
      const url = new URL(delivery.url);
      const connection = await connect(url, connecting, signal);
      try {
        return await this.#send(delivery, secrets, await preparePost(url, connection, signal));
      } finally {
        connection.raw.destroy();
      }
    } finally {
      // Its token is for this try, and is not presented again.
      standings.forget(delivery.presented);
    }
  }

  /** Once only: where it came too late for the gate, the webhook may lead elsewhere by now. */
  async #send(delivery: TakenDelivery, secrets: readonly Buffer[], post: PreparedPost): Promise<Outcome> {
    const release = new Release(this.#parts.seals);
    try {
      const body = await this.#parts.payloads.read(delivery.presented, delivery, release);
      if (body === null) return { withheld: true };
      if (body.length > MOST_BYTES) throw new DeliveryFailure('TOO_LARGE');
      const id = formatId('whd', delivery.deliveryId);
      const headers = { 'content-type': 'application/json', ...signedHeaders(secrets, id, new Date(), body) };
      return { reply: await post.send({ headers, body, release }) };
    } finally {
      release.close();
    }
  }
}
