import { Migration } from '@mikro-orm/migrations';
import { authoritiesThen } from './20261128000150/authorities.js';
import { standingOf } from './20261128000150/standing-of.js';
import { roleThen } from './20261128000150/then.js';

/** What is explained and previewed of access is what then happens. */
export class Migration20261128000150 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...roleThen, authoritiesThen, standingOf]) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
