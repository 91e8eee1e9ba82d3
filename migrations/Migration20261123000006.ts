import { Migration } from '@mikro-orm/migrations';
import { addressable, quickReach } from './20261123000006/quick-reach.js';

/** Whoever names a tenant by its id is found sooner; what is found is the same. */
export class Migration20261123000006 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...addressable, ...quickReach]) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
