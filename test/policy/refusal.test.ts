import { describe, expect, test } from '@jest/globals';
import type { Actor } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { explain } from '../../src/policy/explain.js';
import { builtInFieldsOf, customFieldName } from '../../src/policy/fields.js';
import type { Law, Verdict } from '../../src/policy/law.js';
import { ACTION_NAMES } from '../../src/vocabulary/actions.js';
import type { Action } from '../../src/vocabulary/actions.js';
import { CATEGORIES } from '../../src/vocabulary/categories.js';
import { SUBJECT_NAMES } from '../../src/vocabulary/subjects.js';
import type { Subject } from '../../src/vocabulary/subjects.js';
import {
  ALL_SCOPES,
  SOMEBODY,
  TENANT,
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
  program,
  support,
  window,
} from './actors.js';

const CUSTOM = [customField('shoe', 'SHOE_SIZE'), customField('boots', 'SHOE_SIZE', 'Company')];
const REVOKED = { category: 'FINANCIAL', reason: 'CONSENT_REVOKED' } as const;
const EXPIRED = { category: 'COMMERCIAL', reason: 'CONSENT_EXPIRED' } as const;
const writing = { access: 'READ_WRITE' } as const;
const WHOLE_COMPANY = ['COMMERCIAL', 'FINANCIAL', 'SHOE_SIZE'];
const broken = <T>(value: unknown): T => value as T;
const DEPLOYING = { authorities: [window('DEPLOY')], instruction: instruction({ kind: 'IMPORT' }) };
const IMPORTING = { authorities: [window('IMPORT')], instruction: instruction({ kind: 'IMPORT' }) };

function reason(actor: Actor, action: Action, subject: Subject, field?: string): string {
  const verdict = compileLaw({ ...actor, customFields: CUSTOM, ownCategories: ordinary('SHOE_SIZE') }).may(
    action,
    subject,
    field,
  );
  return verdict.allowed ? 'ALLOWED' : verdict.reason;
}

