import { Migration } from '@mikro-orm/migrations';
import { chain, chainColumns, chainPolicies, chainTable } from './20261123000004/chain.js';

/** The access log becomes a hash chain per tenant, which a verifier can follow without the database. */
export class Migration20261123000004 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of [...chainColumns, ...chainPolicies]) this.addSql(statement);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...chainTable, ...chain]) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
