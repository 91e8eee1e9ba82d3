/** What can be done to members and invitations, as a client does it. */
import { randomUUID } from 'node:crypto';
import type { Stage } from '../consent/stage.js';
import { member, signedIn, withFactor, type Person } from '../security/people.js';
import type { Client } from '../support/client.js';
import { type Answer } from '../support/client.js';

export interface MemberShown {
  readonly id: string;
  readonly role: string;
  readonly status: string;
  readonly deactivatedAt: string | null;
  readonly user: { readonly email: string } | null;
}

const MEMBER = 'id role status deactivatedAt user { email }';
const INVITATION = 'id email role status expiresAt acceptedAt withdrawnAt invitedBy { email }';

export interface InvitationShown {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly status: string;
  readonly expiresAt: string;
  readonly acceptedAt: string | null;
  readonly withdrawnAt: string | null;
  readonly invitedBy: { readonly email: string } | null;
}

/** A tenant of its own, so that nobody else's owners are in the way. */
export async function newTenant({ sql }: Stage): Promise<{ readonly id: string; readonly slug: string }> {
  const id = randomUUID();
  const slug = `t-${id.slice(0, 8)}`;
  await sql('insert into tenant (id, slug, name, created_at) values ($1, $2, $2, now())', [id, slug]);
  await sql('insert into auth.tenant_authority (tenant_id, agreement_accepted_at) values ($1, now())', [id]);
  return { id, slug };
}

/** Signed in to this tenant. */
export async function enter(stage: Stage, person: Person, slug: string, node = 0): Promise<Client> {
  const client = await signedIn(stage, person, undefined, node);
  client.tenant = slug;
  return client;
}

/** An owner who has just shown a code. */
export async function steppedUpOwner(stage: Stage, slug: string): Promise<Client> {
  return enter(stage, await withFactor(stage, await member(stage, 'OWNER', slug)), slug);
}

export async function memberIdOf({ cell }: Stage, person: Person, slug: string): Promise<string> {
  return cell(
    `select 'mem_' || m.id from auth.membership m join tenant t on t.id = m.tenant_id where m.user_id = $1 and t.slug = $2`,
    [person.id, slug],
  );
}

export async function membersOf(client: Client): Promise<readonly MemberShown[]> {
  const { data, text } = await client.query<{ tenant: { gdpr: { members: { nodes: MemberShown[] } } } }>(
    `{ tenant { gdpr { members(first: 100) { nodes { ${MEMBER} } } } } }`,
  );
  if (!data?.tenant.gdpr) throw new Error(text);
  return data.tenant.gdpr.members.nodes;
}

export async function invitationsOf(client: Client): Promise<readonly InvitationShown[]> {
  const { data, text } = await client.query<{ tenant: { gdpr: { invitations: { nodes: InvitationShown[] } } } }>(
    `{ tenant { gdpr { invitations(first: 100) { nodes { ${INVITATION} } } } } }`,
  );
  if (!data?.tenant.gdpr) throw new Error(text);
  return data.tenant.gdpr.invitations.nodes;
}

type Deed<Name extends string, Shown> = Promise<Answer<Readonly<Record<Name, Shown>>>>;

export function invite(
  client: Client,
  email: string,
  role = 'EDITOR',
): Deed<'inviteMember', { readonly invitation: InvitationShown }> {
  return client.query(
    `mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { invitation { ${INVITATION} } } }`,
    { input: { email, role } },
  );
}

export function withdraw(
  client: Client,
  id: string,
): Deed<'withdrawInvitation', { readonly invitation: InvitationShown }> {
  return client.query(`mutation ($id: ID!) { withdrawInvitation(id: $id) { invitation { ${INVITATION} } } }`, { id });
}

export function accept(client: Client, input: object): Deed<'acceptInvitation', { readonly tenant: string }> {
  return client.query('mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { tenant } }', {
    input,
  });
}

export function changeRole(
  client: Client,
  id: string,
  role: string,
): Deed<'changeMemberRole', { readonly member: MemberShown }> {
  return client.query(
    `mutation ($id: ID!, $role: Role!) { changeMemberRole(id: $id, role: $role) { member { ${MEMBER} } } }`,
    { id, role },
  );
}

export function deactivate(client: Client, id: string): Deed<'deactivateMember', { readonly member: MemberShown }> {
  return client.query(`mutation ($id: ID!) { deactivateMember(id: $id) { member { ${MEMBER} } } }`, { id });
}

export function reactivate(client: Client, id: string): Deed<'reactivateMember', { readonly member: MemberShown }> {
  return client.query(`mutation ($id: ID!) { reactivateMember(id: $id) { member { ${MEMBER} } } }`, { id });
}

export function remove(client: Client, id: string): Deed<'removeMember', { readonly removedId: string }> {
  return client.query('mutation ($id: ID!) { removeMember(id: $id) { removedId } }', { id });
}

export function leave(client: Client): Deed<'leaveTenant', boolean> {
  return client.query('mutation { leaveTenant }');
}

export function transfer(client: Client, id: string): Deed<'transferOwnership', { readonly member: MemberShown }> {
  return client.query(`mutation ($id: ID!) { transferOwnership(memberId: $id) { member { ${MEMBER} } } }`, { id });
}
