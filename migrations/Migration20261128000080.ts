import { Migration } from '@mikro-orm/migrations';
import { facetsOfEntries, lighterLog } from './20261128000080/lighter-log.js';
import { reachColumns, reachProof, reachView } from './20261128000080/proof-of-reach.js';

/** A read under a grant finds its rights by a proof in the session, and writes its entry and its seal with less work. */
export class Migration20261128000080 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...reachColumns, ...reachView, ...reachProof, ...facetsOfEntries]) this.addSql(statement);
    this.addSql(`reset role`);
    for (const statement of lighterLog) this.addSql(statement);
  }
}
