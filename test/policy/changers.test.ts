import { describe, expect, test } from '@jest/globals';
import type { Actor, EndedConsent } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { explain } from '../../src/policy/explain.js';
import type { Action } from '../../src/vocabulary/actions.js';
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

  test('is nobody where staff would destroy what no grant can name', () => {
    const everything = grant(CATEGORY_NAMES, { access: 'READ_WRITE' });
    const loose = { customFields: [customField('loose', UNCLASSIFIED)] };
    const law = compileLaw(support([everything], { ...loose, instruction: instruction({ kind: 'ERASURE' }) }));
    expect(explain(law, 'DELETE', 'Contact')).toMatchObject({ allowed: false, reason: 'FORBIDDEN', changedBy: [] });
  });
});
