/** Records without a category: one of each subject, that belongs to somebody else; and the deeds that are done with them. */
import { randomUUID } from 'node:crypto';
import { staff } from '../../agreements/deeds.js';
import { giveGrantOf, inTime, type Stage } from '../../consent/stage.js';
import { ask } from '../../consent/people.js';
import { memberIdOf } from '../../members/deeds.js';
import { member } from '../../security/people.js';
import { HASH } from '../../instructions/instructing.js';
import type { Client } from '../../support/client.js';
import { approveWindow, hashOf, invite, requestWindow, TERMS } from '../deeds.js';
import { everything } from './asking.js';
import type { Beside, Kind, Standing } from './oracle.js';
import { must, type Place } from './world.js';

type Json = Readonly<Record<string, unknown>>;
export type BesideIds = Readonly<Record<Exclude<Beside, 'Tenant' | 'GdprSettings'>, string>> & {
  readonly staff: string;
  readonly field: string;
  readonly contact: string;
  readonly request: string;
};

export async function besideOf(
  stage: Stage,
  second: Client,
  { owner, id, slug, instructions, ids }: Place,
): Promise<BesideIds> {
  const { person, client: clerk } = await staff(stage, 'SUPPORT');
  clerk.tenant = slug;
  const one = (prefix: string, text: string): Promise<string> =>
    stage.cell(`select '${prefix}_' || (${text})::text`, [id]);
  const opened = await must(
    owner.query<{ openTicket: { ticket: { id: string } } }>(
      'mutation { openTicket(input: { subject: "Vq20 vraag", body: "Vq21 hulp" }) { ticket { id } } }',
    ),
  );
  const grant = await giveGrantOf(owner, {
    categories: ['IDENTITY'],
    purpose: 'INCIDENT',
    reason: 'Vq22',
    staffId: `usr_${person.id}`,
  });
  await must(clerk.query('query Clerk { contacts(first: 1) { nodes { name } } }'));
  const asked = await must(ask(clerk, { tenant: slug, reason: 'Vq23' }));
  await must(
    owner.query('mutation ($id: ID!) { askAboutSupportRequest(id: $id, question: "Vq24 waarom") { grant { id } } }', {
      id: asked.data?.requestSupportAccess.grant.id,
    }),
  );
  const access = await invite(stage, owner, { email: 'vq25@nobody.example' });
  const { client: maintainer } = await staff(stage, 'ADMINISTRATOR');
  const window = await requestWindow(stage, maintainer, { tenants: [slug], reason: 'Vq26' });
  await must(approveWindow(second, window.id));
  const invitation = await must(
    owner.query<{ inviteMember: { invitation: { id: string } } }>(
      'mutation { inviteMember(input: { email: "vq27@nobody.example", role: VIEWER }) { invitation { id } } }',
    ),
  );
  const colleague = await member(stage, 'VIEWER', slug);
  return {
    staff: `usr_${person.id}`,
    contact: ids.Contact,
    request: asked.data?.requestSupportAccess.grant.id ?? '',
    field: await one('cfd', "select id from custom_field where tenant_id = $1 and key = 'boots'"),
    Ticket: opened.data?.openTicket.ticket.id ?? '',
    SupportGrant: grant.id,
    SupportQuestion: await one('qst', 'select id from auth.support_question where tenant_id = $1 limit 1'),
    Instruction: instructions.recorded.UPDATE ?? '',
    AccessEntry: await one('acc', "select id from access_entry where tenant_id = $1 and operation = 'Clerk' limit 1"),
    ChangeEntry: await one('chg', 'select id from change_entry where tenant_id = $1 limit 1'),
    SecurityEvent: await one('sev', 'select id from security_event where log_id = $1 order by id limit 1'),
    User: `usr_${colleague.id}`,
    ExternalAccess: access.id,
    MaintenanceWindow: window.id,
    Member: await memberIdOf(stage, colleague, slug),
    Invitation: invitation.data?.inviteMember.invitation.id ?? '',
    Agreement: await one(
      'agr',
      "select a.id from auth.agreement a, tenant t where t.id = $1 and a.kind = 'DPA' limit 1",
    ),
    AgreementAcceptance: await one('aac', 'select id from auth.agreement_acceptance where tenant_id = $1 limit 1'),
  };
}

