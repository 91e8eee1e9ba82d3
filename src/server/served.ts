import type { Logger } from 'pino';

/** A request that was answered, or broken off. */
export interface Served {
  readonly id: string;
  readonly method: string;
  /** As it is registered; null: there is none. */
  readonly route: string | null;
  readonly status: number;
  /** From the request to the end of the response. */
  readonly ms: number;
}

export type Listener = (served: Served) => void;

/** Without the query string: it may hold a whole operation. */
export function requestLog(logger: Logger): Listener {
  return ({ id, method, route, status, ms }) => {
    logger.info({ requestId: id, method, route, status, ms: Math.round(ms * 10) / 10 }, 'request');
  };
}
