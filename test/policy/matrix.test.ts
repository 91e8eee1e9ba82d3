import { describe, expect, test } from '@jest/globals';
import type { Actor, CustomField } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { explain } from '../../src/policy/explain.js';
import type { Action } from '../../src/vocabulary/actions.js';
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
 * The table of the contract, written down a second time and by hand: what it expects is not computed from the page. The letters are the
 * actions that are allowed: Read, Create, Update, Delete, eXport, erase (Z).
 */
const LETTERS: Readonly<Record<string, Action>> = {
  R: 'READ',
  C: 'CREATE',
  U: 'UPDATE',
  D: 'DELETE',
  X: 'EXPORT',
  Z: 'ERASE',
};

/** One field for each place where a category occurs; nobody's page names fields, so any would do. */
const FIELDS = [
  ['Contact', 'name', 'IDENTITY'],
  ['Contact', 'birthDate', 'IDENTITY'],
  ['Contact', 'email', 'CONTACT_DETAILS'],
  ['Contact', 'phone', 'CONTACT_DETAILS'],
  ['Contact', 'city', 'CONTACT_DETAILS'],
  ['Contact', 'country', 'CONTACT_DETAILS'],
  ['Contact', 'iban', 'FINANCIAL'],
  ['Contact', 'nationalId', 'GOVERNMENT_ID'],
  ['Contact', 'customFields.allergies', 'SPECIAL'],
  ['Contact', 'notes', 'NOTES'],
  ['Contact', 'customFields.shoe', 'SHOE_SIZE'],
  ['Contact', 'customFields.chart', 'MEDICAL_FILE'],
  ['Company', 'name', 'COMMERCIAL'],
  ['Company', 'website', 'COMMERCIAL'],
  ['Company', 'vatNumber', 'FINANCIAL'],
  ['Company', 'customFields.boots', 'SHOE_SIZE'],
  ['Invoice', 'number', 'FINANCIAL'],
  ['Invoice', 'issuedOn', 'FINANCIAL'],
  ['Invoice', 'dueOn', 'FINANCIAL'],
  ['Invoice', 'currency', 'FINANCIAL'],
  ['Invoice', 'total', 'FINANCIAL'],
] as const satisfies readonly (readonly [Subject, string, string])[];

const CUSTOM_FIELDS = [
  customField('allergies', 'SPECIAL'),
  customField('shoe', 'SHOE_SIZE'),
  customField('boots', 'SHOE_SIZE', 'Company'),
  customField('chart', 'MEDICAL_FILE'),
];
/** Of which no category counts: never given, none that there is, of a field that was retired. */
const UNCLASSIFIED = [
  customField('loose', 'UNCLASSIFIED'),
  customField('gone', 'RETIRED_LATELY'),
  { ...customField('old', 'IDENTITY'), retired: true },
];
const OWN_CATEGORIES = [...ordinary('SHOE_SIZE'), ...sensitive('MEDICAL_FILE')];

type Category = (typeof FIELDS)[number][2] | 'UNCLASSIFIED';
type OtherSubject = Exclude<Subject, 'Contact' | 'Company' | 'Invoice'>;

interface Expected {
  readonly data: Readonly<Record<Category, string>>;
  /** Whose records bear more than is open here, so none of them is deleted whatever else is. */
  readonly keeps?: 'Contact';
  readonly other: Readonly<Record<OtherSubject, string>>;
}

function everywhere(letters: string, changes: Partial<Record<Category, string>> = {}): Expected['data'] {
  const all = { IDENTITY: letters, CONTACT_DETAILS: letters, FINANCIAL: letters, NOTES: letters, COMMERCIAL: letters };
  const named = { GOVERNMENT_ID: letters, SPECIAL: letters, MEDICAL_FILE: letters };
  // Whoever is not said to see what is unclassified does not.
  return { ...all, ...named, SHOE_SIZE: letters, UNCLASSIFIED: '', ...changes };
}

