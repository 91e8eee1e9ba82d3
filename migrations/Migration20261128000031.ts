import { Migration } from '@mikro-orm/migrations';
import { deliveringDoors } from './20261128000031/delivering.js';
import { webhookDoors } from './20261128000031/doors.js';
import { queueing, queueingTriggers } from './20261128000031/queueing.js';
import { webhookKeys, webhookSecrets, webhookTables } from './20261128000031/tables.js';

/** Webhooks: what integrations are told of, queued with each change and delivered by the nodes. */
export class Migration20261128000031 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.run([...webhookTables, ...webhookKeys]);
    this.addSql(`set local role sluice_auth`);
    this.run([...webhookSecrets, ...queueing, ...webhookDoors, ...deliveringDoors]);
    this.addSql(`reset role`);
    this.run(queueingTriggers);
  }

  private run(statements: readonly string[]): void {
    for (const statement of statements) this.addSql(statement);
  }
}
