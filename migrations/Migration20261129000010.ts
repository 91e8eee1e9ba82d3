import { Migration } from '@mikro-orm/migrations';
import { seals } from './20261129000010/seals.js';

/** Nodes that lift and fence the same seals at once wait for each other in no circle. */
export class Migration20261129000010 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of seals) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