const NOTHING = {
  Ticket: '',
  TicketMessage: '',
  SupportGrant: '',
  SupportQuestion: '',
  Instruction: '',
  ChangeEntry: '',
  ExternalAccess: '',
  MaintenanceWindow: '',
  AccessEntry: '',
  SecurityEvent: '',
  User: '',
  GdprSettings: '',
  TenantSecurity: '',
  Member: '',
  Invitation: '',
  Ownership: '',
  Agreement: '',
  AgreementAcceptance: '',
  AccessReview: '',
  DataCategory: '',
  CustomField: '',
  ApiToken: '',
  Integration: '',
  Webhook: '',
  WebhookDelivery: '',
  Disclosure: '',
  App: '',
};
const ACCOUNT = { ...NOTHING, SecurityEvent: 'R', User: 'R', ExternalAccess: 'RU' };
const MEMBER = { ...ACCOUNT, Ticket: 'RCU', TicketMessage: 'RCU', Member: 'D' };
const GDPR = {
  ...MEMBER,
  SupportGrant: 'RCU',
  SupportQuestion: 'RC',
  Instruction: 'RCU',
  ChangeEntry: 'R',
  ExternalAccess: 'RCU',
  MaintenanceWindow: 'R',
  AccessEntry: 'R',
  GdprSettings: 'RU',
  TenantSecurity: 'R',
  Member: 'RUD',
  Invitation: 'RCU',
  Agreement: 'R',
  AgreementAcceptance: 'R',
  AccessReview: 'R',
  DataCategory: 'RCU',
  CustomField: 'RCU',
  ApiToken: 'RCU',
  Integration: 'RCU',
  Webhook: 'RCUD',
  WebhookDelivery: 'RU',
  Disclosure: 'RC',
  App: 'RCUD',
};
const OWNER = { ...GDPR, AgreementAcceptance: 'RC' };
const ANY_STAFF = { ...ACCOUNT, Agreement: 'R', AgreementAcceptance: 'RCU' };
const STAFF = {
  ...ANY_STAFF,
  Ticket: 'RU',
  TicketMessage: 'RC',
  SupportGrant: 'RCU',
  SupportQuestion: 'RU',
  Instruction: 'RC',
};
const ADMINISTRATOR = { ...ANY_STAFF, MaintenanceWindow: 'RU', App: 'R' };
const TICKETS = { ...NOTHING, Ticket: 'RCU', TicketMessage: 'RC' };
const STEPPED_UP_ADMINISTRATOR = { ...ANY_STAFF, Agreement: 'RC', MaintenanceWindow: 'RCU', App: 'RCUD' };
const IMPORTING = { ...STEPPED_UP_ADMINISTRATOR, Instruction: 'R' };

