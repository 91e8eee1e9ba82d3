import { Migration } from '@mikro-orm/migrations';
import { quickConsents } from './20261124000001/quick-consents.js';

/** Looks the consents of a tenant up without going through them once for each. */
export class Migration20261124000001 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of quickConsents) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
