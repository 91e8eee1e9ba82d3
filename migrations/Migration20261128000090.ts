import { Migration } from '@mikro-orm/migrations';
import { unsetExpectation } from './20261128000090/unset-expectation.js';

/** Where nothing is expected of a read, nothing is compared. */
export class Migration20261128000090 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of unsetExpectation) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