describe('the reason', () => {
  test.each<[string, Actor, Action, Subject, string | undefined, string]>([
    ['nobody is signed in', anonymous(), 'READ', 'Contact', 'email', 'UNAUTHENTICATED'],
    ['nobody is signed in, and asks for a whole subject', anonymous(), 'READ', 'Ticket', undefined, 'UNAUTHENTICATED'],
    ['the role lacks the category', member('VIEWER'), 'READ', 'Contact', 'iban', 'FORBIDDEN'],
    ['the role lacks the subject', member('EDITOR'), 'READ', 'AccessEntry', undefined, 'FORBIDDEN'],
    ['the role only looks', member('VIEWER'), 'UPDATE', 'Contact', 'email', 'FORBIDDEN'],
    ['a role never writes what it does not see', member('EDITOR'), 'UPDATE', 'Contact', 'nationalId', 'FORBIDDEN'],
    ['the invitation lacks the category', external([invitation(['IDENTITY'])]), 'READ', 'Contact', 'iban', 'FORBIDDEN'],
    ['the invitation is for reading', external([invitation(['IDENTITY'])]), 'UPDATE', 'Contact', 'name', 'FORBIDDEN'],
    ['there was never consent', support(), 'READ', 'Contact', 'iban', 'CONSENT_REQUIRED'],
    ['there was never consent for the whole', support(), 'READ', 'Contact', undefined, 'CONSENT_REQUIRED'],
    [
      "there was never consent for the tenant's own field",
      support(),
      'READ',
      'Contact',
      'customFields.shoe',
      'CONSENT_REQUIRED',
    ],
    ['consent was revoked', support([], { ended: [REVOKED] }), 'READ', 'Contact', 'iban', 'CONSENT_REVOKED'],
    [
      'consent was revoked for another category',
      support([], { ended: [REVOKED] }),
      'READ',
      'Contact',
      'email',
      'CONSENT_REQUIRED',
    ],
    ['consent ran out', support([], { ended: [EXPIRED] }), 'READ', 'Company', 'name', 'CONSENT_EXPIRED'],
    [
      'of a subject, revoked counts before expired',
      support([], { ended: [EXPIRED, REVOKED] }),
      'READ',
      'Company',
      undefined,
      'CONSENT_REVOKED',
    ],
    [
      'a relation says why its subject is not seen',
      support([grant(['IDENTITY'])], { ended: [EXPIRED] }),
      'READ',
      'Contact',
      'company',
      'CONSENT_EXPIRED',
    ],
    [
      'a list of a subject that is not seen',
      support([grant(['IDENTITY'])]),
      'READ',
      'Contact',
      'invoices',
      'CONSENT_REQUIRED',
    ],
    [
      'confidentiality is missing',
      support([grant(['FINANCIAL'])], { confidential: false }),
      'READ',
      'Contact',
      'iban',
      'AGREEMENT_REQUIRED',
    ],
    [
      'confidentiality is missing for tickets too',
      support([], { confidential: false }),
      'READ',
      'Ticket',
      undefined,
      'AGREEMENT_REQUIRED',
    ],
    [
      'the tenant has no agreement',
      member('OWNER', { agreementAccepted: false }),
      'CREATE',
      'Contact',
      undefined,
      'AGREEMENT_REQUIRED',
    ],
    [
      'a role that never writes is told so, agreement or not',
      member('VIEWER', { agreementAccepted: false }),
      'UPDATE',
      'Contact',
      'email',
      'FORBIDDEN',
    ],
    [
      'staff may change nothing without an instruction',
      support([grant(['IDENTITY'], writing)]),
      'UPDATE',
      'Contact',
      'name',
      'INSTRUCTION_REQUIRED',
    ],
    [
      'nor the subject as a whole',
      support([grant(['IDENTITY'], writing)]),
      'DELETE',
      'Contact',
      undefined,
      'INSTRUCTION_REQUIRED',
    ],
    ['nor under a grant for reading', support([grant(['IDENTITY'])]), 'UPDATE', 'Contact', 'name', 'CONSENT_REQUIRED'],
    [
      'nor a category that only another grant opens',
      support([grant(['IDENTITY'], writing), grant(['NOTES'])]),
      'UPDATE',
      'Contact',
      'notes',
      'CONSENT_REQUIRED',
    ],
    ['no consent gives staff the log', support([grant(['IDENTITY'])]), 'READ', 'AccessEntry', undefined, 'FORBIDDEN'],
    [
      'no consent gives staff an export',
      support([grant(['IDENTITY'], writing)]),
      'EXPORT',
      'Contact',
      'name',
      'FORBIDDEN',
    ],
    ['no window is open', administrator(), 'READ', 'Contact', 'name', 'WINDOW_REQUIRED'],
    ['nothing is written in another window', administrator(DEPLOYING), 'UPDATE', 'Contact', 'name', 'WINDOW_REQUIRED'],
    ['nothing is deleted in any window', administrator(IMPORTING), 'DELETE', 'Contact', undefined, 'FORBIDDEN'],
    [
      'an import names no instruction',
      administrator({ authorities: [window('IMPORT')] }),
      'CREATE',
      'Contact',
      undefined,
      'INSTRUCTION_REQUIRED',
    ],
    [
      'an import goes beyond its instruction',
      administrator(IMPORTING),
      'UPDATE',
      'Contact',
      'notes',
      'INSTRUCTION_REQUIRED',
    ],
    [
      'an import is under no agreement',
      administrator({ ...IMPORTING, agreementAccepted: false }),
      'UPDATE',
      'Contact',
      'name',
      'AGREEMENT_REQUIRED',
    ],
    [
      'an administrator without confidentiality',
      administrator({ confidential: false }),
      'READ',
      'Contact',
      'name',
      'AGREEMENT_REQUIRED',
    ],
    ['a program has no scope', integration(), 'READ', 'Contact', 'name', 'SCOPE_MISSING'],
    [
      'a token does not read what it may write',
      program(['contacts:write'], ['IDENTITY']),
      'READ',
      'Contact',
      'name',
      'SCOPE_MISSING',
    ],
    [
      'a token does not write what it may read',
      program(['contacts:read'], ['IDENTITY']),
      'UPDATE',
      'Contact',
      'name',
      'SCOPE_MISSING',
    ],
    [
      'a token does not name the category',
      program(['contacts:read'], ['IDENTITY']),
      'READ',
      'Contact',
      'iban',
      'SCOPE_MISSING',
    ],
    [
      'a token does no more than its maker',
      program(['contacts:write'], ['IDENTITY'], { token: { scopes: ['contacts:write'], makerRole: 'VIEWER' } }),
      'UPDATE',
      'Contact',
      'name',
      'SCOPE_MISSING',
    ],
    [
      'a token writes under the agreement as its maker does',
      program(['contacts:write'], ['IDENTITY'], { agreementAccepted: false }),
      'UPDATE',
      'Contact',
      'name',
      'AGREEMENT_REQUIRED',
    ],
    [
      'a token deletes only what it names whole',
      program(['contacts:write'], ['IDENTITY']),
      'DELETE',
      'Contact',
      undefined,
      'SCOPE_MISSING',
    ],
    [
      'a token of somebody without a role answers no tickets',
      program(['tickets:read'], [], { token: { scopes: ['tickets:read'], makerRole: broken(null) } }),
      'READ',
      'Ticket',
      undefined,
      'SCOPE_MISSING',
    ],
    [
      'an erasure is instructed for a part, and the record would go whole',
      support([grant(WHOLE_COMPANY, writing)], {
        instruction: instruction({ kind: 'ERASURE', categories: ['COMMERCIAL'] }),
      }),
      'DELETE',
      'Company',
      undefined,
      'INSTRUCTION_REQUIRED',
    ],
    [
      'an access is over, which is not to say that it waits for its agreement',
      external([invitation(['IDENTITY'])], { ended: [EXPIRED] }),
      'READ',
      'Company',
      'name',
      'FORBIDDEN',
    ],
    [
      'an agreement that is missing says nothing of consent',
      support([], { ended: [{ category: 'COMMERCIAL', reason: 'AGREEMENT_REQUIRED' }] }),
      'READ',
      'Company',
      'name',
      'CONSENT_REQUIRED',
    ],
    [
      'a second factor is missing',
      member('OWNER', { factorMet: false }),
      'READ',
      'Contact',
      'name',
      'SECOND_FACTOR_REQUIRED',
    ],
    ['no scope makes tokens', program(ALL_SCOPES, ['IDENTITY']), 'CREATE', 'ApiToken', undefined, 'FORBIDDEN'],
    ['no scope exports', program(ALL_SCOPES, ['IDENTITY']), 'EXPORT', 'Contact', 'name', 'FORBIDDEN'],
    ['there is no such field', member('OWNER'), 'READ', 'Contact', 'passwordHash', 'FORBIDDEN'],
    ['there is no such custom field', member('OWNER'), 'READ', 'Contact', 'customFields.boots', 'FORBIDDEN'],
    ['the system keeps the field', member('OWNER'), 'UPDATE', 'Contact', 'createdAt', 'FORBIDDEN'],
    ['a list is no field to write', member('OWNER'), 'UPDATE', 'Contact', 'invoices', 'FORBIDDEN'],
    ['no tenant is addressed', member('OWNER', { tenantId: null }), 'READ', 'Contact', 'name', 'FORBIDDEN'],
  ])('%s', (_, actor, action, subject, field, expected) => {
    expect(reason(actor, action, subject, field)).toBe(expected);
  });

  test.each<[string, Actor, Action, Subject, string]>([
    ['a relation may be read when its subject is seen', member('VIEWER'), 'READ', 'Contact', 'company'],
    ['a relation may be written when its subject is seen', member('EDITOR'), 'UPDATE', 'Contact', 'company'],
    [
      'the list of own fields is there for whoever sees the subject',
      member('VIEWER'),
      'READ',
      'Contact',
      'customFields',
    ],
    ['parts of the GDPR tab are named', member('ADMIN'), 'READ', 'GdprSettings', 'accessLog'],
    [
      'staff read grants that are for them in any tenant',
      support([], { tenantId: null }),
      'READ',
      'SupportGrant',
      'status',
    ],
  ])('%s', (_, actor, action, subject, field) => {
    expect(reason(actor, action, subject, field)).toBe('ALLOWED');
  });

  test('is the maker where a token names everything and its maker may not do so to the whole record', () => {
    const everything = [...Object.keys(CATEGORIES), 'SHOE_SIZE'];
    const [editor, viewer] = (['EDITOR', 'VIEWER'] as const).map((makerRole) =>
      compileLaw(program(ALL_SCOPES, everything, { token: { scopes: ALL_SCOPES, makerRole } })).may(
        'DELETE',
        'Contact',
      ),
    );
    expect(editor).toMatchObject({ allowed: false, reason: 'SCOPE_MISSING' });
    expect(editor).toEqual(viewer);
    const whole = program(ALL_SCOPES, everything, { token: { scopes: ALL_SCOPES, makerRole: 'EDITOR' } });
    expect(compileLaw(whole).may('DELETE', 'Company').allowed).toBe(true);
  });

  test('names the category of a field, and none for a subject', () => {
    const law = compileLaw(
      support([grant(['IDENTITY'])], { customFields: CUSTOM, ownCategories: ordinary('SHOE_SIZE') }),
    );
    expect(law.verdict('Contact', 'iban')).toMatchObject({ category: 'FINANCIAL' });
    expect(law.verdict('Contact', 'customFields.shoe')).toMatchObject({ category: 'SHOE_SIZE' });
    expect(law.verdict('Contact', 'company')).toMatchObject({ category: null });
    expect(law.may('READ', 'Invoice')).toMatchObject({ category: null });
  });
});

