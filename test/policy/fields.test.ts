import { describe, expect, test } from '@jest/globals';
import { modelOf } from '../../src/entities/data.js';
import { fieldKind, fieldsOpenedBy } from '../../src/policy/fields.js';
import type { Opening } from '../../src/policy/fields.js';
import { customField } from './actors.js';

const opening: Opening = {
  action: 'READ',
  subject: 'Contact',
  categories: new Set(['CONTACT_DETAILS', 'SHOE_SIZE']),
  custom: [customField('shoe', 'SHOE_SIZE'), customField('allergies', 'SPECIAL')],
  sees: (target) => target === 'Company',
};

/** Read off the marks, so that a field that is added is expected here as well. */
const contactDetails = [...modelOf('Contact').fields.values()]
  .filter(({ category }) => category === 'CONTACT_DETAILS')
  .map(({ name }) => name);

describe('the fields of a rule', () => {
  test('include the marks of that category that there always were', () => {
    expect(contactDetails).toEqual(expect.arrayContaining(['email', 'phone', 'city', 'country']));
    expect(contactDetails).not.toContain('iban');
  });

  test('are those of its categories, and what goes with a subject that is seen', () => {
    expect([...fieldsOpenedBy(opening)].sort()).toEqual(
      [...contactDetails, 'customFields.shoe', 'id', 'createdAt', 'updatedAt', 'company', 'customFields'].sort(),
    );
  });

  test('are, for writing, without what the system keeps', () => {
    expect([...fieldsOpenedBy({ ...opening, action: 'UPDATE' })].sort()).toEqual(
      [...contactDetails, 'customFields.shoe', 'company', 'customFields'].sort(),
    );
  });

  test('are none where no category is open', () => {
    expect(fieldsOpenedBy({ ...opening, categories: new Set() })).toEqual([]);
    expect(fieldsOpenedBy({ ...opening, categories: new Set(['COMMERCIAL']) })).toEqual([]);
  });

  test("leave a tenant's field out whose key is that of a built-in one", () => {
    const custom = [customField('nationalId', 'CONTACT_DETAILS'), customField('email', 'SPECIAL')];
    const fields = fieldsOpenedBy({ ...opening, custom });
    expect(fields).not.toContain('nationalId');
    expect(fields).not.toContain('customFields.email');
    expect(fields).toContain('customFields.nationalId');
    expect(fieldKind('Contact', 'nationalId', custom)).toEqual({ is: 'data', category: 'GOVERNMENT_ID' });
  });
});
