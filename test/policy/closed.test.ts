import { describe, expect, test } from '@jest/globals';
import { allowsRow, createAbility } from '../../src/policy/ability.js';
import type { Actor, Authority } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { NO_ROW } from '../../src/policy/conditions.js';
import { ACTION_NAMES } from '../../src/vocabulary/actions.js';
import { CATEGORY_NAMES, SENSITIVE_CATEGORIES } from '../../src/vocabulary/categories.js';
import { SUBJECT_NAMES } from '../../src/vocabulary/subjects.js';
import {
  OTHER_TENANT,
  SOMEBODY,
  SOMEBODY_ELSE,
  TENANT,
  administrator,
  customField,
  external,
  grant,
  instruction,
  invitation,
  member,
  ordinary,
  program,
  support,
  window,
} from './actors.js';

const DATA = ['Contact', 'Company', 'Invoice'] as const;

function opensNoData(actor: Actor): void {
  const law = compileLaw(actor);
  for (const subject of DATA) {
    expect(law.sees(subject)).toBe(false);
    expect(law.conditions(subject)).toEqual(NO_ROW);
    for (const action of ACTION_NAMES) expect(law.may(action, subject).allowed).toBe(false);
  }
  expect(law.categories).toEqual([]);
  expect(law.ability.rules.filter(({ subject }) => subject === 'CustomFieldValue')).toEqual([]);
}

/** What the types forbid, and a careless query could still deliver. */
function broken<T>(value: unknown): T {
  return value as T;
}