const EVERYBODY: Readonly<Record<string, Actor>> = {
  owner: member('OWNER'),
  'owner without agreement': member('OWNER', { agreementAccepted: false }),
  'owner without a second factor': member('OWNER', { factorMet: false }),
  editor: member('EDITOR'),
  viewer: member('VIEWER'),
  'member of no tenant': member('VIEWER', { tenantId: null }),
  accountant: external([invitation(['IDENTITY', 'FINANCIAL'])]),
  'writing outsider': external([invitation(['FINANCIAL'], writing), invitation(['NOTES'])]),
  'support without grant': support([], { ended: [REVOKED, EXPIRED] }),
  'support with grants': support([grant(['IDENTITY']), grant(['SHOE_SIZE', 'SPECIAL'], writing)]),
  'support without confidentiality': support([grant(['IDENTITY'])], { confidential: false }),
  administrator: administrator(),
  integration: integration(),
  anonymous: anonymous(),
};

type Question = readonly [action: Action, subject: Subject, field?: string];

/** Every question that can be asked of a law: each action, subject and field, the tenant's own and an invented one. */
const QUESTIONS: readonly Question[] = ACTION_NAMES.flatMap((action) =>
  SUBJECT_NAMES.flatMap((subject): readonly Question[] => {
    const custom = CUSTOM.map(({ key }) => customFieldName(key));
    const fields = [...builtInFieldsOf(subject), ...custom, 'nonsense'];
    return [[action, subject], ...fields.map((field) => [action, subject, field] as const)];
  }),
);

