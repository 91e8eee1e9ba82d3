import type { Budgets } from './budget.js';
import type { Database } from './database.js';
import type { Ender } from './end-authority.js';
import type { CursorCodec } from './read/cursor.js';
import type { Reader } from './read/reader.js';
import type { Replica } from './read/replica.js';
import type { SelectionCache } from './read/selection-cache.js';
import type { ReceiptSigner } from './receipt.js';
import type { Seals } from './seal.js';
import type { StandingStore } from './standing.js';
import type { EventReader } from './stream/event-reader.js';
import type { Hints } from './stream/hints.js';
import type { Turns } from './turns.js';
import type { Resealer } from './write/resealing.js';
import type { Targets } from './webhooks/target.js';
import type { Waker } from './webhooks/waker.js';
import type { WebhookProofs } from './webhooks/webhook-keys.js';
import type { Writer } from './write/writer.js';

/** What all requests of a node share. */
export interface Corridor {
  readonly database: Database;
  readonly standings: StandingStore;
  readonly reader: Reader;
  /** Answers some of the reads; null: there is none. */
  readonly replica: Replica | null;
  /** The same on connections that no read takes. */
  readonly reserved: Pick<Corridor, 'database' | 'standings' | 'reader' | 'budgets'>;
  /** Put together for the first who writes. */
  readonly writer: () => Promise<Writer>;
  readonly resealer: Resealer;
  readonly selections: SelectionCache;
  readonly seals: Seals;
  readonly ender: Ender;
  readonly receipts: ReceiptSigner;
  /** Tells other nodes that something happened. */
  readonly hints: Hints;
  readonly events: EventReader;
  readonly cursors: CursorCodec;
  readonly budgets: Budgets;
  readonly turns: Turns;
  readonly singleAdministrator: boolean;
  /** Told of each tenant, by its uuid, in which something was changed and committed. */
  readonly changed: (tenantId: string) => void;
  readonly waker: Waker;
  /** Where webhooks may lead, and what shows that a node may deliver to one. */
  readonly webhooks: { readonly targets: Targets; readonly proofs: WebhookProofs };
}
