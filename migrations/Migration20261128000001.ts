import { Migration } from '@mikro-orm/migrations';
import { definitionDoors } from './20261128000001/doors.js';
import { definitionStanding } from './20261128000001/standing.js';
import {
  categoryTable,
  categoryTriggers,
  definitionRules,
  fieldColumns,
  fieldTriggers,
} from './20261128000001/tables.js';

/** Tenants make categories and fields of their own, and change and retire them. */
export class Migration20261128000001 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of fieldColumns) this.addSql(statement);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [
      ...categoryTable,
      ...definitionRules,
      ...categoryTriggers,
      ...definitionDoors,
      ...definitionStanding,
    ]) {
      this.addSql(statement);
    }
    this.addSql(`reset role`);
    for (const statement of fieldTriggers) this.addSql(statement);
  }
}
