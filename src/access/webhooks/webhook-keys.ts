import { createHash, createHmac, randomBytes, type KeyObject } from 'node:crypto';
import { derive, type TenantKey } from '../sealing.js';

/** As Standard Webhooks writes a secret. */
const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
const PLACE = 'webhook.secret';

/** A new secret, as it is shown once. */
export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Under the tenant's key, and bound to its webhook: a bytea in the server's text form. */
export function sealWebhookSecret(key: TenantKey, webhookId: string, secret: string): string {
  return `\\x${key.seal(PLACE, webhookId, secret).toString('hex')}`;
}

/** The bytes that sign. */
export function openWebhookSecret(key: TenantKey, webhookId: string, sealed: string): Buffer {
  const secret = key.open(PLACE, webhookId, Buffer.from(sealed.slice(2), 'hex'));
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}

/**
 * What a node shows to take a webhook's deliveries. It is made of the installation's secret, so the database, which keeps its digest, can't make
 * it, nor can anybody who only speaks to the database.
 */
export class WebhookProofs {
  readonly #key: KeyObject;

  constructor(secretKey: string) {
    this.#key = derive(Buffer.from(secretKey, 'utf8'), 'sluice webhook proofs');
  }

  of(webhookId: string): Buffer {
    return createHmac('sha256', this.#key).update(webhookId).digest();
  }

  /** What the database compares it with. */
  digestOf(webhookId: string): Buffer {
    return createHash('sha256').update(this.of(webhookId)).digest();
  }
}
