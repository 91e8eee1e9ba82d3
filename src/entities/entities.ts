import type { ClassType } from 'type-graphql';
import { AccessEntry } from './access-entry.js';
import { Agreement } from './agreement.js';
import { ApiToken } from './api-token.js';
import { AgreementAcceptance } from './agreement-acceptance.js';
import { ChangeEntry } from './change-entry.js';
import { Company } from './company.js';
import { buildConnection } from './connection.js';
import { Contact } from './contact.js';
import { classOf, modelOf } from './data.js';
import { buildFilters } from './filter.js';
import { buildInputs } from './input.js';
import { Disclosure } from './disclosure.js';
import { ExternalAccess } from './external-access.js';
import { Integration } from './integration.js';
import { Invitation } from './invitation.js';
import { Instruction } from './instruction.js';
import { Invoice } from './invoice.js';
import { MaintenanceWindow } from './maintenance-window.js';
import { Member } from './member.js';
import { SecurityEvent } from './security-event.js';
import { SupportGrant } from './support-grant.js';
import { SupportQuestion } from './support-question.js';
import { Ticket, TicketFilter } from './ticket.js';
import { TicketMessage } from './ticket-message.js';
import { User } from './user.js';
import type { Subject } from '../vocabulary/subjects.js';

/** The entity list: every subject with rows. What is derived from all marks together is derived here, once. */
export const ENTITIES = [
  Contact,
  Company,
  Invoice,
  Ticket,
  TicketMessage,
  SupportGrant,
  SupportQuestion,
  Instruction,
  ChangeEntry,
  ExternalAccess,
  MaintenanceWindow,
  ApiToken,
  Integration,
  Disclosure,
  AccessEntry,
  SecurityEvent,
  User,
  Member,
  Invitation,
  Agreement,
  AgreementAcceptance,
] as const;

/** Subjects that hold the tenant's own data: filtered, written and logged. */
export const DATA_SUBJECTS: readonly Subject[] = ['Contact', 'Company', 'Invoice'];

const LISTED: readonly Subject[] = [
  ...DATA_SUBJECTS,
  'Ticket',
  'TicketMessage',
  'SupportGrant',
  'SupportQuestion',
  'Instruction',
  'ChangeEntry',
  'ExternalAccess',
  'MaintenanceWindow',
  'ApiToken',
  'Integration',
  'Disclosure',
  'AccessEntry',
  'SecurityEvent',
  'Member',
  'Invitation',
  'Agreement',
  'AgreementAcceptance',
];

const filters = new Map<Subject, ClassType>([...buildFilters(DATA_SUBJECTS.map(modelOf)), ['Ticket', TicketFilter]]);
for (const subject of LISTED)
  buildConnection(modelOf(subject), { row: classOf(subject), filter: filters.get(subject) });
for (const subject of DATA_SUBJECTS) buildInputs(modelOf(subject));
