import type { ClientBase } from 'pg';
import { QUEUE_SCHEMA } from './job-queue.js';
import { latestMigration } from './latest-migration.js';
import { AUTH_ROLE } from './roles.js';

/**
 * What a node makes sure of before it serves anyone: that the database is the one it was written for, and that its own role
 * could not get around the wall if it wanted to.
 */

/** Throws one sentence, with the cure in it, unless exactly the migrations of this version have run. */
export async function assertSchemaIsCurrent(client: ClientBase): Promise<void> {
  const expected = latestMigration();
  const { rows } = await client.query<{ callable: boolean | null }>(
    `select has_schema_privilege(n.oid, 'usage') and has_function_privilege(p.oid, 'execute') as callable
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'auth' and p.proname = 'schema_version' and p.pronargs = 0`,
  );
  if (rows[0] === undefined) {
    throw new Error('The database has no schema of Sluice yet: run "npm run migrate" with MIGRATION_DATABASE_URL set.');
  }
  if (rows[0].callable !== true) {
    throw new Error(
      `The role of DATABASE_URL may not use the schema of Sluice: run "npm run migrate" with both MIGRATION_DATABASE_URL and DATABASE_URL set.`,
    );
  }
  const { rows: versions } = await client.query<{ version: string | null }>('select auth.schema_version() as version');
  const found = versions[0]?.version ?? '';
  if (found < expected) {
    throw new Error(
      `The database's schema is older than this version of Sluice (${found === '' ? 'empty' : found}, not ${expected}): run "npm run migrate".`,
    );
  }
  if (found > expected) {
    throw new Error(
      `The database's schema is newer than this version of Sluice (${found}, not ${expected}): install the version that it was migrated for.`,
    );
  }
}

/**
 * Throws one sentence, with the cure in it, if what this connection commits may be lost by a crash: an end of consent, or an entry of the log.
 * @param production only there the whole server has to write its log to the disk
 */
export async function assertCommitsLast(client: ClientBase, production: boolean): Promise<void> {
  const { rows } = await client.query<{ commit: string; fsync: string; standbys: string }>(
    `select current_setting('synchronous_commit') as commit, current_setting('fsync') as fsync,
            current_setting('synchronous_standby_names') as standbys`,
  );
  const { commit = '', fsync = '', standbys = '' } = rows[0] ?? {};
  if (commit === 'off' || (commit === 'local' && standbys !== '')) {
    throw new Error(
      `The API refuses to run with synchronous_commit = ${commit}, by which a crash takes back what was answered: run "ALTER ROLE CURRENT_USER RESET synchronous_commit" as that role, and look at the server's own setting.`,
    );
  }
  if (production && fsync === 'off') {
    throw new Error(
      'The API refuses to run on a server with fsync = off, by which a crash takes back what was answered: set it to on.',
    );
  }
}

interface Danger {
  readonly role: string;
  readonly danger: string;
  readonly cure: string;
}

/** Throws one sentence, with the cure in it, if the role of this connection owns, bypasses or can become what guards the data. */
export async function assertRoleIsHarmless(client: ClientBase): Promise<void> {
  const { rows } = await client.query<Danger>(DANGERS, [AUTH_ROLE]);
  const found = rows[0];
  if (found === undefined) return;
  throw new Error(`The API refuses to run as the role ${found.role}, which ${found.danger}: ${found.cure}.`);
}

/**
 * Dangers of this role and of every role that it can become, in the order in which they should be cured. Membership counts
 * even where it isn't inherited, and so does the right to hand out a role: SET ROLE or GRANT is one statement away.
 */