describe('absence opens nothing', () => {
  test('the same actor, with nothing absent, is let in', () => {
    expect(compileLaw(support([grant(['IDENTITY'])])).sees('Contact')).toBe(true);
  });

  test.each([
    ['a grant without categories', support([grant([])])],
    ['a grant whose categories were not loaded', support([grant(broken(undefined))])],
    ['a grant whose categories are null', support([grant(broken(null))])],
    ['a grant whose categories are a text instead of a list', support([grant(broken('IDENTITY'))])],
    [
      'a grant of a category that nobody knows',
      support([grant(['SHOE_SIZE', '*', 'ALL', '', 'constructor', '__proto__'])]),
    ],
    ['a grant without its kind', support([grant(['IDENTITY'], { kind: broken(undefined) })])],
    ['a grant in the hands of an external user', external([grant(['IDENTITY'])])],
    ["an external user's access in the hands of staff", support([invitation(['IDENTITY'])])],
    ['authorities that were not loaded', support(broken(undefined))],
    ['staff whose confidentiality was not loaded', support([grant(['IDENTITY'])], { confidential: broken(undefined) })],
    ['staff whose confidentiality is a text', support([grant(['IDENTITY'])], { confidential: broken('false') })],
    ['a member without a role', member(broken(null))],
    ['a member whose role was not loaded', member(broken(undefined))],
    ['a member with a role that does not exist', member(broken('SUPERUSER'))],
    ['a kind of actor that does not exist', member('OWNER', { kind: broken('ROOT') })],
    ['a role in the hands of somebody who is no member', member('OWNER', { kind: 'EXTERNAL' })],
    ['a member of no tenant', member('OWNER', { tenantId: null })],
    ['a member of a tenant that was not loaded', member('OWNER', { tenantId: broken(undefined) })],
    ['a member of a tenant with an empty id', member('OWNER', { tenantId: '' })],
    ['staff with a grant and no tenant', support([grant(['IDENTITY'])], { tenantId: null })],
  ])('%s', (_, actor) => {
    opensNoData(actor);
  });

  test('lists that were not loaded are empty ones', () => {
    const lists = { authorities: broken<[]>(undefined), ended: broken<[]>(null), customFields: broken<[]>('a') };
    expect(compileLaw(support([], lists)).actor).toMatchObject({ authorities: [], ended: [], customFields: [] });
    expect(compileLaw(support([grant(broken(undefined))])).actor.authorities[0]!.categories).toEqual([]);
  });

  test('an agreement that was not loaded is not accepted', () => {
    const law = compileLaw(member('OWNER', { agreementAccepted: broken(undefined) }));
    expect(law.may('UPDATE', 'Contact', 'email')).toMatchObject({ allowed: false, reason: 'AGREEMENT_REQUIRED' });
  });

  test('a user who was not loaded owns nothing', () => {
    for (const userId of [null, '', broken<string>(undefined)]) {
      const law = compileLaw(support([], { userId }));
      expect(law.sees('SupportGrant')).toBe(false);
      expect(law.sees('User')).toBe(false);
      expect(law.conditions('User')).toEqual(NO_ROW);
    }
  });

  test('a custom field without a category in force is seen by those only who can give it one', () => {
    const every = [...CATEGORY_NAMES, 'GONE', 'UNCLASSIFIED', '', 'undefined'];
    for (const category of ['', broken<string>(undefined), broken<string>(null), 'GONE', 'UNCLASSIFIED', 'toString']) {
      const own = { customFields: [customField('shoe', category)] };
      const seers = [member('OWNER', own), member('ADMIN', own)].map(compileLaw);
      const others = [
        member('EDITOR', own),
        member('VIEWER', own),
        support([grant(every)], own),
        external([invitation(every)], own),
        administrator({ ...own, authorities: [window('DEPLOY')] }),
      ].map(compileLaw);
      for (const law of seers) expect(law.verdict('Contact', 'customFields.shoe').allowed).toBe(true);
      for (const law of others) {
        expect(law.sees('Contact')).toBe(true);
        expect(law.verdict('Contact', 'customFields.shoe')).toMatchObject({ allowed: false, reason: 'FORBIDDEN' });
        expect(law.categories).not.toContain(category);
      }
    }
  });

  test('a retired field is left to them too, whatever its category', () => {
    const own = { customFields: [{ ...customField('shoe', 'IDENTITY'), retired: true }] };
    expect(compileLaw(member('OWNER', own)).verdict('Contact', 'customFields.shoe').allowed).toBe(true);
    for (const actor of [member('VIEWER', own), support([grant(['IDENTITY'])], own)])
      expect(compileLaw(actor).verdict('Contact', 'customFields.shoe').allowed).toBe(false);
  });

  test('what the database calls a category of the tenant is one only if it says whether it is sensitive, and is no other one', () => {
    const named = { customFields: [customField('shoe', 'MINE'), customField('id', 'GOVERNMENT_ID')] };
    for (const own of [
      [{ key: 'MINE', sensitive: broken<boolean>(undefined) }],
      [{ key: 'GOVERNMENT_ID', sensitive: false }],
      [{ key: 'UNCLASSIFIED', sensitive: false }],
      broken<[]>(undefined),
    ]) {
      const law = compileLaw(member('EDITOR', { ...named, ownCategories: own }));
      expect(law.verdict('Contact', 'customFields.shoe').allowed).toBe(false);
      expect(law.verdict('Contact', 'customFields.id').allowed).toBe(false);
      expect(law.verdict('Contact', 'nationalId').allowed).toBe(false);
      expect(law.categories).not.toContain('UNCLASSIFIED');
      // What it says of the field is left to those who can give it another one.
      const owner = compileLaw(member('OWNER', { ...named, ownCategories: own }));
      expect(owner.verdict('Contact', 'customFields.shoe').allowed).toBe(true);
    }
  });

  test('a field without a name is not the subject as a whole', () => {
    const law = compileLaw(member('OWNER'));
    expect(law.may('READ', 'Contact').allowed).toBe(true);
    expect(law.may('READ', 'Contact', '')).toMatchObject({ allowed: false, reason: 'FORBIDDEN' });
    for (const field of ['', broken<string>(undefined), broken<string>(null)]) {
      expect(law.verdict('Contact', field)).toMatchObject({ allowed: false, reason: 'FORBIDDEN' });
    }
    expect(allowsRow(law.ability, 'READ', 'Contact', { tenantId: TENANT })).toBe(true);
    expect(allowsRow(law.ability, 'READ', 'Contact', { tenantId: TENANT }, '')).toBe(false);
  });

  test('the key of a custom field is a name and never a pattern', () => {
    const law = compileLaw(
      support([grant(['MINE'])], {
        customFields: [customField('*', 'MINE'), customField('shoe', 'THEIRS')],
        ownCategories: ordinary('MINE', 'THEIRS'),
      }),
    );
    expect(law.verdict('Contact', 'customFields.*').allowed).toBe(true);
    expect(law.verdict('Contact', 'customFields.shoe').allowed).toBe(false);
    expect(law.verdict('Contact', 'email').allowed).toBe(false);
  });
});

const BOUND: Readonly<Record<string, readonly string[]>> = {
  User: ['id'],
  SupportGrant: ['tenantId', 'staffId'],
  SupportQuestion: ['tenantId', 'requestedBy'],
  SecurityEvent: ['logId'],
  ExternalAccess: ['logId'],
  MaintenanceWindow: ['logId'],
  Member: ['tenantId', 'userId'],
  // The vendor's, for all; whose acceptances are seen is the function's to say that they are read from.
  Agreement: ['id'],
  AgreementAcceptance: ['tenantId', 'id'],
  // A tenant's own and the vendor's: which of them somebody reaches is the function's to say.
  App: ['id'],
};

