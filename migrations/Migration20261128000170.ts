import { Migration } from '@mikro-orm/migrations';
import { denialReason } from './20261128000170/denial-reason.js';

/** Staff read why the tenant said no. */
export class Migration20261128000170 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of denialReason) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
