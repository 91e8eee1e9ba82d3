/** Accounts of a test's own, with passwords of their own, beside those of the demo world. */
import { randomUUID } from 'node:crypto';
import { Passwords, type PasswordCost } from '../../src/access/identity/passwords.js';
import type { Stage } from '../consent/stage.js';
import { Client, clientFor, PASSWORD } from '../support/client.js';

export const CHEAP: PasswordCost = { memoryKib: 7_168, passes: 1 };

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

export interface PersonOptions {
  readonly password?: string;
  readonly role?: 'OWNER' | 'ADMIN' | 'EDITOR' | 'VIEWER' | null;
  readonly tenant?: string;
  readonly cost?: PasswordCost;
}

/** Somebody nobody else knows: a member of acme, unless told otherwise. */
export async function newPerson(stage: Stage, options: PersonOptions = {}): Promise<Person> {
  const { password = PASSWORD, role = 'EDITOR', tenant = 'acme', cost = CHEAP } = options;
  const id = randomUUID();
  const email = `${id.slice(0, 8)}@people.test`;
  await stage.sql('insert into auth.user_account (id, email, name, password_hash) values ($1, $2, $3, $4)', [
    id,
    email,
    'Quirine Zonnebloem',
    await new Passwords(cost).hash(password),
  ]);
  if (role !== null) await join(stage, id, tenant, role);
  return { id, email, password };
}

export async function join(stage: Stage, id: string, tenant: string, role: string): Promise<void> {
  await stage.sql(
    'insert into auth.membership (tenant_id, user_id, role) select t.id, $1, $3 from public.tenant t where t.slug = $2',
    [id, tenant, role],
  );
}

/** Signed in as that person. */
export function enter(stage: Stage, { email, password }: Person, node = 0): Promise<Client> {
  const client = new Client(stage.nodes[node]?.url ?? '', 'acme');
  return client.signIn(email, password).then(() => client);
}

/** Whoever the client is for this node now. */
export async function actorOf(client: Client): Promise<string | undefined> {
  const { data } = await client.query<{ viewer: { actor: string } }>('{ viewer { actor } }');
  return data?.viewer.actor;
}

/** The same browser, on another node. */
export function sameOn(url: string, client: Client): Client {
  const other = new Client(url, client.tenant);
  for (const [name, value] of client.cookies) other.cookies.set(name, value);
  return other;
}

export interface ListedEvent {
  readonly kind: string;
  readonly at: string;
  readonly detail: string | null;
  readonly address: string | null;
  readonly client: string | null;
  readonly user: { readonly email: string | null } | null;
  readonly by: { readonly email: string | null } | null;
}

const EVENT = 'kind at detail address client user { email } by { email }';

export async function ownEvents(client: Client): Promise<readonly ListedEvent[]> {
  const { data, text } = await client.query<{ viewer: { securityEvents: { nodes: ListedEvent[] } | null } }>(
    `{ viewer { securityEvents(first: 100) { nodes { ${EVENT} } } } }`,
  );
  if (!data?.viewer.securityEvents) throw new Error(text);
  return data.viewer.securityEvents.nodes;
}

/** Those of one person, as the tenant's owner reads them. */
export async function tenantEvents(stage: Stage, person: Person, owner: string): Promise<readonly ListedEvent[]> {
  const client = await clientFor(stage.nodes[0].url, owner);
  const { data, text } = await client.query<{
    tenant: { gdpr: { securityEvents: { nodes: ListedEvent[] } } | null } | null;
  }>(`{ tenant { gdpr { securityEvents(first: 100) { nodes { ${EVENT} } } } } }`);
  const nodes = data?.tenant?.gdpr?.securityEvents.nodes;
  if (!nodes) throw new Error(text);
  return nodes.filter(({ user }) => user?.email === person.email);
}