describe('a rule', () => {
  const complete = {
    action: 'READ',
    subject: 'Contact',
    fields: ['email'],
    conditions: { tenantId: TENANT },
    line: '',
  } as const;

  test('is made when it is complete', () => {
    expect(createAbility([complete]).can('READ', 'Contact', 'email')).toBe(true);
  });

  test.each([
    ['names no field', { fields: [] }],
    ['names a field that is undefined', { fields: broken<string[]>([undefined]) }],
    ['has no condition', { conditions: {} }],
    ['has a condition on undefined', { conditions: broken<{ tenantId: string }>({ tenantId: undefined }) }],
    ['has a list with undefined in it', { conditions: { category: { $in: broken<string[]>([undefined]) } } }],
    ['has an operator where a field belongs', { conditions: { $where: 'true' } }],
  ])('is refused when it %s', (_, change) => {
    expect(() => createAbility([{ ...complete, ...change }])).toThrow();
  });

  test('about the values of own fields comes from the subjects that bear them, and from no other', () => {
    const { rules } = compileLaw(member('OWNER')).ability;
    const read = rules.filter(({ subject, action }) => subject === 'CustomFieldValue' && action === 'READ');
    expect(read.map(({ fields }) => fields)).toEqual([
      ['key', 'label', 'category', 'type', 'value'],
      ['key', 'label', 'category', 'type', 'value'],
    ]);
    for (const { conditions } of read) expect(conditions).toMatchObject({ tenantId: TENANT });
  });

  test('names its fields, and the tenant or the owner, whoever asks', () => {
    const own = { customFields: [customField('shoe', 'SHOE_SIZE')], ownCategories: ordinary('SHOE_SIZE') };
    const actors = [
      member('OWNER', own),
      member('EDITOR', own),
      member('VIEWER'),
      support([grant(['IDENTITY', 'SHOE_SIZE'], { access: 'READ_WRITE' })], own),
      external([invitation(['FINANCIAL'], { access: 'READ_WRITE' })]),
    ];
    for (const { ability } of actors.map(compileLaw)) {
      expect(ability.rules.length).toBeGreaterThan(0);
      for (const { subject, fields, conditions, inverted } of ability.rules) {
        expect(inverted).toBeFalsy();
        expect(fields?.length).toBeGreaterThan(0);
        const keys = Object.keys(conditions ?? {});
        expect(keys.some((key) => (BOUND[subject as string] ?? ['tenantId']).includes(key))).toBe(true);
      }
    }
  });
});

describe('a row', () => {
  const owner = compileLaw(member('OWNER', { customFields: [customField('shoe', 'SHOE_SIZE')] })).ability;

  test("of the tenant is open, and another tenant's is not", () => {
    expect(allowsRow(owner, 'READ', 'Contact', { tenantId: TENANT }, 'email')).toBe(true);
    expect(allowsRow(owner, 'READ', 'Contact', { tenantId: OTHER_TENANT }, 'email')).toBe(false);
  });

  test('whose tenant was not loaded is closed', () => {
    expect(allowsRow(owner, 'READ', 'Contact', {}, 'email')).toBe(false);
    expect(allowsRow(owner, 'READ', 'Contact', { tenantId: undefined }, 'email')).toBe(false);
    expect(allowsRow(owner, 'READ', 'Contact', { tenantId: null }, 'email')).toBe(false);
  });

  test("whose owner was not loaded is nobody's own", () => {
    const { ability } = compileLaw(support());
    expect(allowsRow(ability, 'UPDATE', 'SupportGrant', { staffId: SOMEBODY })).toBe(true);
    expect(allowsRow(ability, 'UPDATE', 'SupportGrant', { staffId: null })).toBe(true);
    expect(allowsRow(ability, 'UPDATE', 'SupportGrant', { staffId: SOMEBODY_ELSE })).toBe(false);
    expect(allowsRow(ability, 'UPDATE', 'SupportGrant', {})).toBe(false);
    expect(allowsRow(ability, 'UPDATE', 'SupportGrant', { staffId: undefined })).toBe(false);
  });

  test('of a custom value is judged by its category', () => {
    const custom = [customField('shoe', 'SHOE_SIZE'), customField('allergies', 'SPECIAL')];
    const own = { customFields: custom, ownCategories: ordinary('SHOE_SIZE') };
    const { ability } = compileLaw(support([grant(['SHOE_SIZE'])], own));
    expect(allowsRow(ability, 'READ', 'CustomFieldValue', { tenantId: TENANT, category: 'SHOE_SIZE' }, 'value')).toBe(
      true,
    );
    expect(allowsRow(ability, 'READ', 'CustomFieldValue', { tenantId: TENANT, category: 'SPECIAL' }, 'value')).toBe(
      false,
    );
    expect(allowsRow(ability, 'READ', 'CustomFieldValue', { tenantId: TENANT }, 'value')).toBe(false);
    expect(
      allowsRow(ability, 'READ', 'CustomFieldValue', { tenantId: OTHER_TENANT, category: 'SHOE_SIZE' }, 'value'),
    ).toBe(false);
  });
});

