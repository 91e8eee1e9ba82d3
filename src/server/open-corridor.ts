import type { Database } from '../access/database.js';
import { CursorCodec } from '../access/read/cursor.js';
import { Reader } from '../access/read/reader.js';
import { SelectionCache } from '../access/read/selection-cache.js';
import { Ender } from '../access/end-authority.js';
import type { Seals } from '../access/seal.js';
import { StandingStore } from '../access/standing.js';
import type { Corridor } from '../access/visit.js';
import { Writer } from '../access/write/writer.js';

/** What all requests of a node share on their way to the data. */
export function openCorridor(database: Database, secretKey: string, seals: Seals): Corridor {
  const standings = new StandingStore(database, secretKey);
  const reader = new Reader(database, standings, new CursorCodec(secretKey), seals);
  return {
    database,
    standings,
    reader,
    writer: new Writer(database, standings, reader),
    selections: new SelectionCache(),
    seals,
    ender: new Ender(database),
  };
}
