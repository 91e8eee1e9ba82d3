import { Migration } from '@mikro-orm/migrations';
import { disclosures, disclosureTables } from './20261128000012/disclosures.js';

/** The register of what was disclosed to third parties. */
export class Migration20261128000012 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...disclosureTables, ...disclosures]) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
