import { createHmac, hash, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';
import { derive } from '../sealing.js';
import { isTokenSecret } from './token-secrets.js';

/**
 * What a client presents, and what is kept of it: the database holds only the digest of a session's or token's secret, so that whoever reads the
 * database can't become anybody.
 */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The digest under which the database knows a secret; empty for what can't be one, which presents nobody. */
export function credentialOf(secret: string): string {
  return SECRET.test(secret) || isTokenSecret(secret) ? hash('sha256', secret, 'hex') : '';
}

/** Makes and checks the token that a browser shows with a change. It follows from the session's secret, so it serves no other session. */
export class CsrfTokens {
  private readonly key: KeyObject;

  constructor(secretKey: string) {
    this.key = derive(Buffer.from(secretKey, 'utf8'), 'sluice csrf tokens');
  }

  of(sessionSecret: string): string {
    return createHmac('sha256', this.key).update(sessionSecret).digest('base64url');
  }

  matches(sessionSecret: string, presented: string): boolean {
    const expected = Buffer.from(this.of(sessionSecret));
    const given = Buffer.from(presented.slice(0, expected.length + 1));
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}
