import { describe, expect, test } from '@jest/globals';
import { allModels } from '../../src/entities/data.js';
import '../../src/entities/entities.js';
import type { Actor } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { actorOfHolder, AUTHORITY_SUBJECTS, holderOf, type Holding } from '../../src/policy/holding.js';
import { BASIS_PREFIXES, type ActorKind } from '../../src/vocabulary/actors.js';
import { customField, TENANT } from './actors.js';

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

  const authoritiesOf = (changes: Partial<Holding>): Actor['authorities'] =>
    actorOfHolder(holderOf({ ...held, ...changes }), around).authorities;

  test('is told of with all that it says, reading alone where it says nothing of writing', () => {
    const grant = {
      id: 'g',
      kind: 'SUPPORT_GRANT',
      categories: ['FINANCIAL'],
      access: 'READ_WRITE',
      purpose: 'SUPPORT_TICKET',
      reason: 'A ticket.',
      expiresAt: '2026-01-01T08:00:00.000Z',
    };
    const said = { access: 'READ_WRITE', reason: 'A ticket.', until: '2026-01-01T08:00:00.000Z' } as const;
    expect(authoritiesOf(said)).toEqual([grant]);
    expect(authoritiesOf({ access: null }).map(({ access }) => access)).toEqual(['READ']);
  });

  test('is none where it is plain membership, whose role is the member’s and nobody else’s', () => {
    const membership: Partial<Holding> = { kind: 'MEMBERSHIP', actor: 'MEMBER', role: 'EDITOR', userId: 'somebody' };
    const member = actorOfHolder(holderOf({ ...held, ...membership }), around);
    expect(member).toMatchObject({ userId: 'somebody', role: 'EDITOR', tenantId: TENANT, authorities: [] });
    expect(member.token).toBeUndefined();
    const token: Partial<Holding> = { kind: 'API_TOKEN', actor: 'INTEGRATION', role: 'OWNER', userId: 'somebody' };
    expect(actorOfHolder(holderOf({ ...held, ...token }), around).role).toBeNull();
  });

  test.each<[ActorKind, string | null]>([
    ['SUPPORT', TENANT],
    ['ADMINISTRATOR', TENANT],
    ['EXTERNAL', null],
    ['MEMBER', null],
    ['INTEGRATION', null],
  ])('being gone leaves %s in the tenant %s', (actor, tenantId) => {
    const holder = { actor, userId: 'somebody', holdings: [], confidential: true, factorMet: true };
    expect(actorOfHolder(holder, around)).toMatchObject({ tenantId, authorities: [] });
    expect(actorOfHolder({ ...holder, holdings: [held] }, around).tenantId).toBe(TENANT);
  });

  test('leaves behind what became of it, and nothing where it is still held', () => {
    const ended = [{ category: 'FINANCIAL', reason: 'CONSENT_REVOKED' }] as const;
    const gone = actorOfHolder({ ...holderOf(held), holdings: [], ended }, around);
    expect(compileLaw(gone).verdict('Contact', 'iban')).toMatchObject({ allowed: false, reason: 'CONSENT_REVOKED' });
    expect(actorOfHolder(holderOf(held), around).ended).toEqual([]);
  });

  test('is a record of the kind that its public id names', () => {
    const prefixes = new Map(allModels().map(({ name, prefix }) => [name, prefix]));
    const named = Object.entries(AUTHORITY_SUBJECTS).map(([kind, subject]) => [kind, prefixes.get(subject)]);
    expect(Object.fromEntries(named)).toEqual(BASIS_PREFIXES);
  });
});