/** The questions for which something does not hold: one expectation for some thousand questions, and a failure names them. */
function questionsWhere(fails: (verdict: Verdict, question: Question) => boolean, law: Law): readonly string[] {
  return QUESTIONS.filter((question) => fails(law.may(...question), question)).map((question) => question.join(' '));
}

describe.each(Object.entries(EVERYBODY))('%s', (_, actor) => {
  const law: Law = compileLaw({ ...actor, customFields: CUSTOM, ownCategories: ordinary('SHOE_SIZE') });

  test('is told the same by explain as by the verdict', () => {
    const disagreeing = questionsWhere((verdict, question) => {
      const { allowed, reason, message, remedy, line } = explain(law, ...question);
      if (verdict.allowed) return !(allowed && reason === 'ALLOWED' && remedy === null && line?.includes(question[0]));
      return allowed || reason !== verdict.reason || message !== verdict.message || remedy !== verdict.remedy;
    }, law);
    expect(disagreeing).toEqual([]);
  });

  test('gets one sentence and a remedy with each refusal, and no id in them', () => {
    const unfit = questionsWhere((verdict) => {
      if (verdict.allowed) return false;
      const { message, remedy } = verdict;
      const leaks = [SOMEBODY, TENANT].some((id) => message.includes(id) || remedy.includes(id));
      return leaks || !/^[A-Z][^.]*\.$/.test(message) || !/^[A-Z].*\.$/.test(remedy) || !Object.isFrozen(verdict);
    }, law);
    expect(unfit).toEqual([]);
  });

  test('is not told of the categories that a tenant made, unless it asks for such a field by its name', () => {
    const leaking = questionsWhere(
      (verdict, [, , field]) =>
        !verdict.allowed && !field?.startsWith('customFields.') && verdict.message.includes('SHOE_SIZE'),
      law,
    );
    expect(leaking).toEqual([]);
  });
});

