import type { DeliveryFailureKind } from '../../vocabulary/webhooks.js';

/** What became of one try. Of whom it was is not in it. */
export interface Tried {
  /** RETRY: it failed, and comes again. */
  readonly outcome: 'DELIVERED' | 'WITHHELD' | 'RETRY' | 'DEAD';
  readonly failure: DeliveryFailureKind | null;
  readonly ms: number;
}

/** What all webhooks together have before them and behind them, as far as it is counted. */
export interface Backlog {
  readonly waiting: number;
  /** Of these, due for more than a minute. */
  readonly overdue: number;
  readonly dead: number;
}

/** Whoever counts deliveries. */
export interface DeliveryListener {
  readonly tried: (tried: Tried) => void;
  readonly backlog: (backlog: Backlog) => void;
}
