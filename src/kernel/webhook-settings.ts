import { z } from 'zod';
import { duration, durations, whole } from './setting-types.js';

/** How webhooks are delivered. What a try reads under lives for 30 seconds, and a try is over before that. */
export const webhookVariables = {
  WEBHOOK_CONCURRENCY: whole(0, 100, 4),
  WEBHOOK_TIMEOUT: duration('10s', 50, 20_000),
  WEBHOOK_RETRIES: durations('5s,5m,30m,2h,5h,10h,14h,20h,24h', 20, 7 * 86_400_000),
  WEBHOOK_TARGETS: z.enum(['public', 'any'], 'takes public or any').default('public'),
};

type WebhookVariables = z.infer<z.ZodObject<typeof webhookVariables>>;

export interface WebhookSettings {
  /** Deliveries that this node makes at once; 0: none. */
  readonly atOnce: number;
  /** Of one try, from looking the name up to the answer. */
  readonly timeoutMs: number;
  /** Pauses after the first try, the second, and so on. */
  readonly retriesMs: readonly number[];
  /** ANY: plain HTTP, every port and every network, for development. */
  readonly targets: 'PUBLIC' | 'ANY';
}

export function webhookFault({ WEBHOOK_TARGETS }: WebhookVariables, production: boolean): string | undefined {
  if (production && WEBHOOK_TARGETS === 'any') return 'WEBHOOK_TARGETS must be public where NODE_ENV is production';
  return undefined;
}

export function webhookSettings(read: WebhookVariables): WebhookSettings {
  return {
    atOnce: read.WEBHOOK_CONCURRENCY,
    timeoutMs: read.WEBHOOK_TIMEOUT,
    retriesMs: read.WEBHOOK_RETRIES,
    targets: read.WEBHOOK_TARGETS === 'any' ? 'ANY' : 'PUBLIC',
  };
}
