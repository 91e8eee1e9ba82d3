import { describe, expect, test } from '@jest/globals';
import type { Actor } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import type { Conditions } from '../../src/policy/conditions.js';
import { ALLOWED } from '../../src/policy/law.js';
import { shapeOf } from '../../src/policy/shape.js';
import { standingOf } from '../../src/policy/standing.js';
import {
  OTHER_TENANT,
  SOMEBODY,
  SOMEBODY_ELSE,
  TENANT,
  customField,
  external,
  grant,
  invitation,
  member,
  ordinary,
  support,
} from './actors.js';

function shape(actor: Actor): string {
  return compileLaw(actor).shape;
}

describe('the shape of a law', () => {
  test.each<[string, Actor, Actor]>([
    ['tenants', member('EDITOR'), member('EDITOR', { tenantId: OTHER_TENANT })],
    ['users', support(), support([], { userId: SOMEBODY_ELSE })],
    [
      'grants',
      support([grant(['NOTES'])]),
      support([grant(['NOTES'], { id: 'another', purpose: 'INCIDENT', expiresAt: null })]),
    ],
    [
      'ways to divide the same categories',
      support([grant(['NOTES', 'IDENTITY'])]),
      support([grant(['IDENTITY']), grant(['NOTES'])]),
    ],
    ['rights to write', support([grant(['NOTES'])]), support([grant(['NOTES'], { access: 'READ_WRITE' })])],
    [
      "tenants' own fields",
      member('OWNER'),
      member('OWNER', { customFields: [customField('shoe', 'SHOE_SIZE')], ownCategories: ordinary('SHOE_SIZE') }),
    ],
  ])('is the same for different %s', (_, one, other) => {
    expect(shape(one)).toBe(shape(other));
  });

  test.each<[string, Actor, Actor]>([
    ['categories', support([grant(['NOTES'])]), support([grant(['IDENTITY'])])],
    ['roles', member('EDITOR'), member('VIEWER')],
    ['kinds of actor', external([invitation(['NOTES'])]), support([grant(['NOTES'])])],
    ['reasons', support(), support([], { ended: [{ category: 'NOTES', reason: 'CONSENT_REVOKED' }] })],
    [
      'reasons for one field',
      support([grant(['IDENTITY'])]),
      support([grant(['IDENTITY'])], { ended: [{ category: 'NOTES', reason: 'CONSENT_REVOKED' }] }),
    ],
    ['roles that see the same, because sentences name them', member('OWNER'), member('ADMIN')],
    ['row conditions', support(), support([], { userId: null })],
    ['addressees', member('OWNER'), member('OWNER', { tenantId: null })],
    [
      'subjects that are seen through own fields only',
      support([grant(['SHOE_SIZE'])], {
        customFields: [customField('shoe', 'SHOE_SIZE')],
        ownCategories: ordinary('SHOE_SIZE'),
      }),
      support([grant(['SHOE_SIZE'])], {
        customFields: [customField('shoe', 'SHOE_SIZE', 'Company')],
        ownCategories: ordinary('SHOE_SIZE'),
      }),
    ],
  ])('differs for different %s', (_, one, other) => {
    expect(shape(one)).not.toBe(shape(other));
  });

  test('holds no id and no category that a tenant made', () => {
    const custom = [customField('shoe', 'SHOE_SIZE')];
    for (const actor of [
      support([grant(['SHOE_SIZE'])], { customFields: custom, ownCategories: ordinary('SHOE_SIZE') }),
      member('VIEWER', { customFields: custom, ownCategories: ordinary('SHOE_SIZE') }),
    ]) {
      for (const secret of [TENANT, SOMEBODY, 'SHOE_SIZE', 'shoe']) expect(shape(actor)).not.toContain(secret);
    }
  });
});

describe('the form of conditions', () => {
  test.each<[Conditions, string]>([
    [{}, '()'],
    [{ id: 'a', staffId: null }, '(id:value,staffId:null)'],
    [{ id: { $in: ['a', 'b'] } }, '(id:$in list)'],
    [{ id: { $ne: null } }, '(id:$ne null)'],
    [{ id: { $eq: 'a' } }, '(id:$eq value)'],
    [{ $and: [{ id: 'a' }, { $or: [{ id: 'b' }, { staffId: null }] }] }, '((id:value)&((id:value)|(staffId:null)))'],
  ])('of %j has no values', (conditions, form) => {
    const open = shapeOf(standingOf(member('OWNER')), { may: () => ALLOWED, conditions: () => conditions });
    expect(open).toContain(`Contact[]${form} Company[]${form}`);
  });

  test('tells several operators on one field apart', () => {
    const between = { id: { $ne: null, $in: ['a'] } } as unknown as Conditions;
    const open = shapeOf(standingOf(member('OWNER')), { may: () => ALLOWED, conditions: () => between });
    expect(open).toContain('Contact[](id:$ne null,$in list)');
  });
});

describe('a subject that is seen through own fields only', () => {
  const law = compileLaw(
    support([grant(['SHOE_SIZE'])], {
      customFields: [customField('shoe', 'SHOE_SIZE')],
      ownCategories: ordinary('SHOE_SIZE'),
    }),
  );

  test('shows its id and that field, and nothing else', () => {
    expect(law.sees('Contact')).toBe(true);
    expect(law.sees('Company')).toBe(false);
    expect(law.verdict('Contact', 'id').allowed).toBe(true);
    expect(law.verdict('Contact', 'customFields.shoe').allowed).toBe(true);
    for (const field of ['name', 'email', 'iban', 'nationalId', 'notes', 'company', 'invoices']) {
      expect(law.verdict('Contact', field).allowed).toBe(false);
    }
    expect(law.categories).toEqual(['SHOE_SIZE']);
  });
});

describe('row conditions', () => {
  test('are none for tenant data, whose tenant is asked for anyway', () => {
    expect(compileLaw(member('VIEWER')).conditions('Contact')).toEqual({});
  });

  test("are those of one's own where only those are open", () => {
    const law = compileLaw(support());
    expect(law.conditions('SupportGrant')).toEqual({ $or: [{ staffId: null }, { staffId: SOMEBODY }] });
    expect(law.conditions('User')).toEqual({ id: SOMEBODY });
  });

  test('are none where one line opens all that another opens in part', () => {
    expect(compileLaw(member('OWNER')).conditions('User')).toEqual({});
  });
});
