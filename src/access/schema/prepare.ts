import type { ClientBase } from 'pg';
import { API_ROLE, AUTH_ROLE, ensureRoles } from './roles.js';

/** The migrations that have run, one row each. Nobody but the schema's own role and the migration's may look. */
export const BOOKKEEPING_TABLE = 'auth.migration';

interface Situation {
  readonly role: string;
  readonly powerful: boolean;
  readonly creates: boolean;
  readonly version: number;
  readonly encoding: string;
  readonly icu: boolean;
  readonly owns_database: boolean;
  readonly database: string;
  readonly auth_owner: string | null;
}

/**
 * What must be there before the first migration: the roles, the schema of the auth functions and the book of migrations.
 * Every run goes through it again, because roles and a database's own rights don't come along in a dump or a template.
 */
export async function prepare(client: ClientBase): Promise<void> {
  const situation = await look(client);
  refuseUnfit(situation);
  await ensureRoles(client);
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = '5s'`);
    await client.query(`create schema if not exists auth authorization ${AUTH_ROLE}`);
    await client.query(`set local role ${AUTH_ROLE}`);
    await client.query(`
      create table if not exists ${BOOKKEEPING_TABLE} (
        id integer generated always as identity primary key,
        name text not null unique,
        executed_at timestamptz(3) not null default now()
      )`);
    await client.query(`alter table ${BOOKKEEPING_TABLE} enable row level security`);
    await client.query(`alter table ${BOOKKEEPING_TABLE} force row level security`);
    await client.query(`
      do $do$ begin
        if not exists (select from pg_policy where polrelid = '${BOOKKEEPING_TABLE}'::regclass) then
          create policy functions_only on ${BOOKKEEPING_TABLE} to ${AUTH_ROLE} using (true) with check (true);
        end if;
      end $do$`);
    await client.query('reset role');
    if (situation.owns_database) await closeDatabase(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** Temporary tables could stand in for real ones on a pooled connection, and anyone may make them unless told otherwise. */
async function closeDatabase(client: ClientBase): Promise<void> {
  await client.query(`
    do $do$ begin
      execute format('revoke temporary on database %I from public', current_database());
      execute format('grant connect on database %I to ${API_ROLE}', current_database());
    end $do$`);
  await client.query('revoke create on schema public from public');
  await client.query(`grant usage on schema public to ${API_ROLE}, ${AUTH_ROLE}`);
}

async function look(client: ClientBase): Promise<Situation> {
  const { rows } = await client.query<Situation>(`
    select r.rolname as role,
           r.rolsuper or (r.rolbypassrls and r.rolcreaterole) as powerful,
           has_database_privilege(d.oid, 'create') and has_schema_privilege('public', 'create') as creates,
           current_setting('server_version_num')::int as version,
           current_setting('server_encoding') as encoding,
           exists (select from pg_collation where collname = 'und-x-icu') as icu,
           pg_has_role(d.datdba, 'usage') as owns_database,
           d.datname as database,
           (select pg_get_userbyid(n.nspowner) from pg_namespace n where n.nspname = 'auth') as auth_owner
      from pg_roles r, pg_database d
     where r.rolname = current_user and d.datname = current_database()`);
  const situation = rows[0];
  if (situation === undefined) throw new Error('The database does not say who is signed in.');
  return situation;
}

function refuseUnfit(situation: Situation): void {
  if (situation.version < 150000) {
    throw new Error(
      `Sluice needs PostgreSQL 15 or later, and this server is ${String(Math.floor(situation.version / 10000))}.`,
    );
  }
  if (situation.encoding !== 'UTF8' || !situation.icu) {
    throw new Error(
      `The database ${situation.database} needs the encoding UTF8 and a server with ICU collations: create it with "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0" on such a server.`,
    );
  }
  if (!situation.powerful) {
    throw new Error(
      `The role ${situation.role} of MIGRATION_DATABASE_URL can't migrate: run "ALTER ROLE ${situation.role} CREATEROLE BYPASSRLS" as a superuser, or migrate as one.`,
    );
  }
  if (!situation.creates) {
    throw new Error(
      `The role ${situation.role} of MIGRATION_DATABASE_URL may not create schemas and tables: run "ALTER DATABASE ${situation.database} OWNER TO ${situation.role}" as a superuser.`,
    );
  }
  if (situation.auth_owner !== null && situation.auth_owner !== AUTH_ROLE) {
    throw new Error(
      `The database ${situation.database} already has a schema "auth" that belongs to ${situation.auth_owner}: give Sluice a database of its own.`,
    );
  }
}