const DANGERS = `
  with recursive mine (role_id, path) as (
    select r.oid, array[r.oid] from pg_roles r where r.rolname = session_user
    union all
    select m.roleid, path || m.roleid from mine join pg_auth_members m on m.member = mine.role_id
     where not m.roleid = any (path)
  ),
  reachable as (
    select distinct r.oid, r.rolname, r.rolname = session_user as self, r.rolsuper, r.rolbypassrls, r.rolcreaterole,
           r.rolcreatedb, r.rolreplication
      from mine join pg_roles r on r.oid = mine.role_id
  ),
  ours as (select n.oid, n.nspname, n.nspowner, n.nspacl from pg_namespace n where n.nspname in ('public', 'auth', '${QUEUE_SCHEMA}')),
  owned (owner, what) as (
    select c.relowner, format('%I.%I', o.nspname, c.relname) from pg_class c join ours o on o.oid = c.relnamespace
    union all
    select p.proowner, format('%I.%I()', o.nspname, p.proname) from pg_proc p join ours o on o.oid = p.pronamespace
    union all
    select o.nspowner, format('schema %I', o.nspname) from ours o
    union all
    select d.datdba, format('database %I', d.datname) from pg_database d where d.datname = current_database()
  ),
  dangers (rank, danger, cure) as (
    select 1, case when r.self then 'is a superuser' else format('can become the superuser %I', r.rolname) end,
           case when r.self then format('run "ALTER ROLE %I NOSUPERUSER", or give DATABASE_URL a role of its own', r.rolname)
                else format('run "REVOKE %I FROM %I"', r.rolname, session_user) end
      from reachable r where r.rolsuper
    union all
    select 2, case when r.self then 'bypasses row level security'
                   else format('can become %I, which bypasses row level security', r.rolname) end,
           case when r.self then format('run "ALTER ROLE %I NOBYPASSRLS", or give DATABASE_URL a role of its own', r.rolname)
                else format('run "REVOKE %I FROM %I"', r.rolname, session_user) end
      from reachable r where r.rolbypassrls and not r.rolsuper
    union all
    select 3, format('can become %I', r.rolname), format('run "REVOKE %I FROM %I"', r.rolname, session_user)
      from reachable r
     where not r.self
       and (r.rolname in ($1, 'pg_read_all_data', 'pg_write_all_data', 'pg_execute_server_program', 'pg_read_server_files',
                          'pg_write_server_files', 'pg_signal_backend', 'pg_maintain'))
    union all
    select 4, format('%sowns %s', case when r.self then '' else format('can become %I, which ', r.rolname) end, w.what),
           case when r.self then format('give DATABASE_URL a role that owns nothing', r.rolname)
                else format('run "REVOKE %I FROM %I"', r.rolname, session_user) end
      from (select owner, min(what) as what from owned group by owner) w join reachable r on r.oid = w.owner
    union all
    select 5, format('%smay create or change roles', case when r.self then '' else format('can become %I, which ', r.rolname) end),
           format('run "ALTER ROLE %I NOCREATEROLE NOCREATEDB NOREPLICATION"', r.rolname)
      from reachable r where r.rolcreaterole or r.rolcreatedb or r.rolreplication
    union all
    select 6, format('may create objects in schema %I', o.nspname),
           format('run "REVOKE CREATE ON SCHEMA %I FROM PUBLIC, %I"', o.nspname, r.rolname)
      from reachable r, ours o where has_schema_privilege(r.oid, o.oid, 'create')
    union all
    select 6, 'may create schemas', format('run "REVOKE CREATE ON DATABASE %I FROM PUBLIC, %I"', current_database(), r.rolname)
      from reachable r where has_database_privilege(r.oid, current_database(), 'create')
    union all
    select 7, format('has rights of its own on %I.%I', o.nspname, c.relname),
           format('run "REVOKE ALL ON %I.%I FROM PUBLIC, %I"', o.nspname, c.relname, r.rolname)
      from reachable r, pg_class c join ours o on o.oid = c.relnamespace
     where o.nspname = 'auth' and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
       and not (c.relkind = 'v' and c.relname = 'proven_membership')
       and case when c.relkind = 'S' then has_sequence_privilege(r.oid, c.oid, 'usage, select, update')
                else has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate, references, trigger')
                     or has_any_column_privilege(r.oid, c.oid, 'select, insert, update, references') end
    union all
    select 7, format('may do more to %I.%I than policies can limit', o.nspname, c.relname),
           format('run "REVOKE TRUNCATE, REFERENCES, TRIGGER ON %I.%I FROM PUBLIC, %I"', o.nspname, c.relname, r.rolname)
      from reachable r, pg_class c join ours o on o.oid = c.relnamespace
     where o.nspname = 'public' and c.relkind in ('r', 'p')
       and has_table_privilege(r.oid, c.oid, 'truncate, references, trigger')
    union all
    select 7, format('may rewrite the log %I', c.relname),
           format('run "REVOKE UPDATE, DELETE ON public.%I FROM PUBLIC, %I"', c.relname, r.rolname)
      from reachable r, pg_class c join ours o on o.oid = c.relnamespace
     where o.nspname = 'public' and c.relname in ('access_entry', 'change_entry')
       and (has_table_privilege(r.oid, c.oid, 'update, delete') or has_any_column_privilege(r.oid, c.oid, 'update'))
  )
  select session_user::text as role, danger, cure from dangers order by rank, danger, cure limit 1`;
