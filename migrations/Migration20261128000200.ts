import { Migration } from '@mikro-orm/migrations';
import { categoryLabels } from './20261128000200/category-labels.js';

/** Categories of a tenant's own have a label, which can be changed. */
export class Migration20261128000200 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of categoryLabels) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
