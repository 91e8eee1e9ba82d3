import { Migration } from '@mikro-orm/migrations';
import { programAuthorities } from './20261128000013/authorities.js';

/** Programs among those who have an authority in the tenant, now and before. */
export class Migration20261128000013 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of programAuthorities) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
