/** One law for all who differ in nothing but who they are: it says of each of them what a law of their own would. */
import { describe, expect, test } from '@jest/globals';
import { allowsRow } from '../../src/policy/ability.js';
import type { Actor } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { builtInFieldsOf } from '../../src/policy/fields.js';
import type { Law } from '../../src/policy/law.js';
import { lawOfOne, representativeOf } from '../../src/policy/shared-law.js';
import { ACTION_NAMES } from '../../src/vocabulary/actions.js';
import { SUBJECT_NAMES } from '../../src/vocabulary/subjects.js';
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
  ordinary,
  program,
  SOMEBODY_ELSE,
  support,
  window,
} from './actors.js';

const own = { customFields: [customField('shoe', 'SHOES')], ownCategories: ordinary('SHOES') };
const writing = { access: 'READ_WRITE' } as const;

const ACTORS: readonly (readonly [string, Actor])[] = [
  ['an owner', member('OWNER')],
  ['an admin', member('ADMIN', own)],
  ['an editor', member('EDITOR', own)],
  ['a viewer', member('VIEWER')],
  ['a member without a role', member('VIEWER', { role: null, tenantId: null })],
  ['a member without a factor', member('OWNER', { factorMet: false })],
  ['support', support()],
  ['support under a grant', support([grant(['FINANCIAL', 'SHOES'], writing)], own)],
  ['support under an instruction', support([grant(['FINANCIAL'], writing)], { instruction: instruction() })],
  ['an external user', external([invitation(['FINANCIAL', 'NOTES'])])],
  ['an administrator', administrator({ authorities: [window('PATCH')] })],
  ['a program', program(ALL_SCOPES, ['FINANCIAL'])],
  ['an integration', integration()],
  ['nobody', anonymous()],
  ['somebody of no name', member('EDITOR', { userId: '' })],
];

const sharedLawOf = (actor: Actor): Law => lawOfOne(compileLaw(representativeOf(actor)), actor);

/** All that it can be asked. */
function answers(law: Law): unknown {
  const { actor, shape, categories } = law;
  const subjects = SUBJECT_NAMES.map((subject) => ({
    subject,
    sees: law.sees(subject),
    conditions: law.conditions(subject),
    may: ACTION_NAMES.map((action) => [
      law.may(action, subject),
      ...[...builtInFieldsOf(subject), 'customFields.shoe', 'nothing'].map((field) => law.may(action, subject, field)),
    ]),
    verdict: builtInFieldsOf(subject).map((field) => law.verdict(subject, field)),
  }));
  const named = [...categories, 'FINANCIAL', 'SHOES', 'NONSENSE'];
  const under = named.map((category) => [law.openedBy(category), law.writtenUnder(category)]);
  return { actor, shape, categories, subjects, under, rules: law.ability.rules };
}

describe('A shared law', () => {
  test.each(ACTORS)('says of %s what their own would', (_, actor) => {
    expect(answers(sharedLawOf(actor))).toEqual(answers(compileLaw(actor)));
  });

  test('is the same for two who differ in nothing but who they are, and names each in tests of rows', () => {
    const [one, another] = [member('EDITOR'), member('EDITOR', { userId: SOMEBODY_ELSE })];
    expect(representativeOf(one)).toEqual(representativeOf(another));
    const shared = compileLaw(representativeOf(one));
    const law = lawOfOne(shared, another);
    expect(law.actor.userId).toBe(SOMEBODY_ELSE);
    expect(JSON.stringify([law.conditions('User'), law.ability.rules])).toContain(SOMEBODY_ELSE);
    expect(allowsRow(law.ability, 'READ', 'User', { id: SOMEBODY_ELSE })).toBe(true);
    expect(allowsRow(law.ability, 'READ', 'User', { id: one.userId })).toBe(false);
    expect(JSON.stringify(answers(law))).not.toContain('whoever');
  });

  test.each<[string, Partial<Actor>]>([
    ['another role', { role: 'VIEWER' }],
    ['another tenant', { tenantId: SOMEBODY_ELSE }],
    ['fields of their own', own],
    ['no factor', { factorMet: false }],
    ['no agreement', { agreementAccepted: false }],
    ['nobody in particular', { userId: null }],
  ])('is not shared with whoever has %s', (_, changes) => {
    expect(representativeOf(member('EDITOR', changes))).not.toEqual(representativeOf(member('EDITOR')));
  });

  test('can be widened by nobody', () => {
    const law = sharedLawOf(member('VIEWER'));
    expect(Object.isFrozen(law) && Object.isFrozen(law.actor)).toBe(true);
  });
});
