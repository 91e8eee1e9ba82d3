import type { Actor, Authority, CustomField, NamedInstruction } from '../../src/policy/actor.js';
import type { Purpose } from '../../src/vocabulary/purposes.js';
import { SCOPE_NAMES } from '../../src/vocabulary/scopes.js';
import type { Role } from '../../src/vocabulary/roles.js';

/** Actors to ask the law about. Each is complete, so that a test says only what it changes. */

export const TENANT = '0198c000-0000-7000-8000-000000000001';
export const OTHER_TENANT = '0198c000-0000-7000-8000-000000000002';
export const SOMEBODY = '0198c000-0000-7000-8000-00000000000a';
export const SOMEBODY_ELSE = '0198c000-0000-7000-8000-00000000000b';

const nobody: Actor = {
  kind: 'ANONYMOUS',
  userId: null,
  role: null,
  tenantId: null,
  authorities: [],
  ended: [],
  customFields: [],
  confidential: false,
  factorMet: false,
  steppedUp: false,
  agreementAccepted: false,
};

const signedIn: Actor = { ...nobody, userId: SOMEBODY, tenantId: TENANT, factorMet: true, agreementAccepted: true };

export function anonymous(): Actor {
  return nobody;
}

export function member(role: Role, changes: Partial<Actor> = {}): Actor {
  return { ...signedIn, kind: 'MEMBER', role, ...changes };
}

export function support(authorities: readonly Authority[] = [], changes: Partial<Actor> = {}): Actor {
  return { ...signedIn, kind: 'SUPPORT', confidential: true, steppedUp: true, authorities, ...changes };
}

export function external(authorities: readonly Authority[] = [], changes: Partial<Actor> = {}): Actor {
  return { ...signedIn, kind: 'EXTERNAL', authorities, ...changes };
}

export function administrator(changes: Partial<Actor> = {}): Actor {
  return { ...signedIn, kind: 'ADMINISTRATOR', confidential: true, steppedUp: true, ...changes };
}

export function integration(changes: Partial<Actor> = {}): Actor {
  return { ...signedIn, kind: 'INTEGRATION', userId: null, ...changes };
}

export const ALL_SCOPES: readonly string[] = SCOPE_NAMES;

/** A program with a token that names these categories, made by somebody who is an owner now. */
export function program(scopes: readonly string[], categories: readonly string[], changes: Partial<Actor> = {}): Actor {
  const token = grant(categories, { kind: 'API_TOKEN', purpose: null, access: 'READ_WRITE' });
  return integration({ authorities: [token], token: { scopes, makerRole: 'OWNER' }, ...changes });
}

export function grant(categories: readonly string[], changes: Partial<Authority> = {}): Authority {
  return {
    id: '0198c000-0000-7000-8000-0000000000c1',
    kind: 'SUPPORT_GRANT',
    categories,
    access: 'READ',
    purpose: 'SUPPORT_TICKET',
    reason: null,
    expiresAt: '2026-01-01T08:00:00.000Z',
    ...changes,
  };
}

export function invitation(categories: readonly string[], changes: Partial<Authority> = {}): Authority {
  return grant(categories, { kind: 'EXTERNAL_ACCESS', purpose: null, ...changes });
}

export function instruction(changes: Partial<NamedInstruction> = {}): NamedInstruction {
  return {
    id: '0198c000-0000-7000-8000-0000000000d1',
    kind: 'CORRECTION',
    subjects: ['Contact', 'Company', 'Invoice'],
    categories: ['IDENTITY', 'FINANCIAL'],
    ...changes,
  };
}

export function window(purpose: Purpose, changes: Partial<Authority> = {}): Authority {
  return grant([], { id: '0198c000-0000-7000-8000-0000000000c2', kind: 'MAINTENANCE_WINDOW', purpose, ...changes });
}

export function customField(key: string, category: string, subject: CustomField['subject'] = 'Contact'): CustomField {
  return { id: `field-${key}`, subject, key, label: key, category, type: 'TEXT', choices: null };
}
