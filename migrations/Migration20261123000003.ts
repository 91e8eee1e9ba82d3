import { Migration } from '@mikro-orm/migrations';
import { seal, sealPolicies, sealTable } from './20261123000003/seal.js';

/**
 * Seals: a read that rests on an authority leaves a row, in the transaction of the read itself, until its answer has left. Whoever ends
 * the authority waits for these rows, or for the bound after which what they stand for can't be written any more.
 */
export class Migration20261123000003 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of [...sealTable, ...sealPolicies]) this.addSql(statement);
    this.addSql(`set local role sluice_auth`);
    for (const statement of seal) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
