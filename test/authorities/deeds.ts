/** What tenants, external users and administrators do to accesses and windows. */
import { createHash } from 'node:crypto';
import type { Answer, Client } from '../support/client.js';
import { inTime, type Stage } from '../consent/stage.js';

export const ACCESS = `id status access categories email name expiresAt agreementVersion agreementHash agreementText tenantAcceptedAt
  acceptedAt endedAt user { id } tenant { slug } agreements { version hash offeredAt acceptedAt }`;
export const WINDOW =
  'id status purpose reason forAll tenants { slug } requestedBy approvedBy singleAdministrator openedAt expiresAt closedAt closedBy';
export const TERMS = 'You look at what you were let in for, and tell nobody.';

export interface AccessShown {
  readonly id: string;
  readonly status: string;
  readonly access: string;
  readonly categories: readonly string[];
  readonly email: string;
  readonly expiresAt: string;
  readonly agreementVersion: string;
  readonly agreementHash: string;
  readonly agreementText: string;
  readonly tenantAcceptedAt: string;
  readonly acceptedAt: string | null;
  readonly endedAt: string | null;
  readonly user: { readonly id: string } | null;
  readonly tenant: { readonly slug: string };
  readonly agreements: readonly { version: string; hash: string; offeredAt: string; acceptedAt: string | null }[];
}

export interface WindowShown {
  readonly id: string;
  readonly status: string;
  readonly purpose: string;
  readonly reason: string;
  readonly forAll: boolean;
  readonly tenants: readonly { readonly slug: string }[];
  readonly requestedBy: string;
  readonly approvedBy: string | null;
  readonly singleAdministrator: boolean;
  readonly openedAt: string | null;
  readonly expiresAt: string;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
}

export interface Receipt {
  readonly effectiveAt: string;
  readonly drained: number;
  readonly fenced: number;
  readonly statement: string;
}

type EndedAccess = Readonly<Record<'ended', { externalAccess: AccessShown; receipt: Receipt }>>;
type Input = Readonly<Record<string, unknown>>;

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

type Invited = Promise<Answer<{ inviteExternalUser: { externalAccess: AccessShown } }>>;

/** Mails to one address are few in an hour; here one is invited in each test. */
export async function tryInvite(stage: Stage, tenant: Client, input: Input = {}): Invited {
  await stage.sql('delete from auth.throttle');
  return inviteAgain(stage, tenant, input);
}

export async function inviteAgain(stage: Stage, tenant: Client, input: Input = {}): Invited {
  return tenant.query(
    `mutation ($input: InviteExternalUserInput!) { inviteExternalUser(input: $input) { externalAccess { ${ACCESS} } } }`,
    {
      input: {
        email: 'Owner@Globex.test',
        categories: ['CONTACT_DETAILS'],
        expiresAt: await inTime(stage, '10 days'),
        agreement: { version: '1', text: TERMS },
        ...input,
      },
    },
  );
}

export async function invite(stage: Stage, tenant: Client, input: Input = {}): Promise<AccessShown> {
  const { data, text } = await tryInvite(stage, tenant, input);
  if (!data) throw new Error(text);
  return data.inviteExternalUser.externalAccess;
}

export function tryAccept(
  outsider: Client,
  id: string,
  hash: string = hashOf(TERMS),
): Promise<Answer<{ acceptExternalAgreement: { externalAccess: AccessShown } }>> {
  return outsider.query(
    `mutation ($id: ID!, $hash: String!) { acceptExternalAgreement(id: $id, hash: $hash) { externalAccess { ${ACCESS} } } }`,
    { id, hash },
  );
}

export async function accept(outsider: Client, id: string, hash?: string): Promise<AccessShown> {
  const { data, text } = await tryAccept(outsider, id, hash);
  if (!data) throw new Error(text);
  return data.acceptExternalAgreement.externalAccess;
}

const END = `{ externalAccess { ${ACCESS} } receipt { effectiveAt drained fenced statement } }`;

export function endAccess(tenant: Client, id: string): Promise<Answer<EndedAccess>> {
  return tenant.query(`mutation ($id: ID!) { ended: endExternalAccess(id: $id) ${END} }`, { id });
}

export function handBack(outsider: Client, id: string): Promise<Answer<EndedAccess>> {
  return outsider.query(`mutation ($id: ID!) { ended: returnExternalAccess(id: $id) ${END} }`, { id });
}

export function narrow(tenant: Client, id: string, input: Input): Promise<Answer<EndedAccess>> {
  return tenant.query(
    `mutation ($id: ID!, $input: NarrowExternalAccessInput!) { ended: narrowExternalAccess(id: $id, input: $input) ${END} }`,
    { id, input },
  );
}

export function renew(tenant: Client, id: string, agreement: Input): Promise<Answer<EndedAccess>> {
  return tenant.query(
    `mutation ($id: ID!, $agreement: ExternalAgreementInput!) {
       ended: renewExternalAgreement(id: $id, agreement: $agreement) ${END} }`,
    { id, agreement },
  );
}

export async function tryRequestWindow(
  stage: Stage,
  administrator: Client,
  input: Input = {},
): Promise<Answer<{ requestMaintenanceWindow: { window: WindowShown } }>> {
  return administrator.query(
    `mutation ($input: RequestMaintenanceWindowInput!) { requestMaintenanceWindow(input: $input) { window { ${WINDOW} } } }`,
    {
      input: {
        purpose: 'DEPLOY',
        reason: 'a new version',
        tenants: ['acme'],
        expiresAt: await inTime(stage, '1 hour'),
        ...input,
      },
    },
  );
}

export async function requestWindow(stage: Stage, administrator: Client, input: Input = {}): Promise<WindowShown> {
  const { data, text } = await tryRequestWindow(stage, administrator, input);
  if (!data) throw new Error(text);
  return data.requestMaintenanceWindow.window;
}

export function approveWindow(
  administrator: Client,
  id: string,
): Promise<Answer<{ approveMaintenanceWindow: { window: WindowShown } }>> {
  return administrator.query(`mutation ($id: ID!) { approveMaintenanceWindow(id: $id) { window { ${WINDOW} } } }`, {
    id,
  });
}

export function denyWindow(administrator: Client, id: string): Promise<Answer<unknown>> {
  return administrator.query('mutation ($id: ID!) { denyMaintenanceWindow(id: $id) { window { id status } } }', { id });
}

export function closeWindow(
  administrator: Client,
  id: string,
): Promise<Answer<{ closeMaintenanceWindow: { window: WindowShown; receipt: Receipt } }>> {
  return administrator.query(
    `mutation ($id: ID!) { closeMaintenanceWindow(id: $id) { window { ${WINDOW} } receipt { effectiveAt drained fenced statement } } }`,
    { id },
  );
}