const EXPECTED: Readonly<Record<string, readonly [Actor, Expected]>> = {
  OWNER: [member('OWNER'), { data: everywhere('RCUDXZ', { UNCLASSIFIED: 'RCUDXZ' }), other: OWNER }],
  ADMIN: [member('ADMIN'), { data: everywhere('RCUDXZ', { UNCLASSIFIED: 'RCUDXZ' }), other: GDPR }],
  'OWNER who has just shown a code': [
    member('OWNER', { steppedUp: true }),
    {
      data: everywhere('RCUDXZ', { UNCLASSIFIED: 'RCUDXZ' }),
      other: { ...OWNER, TenantSecurity: 'RU', Ownership: 'U' },
    },
  ],
  'ADMIN who has just shown a code': [
    member('ADMIN', { steppedUp: true }),
    { data: everywhere('RCUDXZ', { UNCLASSIFIED: 'RCUDXZ' }), other: GDPR },
  ],
  'OWNER without the second factor that the tenant demands': [
    member('OWNER', { factorMet: false }),
    { data: everywhere(''), other: NOTHING },
  ],
  'OWNER without an accepted agreement': [
    member('OWNER', { agreementAccepted: false }),
    { data: everywhere('RXZ', { UNCLASSIFIED: 'RXZ' }), other: OWNER },
  ],
  EDITOR: [
    member('EDITOR'),
    {
      data: everywhere('RCUD', { GOVERNMENT_ID: '', SPECIAL: '', MEDICAL_FILE: '' }),
      keeps: 'Contact',
      other: MEMBER,
    },
  ],
  'EDITOR without an accepted agreement': [
    member('EDITOR', { agreementAccepted: false }),
    { data: everywhere('R', { GOVERNMENT_ID: '', SPECIAL: '', MEDICAL_FILE: '' }), other: MEMBER },
  ],
  VIEWER: [
    member('VIEWER'),
    { data: everywhere('', { IDENTITY: 'R', CONTACT_DETAILS: 'R', COMMERCIAL: 'R' }), other: MEMBER },
  ],
  'a user without a role here': [
    { ...member('VIEWER'), role: null, tenantId: null },
    { data: everywhere(''), other: ACCOUNT },
  ],
  'EXTERNAL without access': [external(), { data: everywhere(''), other: ACCOUNT }],
  'EXTERNAL with the categories of an accountant': [
    external([invitation(['IDENTITY', 'FINANCIAL', 'COMMERCIAL'])]),
    {
      data: everywhere('', { IDENTITY: 'R', FINANCIAL: 'R', COMMERCIAL: 'R' }),
      other: ACCOUNT,
    },
  ],
  'EXTERNAL whose access says READ_WRITE': [
    external([invitation(['IDENTITY'], { access: 'READ_WRITE' }), invitation(['NOTES'])]),
    { data: everywhere('', { IDENTITY: 'RCU', NOTES: 'R' }), other: ACCOUNT },
  ],
  'EXTERNAL whose access says READ_WRITE of everything, which alone may be deleted': [
    external([invitation(Object.keys(everywhere('')), { access: 'READ_WRITE' })]),
    { data: everywhere('RCUD'), other: ACCOUNT },
  ],
  'SUPPORT without a grant': [support(), { data: everywhere(''), other: STAFF }],
  'SUPPORT with a grant of contact details': [
    support([grant(['CONTACT_DETAILS'])]),
    { data: everywhere('', { CONTACT_DETAILS: 'R' }), other: STAFF },
  ],
  'SUPPORT with a grant of READ_WRITE, under an instruction that covers some of it': [
    support([grant(['IDENTITY', 'NOTES', 'SHOE_SIZE'], { access: 'READ_WRITE' })], {
      instruction: instruction({ kind: 'IMPORT', categories: ['NOTES', 'SHOE_SIZE', 'FINANCIAL'] }),
    }),
    { data: everywhere('', { IDENTITY: 'R', NOTES: 'RCU', SHOE_SIZE: 'RCU' }), other: STAFF },
  ],
  'EXTERNAL to whom an instruction is nothing': [
    external([invitation(['FINANCIAL'])], { instruction: instruction({ kind: 'IMPORT' }) }),
    { data: everywhere('', { FINANCIAL: 'R' }), other: ACCOUNT },
  ],
  'SUPPORT with two grants, one of them READ_WRITE, and no instruction': [
    support([grant(['CONTACT_DETAILS']), grant(['GOVERNMENT_ID', 'SHOE_SIZE'], { access: 'READ_WRITE' })]),
    { data: everywhere('', { CONTACT_DETAILS: 'R', GOVERNMENT_ID: 'R', SHOE_SIZE: 'R' }), other: STAFF },
  ],
  'SUPPORT with a grant who has shown no code of late': [
    support([grant(['CONTACT_DETAILS'])], { steppedUp: false }),
    { data: everywhere(''), other: STAFF },
  ],
  'SUPPORT with a grant and no second factor': [
    support([grant(['CONTACT_DETAILS'])], { factorMet: false }),
    { data: everywhere(''), other: NOTHING },
  ],
  'SUPPORT without a commitment to confidentiality': [
    support([grant(['CONTACT_DETAILS', 'IDENTITY'])], { confidential: false }),
    { data: everywhere(''), other: ANY_STAFF },
  ],
  'ADMINISTRATOR without a window': [administrator(), { data: everywhere(''), other: STEPPED_UP_ADMINISTRATOR }],
  'ADMINISTRATOR who has shown no code of late': [
    administrator({ steppedUp: false }),
    { data: everywhere(''), other: ADMINISTRATOR },
  ],
  'ADMINISTRATOR with a grant, which is not for administrators': [
    administrator({ authorities: [grant(['IDENTITY'])] }),
    { data: everywhere(''), other: STEPPED_UP_ADMINISTRATOR },
  ],
  'ADMINISTRATOR with a window': [
    administrator({ authorities: [window('DEPLOY')] }),
    { data: everywhere('R'), other: STEPPED_UP_ADMINISTRATOR },
  ],
  'ADMINISTRATOR with a window for a backup': [
    administrator({ authorities: [window('BACKUP')] }),
    { data: everywhere(''), other: STEPPED_UP_ADMINISTRATOR },
  ],
  'ADMINISTRATOR with a window for an import, under no instruction': [
    administrator({ authorities: [window('IMPORT')] }),
    { data: everywhere('R'), other: IMPORTING },
  ],
  'ADMINISTRATOR with a window for an import, under an instruction that covers some of it': [
    administrator({
      authorities: [window('IMPORT')],
      instruction: instruction({ kind: 'IMPORT', categories: ['NOTES', 'SHOE_SIZE', 'SPECIAL', 'MEDICAL_FILE'] }),
    }),
    {
      data: everywhere('R', { NOTES: 'RCU', SHOE_SIZE: 'RCU', SPECIAL: 'RCU', MEDICAL_FILE: 'RCU' }),
      other: IMPORTING,
    },
  ],
  'ADMINISTRATOR with a window for an import, where the tenant has not accepted the agreement': [
    administrator({
      authorities: [window('IMPORT')],
      instruction: instruction({ kind: 'IMPORT' }),
      agreementAccepted: false,
    }),
    { data: everywhere('R'), other: IMPORTING },
  ],
  ...Object.fromEntries(
    (['CORRECTION', 'ADDITION', 'ERASURE', 'EXPORT'] as const).map((kind) => [
      `ADMINISTRATOR with a window for an import, under an instruction for ${kind}`,
      [
        administrator({ authorities: [window('IMPORT')], instruction: instruction({ kind }) }),
        { data: everywhere('R'), other: IMPORTING },
      ],
    ]),
  ),
  ...Object.fromEntries(
    (['DEPLOY', 'PATCH', 'BACKUP'] as const).map((purpose) => [
      `ADMINISTRATOR under an instruction to import, in a window for ${purpose}`,
      [
        administrator({ authorities: [window(purpose)], instruction: instruction({ kind: 'IMPORT' }) }),
        { data: everywhere(purpose === 'BACKUP' ? '' : 'R'), other: STEPPED_UP_ADMINISTRATOR },
      ],
    ]),
  ),
  'ADMINISTRATOR under an instruction to import who has shown no code of late': [
    administrator({
      authorities: [window('IMPORT')],
      instruction: instruction({ kind: 'IMPORT' }),
      steppedUp: false,
    }),
    { data: everywhere(''), other: ADMINISTRATOR },
  ],
  'SUPPORT under an instruction to import, with a window, which is not for support': [
    support([window('IMPORT', { access: 'READ_WRITE' })], { instruction: instruction({ kind: 'IMPORT' }) }),
    { data: everywhere(''), other: STAFF },
  ],
  'ADMINISTRATOR with a window who has shown no code of late': [
    administrator({ authorities: [window('PATCH')], steppedUp: false }),
    { data: everywhere(''), other: ADMINISTRATOR },
  ],
  'ADMINISTRATOR with a window and no commitment to confidentiality': [
    administrator({ authorities: [window('IMPORT')], confidential: false }),
    { data: everywhere(''), other: { ...ANY_STAFF, Agreement: 'RC' } },
  ],
  'SUPPORT with a window, which is not for support': [
    support([window('DEPLOY')]),
    { data: everywhere(''), other: STAFF },
  ],
  'EXTERNAL who has not accepted the agreement': [
    external([], { ended: [{ category: 'IDENTITY', reason: 'AGREEMENT_REQUIRED' }] }),
    { data: everywhere(''), other: ACCOUNT },
  ],
  'EXTERNAL without the second factor that the tenant demands': [
    external([invitation(['IDENTITY'])], { factorMet: false }),
    { data: everywhere(''), other: NOTHING },
  ],
  'a token that reads and writes contacts, companies and invoices, made by an owner': [
    program(ALL_SCOPES, ['IDENTITY', 'GOVERNMENT_ID', 'SHOE_SIZE']),
    { data: everywhere('', { IDENTITY: 'RCU', GOVERNMENT_ID: 'RCU', SHOE_SIZE: 'RCU' }), other: TICKETS },
  ],
  'a token that names every category, made by an owner': [
    program(ALL_SCOPES, Object.keys(everywhere(''))),
    { data: everywhere('RCUD'), other: TICKETS },
  ],
  'a token made by somebody who is an editor now': [
    program(ALL_SCOPES, ['IDENTITY', 'GOVERNMENT_ID', 'SHOE_SIZE'], {
      token: { scopes: ALL_SCOPES, makerRole: 'EDITOR' },
    }),
    { data: everywhere('', { IDENTITY: 'RCU', SHOE_SIZE: 'RCU' }), other: TICKETS },
  ],
  'a token that names every category, made by somebody who is a viewer now': [
    program(ALL_SCOPES, Object.keys(everywhere('')), { token: { scopes: ALL_SCOPES, makerRole: 'VIEWER' } }),
    { data: everywhere('', { IDENTITY: 'R', CONTACT_DETAILS: 'R', COMMERCIAL: 'R' }), other: TICKETS },
  ],
  'a token that only writes': [
    program(['contacts:write', 'companies:write', 'invoices:write'], ['IDENTITY']),
    { data: everywhere('', { IDENTITY: 'CU' }), other: NOTHING },
  ],
  'a token without the agreement of the tenant': [
    program(ALL_SCOPES, ['IDENTITY'], { agreementAccepted: false }),
    { data: everywhere('', { IDENTITY: 'R' }), other: TICKETS },
  ],
  'a member to whom scopes are nothing': [
    member('VIEWER', { token: { scopes: ALL_SCOPES, makerRole: 'OWNER' } }),
    { data: everywhere('', { IDENTITY: 'R', CONTACT_DETAILS: 'R', COMMERCIAL: 'R' }), other: MEMBER },
  ],
  INTEGRATION: [integration({ authorities: [grant(['IDENTITY'])] }), { data: everywhere(''), other: NOTHING }],
  ANONYMOUS: [anonymous(), { data: everywhere(''), other: NOTHING }],
};

