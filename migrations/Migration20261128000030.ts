import { Migration } from '@mikro-orm/migrations';
import { jobQueue } from './20261128000030/job-queue.js';

/** Jobs: the rights on the queue that the library's own migrations have made. */
export class Migration20261128000030 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of jobQueue) this.addSql(statement);
  }
}
