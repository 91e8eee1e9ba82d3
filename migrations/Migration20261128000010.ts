import { Migration } from '@mikro-orm/migrations';
import { tokenDoors, tokenViews } from './20261128000010/doors.js';
import { tokenHooks, tokenPolicies } from './20261128000010/hooks.js';
import { presentedToken } from './20261128000010/presented.js';
import { tokenRules } from './20261128000010/rules.js';
import { tokenTables, tokenTriggers } from './20261128000010/tables.js';

/** Programs: integrations with third parties, and the tokens that they and the tenant's own programs present. */
export class Migration20261128000010 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    this.run([
      ...tokenTables,
      ...presentedToken,
      ...tokenRules,
      ...tokenTriggers,
      ...tokenDoors,
      ...tokenViews,
      ...tokenHooks,
    ]);
    this.addSql(`reset role`);
    this.run(tokenPolicies);
  }

  private run(statements: readonly string[]): void {
    for (const statement of statements) this.addSql(statement);
  }
}
