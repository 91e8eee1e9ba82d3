import { describe, expect, test } from '@jest/globals';
import type { Row } from '../../src/policy/ability.js';
import type { Actor } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { holdsFor, ownFields } from '../../src/policy/conditions.js';
import { explain } from '../../src/policy/explain.js';
import type { Action } from '../../src/vocabulary/actions.js';
import { SUBJECT_NAMES, type Subject } from '../../src/vocabulary/subjects.js';
import { lawOfOne, representativeOf } from '../../src/policy/shared-law.js';
import { administrator, external, grant, member, SOMEBODY, SOMEBODY_ELSE, support } from './actors.js';

const [MINE, THEIRS] = [{ userId: SOMEBODY }, { userId: SOMEBODY_ELSE }];
const [SELF, OTHER] = [{ id: SOMEBODY }, { id: SOMEBODY_ELSE }];
const OWN_LINE = 'when it is their own, or meant for any of them.';
const GIVERS = ['OWNER', 'ADMIN'];

describe('of a record in particular', () => {
  test.each<[string, Actor, Action, Subject, Row, boolean]>([
    ['a member leaves', member('OWNER'), 'DELETE', 'Member', MINE, true],
    ['nobody leaves for another', member('OWNER'), 'DELETE', 'Member', THEIRS, false],
    ['an owner sees others', member('OWNER'), 'READ', 'User', OTHER, true],
    ['a viewer sees himself', member('VIEWER'), 'READ', 'User', SELF, true],
    ['a viewer sees no other', member('VIEWER'), 'READ', 'User', OTHER, false],
    ['what was not loaded is nobody’s own', member('VIEWER'), 'READ', 'User', {}, false],
    ['a grant for anybody', support(), 'UPDATE', 'SupportGrant', { staffId: null }, true],
    ['a grant for one’s own', support(), 'UPDATE', 'SupportGrant', { staffId: SOMEBODY }, true],
    ['a grant for another', support(), 'UPDATE', 'SupportGrant', { staffId: SOMEBODY_ELSE }, false],
    ['data of the tenant', support([grant(['NOTES'])]), 'READ', 'Contact', {}, true],
    ['a window', administrator(), 'READ', 'MaintenanceWindow', { logId: SOMEBODY_ELSE }, false],
  ])('%s', (_, actor, action, subject, row, allowed) => {
    for (const law of [compileLaw(actor), lawOfOne(compileLaw(representativeOf(actor)), actor)]) {
      expect(explain(law, action, subject).allowed).toBe(true);
      expect(explain(law, action, subject, undefined, row).allowed).toBe(allowed);
    }
  });

  test('it is told that the line is about their own, and that nobody can change that', () => {
    const told = explain(compileLaw(member('OWNER')), 'DELETE', 'Member', undefined, THEIRS);
    expect(told).toMatchObject({ allowed: false, reason: 'FORBIDDEN', category: null, authority: null, changedBy: [] });
    expect(told.message).toBe('By the policy deleting a Member is for one’s own only, and this is not one’s own.');
    expect(told.remedy).toBe('Do it with your own, or have it done by whoever this belongs to.');
    expect(told.line).toContain(OWN_LINE);
    const outside = explain(compileLaw(external()), 'READ', 'User', undefined, OTHER);
    expect(outside).toMatchObject({ changedBy: [] });
    expect(outside.line).toContain(OWN_LINE);
  });

  test('it is told that another role would include it, where one does', () => {
    const told = explain(compileLaw(member('VIEWER')), 'READ', 'User', 'email', OTHER);
    expect(told).toMatchObject({ allowed: false, changedBy: GIVERS, line: 'OWNER and ADMIN may READ User.' });
    expect(told.message).toContain('The role VIEWER does not include seeing a User');
  });

  test('what is refused altogether is told as it is of any record', () => {
    const law = compileLaw(support());
    expect(explain(law, 'READ', 'Contact', 'iban', {})).toEqual(explain(law, 'READ', 'Contact', 'iban'));
  });
});

describe('conditions', () => {
  test('are of one action, and of reading where none is named', () => {
    const law = compileLaw(member('OWNER'));
    expect(law.conditions('Member')).toEqual({});
    expect(law.conditions('Member', 'READ')).toEqual({});
    expect(law.conditions('Member', 'DELETE')).toEqual({ userId: SOMEBODY });
    expect(holdsFor(law.conditions('Member', 'ERASE'), { id: SOMEBODY })).toBe(false);
  });

  test('hold when all do, or one of several', () => {
    const [one, other] = [{ a: 1 }, { b: 2 }];
    for (const [row, both, either] of [
      [{ a: 1, b: 2 }, true, true],
      [{ a: 1, b: 3 }, false, true],
      [{ a: 0, b: 2 }, false, true],
      [{ a: 0, b: 3 }, false, false],
    ] as const) {
      expect(holdsFor({ $and: [one, other] }, row)).toBe(both);
      expect(holdsFor({ $or: [one, other] }, row)).toBe(either);
    }
    expect(holdsFor({}, {})).toBe(true);
  });

  test('of what is one’s own test these fields, each told once', () => {
    const told = SUBJECT_NAMES.flatMap((subject) => {
      const fields = ownFields(subject);
      return fields.length > 0 ? [[subject, ...fields]] : [];
    });
    expect(told).toEqual([
      ['SupportGrant', 'staffId'],
      ['SupportQuestion', 'requestedBy'],
      ['ExternalAccess', 'logId'],
      ['MaintenanceWindow', 'logId'],
      ['App', 'id'],
      ['SecurityEvent', 'logId'],
      ['User', 'id'],
      ['Member', 'userId'],
      ['Agreement', 'id'],
      ['AgreementAcceptance', 'id'],
    ]);
  });
});
