import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import * as laws from './house-laws.js';
import type { Law } from './house-laws.js';
import { ROOT, filesBelow, parseSource, readSources, slashes } from './sources.js';
import type { Source } from './sources.js';

const sources = readSources();

/** Each law, and the smallest house that breaks it: a law that can't fail holds nothing. */
const LAWS: readonly (readonly [sentence: string, law: Law, breaks: Readonly<Record<string, string>>, says: RegExp])[] =
  [
    ['every file stands on a floor', laws.placesOnAFloor, { 'helpers/x.ts': '' }, /helpers\/x\.ts stands on no floor/],
    [
      'imports go down only',
      laws.importsGoDown,
      { 'kernel/clock.ts': `import { can } from '../policy/policy.js';`, 'policy/policy.ts': 'export const can = 1;' },
      /kernel\/clock\.ts imports \.\.\/policy\/policy\.js: imports go down only: the kernel/,
    ],
    [
      'not even a type is imported from above',
      laws.importsGoDown,
      { 'access/guard.ts': `import type { App } from '../server/app.js';` },
      /access\/guard\.ts imports/,
    ],
    [
      'nor by a dynamic import or a type query',
      laws.importsGoDown,
      {
        'policy/page.ts': `export const load = () => import('../access/read.js');\nexport type X = import('../jobs/x.js').X;`,
      },
      /access\/read\.js.*\n.*jobs\/x\.js/,
    ],
    [
      'neighbours on one floor do not know each other',
      laws.importsGoDown,
      { 'jobs/worker.ts': `import { app } from '../server/app.js';` },
      /joined, by what stands above/,
    ],
    [
      'a program is never imported',
      laws.importsGoDown,
      { 'server/app.ts': `import '../main.js';`, 'main.ts': `import './commands/db.js';` },
      /app\.ts imports .*\n.*never imported/,
    ],
    [
      'the schema has one door to its migrations',
      laws.importsGoDown,
      { 'server/app.ts': `import { migrations } from '../../migrations/index.js';` },
      /run from one place/,
    ],
    [
      'the settings know nothing but the kernel',
      laws.importsGoDown,
      { 'settings.ts': `import { app } from './server/app.js';` },
      /settings\.ts imports/,
    ],
    [
      'settings are read at the top',
      laws.settingsAreReadAtTheTop,
      { 'access/guard.ts': `import { settings } from '../settings.js';` },
      /handed down as values/,
    ],
    [
      'abilities are made in one place',
      laws.packagesStayInTheirPlace,
      { 'features/contacts/contacts.ts': `import { subject } from '@casl/ability';` },
      /a second law/,
    ],
    [
      'the database has one door',
      laws.packagesStayInTheirPlace,
      {
        'features/contacts/contacts.ts': `import { EntityManager } from '@mikro-orm/postgresql';`,
        'policy/page.ts': `import type { Kysely } from 'kysely';`,
        'entities/contact.ts': `import pg from 'pg';`,
      },
      /postgresql: the database.*\n.*kysely: the database.*\n.*pg: the database/,
    ],
    [
      'the API is stated by entities and features',
      laws.packagesStayInTheirPlace,
      { 'access/guard.ts': `import { Field } from 'type-graphql';` },
      /access\/guard\.ts imports type-graphql/,
    ],
    [
      'features stay apart',
      laws.featuresStayApart,
      { 'features/contacts/contacts.ts': `import { x } from '../companies/companies.js';` },
      /features do not know each other/,
    ],
    ['an import names a file', laws.namesItsFiles, { 'kernel/a.ts': `import { b } from './b';` }, /never a folder/],
    [
      'there are no cycles',
      laws.hasNoCycles,
      {
        'kernel/a.ts': `import { b } from './b.js';`,
        'kernel/b.ts': `import { c } from './c.js';`,
        'kernel/c.ts': `import { a } from './a.js';`,
      },
      /^kernel\/a\.ts -> kernel\/b\.ts -> kernel\/c\.ts -> kernel\/a\.ts: .*luck\.$/,
    ],
    ['there are no barrels', laws.hasNoBarrels, { 'kernel/all.ts': `export * from './errors.js';` }, /is a barrel/],
    [
      'nor any in two lines',
      laws.hasNoBarrels,
      { 'kernel/all.ts': `import { a } from './a.js';\nexport { a };` },
      /is a barrel/,
    ],
    [
      'there are no default exports',
      laws.hasNoDefaultExports,
      { 'kernel/a.ts': 'export default 1;' },
      /default export/,
    ],
    [
      'nor any by another name',
      laws.hasNoDefaultExports,
      { 'kernel/a.ts': 'const a = 1;\nexport { a as default };', 'kernel/b.ts': 'export default class B {}' },
      /a\.ts has.*\n.*b\.ts has/,
    ],
    ['a file fits on a few screens', laws.fitsOnAFewScreens, { 'kernel/a.ts': '// line\n'.repeat(301) }, /301 lines/],
    ['names are in kebab-case', laws.isNamedAsTheHouseNames, { 'kernel/someThing.ts': '' }, /kebab-case/],
    [
      'no marks are left behind',
      laws.carriesNoMarks,
      {
        'kernel/a.ts': [
          whole("const folder = '/ho", "me/me';"),
          whole('// TO', 'DO later'),
          whole('// @ts-', 'ignore'),
          whole('// eslint', '-disable-next-line no-console'),
          whole('it.', "only('x')"),
        ].join('\n'),
      },
      /one machine.*\n.*oneself.*\n.*type check.*\n.*rule off.*\n.*other tests/,
    ],
  ];

