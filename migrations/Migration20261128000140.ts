import { Migration } from '@mikro-orm/migrations';
import { accepting } from './20261128000140/accepted-once.js';
import { publishing } from './20261128000140/agreements-told.js';
import { externalLinkColumns, externalLinks } from './20261128000140/external-links.js';
import { importWindows, keepInstructions, windowColumns } from './20261128000140/import-windows.js';
import { replacedInvitations } from './20261128000140/replaced-invitations.js';

/** Whoever comes from outside needs no account; a window for an import ends with the instructions that it was opened under. */
export class Migration20261128000140 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`set local role sluice_auth`);
    for (const statement of [
      ...externalLinkColumns,
      ...externalLinks,
      ...windowColumns,
      keepInstructions,
      ...importWindows,
      ...replacedInvitations,
      ...publishing,
      ...accepting,
    ]) {
      this.addSql(statement);
    }
    this.addSql(`reset role`);
  }
}
