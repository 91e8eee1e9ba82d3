import { describe, expect, test } from '@jest/globals';
import type { Actor } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { compareActors, subjectsLost } from '../../src/policy/preview.js';
import type { Purpose } from '../../src/vocabulary/purposes.js';
import type { Action } from '../../src/vocabulary/actions.js';
import { CATEGORY_NAMES } from '../../src/vocabulary/categories.js';
import {
  administrator,
  customField,
  external,
  grant,
  invitation,
  member,
  ordinary,
  support,
  window,
} from './actors.js';

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

  const WHOLE = ['Contact', 'Company', 'Invoice'];
  const told = (before: Actor, after: Actor, asked: readonly Action[]): readonly string[] =>
    compareActors(before, after)
      .filter(({ action, after: { allowed } }) => asked.includes(action) && allowed)
      .map(({ action, subject, field }) => `${action} ${subject}${field === null ? '' : `.${field}`}`);
  const own = {
    customFields: [customField('size', 'SHOES'), customField('size', 'SHOES', 'Company')],
    ownCategories: ordinary('SHOES'),
  };
  const gained = (categories: readonly string[], asked: readonly Action[]): readonly string[] =>
    told(support([], own), support([grant(categories, { access: 'READ_WRITE' })], own), asked);

  test('tells of a grant to write which fields it would let be written, each once, as if instructed', () => {
    for (const action of ['CREATE', 'UPDATE'] as const)
      expect(gained(['SHOES'], [action])).toEqual([
        `${action} Contact.company`,
        `${action} Contact.customFields`,
        `${action} Contact.customFields.size`,
        `${action} Company.customFields`,
        `${action} Company.customFields.size`,
      ]);
  });

  test('tells of what is done to a record as a whole without its fields, and of fields where data is written', () => {
    expect(gained(['IDENTITY'], ['DELETE'])).toEqual([]);
    expect(gained([...CATEGORY_NAMES, 'SHOES'], ['DELETE'])).toEqual(WHOLE.map((subject) => `DELETE ${subject}`));
    const [viewer, owner] = [member('VIEWER'), member('OWNER')];
    expect(told(viewer, owner, ['ERASE'])).toEqual(WHOLE.map((subject) => `ERASE ${subject}`));
    const [fields, records] = [/^CREATE (\w+)\.[\w.]+$/, /^CREATE (\w+)$/].map((form) =>
      told(viewer, owner, ['CREATE']).flatMap((one) => form.exec(one)?.[1] ?? []),
    );
    expect([...new Set(fields)]).toEqual(WHOLE);
    expect(records).toContain('SupportGrant');
    expect(records?.filter((subject) => WHOLE.includes(subject))).toEqual([]);
  });

  test('takes the instruction as given that the window of an administrator needs, and no other', () => {
    const gained = (purpose: Purpose): readonly string[] =>
      told(administrator(own), administrator({ ...own, authorities: [window(purpose)] }), [
        'CREATE',
        'UPDATE',
        'DELETE',
      ]);
    expect(gained('IMPORT')).toEqual(
      expect.arrayContaining(['CREATE Contact.iban', 'UPDATE Contact.customFields.size']),
    );
    expect(gained('IMPORT').filter((one) => one.startsWith('DELETE'))).toEqual([]);
    expect([gained('DEPLOY'), gained('BACKUP')]).toEqual([[], []]);
    expect(told(external([], own), external([invitation(['NOTES'])], own), ['UPDATE'])).toEqual([]);
  });
});