function sentence(who: string, action: Action, expected: boolean): string {
  return `${who} ${expected ? 'may' : 'may not'} ${action}`;
}

function isOpen({ data, keeps }: Expected, letter: string, subject: Subject, category: Category): boolean {
  return data[category].includes(letter) && !(letter === 'D' && subject === keeps);
}

describe.each(Object.entries(EXPECTED))('%s', (who, [actor, expected]) => {
  const law = compileLaw({ ...actor, customFields: CUSTOM_FIELDS, ownCategories: OWN_CATEGORIES });

  describe.each(Object.entries(LETTERS))('asks for %s (%s):', (letter, action) => {
    test.each(
      FIELDS.map(([subject, field, category]) => {
        const allowed = isOpen(expected, letter, subject, category);
        return [
          `${sentence(who, action, allowed)} ${category} data: ${subject}.${field}`,
          { subject, field, allowed },
        ] as const;
      }),
    )('%s', (_, { subject, field, allowed }) => {
      expect(law.may(action, subject, field).allowed).toBe(allowed);
    });

    test.each(
      (Object.keys(NOTHING) as OtherSubject[]).map((subject) => {
        const allowed = expected.other[subject].includes(letter);
        return [`${sentence(who, action, allowed)} ${subject}`, { subject, allowed }] as const;
      }),
    )('%s', (_, { subject, allowed }) => {
      expect(law.may(action, subject).allowed).toBe(allowed);
    });

    test('a subject is open exactly when one of its fields is', () => {
      for (const subject of ['Contact', 'Company', 'Invoice'] as const) {
        const fields = FIELDS.filter(([of]) => of === subject);
        const open = fields.some(([, , category]) => isOpen(expected, letter, subject, category));
        expect({ subject, open: law.may(action, subject).allowed }).toEqual({ subject, open });
      }
    });
  });

  test('reads id, times and counts of a subject only if one of its categories is open', () => {
    for (const subject of ['Contact', 'Company', 'Invoice'] as const) {
      const open = FIELDS.some(([of, , category]) => of === subject && expected.data[category].includes('R'));
      for (const field of ['id', 'createdAt', 'updatedAt']) expect(law.verdict(subject, field).allowed).toBe(open);
      expect(law.sees(subject)).toBe(open);
    }
  });

  test('lists as open exactly the categories that it reads', () => {
    const readable = Object.entries(expected.data).flatMap(([category, letters]) =>
      letters.includes('R') ? [category] : [],
    );
    expect([...law.categories].sort()).toEqual(readable.sort());
  });
});

