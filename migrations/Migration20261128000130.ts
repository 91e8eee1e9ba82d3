import { Migration } from '@mikro-orm/migrations';
import { seals } from './20261128000130/seals.js';

/** An end within a tenant looks at that tenant only, and no jump of the clock takes away the seal of an answer that is on its way. */
export class Migration20261128000130 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of seals) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
