import { Budgets, UNBOUNDED, type BudgetSettings } from '../access/budget.js';
import type { Database } from '../access/database.js';
import { CursorCodec } from '../access/read/cursor.js';
import { Reader } from '../access/read/reader.js';
import { Replica } from '../access/read/replica.js';
import { SelectionCache } from '../access/read/selection-cache.js';
import { Ender } from '../access/end-authority.js';
import type { ReceiptSigner } from '../access/receipt.js';
import type { Seals } from '../access/seal.js';
import { EventReader } from '../access/stream/event-reader.js';
import { EVERYWHERE, type Hints } from '../access/stream/hints.js';
import { StandingStore } from '../access/standing.js';
import { Turns, type TurnSettings } from '../access/turns.js';
import type { Targets } from '../access/webhooks/target.js';
import { Waker } from '../access/webhooks/waker.js';
import { WebhookProofs } from '../access/webhooks/webhook-keys.js';
import type { Corridor } from '../access/corridor.js';
import { late } from '../kernel/late.js';
import { Resealer } from '../access/write/resealing.js';

export interface CorridorParts {
  readonly database: Database;
  /** For ending rights: connections that reads never take. */
  readonly reserved: Database;
  /** For what is done in an instant while rights end. */
  readonly attending: Database;
  /** A streaming replica of it, where there is one. */
  readonly replica: Database | null;
  /** Told when the replica begins to be of use, and why it is of none. */
  readonly onReplica: (why: string | null) => void;
  readonly secretKey: string;
  readonly seals: Seals;
  readonly receipts: ReceiptSigner;
  readonly hints: Hints;
  readonly budget: BudgetSettings;
  readonly turns: TurnSettings;
  /** How long the end of an authority may wait in the line of its tenant. */
  readonly longestEndMs: number;
  readonly singleAdministrator: boolean;
  readonly webhookTargets: Targets;
  /** Told where webhooks got no jobs: the sweep makes them later. */
  readonly onWakeError: (error: unknown) => void;
}

/** What all requests of a node share on their way to the data. */
export function openCorridor(parts: CorridorParts): Corridor {
  const { database, reserved, attending, secretKey, seals, receipts, hints } = parts;
  const turns = new Turns(parts.turns);
  const turnsOnReplica = new Turns(parts.turns);
  const replica =
    parts.replica &&
    new Replica({ primary: database, replica: parts.replica, turns, turnsOnReplica, onChange: parts.onReplica });
  const standings = new StandingStore(database, secretKey);
  const cursors = new CursorCodec(secretKey);
  const waker = new Waker(database, parts.onWakeError);
  const tell = (tenantId: string): void => hints.tell(tenantId);
  const changed = (tenantId: string): void => {
    hints.tell(tenantId);
    waker.changed(tenantId);
  };
  const standingsToEnd = new StandingStore(reserved, secretKey);
  const reader = new Reader(database, standings, cursors, seals, turns, tell, replica);
  return {
    database,
    standings,
    reader,
    replica,
    reserved: {
      database: reserved,
      standings: standingsToEnd,
      reader: new Reader(reserved, standingsToEnd, cursors, seals, new Turns(parts.turns), tell),
      budgets: new Budgets(UNBOUNDED),
    },
    resealer: new Resealer(database),
    writer: late(async () => {
      const { Writer } = await import('../access/write/writer.js');
      return new Writer(database, standings, reader, changed);
    }),
    selections: new SelectionCache(),
    seals,
    ender: new Ender({
      reserved,
      attending,
      turns: new Turns({ ...parts.turns, atOnce: 1, longestWaitMs: parts.longestEndMs }),
      ended: () => tell(EVERYWHERE),
    }),
    receipts,
    hints,
    changed,
    waker,
    events: new EventReader(reader, cursors),
    cursors,
    budgets: new Budgets(parts.budget),
    turns,
    singleAdministrator: parts.singleAdministrator,
    webhooks: { targets: parts.webhookTargets, proofs: new WebhookProofs(secretKey) },
  };
}
