import { Migration } from '@mikro-orm/migrations';
import { keyed, keyedTable } from './20261128000011/keyed.js';

/** Changes that a client may send again, because it names them. */
export class Migration20261128000011 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...keyedTable, ...keyed]) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
