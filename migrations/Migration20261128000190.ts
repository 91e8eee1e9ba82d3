import { Migration } from '@mikro-orm/migrations';
import { factorEnds } from './20261128000190/factor-ends.js';

/** Giving up a second factor waits for what was read with it. */
export class Migration20261128000190 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of factorEnds) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
