import { describe, expect, test } from '@jest/globals';
import { assertLawIsComplete } from '../../src/policy/assert-complete.js';
import { OPENED, allow } from '../../src/policy/line.js';
import type { Line } from '../../src/policy/line.js';
import { NO_LINE, POLICY } from '../../src/policy/policy.js';
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

  test('is refused when an exclusion says no reason', () => {
    expect(() => {
      assertLawIsComplete(POLICY, { ...NO_LINE, ANONYMOUS: '' });
    }).toThrow(/ANONYMOUS has no line, and no sentence/);
  });
});
