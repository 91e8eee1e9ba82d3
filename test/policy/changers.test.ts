import { describe, expect, test } from '@jest/globals';
import type { Actor, EndedConsent } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { explain } from '../../src/policy/explain.js';
import type { Action } from '../../src/vocabulary/actions.js';
import { POLICY } from '../../src/policy/policy.js';
import { ACTION_NAMES } from '../../src/vocabulary/actions.js';
import { SUBJECT_NAMES } from '../../src/vocabulary/subjects.js';
import { CATEGORY_NAMES, UNCLASSIFIED } from '../../src/vocabulary/categories.js';
import {
  administrator,
  ALL_SCOPES,
  anonymous,
  customField,
  external,
  grant,
  instruction,
  integration,
  invitation,
  member,
  program,
  support,
  window,
} from './actors.js';

function changedBy(actor: Actor, action: Action = 'READ', field = 'iban'): readonly string[] {
  return explain(compileLaw(actor), action, 'Contact', field).changedBy;
}

describe('who could change it', () => {
  const writing = { access: 'READ_WRITE' } as const;
  const unbound = { confidential: false };
  const uncoded = support([grant(['FINANCIAL'], writing)], { steppedUp: false, agreementAccepted: false });
  const ended = (reason: EndedConsent['reason']): Partial<Actor> => ({ ended: [{ category: 'FINANCIAL', reason }] });

  test.each<[string, Actor, Action, readonly string[]]>([
    ['a role that has it', member('EDITOR'), 'READ', ['OWNER', 'ADMIN']],
    ['a role that lacks it', member('VIEWER'), 'READ', ['OWNER', 'ADMIN']],
    ['somebody without a role', member('VIEWER', { role: null, tenantId: null }), 'READ', ['OWNER', 'ADMIN']],
    ['a grant, which staff may hand back too', support([grant(['FINANCIAL'])]), 'READ', ['OWNER', 'ADMIN', 'SUPPORT']],
    ['a missing grant', support(), 'READ', ['OWNER', 'ADMIN']],
    ['a missing instruction', support([grant(['FINANCIAL'], writing)]), 'UPDATE', ['OWNER', 'ADMIN']],
    ['a missing commitment', support([grant(['FINANCIAL'])], { confidential: false }), 'READ', ['SUPPORT']],
    ['a missing code', support([grant(['FINANCIAL'])], { steppedUp: false }), 'READ', ['SUPPORT']],
    ['a missing factor', member('OWNER', { factorMet: false }), 'READ', ['OWNER']],
    ['a missing agreement', member('EDITOR', { agreementAccepted: false }), 'UPDATE', ['OWNER']],
    [
      'a missing agreement, of an external user',
      external([invitation(['FINANCIAL'], writing)], { agreementAccepted: false }),
      'UPDATE',
      ['OWNER'],
    ],
    [
      'a missing agreement, of staff who are bound themselves',
      support([grant(['FINANCIAL'], writing)], { agreementAccepted: false, instruction: instruction() }),
      'UPDATE',
      ['OWNER'],
    ],
    ['a missing code, where the agreement is missing as well', uncoded, 'UPDATE', ['SUPPORT']],
    ['a missing commitment to a change', support([grant(['FINANCIAL'], writing)], unbound), 'UPDATE', ['SUPPORT']],
    ['a missing commitment to what no line allows', support([], unbound), 'EXPORT', ['SUPPORT']],
    ['a grant that was taken back', support([], ended('CONSENT_REVOKED')), 'READ', ['OWNER', 'ADMIN']],
    ['a grant that ran out', support([], ended('CONSENT_EXPIRED')), 'READ', ['OWNER', 'ADMIN']],
    ['an access that waits for its agreement', external([], ended('AGREEMENT_REQUIRED')), 'READ', ['EXTERNAL']],
    ['the same, to a change', external([], ended('AGREEMENT_REQUIRED')), 'UPDATE', ['EXTERNAL']],
    [
      'the same, where the tenant has not agreed either',
      external([], { ...ended('AGREEMENT_REQUIRED'), agreementAccepted: false }),
      'READ',
      ['EXTERNAL'],
    ],
    [
      'a missing commitment to a change, where the tenant has not agreed either',
      support([grant(['FINANCIAL'], writing)], { ...unbound, agreementAccepted: false }),
      'UPDATE',
      ['SUPPORT'],
    ],
    ['an access that lacks it', external([invitation(['NOTES'])]), 'READ', ['OWNER', 'ADMIN']],
    [
      'an access, which whoever was let in may hand back too',
      external([invitation(['FINANCIAL'])]),
      'READ',
      ['OWNER', 'ADMIN', 'SIGNED_IN'],
    ],
    ['a missing window', administrator(), 'READ', ['ADMINISTRATOR']],
    ['a window', administrator({ authorities: [window('PATCH')] }), 'READ', ['ADMINISTRATOR']],
    ['a token', program(ALL_SCOPES, ['FINANCIAL']), 'READ', ['OWNER', 'ADMIN']],
    ['nobody who is signed in', anonymous(), 'READ', []],
    ['a program', integration(), 'READ', ['OWNER', 'ADMIN']],
  ])('is told of %s', (_, actor, action, expected) => {
    expect(changedBy(actor, action)).toEqual(expected);
  });

  test('is nobody where it rests on no record', () => {
    expect(explain(compileLaw(support()), 'READ', 'Ticket', 'subject')).toMatchObject({ allowed: true, changedBy: [] });
  });

  test('is nobody where no line would ever allow it', () => {
    expect(changedBy(external([invitation(['FINANCIAL'])]), 'EXPORT')).toEqual([]);
    expect(changedBy(member('OWNER'), 'READ', 'nonsense')).toEqual([]);
  });

  test('is whoever classifies, where staff would destroy what no grant can name', () => {
    const everything = grant(CATEGORY_NAMES, { access: 'READ_WRITE' });
    const loose = { customFields: [customField('loose', UNCLASSIFIED)] };
    const law = compileLaw(support([everything], { ...loose, instruction: instruction({ kind: 'ERASURE' }) }));
    expect(explain(law, 'DELETE', 'Contact')).toMatchObject({
      allowed: false,
      reason: 'FORBIDDEN',
      changedBy: ['OWNER', 'ADMIN'],
    });
  });

  const loose = { customFields: [customField('loose', UNCLASSIFIED)] };
  test.each<[string, Actor, Action]>([
    ['a role', member('EDITOR', loose), 'READ'],
    ['an access', external([invitation(['NOTES'])], loose), 'READ'],
    ['a grant', support([grant(['NOTES'])], loose), 'READ'],
    ['a window', administrator({ ...loose, authorities: [window('PATCH')] }), 'READ'],
  ])('is whoever classifies, where %s does not open what is unclassified', (_, actor, action) => {
    const told = explain(compileLaw(actor), action, 'Contact', 'customFields.loose');
    expect(told).toMatchObject({ allowed: false, reason: 'FORBIDDEN', changedBy: ['OWNER', 'ADMIN'] });
    for (const who of ['OWNER', 'ADMIN'] as const)
      expect(compileLaw(member(who)).may('UPDATE', 'CustomField').allowed).toBe(true);
  });

  test.each(['Ownership', 'TenantSecurity'] as const)(
    'is owners alone, where only their role includes it: %s',
    (subject) => {
      for (const role of ['ADMIN', 'EDITOR'] as const) {
        const told = explain(compileLaw(member(role)), 'UPDATE', subject);
        expect(told).toMatchObject({ allowed: false, changedBy: ['OWNER'] });
        expect(told.message).toBe(
          `The role ${role} does not include changing a${subject === 'Ownership' ? 'n' : ''} ${subject}, which only the role OWNER does; an owner of the tenant can give it.`,
        );
        expect(told.remedy).toBe('Ask an owner of the tenant to do it, or for the role OWNER.');
      }
      expect(compileLaw(member('ADMIN')).may('UPDATE', 'Ownership').allowed).toBe(false);
    },
  );

  test('is nobody, and not a role or a tenant, where only staff may', () => {
    const forAdministrators = 'Only actors of kind ADMINISTRATOR are allowed';
    for (const actor of [
      member('OWNER'),
      member('VIEWER'),
      support(),
      external([invitation(['NOTES'])]),
      program(ALL_SCOPES, []),
    ]) {
      for (const subject of ['MaintenanceWindow', 'Agreement'] as const) {
        const told = explain(compileLaw(actor), 'CREATE', subject);
        expect(told).toMatchObject({ allowed: false, reason: 'FORBIDDEN', changedBy: [], line: null });
        expect(told.message).toContain(forAdministrators);
        expect(told.remedy).toBe('Ask the staff of the vendor to do it.');
        expect(compileLaw(administrator()).may('CREATE', subject).allowed).toBe(true);
      }
    }
    const answering = explain(compileLaw(member('OWNER')), 'UPDATE', 'SupportQuestion');
    expect(answering.message).toContain('Only actors of kind SUPPORT are allowed');
  });

  test('is told truly of all that is refused: nobody may what nobody can give, and staff what is said to be for them', () => {
    const all = [
      ...(['OWNER', 'ADMIN', 'EDITOR', 'VIEWER'] as const).map((role) => member(role)),
      support(),
      external([invitation(['NOTES'])]),
      administrator(),
    ];
    const said = new Set<string>();
    for (const actor of all) {
      for (const action of ACTION_NAMES) {
        for (const subject of SUBJECT_NAMES) {
          const told = explain(compileLaw(actor), action, subject);
          if (told.allowed) continue;
          const who = POLICY.filter(({ may, what }) => may.includes(action) && what.includes(subject)).flatMap(
            (line) => line.who,
          );
          const claim = ['nobody can give it', 'actors of kind', 'if anybody can', 'can give another role'].find(
            (one) => told.message.includes(one),
          );
          if (claim === undefined) continue;
          said.add(claim);
          const isTrue = {
            'nobody can give it': who.length === 0,
            'actors of kind': !who.includes('OWNER') && who.some((one) => told.message.includes(`kind ${one} `)),
            'if anybody can': who.length === 0 || who.includes('OWNER'),
            'can give another role': who.includes('ADMIN'),
          }[claim];
          expect([actor.kind, action, subject, told.message, isTrue]).toEqual([
            actor.kind,
            action,
            subject,
            told.message,
            true,
          ]);
        }
      }
    }
    expect(said.size).toBe(4);
  });

  test('of an access is whoever invites anew: an access is narrowed, and never widened', () => {
    const told = explain(compileLaw(external([invitation(['NOTES'])])), 'READ', 'Contact', 'iban');
    expect(told).toMatchObject({ changedBy: ['OWNER', 'ADMIN'] });
    expect(told.message).toBe(
      'The access that the tenant gave does not include seeing FINANCIAL data of a Contact; an owner or admin of the tenant can invite you anew.',
    );
    expect(told.remedy).toBe('Ask an owner or admin of the tenant for an invitation that includes it.');
  });

  test('of a consent that ended says that it ended, whoever ended it', () => {
    const told = explain(compileLaw(support([], ended('CONSENT_REVOKED'))), 'READ', 'Contact', 'iban');
    expect(told.message).toContain(
      'The tenant gave a consent that was taken back or handed back, to support seeing FINANCIAL',
    );
  });
});
