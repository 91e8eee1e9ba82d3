import { Migration } from '@mikro-orm/migrations';
import { importPolicies, importReach } from './20261128000060/imports.js';

/** Administrators import data: what they write in a window for it, under the tenant's instruction. */
export class Migration20261128000060 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of importReach) this.addSql(statement);
    this.addSql(`reset role`);
    for (const statement of importPolicies) this.addSql(statement);
  }
}
