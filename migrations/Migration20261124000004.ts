import { Migration } from '@mikro-orm/migrations';
import { authorities, pastRoles } from './20261124000004/authorities.js';
import { liveStreams, liveStreamTable } from './20261124000004/live-streams.js';

/** Who has, and had, an authority in a tenant: so that access can be explained, and a change of it previewed. */
export class Migration20261124000004 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of pastRoles) this.addSql(statement);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...authorities, ...liveStreamTable, ...liveStreams]) this.addSql(statement);
    this.addSql(`reset role`);
  }
}
