/** CASL's subjects: the kinds of thing that somebody asks about. */
export const SUBJECTS = {
  Contact: 'A person that the tenant deals with.',
  Company: 'An organisation that the tenant deals with.',
  Invoice: 'A bill that the tenant sent or got.',
  Ticket: 'Communication between the tenant and support; it belongs to both.',
  TicketMessage: 'One message of a ticket.',
  SupportGrant: "A tenant's consent to support access.",
  SupportQuestion: 'What a tenant asked about a request of support before it decided, and the answer.',
  Instruction: 'What the tenant told the vendor to do with its data.',
  ChangeEntry: 'One change of a record, in the log of changes.',
  ExternalAccess: 'What a tenant lets an outsider see, under an agreement between the two.',
  MaintenanceWindow: 'A time in which a system administrator maintains the installation, for a stated reason.',
  ApiToken: 'A key that lets a program in.',
  Integration: 'A program of a third party, which the tenant lets in under an agreement.',
  Webhook: 'Where an integration is told of changes.',
  WebhookDelivery: 'That an integration is to be told, or was told, of one change.',
  App: 'An app of a third party, as OAuth 2 knows it, before anybody lets it in.',
  Disclosure: 'What left the tenant for a third party, on which ground.',
  AccessEntry: 'One disclosure in the access log.',
  SecurityEvent:
    'One thing that happened to an account or in an environment: a sign-in, a change of a password, of a role, of an authority.',
  DataCategory: 'A class of data: a built-in one, or one that the tenant made for its own fields.',
  CustomField: 'A field that the tenant made for its contacts or companies.',
  User: 'Somebody with an account.',
  AccessReview: 'Who else sees what, and what a change of somebody’s access would open or close.',
  GdprSettings: 'The GDPR tab under Company Settings.',
  TenantSecurity: 'How the people of a tenant sign in.',
  Member: 'Somebody who belongs to the tenant, and as what.',
  Invitation: 'An offer to become a member, sent to an address.',
  Ownership: 'Who owns the tenant.',
  Agreement: 'One version of an agreement: for data processing, or for confidentiality.',
  AgreementAcceptance: 'That somebody accepted a version of an agreement, and when.',
} as const;

export type Subject = keyof typeof SUBJECTS;

export const SUBJECT_NAMES = Object.keys(SUBJECTS) as readonly Subject[];

export function isSubject(name: string): name is Subject {
  return Object.hasOwn(SUBJECTS, name);
}
