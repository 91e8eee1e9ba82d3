import { Migration } from '@mikro-orm/migrations';
import { facets, facetsOfBefore, facetTable, facetTriggers } from './20261124000006/facets.js';
import { proof } from './20261124000006/proof.js';
import { eventNames, eventNameTriggers, told, toldTriggers } from './20261124000006/told.js';

/** The GDPR tab: the access log is searched and proven, and every change of an authority is told in the tenant's log. */
export class Migration20261124000006 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of [...facetTable, ...facetsOfBefore, ...eventNames]) this.addSql(statement);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...facets, ...proof, ...told, ...toldTriggers]) this.addSql(statement);
    this.addSql(`reset role`);
    for (const statement of [...facetTriggers, ...eventNameTriggers]) this.addSql(statement);
  }
}