describe.each(Object.entries(EXPECTED))('%s, where fields are unclassified,', (who, [actor, { data, keeps }]) => {
  const customFields = [...CUSTOM_FIELDS, ...UNCLASSIFIED];
  const law = compileLaw({ ...actor, customFields, ownCategories: OWN_CATEGORIES });

  test.each(UNCLASSIFIED.map(({ key }) => key))('sees and writes them only as an owner or admin: %s', (key) => {
    for (const [letter, action] of Object.entries(LETTERS)) {
      const { allowed } = law.may(action, 'Contact', `customFields.${key}`);
      expect({ who, action, allowed }).toEqual({ who, action, allowed: data.UNCLASSIFIED.includes(letter) });
    }
  });

  test('sees everything else as before', () => {
    for (const [subject, field, category] of FIELDS)
      expect(law.verdict(subject, field).allowed).toBe(data[category].includes('R'));
  });

  test('deletes contacts whole as before, if as an owner or admin; companies have no such field', () => {
    const before = data.IDENTITY.includes('D') && data.NOTES.includes('D') && keeps !== 'Contact';
    expect(law.may('DELETE', 'Contact').allowed).toBe(before && actor.kind === 'MEMBER');
    expect(law.may('DELETE', 'Company').allowed).toBe(data.COMMERCIAL.includes('D'));
  });
});

