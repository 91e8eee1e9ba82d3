import { Migration } from '@mikro-orm/migrations';
import { factorDoors } from './20261123000008/doors.js';
import { factorReach } from './20261123000008/reach.js';
import { factorSignIn, factorStanding, factorViews } from './20261123000008/standing.js';
import { factorTables } from './20261123000008/tables.js';

/** The second factor: kept sealed, worth each code once, and asked for by the second wall. */
export class Migration20261123000008 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [
      ...factorTables,
      ...factorReach,
      ...factorDoors,
      ...factorStanding,
      ...factorViews,
      ...factorSignIn,
    ]) {
      this.addSql(statement);
    }
    this.addSql(`reset role`);
  }
}
