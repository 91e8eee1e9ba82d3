import { describe, expect, test } from '@jest/globals';
import { allModels } from '../../src/entities/data.js';
import { assertLawIsComplete } from '../../src/policy/assert-complete.js';
import { ALL_ORDINARY, OPENED, allow } from '../../src/policy/line.js';
import type { CategoryTerm, Line } from '../../src/policy/line.js';
import { NO_LINE, POLICY } from '../../src/policy/policy.js';
import { ORDINARY_CATEGORIES } from '../../src/vocabulary/categories.js';
import type { Subject } from '../../src/vocabulary/subjects.js';

function without(subject: Subject): readonly Line[] {
  return POLICY.filter(({ what }) => !what.includes(subject));
}

describe('the page', () => {
  test('is complete', () => {
    expect(() => {
      assertLawIsComplete();
    }).not.toThrow();
  });

  test('is complete also where each line names its categories one by one', () => {
    const named = POLICY.map((line) => ({
      ...line,
      categories: line.categories.flatMap((term): readonly CategoryTerm[] =>
        term === ALL_ORDINARY ? ORDINARY_CATEGORIES : [term],
      ),
    }));
    expect(() => {
      assertLawIsComplete(named);
    }).not.toThrow();
  });

  test.each<[string, readonly Line[], RegExp]>([
    ['a role without a line', POLICY.filter(({ who }) => !who.includes('VIEWER')), /VIEWER has no line/],
    [
      'a kind of actor without a line',
      POLICY.filter(({ who }) => !who.includes('INTEGRATION')),
      /INTEGRATION has no line/,
    ],
    ['a subject without a line', without('GdprSettings'), /GdprSettings is on no line/],
    ['an action without a line', POLICY.filter(({ may }) => !may.includes('ERASE')), /ERASE is on no line/],
    ['a line for whoever has none', [...POLICY, allow('ANONYMOUS').to('READ').on('User')], /ANONYMOUS has a line, and/],
    ['tenant data without categories', [...POLICY, allow('VIEWER').to('READ').on('Invoice')], /names no category/],
    [
      'categories where there are none',
      [...POLICY, allow('VIEWER').to('READ').on('Ticket').in('NOTES')],
      /that have none/,
    ],
    ['a mixture', [...POLICY, allow('VIEWER').to('READ').on(['Invoice', 'Ticket']).in('NOTES')], /mixes subjects/],
    [
      'a category that does not exist',
      [
        ...POLICY,
        allow('VIEWER')
          .to('READ')
          .on('Invoice')
          .in('SHOES' as never),
      ],
      /does not exist/,
    ],
    [
      'one of two subjects with own fields',
      [...POLICY, allow('VIEWER').to('READ').on('Contact').in('NOTES')],
      /together/,
    ],
    [
      'own records of a subject that has none',
      [...POLICY, allow('SUPPORT').to('READ').on('Invoice').in(OPENED).when('OWN')],
      /own/,
    ],
  ])('is refused with %s', (_, policy, fault) => {
    expect(() => {
      assertLawIsComplete(policy);
    }).toThrow(fault);
  });

  const email = allModels()
    .find(({ name }) => name === 'Contact')!
    .fields.get('email')!;

  test('is refused with a mark of a category that does not exist', () => {
    const fields = new Map([
      ['email', email],
      ['shoe', { ...email, name: 'shoe', category: 'SHOES' }],
      ['id', { ...email, name: 'id', category: null }],
    ]);
    expect(() => {
      assertLawIsComplete(POLICY, NO_LINE, [{ name: 'Contact', fields }]);
    }).toThrow('The policy page is not complete:\n- Contact.shoe has the category SHOES, which does not exist.');
  });

  test('is refused when tenant data bears no category, and says so of each', () => {
    expect(() => {
      assertLawIsComplete(POLICY, NO_LINE, [], ['Contact', 'Ticket', 'User']);
    }).toThrow(
      /^The policy page is not complete:\n- Ticket is tenant data and bears no category\.\n- User is tenant data and bears no category\.$/,
    );
  });

  test.each<[string, Line, string]>([
    [
      'own records',
      allow('SUPPORT').to('READ').on(['SupportGrant', 'AccessEntry']).when('OWN'),
      '"SUPPORT may READ SupportGrant and AccessEntry, when it is their own, or meant for any of them.": it speaks of own records, and nothing says what makes one somebody’s own.',
    ],
    [
      'one of two subjects with own fields',
      allow('VIEWER').to('READ').on(['Company', 'Invoice']).in('NOTES'),
      '"VIEWER may READ Company and Invoice in NOTES.": it does not name Contact and Company together, though both bear custom fields.',
    ],
  ])('says what is wrong with a line about %s, and nothing else', (_, line, sentence) => {
    const said = (): string => {
      try {
        assertLawIsComplete([...POLICY, line]);
        return 'nothing';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(said()).toBe(`The policy page is not complete:\n- ${sentence}`);
  });

  test('is refused where a sensitive category is called ordinary, and says so of each', () => {
    expect(() => {
      assertLawIsComplete(POLICY, NO_LINE, [], [], ['IDENTITY', 'SPECIAL', 'NOTES', 'GOVERNMENT_ID']);
    }).toThrow(
      /^The policy page is not complete:\n- SPECIAL is sensitive, and would be opened without being named\.\n- GOVERNMENT_ID is sensitive, and would be opened without being named\.$/,
    );
  });

  test('is refused when an exclusion says no reason', () => {
    expect(() => {
      assertLawIsComplete(POLICY, { ...NO_LINE, ANONYMOUS: '' });
    }).toThrow(/ANONYMOUS has no line, and no sentence/);
  });
});
