import { registerEnumType } from 'type-graphql';
import { AGREEMENT_KINDS } from '../vocabulary/agreements.js';
import { ACTIONS } from '../vocabulary/actions.js';
import { ACTOR_KINDS, BASES } from '../vocabulary/actors.js';
import { INSTRUCTION_KINDS, INSTRUCTION_SOURCES, INSTRUCTION_STATUSES } from '../vocabulary/instructions.js';
import { GRANT_ACCESS, GRANT_STATUSES, PURPOSES, WINDOW_PURPOSES } from '../vocabulary/purposes.js';
import { INVITATION_STATUSES, MEMBER_STATUSES } from '../vocabulary/members.js';
import {
  DISCLOSURE_FORMATS,
  DISCLOSURE_GROUNDS,
  DISCLOSURE_SOURCES,
  INTEGRATION_ENDS,
  INTEGRATION_STATUSES,
  TOKEN_ENDS,
  TOKEN_STATUSES,
} from '../vocabulary/programs.js';
import { ROLES } from '../vocabulary/roles.js';
import { SECURITY_EVENTS } from '../vocabulary/security-events.js';
import { EXTERNAL_STATUSES, WINDOW_STATUSES } from '../vocabulary/statuses.js';

type Words = Readonly<Record<string, string>>;

/** An API enum from a table of the vocabulary: its words, each with its sentence. */
function apiEnum(name: string, description: string, words: Words): Words {
  const values = Object.fromEntries(Object.keys(words).map((word) => [word, word]));
  const valuesConfig = Object.fromEntries(
    Object.entries(words).map(([word, sentence]) => [word, { description: sentence }]),
  );
  registerEnumType(values, { name, description, valuesConfig });
  return values;
}

export const ActorKindEnum = apiEnum('ActorKind', 'Who asks.', ACTOR_KINDS);
export const AuthorityKindEnum = apiEnum('AuthorityKind', 'What an access rests on.', BASES);
export const RoleEnum = apiEnum('Role', 'What a member is in a tenant.', ROLES);
export const ActionEnum = apiEnum('Action', 'What somebody may want to do with a subject.', ACTIONS);
export const GrantStatusEnum = apiEnum('GrantStatus', 'Where a support grant stands.', GRANT_STATUSES);
export const GrantAccessEnum = apiEnum('GrantAccess', 'What a grant lets staff do.', GRANT_ACCESS);
export const InstructionKindEnum = apiEnum(
  'InstructionKind',
  'What a tenant can tell the vendor to do with its data.',
  Object.fromEntries(Object.entries(INSTRUCTION_KINDS).map(([kind, { description }]) => [kind, description])),
);
export const InstructionStatusEnum = apiEnum('InstructionStatus', 'Where an instruction stands.', INSTRUCTION_STATUSES);
export const InstructionSourceEnum = apiEnum(
  'InstructionSource',
  'How an instruction came about.',
  INSTRUCTION_SOURCES,
);
export const PurposeEnum = apiEnum('Purpose', 'Why somebody has access.', PURPOSES);
export const ExternalStatusEnum = apiEnum('ExternalStatus', 'Where an external access stands.', EXTERNAL_STATUSES);
export const WindowStatusEnum = apiEnum('WindowStatus', 'Where a maintenance window stands.', WINDOW_STATUSES);
export const WindowPurposeEnum = apiEnum('WindowPurpose', 'What a maintenance window is for.', WINDOW_PURPOSES);
export const SecurityEventKindEnum = apiEnum('SecurityEventKind', 'What happened.', SECURITY_EVENTS);
export const AgreementKindEnum = apiEnum('AgreementKind', 'What an agreement is about.', AGREEMENT_KINDS);
export const MemberStatusEnum = apiEnum('MemberStatus', 'Where a membership stands.', MEMBER_STATUSES);
export const InvitationStatusEnum = apiEnum('InvitationStatus', 'Where an invitation stands.', INVITATION_STATUSES);
export const TokenStatusEnum = apiEnum('ApiTokenStatus', 'Where a token stands.', TOKEN_STATUSES);
export const TokenEndEnum = apiEnum('ApiTokenEnd', 'How a token ended.', TOKEN_ENDS);
export const IntegrationStatusEnum = apiEnum('IntegrationStatus', 'Where an integration stands.', INTEGRATION_STATUSES);
export const IntegrationEndEnum = apiEnum('IntegrationEnd', 'How an integration ended.', INTEGRATION_ENDS);
export const DisclosureGroundEnum = apiEnum('DisclosureGround', 'Why data may be given away.', DISCLOSURE_GROUNDS);
export const DisclosureFormatEnum = apiEnum('DisclosureFormat', 'What kind of file.', DISCLOSURE_FORMATS);
export const DisclosureSourceEnum = apiEnum(
  'DisclosureSource',
  'How a disclosure came into the register.',
  DISCLOSURE_SOURCES,
);
export const TicketStatusEnum = apiEnum('TicketStatus', 'Whether a ticket still wants an answer.', {
  OPEN: 'Still being worked on.',
  CLOSED: 'Done.',
});
export const CustomFieldTypeEnum = apiEnum('CustomFieldType', 'What a custom field holds.', {
  TEXT: 'Any text.',
  NUMBER: 'A decimal number.',
  DATE: 'YYYY-MM-DD.',
  BOOLEAN: 'true or false.',
  CHOICE: 'One of a list of texts.',
});
export const DirectionEnum = apiEnum('Direction', 'Which way a list is sorted.', {
  ASC: 'Smallest first, empty values last.',
  DESC: 'Largest first, empty values first.',
});
