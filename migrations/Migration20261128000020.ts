import { Migration } from '@mikro-orm/migrations';
import { apps } from './20261128000020/apps.js';
import { artifacts } from './20261128000020/artifacts.js';
import { familyEnds, familyRooms, familyTable, familyTriggers } from './20261128000020/families.js';
import { letIn } from './20261128000020/let-in.js';
import { appTables } from './20261128000020/tables.js';

/** Apps of third parties: OAuth 2 over the tokens and integrations that there are. */
export class Migration20261128000020 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    const statements = [
      ...appTables,
      ...familyTable,
      ...familyRooms,
      ...apps,
      ...artifacts,
      ...familyEnds,
      ...letIn,
      ...familyTriggers,
    ];
    for (const statement of statements) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
