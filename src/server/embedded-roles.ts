/**
 * The database and the two roles that Sluice runs under. Whoever migrates may pass row security, since a backfill under it
 * updates nothing in silence; whoever serves requests never may.
 */
import { type Client } from 'pg';

export const OWNER_ROLE = 'sluice_owner';
export const NODE_ROLE = 'sluice_node';
export const DATABASE_NAME = 'sluice';

const ROLES = {
  [OWNER_ROLE]: 'LOGIN NOSUPERUSER NOCREATEDB CREATEROLE BYPASSRLS NOREPLICATION',
  [NODE_ROLE]: 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION',
} as const;

export interface RolePasswords {
  readonly owner: string;
  readonly node: string;
}

/** Brings both roles to exactly these rights and passwords; needs a superuser's connection. */
export async function ensureRoles(superuser: Client, passwords: RolePasswords): Promise<void> {
  const found = await superuser.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)', [
    [OWNER_ROLE, NODE_ROLE],
  ]);
  const existing = new Set(found.rows.map((row) => row.rolname));
  for (const [role, password] of [
    [OWNER_ROLE, passwords.owner],
    [NODE_ROLE, passwords.node],
  ] as const) {
    const verb = existing.has(role) ? 'ALTER' : 'CREATE';
    await superuser.query(`${verb} ROLE ${role} WITH ${ROLES[role]} PASSWORD ${superuser.escapeLiteral(password)}`);
  }
}

/** What no template carries over: who may connect at all. */
export async function closeToOthers(superuser: Client, database: string): Promise<void> {
  const name = superuser.escapeIdentifier(database);
  await superuser.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  await superuser.query(`GRANT CONNECT ON DATABASE ${name} TO ${NODE_ROLE}`);
}

/** An empty database that sorts alike on every machine. */
export async function createOwnedDatabase(superuser: Client, database: string): Promise<void> {
  const name = superuser.escapeIdentifier(database);
  await superuser.query(
    `CREATE DATABASE ${name} OWNER ${OWNER_ROLE} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'und'`,
  );
  await closeToOthers(superuser, database);
}

export async function databaseExists(superuser: Client, database: string): Promise<boolean> {
  const found = await superuser.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  return found.rowCount === 1;
}
