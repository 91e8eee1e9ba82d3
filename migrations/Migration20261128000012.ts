import { Migration } from '@mikro-orm/migrations';
import { disclosures, disclosureTables } from './20261128000012/disclosures.js';
import { programPolicies, programReach } from './20261128000012/sealed.js';

/** The register of what was disclosed to third parties. */
export class Migration20261128000012 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...disclosureTables, ...disclosures, ...programReach]) this.addSql(statement);
    this.addSql(`reset role`);
    for (const statement of programPolicies) this.addSql(statement);
  }
}
