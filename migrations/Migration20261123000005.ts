import { Migration } from '@mikro-orm/migrations';
import { grantPlaces, streamColumns, streams } from './20261123000005/streams.js';

/** Logs that can be followed: each entry knows the transaction that wrote it, and a function tells what came behind a given place. */
export class Migration20261123000005 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of streamColumns) this.addSql(statement);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...grantPlaces, ...streams]) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
