import { ALL_ORDINARY, MADE_SENSITIVE, OPENED, WITHOUT_CATEGORY, allow } from './line.js';
import type { Line, Who } from './line.js';

/**
 * THE PAGE: who may do what, with which data, when. It only allows; whatever no line allows is refused, so the order of the
 * lines means nothing. It speaks of data categories and never of fields. Sensitive categories are named one by one wherever
 * they are allowed. docs/policy.md is printed from it.
 */

const TENANT_DATA = ['Contact', 'Company', 'Invoice'] as const;
const TICKETS = ['Ticket', 'TicketMessage'] as const;
const OWN_DEFINITIONS = ['DataCategory', 'CustomField'] as const;
const AGREEMENTS = ['Agreement', 'AgreementAcceptance'] as const;

export const POLICY: readonly Line[] = [
  // The tenant's own people.
  allow('OWNER', 'ADMIN')
    .to('READ', 'EXPORT', 'ERASE')
    .on(TENANT_DATA)
    .in(ALL_ORDINARY, 'GOVERNMENT_ID', 'SPECIAL', MADE_SENSITIVE, WITHOUT_CATEGORY),
  allow('OWNER', 'ADMIN')
    .to('CREATE', 'UPDATE', 'DELETE')
    .on(TENANT_DATA)
    .in(ALL_ORDINARY, 'GOVERNMENT_ID', 'SPECIAL', MADE_SENSITIVE, WITHOUT_CATEGORY)
    .when('AGREEMENT'),
  allow('EDITOR').to('READ').on(TENANT_DATA).in(ALL_ORDINARY),
  allow('EDITOR').to('CREATE', 'UPDATE').on(TENANT_DATA).in(ALL_ORDINARY).when('AGREEMENT'),
  allow('EDITOR').to('DELETE').on(TENANT_DATA).in(ALL_ORDINARY).when('WHOLE', 'AGREEMENT'),
  allow('VIEWER').to('READ').on(TENANT_DATA).in('IDENTITY', 'CONTACT_DETAILS', 'COMMERCIAL'),
  allow('OWNER', 'ADMIN', 'EDITOR', 'VIEWER').to('READ', 'CREATE', 'UPDATE').on(TICKETS),

  // The GDPR tab.
  allow('OWNER', 'ADMIN').to('READ', 'UPDATE').on('GdprSettings'),
  allow('OWNER', 'ADMIN').to('READ', 'CREATE', 'UPDATE').on('SupportGrant'),
  allow('OWNER', 'ADMIN').to('READ', 'CREATE').on('SupportQuestion'),
  allow('OWNER', 'ADMIN').to('READ', 'CREATE', 'UPDATE').on('Instruction'),
  allow('OWNER', 'ADMIN').to('READ').on(['AccessEntry', 'ChangeEntry']),
  allow('OWNER', 'ADMIN').to('READ').on('SecurityEvent'),
  allow('OWNER', 'ADMIN').to('READ').on('User'),
  allow('OWNER', 'ADMIN').to('READ').on('AccessReview'),
  allow('OWNER', 'ADMIN').to('READ').on('TenantSecurity'),
  allow('OWNER').to('UPDATE').on('TenantSecurity').when('STEPPED_UP'),

  allow('OWNER', 'ADMIN').to('READ', 'CREATE', 'UPDATE').on(OWN_DEFINITIONS),

  allow('OWNER', 'ADMIN').to('READ', 'CREATE', 'UPDATE').on('ExternalAccess'),
  allow('OWNER', 'ADMIN').to('READ').on('MaintenanceWindow'),
  allow('OWNER', 'ADMIN').to('READ', 'CREATE', 'UPDATE').on(['ApiToken', 'Integration']),
  allow('OWNER', 'ADMIN').to('READ', 'CREATE', 'UPDATE', 'DELETE').on('Webhook'),
  allow('OWNER', 'ADMIN').to('READ', 'UPDATE').on('WebhookDelivery'),
  allow('OWNER', 'ADMIN').to('READ', 'CREATE').on('Disclosure'),
  allow('OWNER', 'ADMIN').to('READ', 'CREATE', 'UPDATE', 'DELETE').on('App'),

  // Who belongs to the tenant. Removing somebody changes their membership; leaving ends one's own.
  allow('OWNER', 'ADMIN').to('READ', 'UPDATE').on('Member'),
  allow('OWNER', 'ADMIN').to('READ', 'CREATE', 'UPDATE').on('Invitation'),
  allow('OWNER').to('UPDATE').on('Ownership').when('STEPPED_UP'),
  allow('OWNER', 'ADMIN', 'EDITOR', 'VIEWER').to('DELETE').on('Member').when('OWN'),

  // What was agreed: published by the vendor, accepted by an owner, and by staff for themselves.
  allow('OWNER', 'ADMIN').to('READ').on(AGREEMENTS),
  allow('OWNER').to('CREATE').on('AgreementAcceptance'),
  allow('SUPPORT', 'ADMINISTRATOR').to('READ').on(AGREEMENTS).when('OWN'),
  allow('SUPPORT', 'ADMINISTRATOR').to('CREATE', 'UPDATE').on('AgreementAcceptance').when('OWN'),
  allow('ADMINISTRATOR').to('CREATE').on('Agreement').when('OWN', 'STEPPED_UP'),

  // Outsiders whom the tenant let in.
  allow('EXTERNAL').to('READ').on(TENANT_DATA).in(OPENED),
  allow('EXTERNAL').to('CREATE', 'UPDATE').on(TENANT_DATA).in(OPENED).when('READ_WRITE', 'AGREEMENT'),
  allow('EXTERNAL').to('DELETE').on(TENANT_DATA).in(OPENED).when('READ_WRITE', 'WHOLE', 'AGREEMENT'),

  // The vendor's people. Tickets belong to both sides; everything else needs the tenant's consent.
  allow('SUPPORT').to('READ', 'UPDATE').on('Ticket').when('CONFIDENTIALITY'),
  allow('SUPPORT').to('READ', 'CREATE').on('TicketMessage').when('CONFIDENTIALITY'),
  allow('SUPPORT').to('READ', 'CREATE', 'UPDATE').on('SupportGrant').when('CONFIDENTIALITY', 'OWN'),
  allow('SUPPORT').to('READ', 'UPDATE').on('SupportQuestion').when('CONFIDENTIALITY', 'OWN'),
  allow('SUPPORT').to('READ', 'CREATE').on('Instruction').when('CONFIDENTIALITY'),
  allow('SUPPORT').to('READ').on(TENANT_DATA).in(OPENED).when('CONFIDENTIALITY', 'STEPPED_UP'),
  allow('SUPPORT')
    .to('CREATE', 'UPDATE')
    .on(TENANT_DATA)
    .in(OPENED)
    .when('CONFIDENTIALITY', 'STEPPED_UP', 'READ_WRITE', 'INSTRUCTION', 'AGREEMENT'),
  allow('SUPPORT')
    .to('DELETE')
    .on(TENANT_DATA)
    .in(OPENED)
    .when('CONFIDENTIALITY', 'STEPPED_UP', 'READ_WRITE', 'INSTRUCTION', 'WHOLE', 'AGREEMENT'),
  allow('ADMINISTRATOR').to('READ', 'UPDATE').on('MaintenanceWindow').when('CONFIDENTIALITY', 'OWN'),
  allow('ADMINISTRATOR').to('READ').on('App').when('CONFIDENTIALITY', 'OWN'),
  allow('ADMINISTRATOR').to('CREATE', 'UPDATE', 'DELETE').on('App').when('CONFIDENTIALITY', 'STEPPED_UP', 'OWN'),
  allow('ADMINISTRATOR').to('CREATE').on('MaintenanceWindow').when('CONFIDENTIALITY', 'STEPPED_UP', 'OWN'),
  allow('ADMINISTRATOR')
    .to('READ')
    .on(TENANT_DATA)
    .in(ALL_ORDINARY, 'GOVERNMENT_ID', 'SPECIAL', MADE_SENSITIVE)
    .when('CONFIDENTIALITY', 'WINDOW', 'STEPPED_UP'),
  allow('ADMINISTRATOR')
    .to('CREATE', 'UPDATE')
    .on(TENANT_DATA)
    .in(ALL_ORDINARY, 'GOVERNMENT_ID', 'SPECIAL', MADE_SENSITIVE)
    .when('CONFIDENTIALITY', 'IMPORT_WINDOW', 'STEPPED_UP', 'IMPORT_INSTRUCTION', 'AGREEMENT'),
  allow('ADMINISTRATOR').to('READ').on('Instruction').when('CONFIDENTIALITY', 'IMPORT_WINDOW', 'STEPPED_UP'),

  // Programs.
  allow('INTEGRATION').to('READ').on(TENANT_DATA).in(OPENED).when('SCOPE'),
  allow('INTEGRATION').to('CREATE', 'UPDATE').on(TENANT_DATA).in(OPENED).when('SCOPE', 'AGREEMENT'),
  allow('INTEGRATION').to('DELETE').on(TENANT_DATA).in(OPENED).when('SCOPE', 'WHOLE', 'AGREEMENT'),
  allow('INTEGRATION').to('READ', 'UPDATE').on('Ticket').when('SCOPE'),
  allow('INTEGRATION').to('CREATE').on(TICKETS).when('SCOPE'),
  allow('INTEGRATION').to('READ').on('TicketMessage').when('SCOPE'),

  // Everybody with an account.
  allow('SIGNED_IN').to('READ').on(['User', 'SecurityEvent']).when('OWN'),
  allow('SIGNED_IN').to('READ', 'UPDATE').on('ExternalAccess').when('OWN'),
];

/** Those for whom there is no line, on purpose. Whoever is on neither list is forgotten, and the program does not start. */
export const NO_LINE: Partial<Record<Who, string>> = {
  ANONYMOUS: 'Nobody sees anything before signing in.',
};
