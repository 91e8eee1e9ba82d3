import { Migration } from '@mikro-orm/migrations';
import { appBounds, boundAnew } from './20261128000110/app-bounds.js';
import { proposalColumns, proposals } from './20261128000110/proposals.js';
import { termsNow } from './20261128000110/terms-now.js';
import { waiting } from './20261128000110/waiting.js';

/** What third parties may is decided by two where two are asked for. */
export class Migration20261128000110 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...proposalColumns, ...proposals, ...appBounds, ...boundAnew, ...termsNow, ...waiting])
      this.addSql(statement);
    this.addSql(`reset role`);
  }
}
