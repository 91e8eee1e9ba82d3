import type { Database } from './database.js';
import type { Account } from './identity/account.js';
import type { CursorCodec } from './read/cursor.js';
import type { Visit } from './visit.js';

/** What every resolver is given. One per request; behind it the visit changes when somebody signs in or out. */
export interface RequestContext {
  readonly visit: Visit;
  readonly account: Account;
  readonly database: Database;
  readonly cursors: CursorCodec;
}
