import { Migration } from '@mikro-orm/migrations';
import { agreements, agreementTables } from './20261123000011/agreements.js';
import { inForceChanges } from './20261123000011/in-force.js';
import { invitations, invitationTable } from './20261123000011/invitations.js';
import { memberColumns, members } from './20261123000011/members.js';

/** Members come and go, by invitation; agreements have versions, are accepted by somebody, and lapse. */
export class Migration20261123000011 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [
      ...memberColumns,
      ...agreementTables,
      ...invitationTable,
      ...inForceChanges,
      ...members,
      ...invitations,
      ...agreements,
    ]) {
      this.addSql(statement);
    }
    this.addSql(`reset role`);
  }
}
