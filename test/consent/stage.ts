/** Several nodes on one demo world, people who are signed in to them, and a superuser who sees past every wall. */
import { Pool } from 'pg';
import { Client, type Answer } from '../support/client.js';
import type { TestDatabase } from '../support/database.js';
import { startServer, type RunningServer, type StartOptions } from '../support/server.js';

export const OWNER = 'owner@acme.test';
export const ADMIN = 'admin@acme.test';
export const EDITOR = 'editor@acme.test';
export const VIEWER = 'viewer@acme.test';
export const ACCOUNTANT = 'accountant@books.test';
export const SUPPORT = 'support@vendor.test';
export const SUPPORT_2 = 'support2@vendor.test';
export const SYSADMIN = 'sysadmin@vendor.test';
export const GLOBEX_OWNER = 'owner@globex.test';

type Cell = string | number | boolean | Buffer | Date | readonly string[] | null;

export interface Stage {
  readonly nodes: readonly [RunningServer, ...RunningServer[]];
  readonly databases: TestDatabase;
  /** Signed in once for each account, node and tenant. */
  readonly as: (email: string, node?: number, tenant?: string) => Promise<Client>;
  /** As a superuser, on whom no policy bears. */
  readonly sql: <Row extends object = Readonly<Record<string, string | null>>>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<Row[]>;
  /** The only value of a row. */
  readonly cell: <Value extends Cell = string>(text: string, values?: readonly unknown[]) => Promise<Value>;
  readonly close: () => Promise<void>;
}

export async function openStage(nodeCount = 1, options: StartOptions = {}): Promise<Stage> {
  const first = await startServer(options);
  const others: RunningServer[] = [];
  for (let at = 1; at < nodeCount; at += 1) others.push(await startServer({ ...options, databases: first.databases }));
  const nodes = [first, ...others] as const;
  // One session, so that statements which are asked for at once come one after the other.
  const superuser = new Pool({ connectionString: first.databases.superuserUrl, max: 1, idleTimeoutMillis: 0 });
  superuser.on('error', () => undefined);
  const clients = new Map<string, Promise<Client>>();

  const sql: Stage['sql'] = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
    (await superuser.query<Row>(text, [...values])).rows;
  return {
    nodes,
    databases: first.databases,
    sql,
    cell: async <Value extends Cell>(text: string, values: readonly unknown[] = []) => {
      const [row] = await sql<Readonly<Record<string, Value>>>(text, values);
      if (!row) throw new Error(`No row came back: ${text}`);
      return Object.values(row)[0] as Value;
    },
    as: (email, node = 0, tenant = 'acme') => {
      const key = `${email} ${node} ${tenant}`;
      const known = clients.get(key) ?? signedIn(nodes[node]?.url ?? '', email, tenant);
      clients.set(key, known);
      return known;
    },
    close: async () => {
      await superuser.end();
      for (const node of others) await node.stop();
      await first.stop();
    },
  };
}

async function signedIn(url: string, email: string, tenant: string): Promise<Client> {
  const client = new Client(url, tenant);
  await client.signIn(email);
  return client;
}

export function uuidOf(id: string): string {
  return id.slice(id.indexOf('_') + 1);
}

export interface GrantInput {
  readonly categories: readonly string[];
  readonly access?: 'READ' | 'READ_WRITE';
  readonly purpose?: string;
  readonly expiresAt?: string;
  readonly reason?: string | null;
  readonly ticketId?: string;
  readonly staffId?: string;
}

const GRANT = `mutation Grant($input: GrantSupportAccessInput!) {
  grantSupportAccess(input: $input) {
    grant { id status access categories purpose reason expiresAt grantedAt requestedAt revokedAt ticket { id } staff { id } tenant { slug name } }
  }
}`;

