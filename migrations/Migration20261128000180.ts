import { Migration } from '@mikro-orm/migrations';
import { waking } from './20261128000180/waking.js';

/** Jobs of webhooks are made after the commit of what they tell of, so that no writer notifies. */
export class Migration20261128000180 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of waking) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
