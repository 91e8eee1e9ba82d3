import { createHmac } from 'node:crypto';

/** As the headers of Standard Webhooks say it. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * @param secrets each signs, the newest first: while one takes another's place a receiver may know either
 * @param id the same in every try, so that a receiver knows what it has had already
 */
export function signedHeaders(secrets: readonly Buffer[], id: string, at: Date, body: Buffer): SignedHeaders {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map((secret) => {
    const code = createHmac('sha256', secret).update(`${id}.${seconds}.`).update(body);
    return `v1,${code.digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}
