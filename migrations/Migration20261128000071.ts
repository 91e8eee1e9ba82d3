import { Migration } from '@mikro-orm/migrations';
import { appChanges } from './20261128000071/app-changes.js';

/** Apps are changed, and end with a receipt. */
export class Migration20261128000071 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of appChanges) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
