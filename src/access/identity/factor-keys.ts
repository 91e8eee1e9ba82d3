import type { KeyObject } from 'node:crypto';
import { derive, lock, unlock } from '../sealing.js';

/**
 * The secrets of second factors, encrypted before they reach the database: who has a copy of it can make nobody's codes. A box is bound to
 * its account. Keys are replaced by putting a new one in front: all open, the first one seals, and what an older one sealed is sealed anew
 * when it is next used.
 */
export class FactorKeys {
  readonly #keys: readonly KeyObject[];

  /** @param keys of their own, the newest first; the secret key of the installation stands behind them */
  constructor(secretKey: string, keys: readonly string[]) {
    this.#keys = [...keys, secretKey].map(keyOf);
  }

  seal(userId: string, secret: string): Buffer {
    const [newest] = this.#keys;
    if (!newest) throw new Error('There is no key to seal second factors with.');
    return lock(newest, boundTo(userId), Buffer.from(secret, 'utf8'));
  }

  open(userId: string, box: Buffer): { readonly secret: string; readonly isOutdated: boolean } {
    for (const [index, key] of this.#keys.entries()) {
      const secret = unlock(key, boundTo(userId), box);
      if (secret) return { secret: secret.toString('utf8'), isOutdated: index > 0 };
    }
    throw new Error(
      `No key opens the second factor of user ${userId}: SECOND_FACTOR_KEYS and SECRET_KEY must hold the one that sealed it.`,
    );
  }
}

function keyOf(secret: string): KeyObject {
  return derive(Buffer.from(secret, 'utf8'), 'sluice second factors');
}

function boundTo(userId: string): Buffer {
  return Buffer.from(`second factor of ${userId}`, 'utf8');
}
