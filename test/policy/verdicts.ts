import { createHash } from 'node:crypto';
import type { Actor } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { explain } from '../../src/policy/explain.js';
import { builtInFieldsOf, customFieldName } from '../../src/policy/fields.js';
import type { Law } from '../../src/policy/law.js';
import { ACTION_NAMES } from '../../src/vocabulary/actions.js';
import type { Action } from '../../src/vocabulary/actions.js';
import { CATEGORY_NAMES } from '../../src/vocabulary/categories.js';
import type { Reason } from '../../src/vocabulary/reasons.js';
import { SUBJECT_NAMES } from '../../src/vocabulary/subjects.js';
import type { Subject } from '../../src/vocabulary/subjects.js';
import {
  ALL_SCOPES,
  administrator,
  anonymous,
  customField,
  external,
  grant,
  instruction,
  integration,
  invitation,
  member,
  ordinary,
  sensitive,
  program,
  support,
  window,
} from './actors.js';

/**
 * All that the law says, to everybody, of everything: as a table of letters, so that a change of any of it is read before it is believed. The
 * words of an answer, its line and its authority are in the row's digest; the sentences stand below once each, without what they speak of.
 */

const CUSTOM = [
  customField('shoe', 'SHOE_SIZE'),
  customField('boots', 'SHOE_SIZE', 'Company'),
  customField('allergies', 'SPECIAL'),
  customField('chart', 'MEDICAL_FILE'),
  customField('loose', 'UNCLASSIFIED'),
];
const OWN_CATEGORIES = [...ordinary('SHOE_SIZE'), ...sensitive('MEDICAL_FILE')];
const ENDED = [
  { category: 'FINANCIAL', reason: 'CONSENT_REVOKED' },
  { category: 'COMMERCIAL', reason: 'CONSENT_EXPIRED' },
] as const;
const writing = { access: 'READ_WRITE' } as const;

const EVERYBODY: Readonly<Record<string, Actor>> = {
  OWNER: member('OWNER'),
  'OWNER without agreement': member('OWNER', { agreementAccepted: false }),
  ADMIN: member('ADMIN'),
  EDITOR: member('EDITOR'),
  VIEWER: member('VIEWER'),
  'MEMBER of no tenant': member('VIEWER', { tenantId: null }),
  'MEMBER without a role': member('VIEWER', { role: null }),
  'EXTERNAL who reads': external([invitation(['IDENTITY', 'FINANCIAL'])]),
  'EXTERNAL who writes': external([invitation(['FINANCIAL'], writing), invitation(['NOTES'])]),
  'EXTERNAL who writes without agreement': external([invitation(['FINANCIAL'], writing)], { agreementAccepted: false }),
  SUPPORT: support([], { ended: ENDED }),
  'SUPPORT with grants': support([grant(['IDENTITY']), grant(['SHOE_SIZE', 'SPECIAL', 'MEDICAL_FILE'], writing)]),
  'SUPPORT under an instruction to correct': support([grant(['IDENTITY', 'SHOE_SIZE'], writing)], {
    instruction: instruction({ categories: ['IDENTITY', 'FINANCIAL'] }),
  }),
  'SUPPORT under an instruction to erase invoices': support([grant(['FINANCIAL'], writing)], {
    instruction: instruction({ kind: 'ERASURE', subjects: ['Invoice'] }),
  }),
  'SUPPORT under an instruction, with a grant to read': support([grant(['IDENTITY'])], { instruction: instruction() }),
  'SUPPORT without confidentiality': support([grant(['IDENTITY'])], { confidential: false }),
  'SUPPORT in no tenant': support([], { tenantId: null }),
  'EXTERNAL who was invited': external([invitation(['NOTES'])], {
    ended: [{ category: 'FINANCIAL', reason: 'AGREEMENT_REQUIRED' }],
  }),
  ADMINISTRATOR: administrator(),
  'ADMINISTRATOR with a window': administrator({ authorities: [window('DEPLOY')] }),
  'ADMINISTRATOR with a window and no fresh code': administrator({ authorities: [window('PATCH')], steppedUp: false }),
  'ADMINISTRATOR who makes a backup': administrator({ authorities: [window('BACKUP')] }),
  'ADMINISTRATOR who imports under no instruction': administrator({ authorities: [window('IMPORT')] }),
  'ADMINISTRATOR who imports under an instruction': administrator({
    authorities: [window('IMPORT')],
    instruction: instruction({ kind: 'IMPORT', subjects: ['Contact'] }),
  }),
  'ADMINISTRATOR in no tenant': administrator({ tenantId: null, steppedUp: false }),
  'ADMINISTRATOR without confidentiality': administrator({ confidential: false }),
  INTEGRATION: integration(),
  'INTEGRATION that reads': program(['contacts:read', 'companies:read', 'tickets:read'], ['IDENTITY', 'COMMERCIAL']),
  'INTEGRATION that writes': program(['contacts:write', 'tickets:write'], ['IDENTITY']),
  'INTEGRATION whose maker is a viewer now': program(ALL_SCOPES, ['IDENTITY', 'FINANCIAL'], {
    token: { scopes: ALL_SCOPES, makerRole: 'VIEWER' },
  }),
  ANONYMOUS: anonymous(),
};

