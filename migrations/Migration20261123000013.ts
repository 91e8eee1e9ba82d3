import { Migration } from '@mikro-orm/migrations';
import { instructions } from './20261123000013/instructions.js';
import { requests, requestTables } from './20261123000013/requests.js';
import { changeColumns, instructionTables } from './20261123000013/tables.js';
import { instructedPolicies, instructedReach } from './20261123000013/wall.js';

/** Instructions: what staff may change, because the tenant said so. And what is said between a request of staff and its answer. */
export class Migration20261123000013 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.run(changeColumns);
    this.addSql(`set local role sluice_auth`);
    this.run(instructionTables);
    this.run(instructedReach);
    this.run(instructions);
    this.run(requestTables);
    this.run(requests);
    this.addSql(`reset role`);
    this.run(instructedPolicies);
  }

  private run(statements: readonly string[]): void {
    for (const statement of statements) this.addSql(statement);
  }
}
