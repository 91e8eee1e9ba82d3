import { Migration } from '@mikro-orm/migrations';
import { externalDisclosures } from './20261128000070/external-disclosures.js';
import { deadLetterIndex, webhookBacklog } from './20261128000070/webhook-backlog.js';

/** What external users read is in the register of disclosures as well; and what waits to be delivered is counted. */
export class Migration20261128000070 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [...externalDisclosures, ...webhookBacklog]) this.addSql(statement);
    this.addSql(`reset role`);
    for (const statement of deadLetterIndex) this.addSql(statement);
  }
}
