import type { Database } from '../access/database.js';
import { CursorCodec } from '../access/read/cursor.js';
import { Reader } from '../access/read/reader.js';
import { SelectionCache } from '../access/read/selection-cache.js';
import { Ender } from '../access/end-authority.js';
import type { ReceiptSigner } from '../access/receipt.js';
import type { Seals } from '../access/seal.js';
import { StandingStore } from '../access/standing.js';
import type { Corridor } from '../access/visit.js';
import { Writer } from '../access/write/writer.js';

export interface CorridorParts {
  readonly database: Database;
  /** For ending rights: connections that reads never take. */
  readonly reserved: Database;
  readonly secretKey: string;
  readonly seals: Seals;
  readonly receipts: ReceiptSigner;
}

/** What all requests of a node share on their way to the data. */
export function openCorridor({ database, reserved, secretKey, seals, receipts }: CorridorParts): Corridor {
  const standings = new StandingStore(database, secretKey);
  const reader = new Reader(database, standings, new CursorCodec(secretKey), seals);
  return {
    database,
    standings,
    reader,
    writer: new Writer(database, standings, reader),
    selections: new SelectionCache(),
    seals,
    ender: new Ender(reserved),
    receipts,
  };
}
