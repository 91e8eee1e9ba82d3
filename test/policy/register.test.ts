/** The register of processing, exactly: of declarations that are few, so that all it says of them can stand here. */
import { describe, expect, test } from '@jest/globals';
import { allModels } from '../../src/entities/data.js';
import { ALL_ORDINARY, allow, CONDITIONS, MADE_SENSITIVE, OPENED, WITHOUT_CATEGORY } from '../../src/policy/line.js';
import {
  registerOfCategories,
  registerOfPurposes,
  type Declarations,
  type OwnProcessing,
} from '../../src/policy/register.js';
import { UNCLASSIFIED, type CategoryDefinition } from '../../src/vocabulary/categories.js';
import { PURPOSES } from '../../src/vocabulary/purposes.js';
import { customField } from './actors.js';

const stated = (description: string, sensitive: boolean): CategoryDefinition => ({
  label: 'How it is called',
  description,
  sensitive,
  purpose: 'To know it.',
  legalBasis: 'Contract.',
  retention: 'A year.',
});
const IDENTITY = stated('Names.', false);
const SPECIAL = stated('Health.', true);
const SHOES = stated('Sizes of shoes.', false);
const BLOOD = stated('Groups of blood.', true);

const [email] = allModels().flatMap(({ fields }) => [...fields.values()].filter(({ name }) => name === 'email'));
if (!email) throw new Error('Something has an e-mail address.');

const declared: Declarations = {
  categories: { IDENTITY, SPECIAL },
  models: [
    {
      name: 'Contact',
      fields: new Map([
        ['name', { ...email, name: 'name', category: 'IDENTITY', description: 'What it is called.' }],
        ['illness', { ...email, name: 'illness', category: 'SPECIAL', description: 'What it has.' }],
        ['id', { ...email, name: 'id', category: null }],
      ]),
    },
  ],
  policy: [
    allow('OWNER', 'ADMIN')
      .to('READ', 'UPDATE')
      .on('Contact')
      .in(ALL_ORDINARY, 'SPECIAL', MADE_SENSITIVE, WITHOUT_CATEGORY),
    allow('EDITOR').to('UPDATE').on('Contact').in(ALL_ORDINARY),
    allow('EDITOR').to('READ').on('Contact').in(MADE_SENSITIVE),
    allow('VIEWER').to('READ').on('Contact').in('IDENTITY'),
    allow('SUPPORT').to('READ').on('Contact').in(OPENED).when('CONFIDENTIALITY'),
    allow('ADMINISTRATOR').to('READ').on('Contact').in('IDENTITY').when('WINDOW', 'CONFIDENTIALITY'),
  ],
};

const nothing: OwnProcessing = { fields: [], categories: [] };
const made: OwnProcessing = {
  fields: [customField('shoe', 'SHOES'), customField('nick', 'IDENTITY'), customField('loose', UNCLASSIFIED)],
  categories: [
    { ...SHOES, category: 'SHOES' },
    { ...BLOOD, category: 'BLOOD' },
  ],
};
const byThemselves = [
  { who: 'OWNER', conditions: [] },
  { who: 'ADMIN', conditions: [] },
];
const named = 'a living grant, access or token names the category';
const supportIfNamed = { who: 'SUPPORT', conditions: [named, CONDITIONS.CONFIDENTIALITY] };
const field = (name: string, description: string): object => ({ subject: 'Contact', field: name, description });

describe('the register of processing', () => {
  test('tells of each category what is stated of it, which fields it has, and who reads it on which conditions', () => {
    const identity = {
      category: 'IDENTITY',
      ...IDENTITY,
      recipients: [
        ...byThemselves,
        { who: 'VIEWER', conditions: [] },
        supportIfNamed,
        { who: 'ADMINISTRATOR', conditions: [CONDITIONS.WINDOW, CONDITIONS.CONFIDENTIALITY] },
      ],
    };
    const special = {
      category: 'SPECIAL',
      ...SPECIAL,
      fields: [field('illness', 'What it has.')],
      recipients: [...byThemselves, supportIfNamed],
    };
    const name = field('name', 'What it is called.');
    expect(registerOfCategories(nothing, declared)).toEqual([{ ...identity, fields: [name] }, special]);
    expect(registerOfCategories(made, declared)).toEqual([
      { ...identity, fields: [name, field('customFields.nick', 'nick')] },
      special,
      {
        category: 'SHOES',
        ...SHOES,
        fields: [field('customFields.shoe', 'shoe')],
        recipients: [...byThemselves, supportIfNamed],
      },
      {
        category: 'BLOOD',
        ...BLOOD,
        fields: [],
        recipients: [...byThemselves, { who: 'EDITOR', conditions: [] }, supportIfNamed],
      },
      {
        category: UNCLASSIFIED,
        label: 'Unclassified',
        sensitive: false,
        description: 'Fields of the tenant that have no category in force.',
        purpose: null,
        legalBasis: null,
        retention: null,
        fields: [field('customFields.loose', 'loose')],
        recipients: byThemselves,
      },
    ]);
  });

  test('tells of what is unclassified only where something is', () => {
    const classified = { ...made, fields: [customField('shoe', 'SHOES')] };
    expect(registerOfCategories(classified, declared).map(({ category }) => category)).toEqual([
      'IDENTITY',
      'SPECIAL',
      'SHOES',
      'BLOOD',
    ]);
  });

  test('tells of each purpose of the vendor what may be seen for it: nothing for a backup', () => {
    const granted = ['SUPPORT_TICKET', 'INCIDENT', 'LEGAL'] as const;
    const seeing = ['DEPLOY', 'PATCH', 'BACKUP', 'IMPORT'] as const;
    expect(registerOfPurposes(made, declared)).toEqual([
      ...granted.map((purpose) => ({
        purpose,
        description: PURPOSES[purpose],
        authority: 'SUPPORT_GRANT',
        categories: ['IDENTITY', 'SPECIAL', 'SHOES', 'BLOOD'],
      })),
      ...seeing.map((purpose) => ({
        purpose,
        description: PURPOSES[purpose],
        authority: 'MAINTENANCE_WINDOW',
        categories: purpose === 'BACKUP' ? [] : ['IDENTITY'],
      })),
    ]);
  });

  test('is by itself of what the program declares', () => {
    expect(registerOfCategories(nothing).map(({ category }) => category)).toContain('GOVERNMENT_ID');
    expect(
      registerOfPurposes(nothing).every(({ purpose, categories }) => categories.length > 0 || purpose === 'BACKUP'),
    ).toBe(true);
  });
});
