import { describe, expect, test } from '@jest/globals';
import type { Actor } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { explain } from '../../src/policy/explain.js';
import { actorOfHolder, holderOf, type Holding } from '../../src/policy/holding.js';
import { compareActors, subjectsLost } from '../../src/policy/preview.js';
import type { Action } from '../../src/vocabulary/actions.js';
import {
  administrator,
  anonymous,
  customField,
  external,
  grant,
  instruction,
  integration,
  invitation,
} from './actors.js';
import { member, support, TENANT } from './actors.js';

function changedBy(actor: Actor, action: Action = 'READ', field = 'iban'): readonly string[] {
  return explain(compileLaw(actor), action, 'Contact', field).changedBy;
}

describe('who could change it', () => {
  const writing = { access: 'READ_WRITE' } as const;

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
});

describe('an authority in somebody’s hands', () => {
  const around = {
    tenantId: TENANT,
    customFields: [customField('shoe', 'NOTES')],
    ownCategories: [],
    agreementAccepted: true,
  };
  const held: Holding = {
    kind: 'SUPPORT_GRANT',
    id: 'g',
    actor: 'SUPPORT',
    role: null,
    userId: null,
    categories: ['FINANCIAL'],
    access: 'READ',
    purpose: 'SUPPORT_TICKET',
    reason: null,
    since: null,
    until: null,
    confidential: true,
    factorMet: true,
  };
  const sees = (changes: Partial<Holding>, field: string): boolean =>
    compileLaw(actorOfHolder(holderOf({ ...held, ...changes }), around)).verdict('Contact', field).allowed;

  test('opens what the law says of whoever holds it, and nothing else', () => {
    expect([sees({}, 'iban'), sees({}, 'notes')]).toEqual([true, false]);
    expect(sees({ categories: ['NOTES'] }, 'customFields.shoe')).toBe(true);
    expect(sees({ confidential: false }, 'iban')).toBe(false);
    expect(sees({ factorMet: false }, 'iban')).toBe(false);
    expect(sees({ actor: 'ADMINISTRATOR' }, 'iban')).toBe(false);
    expect(sees({ actor: 'EXTERNAL' }, 'iban')).toBe(false);
    expect(sees({ kind: 'EXTERNAL_ACCESS', actor: 'EXTERNAL', confidential: false }, 'iban')).toBe(true);
    for (const role of ['OWNER', 'ADMIN', 'EDITOR', 'VIEWER'] as const)
      expect(sees({ kind: 'MEMBERSHIP', actor: 'MEMBER', role, userId: 'somebody' }, 'iban')).toBe(role !== 'VIEWER');
  });

  test('opens of a program what its scopes name and whoever bounds it may see, whether it is a token or an integration', () => {
    const token: Partial<Holding> = {
      kind: 'API_TOKEN',
      actor: 'INTEGRATION',
      role: 'OWNER',
      userId: 'somebody',
      scopes: ['contacts:read'],
      confidential: false,
    };
    expect([sees(token, 'iban'), sees(token, 'notes')]).toEqual([true, false]);
    expect(sees({ ...token, kind: 'INTEGRATION' }, 'iban')).toBe(true);
    expect(sees({ ...token, scopes: ['companies:read'] }, 'iban')).toBe(false);
    const { scopes: _none, ...scopeless } = token;
    expect(sees(scopeless, 'iban')).toBe(false);
    expect(sees({ ...token, role: 'VIEWER' }, 'iban')).toBe(false);
    expect(sees({ ...token, role: null }, 'iban')).toBe(false);
    const actor = actorOfHolder(holderOf({ ...held, ...token }), around);
    expect([actor.userId, actor.token]).toEqual([null, { scopes: ['contacts:read'], makerRole: 'OWNER' }]);
    expect(actorOfHolder(holderOf({ ...held, ...scopeless }), around).token?.scopes).toEqual([]);
    const nothing = {
      actor: 'INTEGRATION',
      userId: 'somebody',
      holdings: [],
      confidential: false,
      factorMet: true,
    } as const;
    expect([actorOfHolder(nothing, around).userId, actorOfHolder(nothing, around).token]).toEqual([
      'somebody',
      undefined,
    ]);
  });
});

describe('a comparison', () => {
  const tenFields = Array.from({ length: 10 }, (_, at) => customField(`f${String(at)}`, 'NOTES'));
  const actors: readonly Actor[] = [
    support([], { customFields: tenFields }),
    support([grant(['NOTES'])], { customFields: tenFields }),
    support([grant(['NOTES', 'FINANCIAL'], { access: 'READ_WRITE' })], { customFields: tenFields }),
    external([invitation(['IDENTITY'])], { customFields: tenFields }),
    external([], { customFields: tenFields }),
    member('OWNER', { customFields: tenFields }),
    member('VIEWER', { customFields: tenFields }),
    administrator({ customFields: tenFields }),
  ];

  test('tells of each field exactly where the law says otherwise', () => {
    for (const before of actors) {
      for (const after of actors) {
        const [then, now] = [compileLaw(before), compileLaw(after)];
        const told = new Map(
          compareActors(before, after)
            .filter(({ action }) => action === 'READ')
            .map(({ subject, field, after: { allowed } }) => [`${subject}.${String(field)}`, allowed]),
        );
        for (const field of ['id', 'name', 'email', 'iban', 'nationalId', 'notes', 'company', 'customFields.f3']) {
          const [was, is] = [then.verdict('Contact', field).allowed, now.verdict('Contact', field).allowed];
          expect([field, told.get(`Contact.${field}`)]).toEqual([field, was === is ? undefined : is]);
        }
      }
    }
  });

  test('with oneself says nothing', () => {
    for (const actor of actors) expect(compareActors(actor, actor)).toEqual([]);
  });

  test('knows which subjects are lost altogether', () => {
    const [nothing, notes] = [support(), support([grant(['NOTES'])])];
    expect(subjectsLost(notes, nothing)).toEqual(['Contact']);
    expect(subjectsLost(nothing, notes)).toEqual([]);
  });
});
