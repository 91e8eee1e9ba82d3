import { Migration } from '@mikro-orm/migrations';
import { eventRecorder, eventTable } from './20261123000007/events.js';
import { passwords } from './20261123000007/passwords.js';
import { sessionColumns, sessions, sessionTriggers } from './20261123000007/sessions.js';

/** Accounts: what happens to one is recorded where its user and his tenants read it, sessions are listed and ended, passwords changed. */
export class Migration20261123000007 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of eventTable) this.addSql(statement);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...sessionColumns, ...eventRecorder, ...sessions, ...passwords]) this.addSql(statement);
    this.addSql(`reset role`);
    for (const statement of sessionTriggers) this.addSql(statement);
  }
}