const LETTERS: Readonly<Record<Reason, string>> = {
  ALLOWED: '+',
  FORBIDDEN: '-',
  UNAUTHENTICATED: 'u',
  AGREEMENT_REQUIRED: 'a',
  INSTRUCTION_REQUIRED: 'i',
  WINDOW_REQUIRED: 'w',
  SCOPE_MISSING: 's',
  CONSENT_REQUIRED: 'c',
  CONSENT_REVOKED: 'r',
  CONSENT_EXPIRED: 'x',
  SECOND_FACTOR_REQUIRED: 'f',
};

/** The whole, every field there is, the tenant's own, and one that nobody has. */
function asked(subject: Subject): readonly (string | undefined)[] {
  return [undefined, ...builtInFieldsOf(subject), ...CUSTOM.map(({ key }) => customFieldName(key)), 'nonsense'];
}

interface Answer {
  readonly letter: string;
  readonly sentence: string;
  readonly all: readonly unknown[];
}

function answer(law: Law, action: Action, subject: Subject, field: string | undefined): Answer {
  const { reason, message, remedy, line, authority } = explain(law, action, subject, field);
  const verdict = law.may(action, subject, field);
  return {
    letter: LETTERS[reason],
    sentence: `${message} ${remedy ?? ''}`.trimEnd(),
    all: [verdict, reason, message, remedy, line, authority?.categories],
  };
}

function rowOf(law: Law, subject: Subject, sentences: Set<string>): string {
  const answers = ACTION_NAMES.map((action) => asked(subject).map((field) => answer(law, action, subject, field)));
  for (const { sentence } of answers.flat()) sentences.add(withoutNames(sentence));
  const letters = answers.map((row) => row.map(({ letter }) => letter).join(''));
  const digest = createHash('sha256').update(JSON.stringify(answers.flat().map(({ all }) => all)));
  const rows = JSON.stringify(law.conditions(subject));
  return `  ${subject.padEnd(13)} ${letters.join(' ')} ${rows} ${digest.digest('hex').slice(0, 12)}`;
}

const NAMES = new RegExp(
  `\\b(${[...CATEGORY_NAMES, 'SHOE_SIZE', 'MEDICAL_FILE', 'UNCLASSIFIED'].join('|')})(, | and |\\b)`,
  'g',
);
const SUBJECTS = new RegExp(`\\ban? (${SUBJECT_NAMES.join('|')})\\b`, 'g');

function withoutNames(sentence: string): string {
  return sentence.replaceAll(NAMES, '…').replaceAll(/…+/g, '…').replaceAll(SUBJECTS, 'a …');
}

export function printVerdicts(): string {
  const sentences = new Set<string>();
  const actors = Object.entries(EVERYBODY).map(([name, actor]) => {
    const law = compileLaw({ ...actor, customFields: CUSTOM, ownCategories: OWN_CATEGORIES });
    const rows = SUBJECT_NAMES.map((subject) => rowOf(law, subject, sentences));
    return [name, `  sees ${law.categories.join(' ') || 'nothing'}`, `  shape ${law.shape}`, ...rows, ''];
  });
  return [
    `Letters: ${Object.entries(LETTERS)
      .map(([reason, letter]) => `${letter} ${reason}`)
      .join(', ')}.`,
    `Groups: ${ACTION_NAMES.join(', ')}; in each, one letter for each of:`,
    ...SUBJECT_NAMES.map(
      (subject) =>
        `  ${subject}: ${asked(subject)
          .map((field) => field ?? '(whole)')
          .join(' ')}`,
    ),
    '',
    ...actors.flat(),
    'Sentences',
    ...[...sentences].sort().map((sentence) => `  ${sentence}`),
    '',
  ].join('\n');
}