describe('The house', () => {
  it('has sources to hold to its laws', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(50);
  });

  it.each(LAWS.filter(([, law], index) => index === LAWS.findIndex(([, other]) => other === law)))(
    '%s',
    (_sentence, law) => {
      expect(law(sources)).toEqual([]);
    },
  );

  it('has migrations that stand alone', () => {
    expect(laws.migrationsStandAlone(readSources('migrations'))).toEqual([]);
  });

  it('leaves no marks outside of src either', () => {
    expect(laws.carriesNoMarks(otherTexts())).toEqual([]);
  });
});

describe('A law can fail', () => {
  it.each(LAWS)('%s', (_sentence, law, breaks, says) => {
    expect(law(house(breaks)).join('\n')).toMatch(says);
  });

  it('as can that of migrations', () => {
    const step = parseSource('Migration1.ts', `import { fault } from '../src/kernel/errors.js';`);
    expect(laws.migrationsStandAlone([step]).join()).toMatch(/never change with the code/);
  });

  it('and does not where nothing is wrong', () => {
    const sound = house({
      'kernel/errors.ts': 'export const fault = 1; // see https://example.test/home/page\n',
      'entities/contact.ts': `import { Property } from '@mikro-orm/decorators/legacy';\nimport { Field } from 'type-graphql';`,
      'policy/policy.ts': `import { createMongoAbility } from '@casl/ability';\nimport { fault } from '../kernel/errors.js';`,
      'access/guard.ts': `import type { Door } from './door.js';\nimport pg from 'pg';`,
      'access/door.ts': `import { guard } from './guard.js';\nexport interface Door {}`,
      'features/contacts/contacts.ts': `import { input } from './input.js';`,
      'server/app.ts': `import type { Settings } from '../settings.js';\nimport { Pool } from 'pg';`,
      'settings.ts': `import { fault } from './kernel/errors.js';`,
      'main.ts': `import { settings } from './settings.js';\nimport { app } from './server/app.js';`,
    });
    expect(LAWS.flatMap(([, law]) => law(sound))).toEqual([]);
  });
});

/** A mark in two halves, since this file is held to the law as well. */
function whole(left: string, right: string): string {
  return left + right;
}

function house(files: Readonly<Record<string, string>>): readonly Source[] {
  return Object.entries(files).map(([path, text]) => parseSource(path, text));
}

/** Whatever else a person writes: tests, tools, migrations, documents. What is generated is its generator's affair. */
function otherTexts(): readonly Source[] {
  const folders = ['test', 'migrations', 'scripts', 'docs', 'console', 'bench', '.ci'];
  const texts = new Set(['.ts', '.tsx', '.js', '.mjs', '.css', '.html', '.sql', '.md', '.yml', '.yaml', '.sh', '']);
  const files = folders.flatMap((folder) => filesIn(join(ROOT, folder)));
  return files
    .filter((path) => texts.has(extname(path)) && !/\/(node_modules|dist|gql)\/|\.generated\./.test(slashes(path)))
    .map((path) => parseSource(slashes(relative(ROOT, path)), readFileSync(path, 'utf8')));
}

function filesIn(folder: string): readonly string[] {
  try {
    return filesBelow(folder);
  } catch {
    return []; // Not every folder exists from the start.
  }
}
