import { Migration } from '@mikro-orm/migrations';
import { linkDoors, linkTable } from './20261123000010/links.js';

/** Links that come by mail: for a lost password, to prove an address, to change it. */
export class Migration20261123000010 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...linkTable, ...linkDoors]) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
