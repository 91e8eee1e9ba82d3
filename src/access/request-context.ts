import type { Database } from './database.js';
import type { Account } from './identity/account.js';
import type { Visit } from './visit.js';

/** What every resolver is given. One per request; the visit changes hands when somebody signs in or out. */
export interface RequestContext {
  visit: Visit;
  readonly account: Account;
  readonly database: Database;
}