describe('An editor', () => {
  const deletes = (...customFields: readonly CustomField[]): boolean =>
    compileLaw({ ...member('EDITOR'), customFields, ownCategories: OWN_CATEGORIES }).may('DELETE', 'Company').allowed;

  test('deletes companies until one of their fields is of what an editor does not see', () => {
    expect(deletes()).toBe(true);
    expect(deletes(customField('boots', 'SHOE_SIZE', 'Company'))).toBe(true);
    expect(deletes(customField('file', 'MEDICAL_FILE', 'Company'))).toBe(false);
    expect(deletes(customField('faith', 'SPECIAL', 'Company'))).toBe(false);
    expect(deletes(customField('loose', 'UNCLASSIFIED', 'Company'))).toBe(false);
    expect(deletes(customField('file', 'MEDICAL_FILE'))).toBe(true);
  });

  test('is told of owners and admins, whom alone it is left to', () => {
    const law = compileLaw(member('EDITOR'));
    expect(law.may('DELETE', 'Contact')).toMatchObject({
      reason: 'FORBIDDEN',
      message: expect.stringMatching(/^The role EDITOR does not include deleting any data of a Contact /),
    });
    expect(explain(law, 'DELETE', 'Contact').line).toMatch(/^OWNER and ADMIN may CREATE, UPDATE and DELETE /);
  });
});
