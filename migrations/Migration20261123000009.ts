import { Migration } from '@mikro-orm/migrations';
import { throttles, throttleTables } from './20261123000009/throttles.js';

/** Counts tries of passwords, codes and links on all nodes together. */
export class Migration20261123000009 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...throttleTables, ...throttles]) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