describe('sensitive categories', () => {
  const custom = [...CATEGORY_NAMES, 'SHOE_SIZE'].map((category) => customField(category.toLowerCase(), category));

  /** All 128 sets of built-in categories: few enough to try every one. */
  const sets = Array.from({ length: 2 ** CATEGORY_NAMES.length }, (_, bits) =>
    CATEGORY_NAMES.filter((_name, place) => (bits >> place) % 2 === 1),
  );

  test.each(['READ', 'READ_WRITE'] as const)('no %s authority opens a category that it does not name', (access) => {
    for (const named of sets) {
      const actors = [
        support([grant(named, { access })], { customFields: custom }),
        external([invitation(named, { access })], { customFields: custom }),
      ];
      for (const law of actors.map(compileLaw)) {
        const open = CATEGORY_NAMES.filter(
          (category) => law.verdict('Contact', `customFields.${category.toLowerCase()}`).allowed,
        );
        expect(open).toEqual(named);
        expect(law.categories).toEqual([...named].sort());
        expect(law.verdict('Contact', 'nationalId').allowed).toBe(named.includes('GOVERNMENT_ID'));
        expect(law.verdict('Contact', 'iban').allowed).toBe(named.includes('FINANCIAL'));
      }
    }
  });

  test('a tenant that gives its own field a sensitive category does not make that category ordinary', () => {
    const law = compileLaw(member('EDITOR', { customFields: custom, ownCategories: ordinary('SHOE_SIZE') }));
    expect(law.categories).toContain('SHOE_SIZE');
    for (const category of SENSITIVE_CATEGORIES) {
      expect(law.verdict('Contact', `customFields.${category.toLowerCase()}`).allowed).toBe(false);
      expect(law.categories).not.toContain(category);
    }
  });
});

describe('a law', () => {
  test('can not be widened after it was made', () => {
    const categories = ['CONTACT_DETAILS'];
    const authority: Authority = grant(categories);
    const authorities = [authority];
    const law = compileLaw(support(authorities));
    categories.push('GOVERNMENT_ID');
    authorities.push(grant(['IDENTITY']));
    expect(law.openedBy('GOVERNMENT_ID')).toBeNull();
    expect(law.openedBy('IDENTITY')).toBeNull();
    expect(law.verdict('Contact', 'nationalId').allowed).toBe(false);
    expect(Object.isFrozen(law)).toBe(true);
    expect(() => law.ability.update([{ action: 'READ', subject: 'Contact' }])).toThrow(TypeError);
    for (const rule of law.ability.rules) expect(() => (rule.fields as string[]).push('iban')).toThrow(TypeError);
    expect(() => (law.actor.authorities[0]!.categories as string[]).push('NOTES')).toThrow(TypeError);
    expect(() => (law.categories as string[]).push('NOTES')).toThrow(TypeError);
  });

  test('keeps the token and the instruction that it was made with', () => {
    const [scopes, categories, subjects] = [['contacts:read'], ['IDENTITY'], ['Contact' as const]];
    const token = { scopes, makerRole: 'OWNER' as const };
    const { actor } = compileLaw(
      program(scopes, ['IDENTITY'], { token, instruction: instruction({ categories, subjects }) }),
    );
    scopes.push('contacts:write');
    categories.push('NOTES');
    subjects.push('Contact');
    expect(actor).toMatchObject({
      token: { scopes: ['contacts:read'], makerRole: 'OWNER' },
      instruction: { categories: ['IDENTITY'], subjects: ['Contact'] },
    });
    for (const kept of [actor.token, actor.token?.scopes, actor.instruction, actor.instruction?.categories])
      expect(Object.isFrozen(kept)).toBe(true);
  });

  test('says no to a subject and an action that do not exist', () => {
    const law = compileLaw(member('OWNER'));
    for (const subject of ['Session', 'all', '', '__proto__', 'constructor']) {
      expect(SUBJECT_NAMES).not.toContain(subject);
      expect(law.may('READ', broken(subject))).toMatchObject({ allowed: false, reason: 'FORBIDDEN' });
    }
    expect(law.may(broken('manage'), 'Contact')).toMatchObject({ allowed: false, reason: 'FORBIDDEN' });
  });
});
