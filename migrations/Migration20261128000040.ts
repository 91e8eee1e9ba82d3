import { Migration } from '@mikro-orm/migrations';
import { proofColumns, proofTriggers, provenPolicies, provenReach } from './20261128000040/proof-of-membership.js';

/** A session's own row proves what its user is a member of, as long as the tenant has the version that it was proven at. */
export class Migration20261128000040 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...proofColumns, ...provenReach, ...proofTriggers]) this.addSql(statement);
    this.addSql(`reset role`);
    for (const statement of provenPolicies) this.addSql(statement);
  }
}
