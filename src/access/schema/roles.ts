import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { escapeIdentifier, escapeLiteral, type ClientBase } from 'pg';
import { codeOf, messageOf } from './database-error.js';

/**
 * The two roles behind the second wall. Nobody can sign in as either:
 * `sluice_auth` owns users, credentials, authorities and the functions over them; `sluice_api` holds the API's rights, and
 * is granted to the role of each node.
 *
 * Roles belong to the whole server, where several databases may be migrated at once and no lock of one database reaches the
 * others: so each step is harmless to repeat and to lose a race in.
 */
export const AUTH_ROLE = 'sluice_auth';
export const API_ROLE = 'sluice_api';

const ROLES = [AUTH_ROLE, API_ROLE] as const;
const ATTEMPTS = 10;

export interface LoginRole {
  readonly name: string;
  /** Only for making the role where it is missing; an existing role keeps its own. */
  readonly password?: string;
}

export async function ensureRoles(client: ClientBase): Promise<void> {
  for (const role of ROLES) {
    await createRole(
      client,
      `create role ${role} nologin nosuperuser nocreatedb nocreaterole nobypassrls noreplication`,
      role,
    );
  }
  const { rows } = await client.query<{ name: string }>(
    `select rolname as name from pg_roles
      where rolname = any ($1) and (rolcanlogin or rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication)`,
    [ROLES],
  );
  for (const { name } of rows) {
    throw new Error(
      `The role ${name} exists and may do more than Sluice allows it: run "ALTER ROLE ${name} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION" as a superuser, then migrate again.`,
    );
  }
  await becomeMember(client);
}

/** Lets a node's role act as the API; makes the role where it is missing and a password was given. */
export async function ensureApiLogin(client: ClientBase, login: LoginRole): Promise<void> {
  const role = escapeIdentifier(login.name);
  const { rows } = await client.query<{ exists: boolean; same: boolean; version: number }>(
    `select exists (select from pg_roles where rolname = $1) as exists, current_user = $1 as same,
            current_setting('server_version_num')::int as version`,
    [login.name],
  );
  const found = rows[0];
  if (found?.same === true) {
    throw new Error(
      'DATABASE_URL and MIGRATION_DATABASE_URL name the same role: give the API a role of its own, or it could do whatever a migration can.',
    );
  }
  if (found?.exists !== true) {
    if (login.password === undefined || login.password === '') {
      throw new Error(
        `The API's role ${login.name} does not exist: create it with LOGIN and a password, or put a password into DATABASE_URL and migrate again.`,
      );
    }
    const verifier = escapeLiteral(scramVerifier(login.password));
    await createRole(
      client,
      `create role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls noreplication inherit password ${verifier}`,
      login.name,
    );
  }
  const { rows: member } = await client.query<{ member: boolean }>(
    `select pg_has_role($1::name, '${API_ROLE}', 'usage') as member`,
    [login.name],
  );
  if (member[0]?.member === true) return;
  const inheriting = (found?.version ?? 0) >= 160000 ? ' with inherit true' : '';
  await insist(client, `grant ${API_ROLE} to ${role}${inheriting}`);
}

/**
 * The migration's role makes what belongs to the auth role, and fills its tables, as a member of it. From PostgreSQL 16 on
 * whoever made a role may grant it to himself, but is no member that could use it until he does.
 */
async function becomeMember(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; modern: boolean; member: boolean }>(
    `select current_user as name, current_setting('server_version_num')::int >= 160000 as modern,
            pg_has_role('${AUTH_ROLE}', 'usage') as member`,
  );
  const me = rows[0];
  if (me === undefined) return;
  if (me.member && (!me.modern || (await maySet(client)))) return;
  try {
    await insist(
      client,
      `grant ${AUTH_ROLE} to ${escapeIdentifier(me.name)}${me.modern ? ' with inherit true, set true' : ''}`,
    );
  } catch (error) {
    if (codeOf(error) !== '42501') throw error;
    throw new Error(
      `The role ${me.name} may not act as ${AUTH_ROLE}, which another role made: run "GRANT ${AUTH_ROLE}, ${API_ROLE} TO ${escapeIdentifier(me.name)} WITH ADMIN OPTION" as a superuser, then migrate again.`,
      { cause: error },
    );
  }
}

async function maySet(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ member: boolean }>(`select pg_has_role('${AUTH_ROLE}', 'set') as member`);
  return rows[0]?.member === true;
}

async function createRole(client: ClientBase, statement: string, name: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  if (rowCount !== 0) return;
  try {
    await client.query(statement);
  } catch (error) {
    // Another migration was quicker: a duplicate by its name, or by the index when both were under way.
    if (codeOf(error) !== '42710' && codeOf(error) !== '23505') throw error;
  }
}

/** Two grants of one role at the same moment: the server fails the second one, which then only has to be said again. */
async function insist(client: ClientBase, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      const raced = codeOf(error) === '23505' || messageOf(error).includes('tuple concurrently');
      if (!raced || attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
    }
  }
}

/** What PostgreSQL would store: so the password itself never reaches the server, nor its log of statements. */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${String(iterations)}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
