import { Migration } from '@mikro-orm/migrations';
import { consentRules, visibleGrants } from './20261123000002/consent.js';
import { grants } from './20261123000002/grants.js';
import { identity } from './20261123000002/identity.js';
import { authReads, constraints, policies } from './20261123000002/policies.js';
import { reach, types } from './20261123000002/reach.js';
import { standing, versionTriggers } from './20261123000002/standing.js';
import { developmentSecret, tables, walls } from './20261123000002/tables.js';
import { versions } from './20261123000002/versions.js';

/**
 * The second wall: users, credentials and authorities in a schema of their own, the functions that go from a credential to
 * what it reaches, and the policies that let rows through by them. One transaction: there is no moment in which a table is
 * open and its policy missing.
 *
 * The roles, and the schema itself, are made before (src/access/schema/prepare.ts): roles belong to the whole server.
 */
export class Migration20261123000002 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.run(constraints);
    this.run(authReads);
    this.addSql(`alter default privileges revoke execute on functions from public`);

    this.addSql(`set local role sluice_auth`);
    this.addSql(`alter default privileges revoke execute on functions from public`);
    this.run(tables);
    this.run(developmentSecret);
    this.run(walls);
    this.run(types);
    this.run(reach);
    this.run(standing);
    this.run(versions);
    this.run(identity);
    this.run(consentRules);
    this.run(visibleGrants);
    this.run(grants);
    this.addSql(`grant usage on schema auth to sluice_api`);
    this.addSql(`reset role`);

    this.run(versionTriggers);
    this.run(policies);
  }

  private run(statements: readonly string[]): void {
    for (const statement of statements) this.addSql(statement);
  }
}
