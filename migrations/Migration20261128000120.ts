import { Migration } from '@mikro-orm/migrations';
import { ticketEvents, ticketTriggers } from './20261128000120/ticket-events.js';

/** Webhooks are told of tickets. */
export class Migration20261128000120 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of ticketEvents) this.addSql(statement);
    this.addSql(`reset role`);
    for (const statement of ticketTriggers) this.addSql(statement);
  }
}