export interface GrantShown {
  readonly id: string;
  readonly status: string;
  readonly access: string;
  readonly categories: readonly string[];
  readonly purpose: string;
  readonly reason: string | null;
  readonly expiresAt: string;
  readonly grantedAt: string | null;
  readonly requestedAt: string | null;
  readonly revokedAt: string | null;
  readonly ticket: { readonly id: string } | null;
  readonly staff: { readonly id: string } | null;
  readonly tenant: { readonly slug: string; readonly name: string };
}

export function tryGrant(
  owner: Client,
  input: GrantInput,
): Promise<Answer<{ grantSupportAccess: { grant: GrantShown } }>> {
  return owner.query(GRANT, { input });
}

export async function giveGrant(owner: Client, ...categories: readonly string[]): Promise<GrantShown> {
  return giveGrantOf(owner, { categories });
}

export async function giveGrantOf(owner: Client, input: GrantInput): Promise<GrantShown> {
  const { data, text } = await tryGrant(owner, input);
  if (!data) throw new Error(`No grant was given: ${text}`);
  return data.grantSupportAccess.grant;
}

export interface Ended {
  readonly grant: { readonly status: string; readonly revokedAt: string | null };
  readonly receipt: {
    readonly effectiveAt: string;
    readonly drained: number;
    readonly fenced: number;
    readonly tookMs: number;
  };
}

const END_PARTS = '{ grant { status revokedAt } receipt { effectiveAt drained fenced tookMs } }';

export function tryRevoke(owner: Client, id: string): Promise<Answer<{ revokeSupportAccess: Ended }>> {
  return owner.query(`mutation Revoke($id: ID!) { revokeSupportAccess(id: $id) ${END_PARTS} }`, { id });
}

export async function revoke(owner: Client, id: string): Promise<Ended> {
  const { data, text } = await tryRevoke(owner, id);
  if (!data) throw new Error(`Nothing was revoked: ${text}`);
  return data.revokeSupportAccess;
}

export function tryReturn(staff: Client, id: string): Promise<Answer<{ returnSupportAccess: Ended }>> {
  return staff.query(`mutation Return($id: ID!) { returnSupportAccess(id: $id) ${END_PARTS} }`, { id });
}

/** As if no consent had ever been asked or given, and nobody had looked. */
export async function forgetConsent({ sql }: Stage): Promise<void> {
  await sql('delete from auth.support_grant');
  await forgetLog({ sql });
}

/** Alone in the table: the chainer locks entries in an order of its own, and would otherwise meet this half way. */
export async function forgetLog({ sql }: Pick<Stage, 'sql'>): Promise<void> {
  await sql('lock table access_entry in exclusive mode; delete from access_entry');
}

/** In the order in which nodes lift them. */
export async function forgetSeals({ sql }: Pick<Stage, 'sql'>): Promise<void> {
  await sql('delete from seal where id in (select id from seal order by id for update)');
}

export interface LoggedEntry {
  readonly id: string;
  readonly actor: string;
  readonly actor_name: string;
  readonly authority: string;
  readonly authority_kind: string;
  readonly purpose: string | null;
  readonly reason: string | null;
  readonly operation: string | null;
  readonly disclosed: readonly { subject: string; fields: string[]; count: number; ids: string[] }[];
}

/** What the log holds of operations of this name. */
export function entriesOf({ sql }: Stage, operation: string): Promise<LoggedEntry[]> {
  return sql<LoggedEntry>('select * from access_entry where operation = $1 order by id', [operation]);
}

/** By the clock that counts. */
export function inTime({ cell }: Stage, interval: string): Promise<string> {
  return cell(
    `select to_char((clock_timestamp() + $1::interval) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    [interval],
  );
}

/** Goes on in the background until it is stopped, which tells how often it was done. */
export function again(work: () => Promise<unknown>, pauseMs = 0): { readonly stop: () => Promise<number> } {
  const state = { times: 0, stopped: false };
  const going = (async () => {
    while (!state.stopped) {
      await work();
      state.times += 1;
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    return state.times;
  })();
  return {
    stop: () => {
      state.stopped = true;
      return going;
    },
  };
}