/** Asks for all fields of the record. */
export function lookAt(subject: Beside): string {
  if (subject === 'Tenant') return `{ record: tenant { ${everything('Tenant', 0)} } }`;
  if (subject === 'GdprSettings') return `{ tenant { record: gdpr { ${everything('GdprSettings')} } } }`;
  return `query ($id: ID!) { record: node(id: $id) { ... on ${subject} { ${everything(subject)} } } }`;
}

/** What is seen of none of these records by whoever may not see them. */
export const MARK = /[Vv]q2\d/;

export interface BesideDeed {
  readonly name: string;
  readonly may: readonly Kind[];
  /** Only asked of those who may not: it would end something that the others stand on. */
  readonly endsSomething?: true;
  readonly text: string;
  readonly variables: (ids: BesideIds, slug: string, stage: Stage) => Json | Promise<Json>;
}

const MANAGERS: readonly Kind[] = ['OWNER', 'ADMIN'];
const MEMBERS: readonly Kind[] = [...MANAGERS, 'EDITOR', 'VIEWER'];

export const DEEDS: readonly BesideDeed[] = [
  {
    name: 'openTicket',
    may: MEMBERS,
    text: 'mutation { openTicket(input: { subject: "s", body: "b" }) { ticket { id } } }',
    variables: () => ({}),
  },
  {
    name: 'replyToTicket',
    may: [...MEMBERS, 'SUPPORT'],
    text: 'mutation ($id: ID!) { replyToTicket(id: $id, body: "b") { ticket { id } } }',
    variables: ({ Ticket: id }) => ({ id }),
  },
  {
    name: 'closeTicket',
    may: [...MEMBERS, 'SUPPORT'],
    endsSomething: true,
    text: 'mutation ($id: ID!) { closeTicket(id: $id) { ticket { id } } }',
    variables: ({ Ticket: id }) => ({ id }),
  },
  {
    name: 'issueInstruction',
    may: MANAGERS,
    text: 'mutation { issueInstruction(input: { kind: EXPORT, subjects: ["Contact"], categories: ["NOTES"], description: "d" }) { instruction { id } } }',
    variables: () => ({}),
  },
  {
    name: 'recordInstruction',
    may: ['SUPPORT'],
    text: `mutation ($hash: String!) { recordInstruction(input: { kind: EXPORT, subjects: ["Contact"], categories: ["NOTES"], description: "d",
      messageId: "<1@a.test>", sender: "a@a.test", textHash: $hash }) { instruction { id } } }`,
    variables: () => ({ hash: HASH }),
  },
  {
    name: 'confirmInstruction',
    may: MANAGERS,
    endsSomething: true,
    text: 'mutation ($id: ID!) { confirmInstruction(id: $id) { instruction { id } } }',
    variables: ({ Instruction: id }) => ({ id }),
  },
  {
    name: 'grantSupportAccess',
    may: MANAGERS,
    text: 'mutation ($staff: ID!) { grantSupportAccess(input: { categories: ["NOTES"], purpose: INCIDENT, staffId: $staff, reason: "r" }) { grant { id } } }',
    variables: ({ staff: id }) => ({ staff: id }),
  },
  {
    name: 'requestSupportAccess',
    may: ['SUPPORT'],
    text: 'mutation ($slug: String!) { requestSupportAccess(input: { tenant: $slug, categories: ["NOTES"], reason: "r" }) { grant { id } } }',
    variables: (_ids, slug) => ({ slug }),
  },
  {
    name: 'revokeSupportAccess',
    may: MANAGERS,
    endsSomething: true,
    text: 'mutation ($id: ID!) { revokeSupportAccess(id: $id) { grant { id } } }',
    variables: ({ SupportGrant: id }) => ({ id }),
  },
  {
    name: 'askAboutSupportRequest',
    may: MANAGERS,
    text: 'mutation ($id: ID!) { askAboutSupportRequest(id: $id, question: "q") { grant { id } } }',
    variables: ({ request: id }) => ({ id }),
  },
  {
    name: 'answerSupportQuestion of another',
    may: [],
    text: 'mutation ($id: ID!) { answerSupportQuestion(id: $id, answer: "a") { grant { id } } }',
    variables: ({ SupportQuestion: id }) => ({ id }),
  },
  {
    name: 'whoCanSee',
    may: MANAGERS,
    text: 'query ($id: ID!) { whoCanSee(id: $id, field: "name", first: 1) { pageInfo { hasNextPage } } }',
    variables: ({ contact: id }) => ({ id }),
  },
  {
    name: 'inviteMember',
    may: MANAGERS,
    text: 'mutation { inviteMember(input: { email: "x@nobody.example", role: VIEWER }) { invitation { id } } }',
    variables: () => ({}),
  },
  {
    name: 'changeMemberRole',
    may: MANAGERS,
    text: 'mutation ($id: ID!) { changeMemberRole(id: $id, role: VIEWER) { member { id } } }',
    variables: ({ Member: id }) => ({ id }),
  },
  {
    name: 'removeMember',
    may: MANAGERS,
    endsSomething: true,
    text: 'mutation ($id: ID!) { removeMember(id: $id) { removedId } }',
    variables: ({ Member: id }) => ({ id }),
  },
  {
    name: 'leaveTenant',
    may: MEMBERS,
    endsSomething: true,
    text: 'mutation { leaveTenant }',
    variables: () => ({}),
  },
  {
    name: 'withdrawInvitation',
    may: MANAGERS,
    endsSomething: true,
    text: 'mutation ($id: ID!) { withdrawInvitation(id: $id) { invitation { id } } }',
    variables: ({ Invitation: id }) => ({ id }),
  },
  {
    name: 'transferOwnership without a fresh code',
    may: [],
    text: 'mutation ($id: ID!) { transferOwnership(memberId: $id) { member { id } } }',
    variables: ({ Member: id }) => ({ id }),
  },
  {
    name: 'inviteExternalUser',
    may: MANAGERS,
    text: `mutation ($until: DateTime!, $text: String!) { inviteExternalUser(input: { email: "y@nobody.example", categories: ["NOTES"], expiresAt: $until,
      agreement: { version: "1", text: $text } }) { externalAccess { id } } }`,
    variables: async (_ids, _slug, stage) => ({ until: await inTime(stage, '1 day'), text: TERMS }),
  },
  {
    name: 'acceptExternalAgreement of another',
    may: [],
    text: 'mutation ($id: ID!, $hash: String!) { acceptExternalAgreement(id: $id, hash: $hash) { externalAccess { id } } }',
    variables: ({ ExternalAccess: id }) => ({ id, hash: hashOf(TERMS) }),
  },
  {
    name: 'endExternalAccess',
    may: MANAGERS,
    endsSomething: true,
    text: 'mutation ($id: ID!) { endExternalAccess(id: $id) { externalAccess { id } } }',
    variables: ({ ExternalAccess: id }) => ({ id }),
  },
  {
    name: 'requestMaintenanceWindow',
    may: ['ADMINISTRATOR'],
    text: `mutation ($until: DateTime!, $slug: String!) { requestMaintenanceWindow(input: { purpose: DEPLOY, reason: "r", tenants: [$slug],
      expiresAt: $until }) { window { id } } }`,
    variables: async (_ids, slug, stage) => ({ until: await inTime(stage, '1 hour'), slug }),
  },
  {
    name: 'approveMaintenanceWindow',
    may: ['ADMINISTRATOR'],
    endsSomething: true,
    text: 'mutation ($id: ID!) { approveMaintenanceWindow(id: $id) { window { id } } }',
    variables: ({ MaintenanceWindow: id }) => ({ id }),
  },
  {
    name: 'setTenantSecurity without a fresh code',
    may: [],
    text: 'mutation { setTenantSecurity(input: { requireSecondFactor: true }) { requireSecondFactor } }',
    variables: () => ({}),
  },
  {
    name: 'createCategory',
    may: MANAGERS,
    text: `mutation ($key: String!) { createCategory(input: { key: $key, sensitive: false, description: "d", purpose: "p", legalBasis: "l",
      retention: "r" }) { category { key } } }`,
    variables: () => ({ key: `C_${randomUUID().replaceAll('-', '_').toUpperCase()}` }),
  },
  {
    name: 'updateCategory',
    may: MANAGERS,
    text: 'mutation { updateCategory(key: "SHOE_SIZE", input: { purpose: "p" }) { category { key } } }',
    variables: () => ({}),
  },
  {
    name: 'retireCategory',
    may: MANAGERS,
    endsSomething: true,
    text: 'mutation { retireCategory(key: "SHOE_SIZE") { category { key } } }',
    variables: () => ({}),
  },
  {
    name: 'createCustomField',
    may: MANAGERS,
    text: `mutation ($key: String!) { createCustomField(input: { subject: CONTACT, key: $key, label: "l", type: TEXT, category: "NOTES" }) {
      customField { id } } }`,
    variables: () => ({ key: `f_${randomUUID().replaceAll('-', '_')}` }),
  },
  {
    name: 'updateCustomField',
    may: MANAGERS,
    text: 'mutation ($id: ID!) { updateCustomField(id: $id, input: { label: "l" }) { customField { id } } }',
    variables: ({ field: id }) => ({ id }),
  },
  {
    name: 'retireCustomField',
    may: MANAGERS,
    endsSomething: true,
    text: 'mutation ($id: ID!) { retireCustomField(id: $id) { customField { id } } }',
    variables: ({ field: id }) => ({ id }),
  },
  {
    name: 'acceptAgreement',
    may: ['OWNER'],
    endsSomething: true,
    text: 'mutation ($id: ID!) { acceptAgreement(id: $id) { acceptance { id } } }',
    variables: ({ Agreement: id }) => ({ id }),
  },
  {
    name: 'publishAgreement',
    may: ['ADMINISTRATOR'],
    endsSomething: true,
    text: 'mutation { publishAgreement(input: { kind: DPA, version: "x", text: "t" }) { agreement { id } } }',
    variables: () => ({}),
  },
];

/** Members are in the tenant also while it has not agreed; staff do nothing of this without their commitment. */
export function mayDo({ kind, state }: Standing, { name, may }: BesideDeed): boolean {
  if (!may.includes(kind)) return false;
  if (MEMBERS.includes(kind)) return state === 'living' || state === 'suspended';
  // The vendor's agreements are published also by administrators who have yet to commit themselves to one.
  return state !== 'suspended' || name === 'publishAgreement';
}

/** How it may be said that they may not. */
export function refusedBy({ kind, state }: Standing, { may }: BesideDeed): readonly string[] {
  if (kind === 'ANONYMOUS') return ['UNAUTHENTICATED'];
  const suspendedStaff = state === 'suspended' && (kind === 'SUPPORT' || kind === 'ADMINISTRATOR');
  if (suspendedStaff && may.includes(kind)) return ['AGREEMENT_REQUIRED'];
  const lacks = [
    ...(suspendedStaff ? ['AGREEMENT_REQUIRED'] : []),
    ...(kind === 'ADMINISTRATOR' ? ['WINDOW_REQUIRED'] : []),
  ];
  return ['FORBIDDEN', 'NOT_FOUND', 'SECOND_FACTOR_REQUIRED', ...lacks];
}
