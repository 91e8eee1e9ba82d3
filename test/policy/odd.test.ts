import { describe, expect, test } from '@jest/globals';
import { createAbility } from '../../src/policy/ability.js';
import { anyOf, isAnd, isOr, strictMatcher, tenantRows } from '../../src/policy/conditions.js';
import { allCategoriesOf, builtInFieldsOf, fieldKind, fieldsOpenedBy } from '../../src/policy/fields.js';
import { compileLaw } from '../../src/policy/compile.js';
import { ALL_ORDINARY, OPENED, allow, categoryWords, list, readAloud } from '../../src/policy/line.js';
import { grant, member, support } from './actors.js';

/** What no question of today's page reaches, and tomorrow's might. */
describe('conditions', () => {
  test('are told apart by their form', () => {
    expect([isOr({ $or: [] }), isOr({ $and: [] }), isOr({ id: 'a' }), isOr({ $or: 'a' })]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([isAnd({ $and: [] }), isAnd({ $or: [] }), isAnd({ id: 'a' }), isAnd({ $and: 'a' })]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('without an alternative are no row, and with an empty one every row', () => {
    expect(anyOf([])).toEqual({ id: { $in: [] } });
    expect(anyOf([{ id: 'a' }, {}])).toEqual({});
    expect(anyOf([{ id: 'a' }])).toEqual({ id: 'a' });
    expect(anyOf([{ id: 'a' }, { id: 'b' }])).toEqual({ $or: [{ id: 'a' }, { id: 'b' }] });
  });

  test('tie to the tenant, or to some row where rows bear none', () => {
    expect(tenantRows('Contact', 'a')).toEqual({ tenantId: 'a' });
    expect(tenantRows('User', 'a')).toEqual({ id: { $ne: null } });
  });

  test('all have to hold, on fields that were loaded', () => {
    const matches = strictMatcher({ id: 'a', owner: null });
    expect(matches({ id: 'a', owner: null })).toBe(true);
    expect(matches({ id: 'a' })).toBe(false);
    expect(matches({ owner: null })).toBe(false);
  });

  test.each([
    [{}, 'A rule without conditions would be about every row of every tenant.'],
    [{ id: undefined }, 'The condition on id is not one of ours.'],
    [{ id: { $in: ['a', undefined] } }, 'The condition on id is not one of ours.'],
    [{ $nor: [] }, 'The condition on $nor is not one of ours.'],
  ])('such as %j are refused', (tests, sentence) => {
    expect(() => strictMatcher(tests as never)).toThrow(sentence);
  });
});

describe('a rule', () => {
  const rule = { action: 'READ', subject: 'Contact', conditions: { id: 'a' }, line: 'A line.' } as const;

  test.each([[[]], [['']], [['name', '']]])('that names the fields %j is refused', (fields) => {
    expect(() => createAbility([{ ...rule, fields }])).toThrow('A rule on Contact names no field.');
  });

  test('without conditions is refused before anything is asked', () => {
    expect(() => createAbility([{ ...rule, fields: ['name'], conditions: {} }])).toThrow('every row of every tenant');
  });
});

describe('a line', () => {
  test('is read aloud', () => {
    expect(readAloud(allow('OWNER').to('READ').on('Ticket'))).toBe('OWNER may READ Ticket.');
    expect(readAloud(allow('OWNER', 'ADMIN').to('READ').on('Contact').in(ALL_ORDINARY, 'SPECIAL'))).toBe(
      'OWNER and ADMIN may READ Contact in all ordinary categories and SPECIAL.',
    );
    expect(readAloud(allow('SUPPORT').to('READ').on('Contact').in(OPENED).when('OWN', 'AGREEMENT'))).toBe(
      'SUPPORT may READ Contact in the categories that its living authorities name, when it is their own, or meant for any of them and the tenant has accepted the data processing agreement.',
    );
  });

  test('names its terms in words', () => {
    expect([categoryWords('NOTES'), categoryWords(OPENED), categoryWords(ALL_ORDINARY)]).toEqual([
      'NOTES',
      'the categories that its living authorities name',
      'all ordinary categories',
    ]);
    expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });
});

describe('a field', () => {
  test.each([
    ['Contact', 'nonsense', null],
    ['Contact', 'id', { is: 'plain', writable: false }],
    ['Contact', 'email', { is: 'data', category: 'CONTACT_DETAILS' }],
    ['Contact', 'customFields', { is: 'plain', writable: false }],
    ['Contact', 'company', { is: 'relation', target: 'Company', writable: true }],
    ['Contact', 'invoices', { is: 'relation', target: 'Invoice', writable: false }],
    ['Invoice', 'customFields', null],
    ['Ticket', 'subject', { is: 'plain', writable: false }],
    ['GdprSettings', 'grants', { is: 'plain', writable: false }],
    ['GdprSettings', 'nonsense', null],
    ['Session' as never, 'grants', null],
  ] as const)('%s.%s is what it is', (subject, field, kind) => {
    expect(fieldKind(subject, field, [])).toEqual(kind);
  });

  test('of the tab are its parts, whatever is open', () => {
    const sees = (): boolean => false;
    expect(
      fieldsOpenedBy({ action: 'READ', subject: 'GdprSettings', categories: new Set(), custom: [], sees }),
    ).toEqual([
      'grants',
      'requests',
      'instructions',
      'externalUsers',
      'maintenanceWindows',
      'supportStaff',
      'apiTokens',
      'integrations',
      'tokenPolicy',
      'disclosures',
      'disclosureExport',
      'accessLog',
      'accessLogProof',
      'changeLog',
      'securityEvents',
      'memberChanges',
      'processingRegister',
      'categories',
      'security',
      'members',
      'invitations',
      'agreements',
      'acceptances',
    ]);
  });

  test('of a subject without own fields comes without their container', () => {
    const all = { categories: new Set(['FINANCIAL']), custom: [], sees: () => false };
    expect([...fieldsOpenedBy({ action: 'UPDATE', subject: 'Invoice', ...all })].sort()).toEqual(
      ['number', 'issuedOn', 'dueOn', 'currency', 'total'].sort(),
    );
    expect(allCategoriesOf('GdprSettings', [])).toEqual([]);
  });

  test('is on no subject that does not exist', () => {
    const subject = 'Session' as never;
    const nothing = { categories: new Set<string>(), custom: [], sees: () => true };
    expect(builtInFieldsOf(subject)).toEqual([]);
    expect(fieldsOpenedBy({ action: 'READ', subject, ...nothing })).toEqual([]);
  });
});

describe('what a change is entered under', () => {
  const writing = { access: 'READ_WRITE' } as const;

  test('is the authority that lets the category be written, and not one that only shows it', () => {
    const [reads, writes, elsewhere] = [
      grant(['FINANCIAL', 'NOTES'], { id: 'reads' }),
      grant(['FINANCIAL'], { id: 'writes', ...writing }),
      grant(['IDENTITY'], { id: 'elsewhere', ...writing }),
    ];
    const { writtenUnder } = compileLaw(support([reads, elsewhere, writes]));
    expect(['FINANCIAL', 'NOTES', 'IDENTITY', 'SPECIAL'].map((category) => writtenUnder(category)?.id ?? null)).toEqual(
      ['writes', null, 'elsewhere', null],
    );
    expect(compileLaw(member('OWNER')).writtenUnder('NOTES')).toBeNull();
  });
});
