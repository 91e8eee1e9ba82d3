import { Migration } from '@mikro-orm/migrations';
import { sumColumns, sumProofs, sumView } from './20261128000100/summed-up-proof.js';

/** What a session proves is found with half of the comparisons. */
export class Migration20261128000100 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...sumColumns, ...sumView, ...sumProofs]) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
