import { Migration } from '@mikro-orm/migrations';
import { externalLinkColumns, externalLinks } from './20261128000140/external-links.js';

/** Whoever has no account can be let in as an external user as well: by a link that goes to the address. */
export class Migration20261128000140 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...externalLinkColumns, ...externalLinks]) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