describe('explain', () => {
  test('names the line of the page and the authority that opens a field', () => {
    const law = compileLaw(
      support([grant(['IDENTITY'], { id: 'first' }), grant(['IDENTITY', 'NOTES'], { id: 'second' })]),
    );
    expect(explain(law, 'READ', 'Contact', 'name')).toMatchObject({
      line: expect.stringMatching(/^SUPPORT may READ Contact, Company and Invoice in the categories/),
      authority: { id: 'first' },
    });
    expect(explain(law, 'READ', 'Contact', 'notes').authority).toMatchObject({ id: 'second' });
    expect(law.openedBy('NOTES')).toMatchObject({ id: 'second' });
    expect(law.openedBy('FINANCIAL')).toBeNull();
  });

  test('names an authority that says READ_WRITE where something was written', () => {
    const law = compileLaw(
      external([invitation(['NOTES'], { id: 'read' }), invitation(['NOTES'], { id: 'write', ...writing })]),
    );
    expect(explain(law, 'READ', 'Contact', 'notes').authority).toMatchObject({ id: 'read' });
    expect(explain(law, 'UPDATE', 'Contact', 'notes').authority).toMatchObject({ id: 'write' });
  });

  test('rests on no authority for a member', () => {
    const law = compileLaw(member('OWNER', { authorities: [grant(Object.keys(CATEGORIES))] }));
    expect(explain(law, 'READ', 'Contact', 'name').authority).toBeNull();
    expect(law.openedBy('IDENTITY')).toBeNull();
  });

  test('names the window for an import where something was imported', () => {
    const authorities = [window('DEPLOY', { id: 'deploy' }), window('IMPORT', { id: 'import' })];
    const law = compileLaw(administrator({ ...IMPORTING, authorities }));
    expect(explain(law, 'READ', 'Contact', 'name').authority).toMatchObject({ id: 'deploy' });
    expect(explain(law, 'UPDATE', 'Contact', 'name').authority).toMatchObject({ id: 'import' });
    expect(law.writtenUnder('IDENTITY')).toMatchObject({ id: 'import' });
    expect(compileLaw(administrator(DEPLOYING)).writtenUnder('IDENTITY')).toBeNull();
  });

  test('names the line that would allow it', () => {
    expect(explain(compileLaw(support()), 'READ', 'Contact', 'iban').line).toMatch(/^SUPPORT may READ/);
    expect(explain(compileLaw(member('VIEWER')), 'READ', 'Contact', 'iban').line).toMatch(/^OWNER and ADMIN may READ/);
    expect(explain(compileLaw(member('OWNER')), 'DELETE', 'AccessEntry').line).toBeNull();
  });
});
