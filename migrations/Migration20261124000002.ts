import { Migration } from '@mikro-orm/migrations';
import { externalDoors, externalRules } from './20261124000002/external.js';
import { importEnds, importRules } from './20261124000002/imports.js';
import { authorityReach } from './20261124000002/reach.js';
import { externalTables, windowTables } from './20261124000002/tables.js';
import { externalViews, windowViews } from './20261124000002/views.js';
import { windowDoors, windowRules } from './20261124000002/windows.js';

/** External users under an agreement, and maintenance windows: what may be reached under them, and how they begin and end. */
export class Migration20261124000002 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [
      ...externalTables,
      ...windowTables,
      ...externalRules,
      ...importRules,
      ...windowRules,
      ...authorityReach,
      ...externalDoors,
      ...externalViews,
      ...windowDoors,
      ...windowViews,
      ...importEnds,
    ]) {
      this.addSql(statement);
    }
    this.addSql(`reset role`);
  }
}
