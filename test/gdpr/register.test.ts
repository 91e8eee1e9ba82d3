/** The register of processing says what the program does: it is made of the same declarations, and moves when one of them does. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, isObjectType } from 'graphql';
import { allModels } from '../../src/entities/data.js';
import { allow } from '../../src/policy/line.js';
import { POLICY } from '../../src/policy/policy.js';
import { registerOfCategories, registerOfPurposes, type Declarations } from '../../src/policy/register.js';
import { CATEGORIES } from '../../src/vocabulary/categories.js';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  GLOBEX_OWNER,
  openStage,
  OWNER,
  SUPPORT,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import type { Client } from '../support/client.js';

interface Category {
  readonly category: string;
  readonly label: string;
  readonly sensitive: boolean;
  readonly purpose: string | null;
  readonly legalBasis: string | null;
  readonly retention: string | null;
  readonly subjects: readonly string[];
  readonly fields: readonly { readonly subject: string; readonly field: string }[];
  readonly recipients: readonly { readonly who: string; readonly conditions: readonly string[] }[];
}

interface Register {
  readonly categories: readonly Category[];
  readonly purposes: readonly {
    readonly purpose: string;
    readonly authority: string;
    readonly categories: readonly string[];
  }[];
}

const REGISTER = `{ tenant { gdpr { processingRegister {
  categories { category label sensitive description purpose legalBasis retention subjects fields { subject field description }
    recipients { who conditions } }
  purposes { purpose description authority categories } } } } }`;

async function registerFor(client: Client): Promise<Register | null> {
  const { data, text } = await client.query<{ tenant: { gdpr: { processingRegister: Register } | null } | null }>(
    REGISTER,
  );
  if (!data) throw new Error(text);
  return data.tenant?.gdpr?.processingRegister ?? null;
}

/** The classified fields of the public schema, which is printed, committed and compared elsewhere. */
function marked(): string[] {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const mark = field.astNode?.directives?.find(({ name }) => name.value === 'data')?.arguments?.[0]?.value;
        return mark?.kind === 'StringValue' ? [`${mark.value} ${type.name}.${field.name}`] : [];
      }),
    )
    .sort();
}

const listed = (register: Pick<Register, 'categories'> | null, own = false): string[] =>
  (register?.categories ?? [])
    .flatMap(({ category, fields }) => fields.map(({ subject, field }) => `${category} ${subject}.${field}`))
    .filter((line) => line.includes('.customFields.') === own)
    .sort();

describe('The register of processing', () => {
  let stage: Stage;
  let register: Register;

  beforeAll(async () => {
    stage = await openStage();
    register = (await registerFor(await stage.as(OWNER)))!;
  });
  afterAll(() => stage.close());

  test('names every classified field of the schema, under its category, and nothing else', () => {
    expect(marked().length).toBeGreaterThan(15);
    expect(listed(register)).toEqual(marked());
  });

  test('names every field that the tenant made, under its category', async () => {
    const rows = await stage.sql<{ line: string }>(
      `select f.category || ' ' || f.subject || '.customFields.' || f.key as line
         from custom_field f join tenant t on t.id = f.tenant_id where t.slug = 'acme'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(listed(register, true)).toEqual(rows.map(({ line }) => line).sort());
    const globex = await registerFor(await stage.as(GLOBEX_OWNER, 0, 'globex'));
    expect(listed(globex)).toEqual(marked());
  });

  test('names every category with purpose, legal basis and retention, and every purpose of the vendor', () => {
    expect(register.categories.map(({ category }) => category)).toEqual(Object.keys(CATEGORIES));
    for (const { purpose, legalBasis, retention } of register.categories)
      expect([purpose, legalBasis, retention].every(Boolean)).toBe(true);
    expect(register.purposes.map(({ purpose, authority }) => `${authority} ${purpose}`)).toEqual([
      'SUPPORT_GRANT SUPPORT_TICKET',
      'SUPPORT_GRANT INCIDENT',
      'SUPPORT_GRANT LEGAL',
      'MAINTENANCE_WINDOW DEPLOY',
      'MAINTENANCE_WINDOW PATCH',
      'MAINTENANCE_WINDOW BACKUP',
      'MAINTENANCE_WINDOW IMPORT',
    ]);
    expect(register.purposes.find(({ purpose }) => purpose === 'BACKUP')?.categories).toEqual([]);
  });

  test('names as recipients whom reading finds', async () => {
    const readers = (category: string): string[] =>
      register.categories
        .find((one) => one.category === category)
        ?.recipients.filter(({ conditions }) => conditions.length === 0)
        .map(({ who }) => who) ?? [];
    const rows: [string, string, string][] = [
      [EDITOR, 'EDITOR', 'iban'],
      [VIEWER, 'VIEWER', 'iban'],
      [ADMIN, 'ADMIN', 'nationalId'],
      [EDITOR, 'EDITOR', 'nationalId'],
      [VIEWER, 'VIEWER', 'name'],
    ];
    const categoryOf: Readonly<Record<string, string>> = {
      iban: 'FINANCIAL',
      nationalId: 'GOVERNMENT_ID',
      name: 'IDENTITY',
    };
    for (const [email, who, field] of rows) {
      const { withheld } = await (await stage.as(email)).query(`{ contacts(first: 1) { nodes { ${field} } } }`);
      expect([who, field, withheld.length === 0]).toEqual([who, field, readers(categoryOf[field] ?? '').includes(who)]);
    }
    for (const who of ['SUPPORT', 'EXTERNAL'])
      expect(
        register.categories.every(({ recipients }) =>
          recipients.some((one) => one.who === who && one.conditions.length > 0),
        ),
      ).toBe(true);
  });

  test('is read by owners and admins', async () => {
    expect(await registerFor(await stage.as(ADMIN))).toEqual(register);
    for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT])
      expect(await registerFor(await stage.as(email))).toBeNull();
  });

  test('tells what the tenant stated of its own categories, and what is unclassified', async () => {
    await stage.sql(
      `insert into auth.data_category (tenant_id, key, sensitive, description, purpose, legal_basis, retention, created_at, retired_at)
       select id, c.key, false, 'Sizes of shoes.', 'To send shoes.', 'Consent.', 'A year.', now(), c.retired_at
         from tenant, (values ('SHOE_SIZE', null::timestamptz), ('HATS', now())) as c (key, retired_at) where slug = 'globex'`,
    );
    await stage.sql(
      `insert into custom_field (tenant_id, id, created_at, subject, key, label, category, type)
       select id, gen_random_uuid(), now(), 'Contact', lower(c.category), 'Shoe', c.category, 'TEXT'
         from tenant, (values ('SHOE_SIZE'), ('HATS'), ('GLOVES')) as c (category) where slug = 'globex'`,
    );
    const globex = await registerFor(await stage.as(GLOBEX_OWNER, 0, 'globex'));
    const [shoes, loose, ...more] = globex?.categories.slice(Object.keys(CATEGORIES).length) ?? [];
    expect(more).toEqual([]);
    expect(shoes).toMatchObject({
      category: 'SHOE_SIZE',
      label: 'Shoe size',
      purpose: 'To send shoes.',
      legalBasis: 'Consent.',
      retention: 'A year.',
      subjects: ['Contact'],
      fields: [{ subject: 'Contact', field: 'customFields.shoe_size', description: 'Shoe' }],
    });
    const open = shoes?.recipients.filter(({ conditions }) => conditions.length === 0).map(({ who }) => who);
    expect(open).toEqual(['OWNER', 'ADMIN', 'EDITOR']);
    expect(loose).toMatchObject({
      category: 'UNCLASSIFIED',
      purpose: null,
      fields: [{ field: 'customFields.gloves' }, { field: 'customFields.hats' }],
      recipients: [
        { who: 'OWNER', conditions: [] },
        { who: 'ADMIN', conditions: [] },
      ],
    });
    const acme = await registerFor(await stage.as(OWNER));
    expect(acme?.categories.map(({ category }) => category)).toEqual(Object.keys(CATEGORIES));
  });
});

const NOTHING = { fields: [], categories: [] };

describe('The register of processing moves', () => {
  const declared: Declarations = { categories: CATEGORIES, models: allModels(), policy: POLICY };
  const of = (change: Partial<Declarations>): Pick<Register, 'categories'> => ({
    categories: registerOfCategories(NOTHING, { ...declared, ...change }).map((one) => ({ ...one, subjects: [] })),
  });
  const contact = allModels().find(({ name }) => name === 'Contact');
  const email = contact?.fields.get('email');
  if (!contact || !email) throw new Error('A contact has an e-mail address.');
  const withField = (name: string, category: string | null): Declarations['models'] => [
    ...allModels().filter((model) => model !== contact),
    { name: 'Contact', fields: new Map([...contact.fields, [name, { ...email, name, category }]]) },
  ];

  test('with a mark that is added, changed or taken away', () => {
    expect(listed(of({ models: withField('blood', 'SPECIAL') }))).toContain('SPECIAL Contact.blood');
    const moved = listed(of({ models: withField('email', 'NOTES') }));
    expect(moved).toContain('NOTES Contact.email');
    expect(moved).not.toContain('CONTACT_DETAILS Contact.email');
    expect(listed(of({ models: withField('email', null) })).some((line) => line.endsWith('Contact.email'))).toBe(false);
  });

  test('with a category that is added or stated otherwise', () => {
    const BODY = { ...CATEGORIES.SPECIAL, purpose: 'To fit shoes.' };
    const { categories } = of({ categories: { ...CATEGORIES, BODY }, models: withField('shoe', 'BODY') });
    expect(categories.at(-1)).toMatchObject({
      category: 'BODY',
      purpose: 'To fit shoes.',
      sensitive: true,
      fields: [{ subject: 'Contact', field: 'shoe' }],
    });
  });

  test('with a line of the page', () => {
    const policy = [...POLICY, allow('VIEWER').to('READ').on(['Contact', 'Company', 'Invoice']).in('FINANCIAL')];
    const viewers = (asked: Partial<Declarations>): boolean | undefined =>
      of(asked)
        .categories.find(({ category }) => category === 'FINANCIAL')
        ?.recipients.some(({ who }) => who === 'VIEWER');
    expect([viewers({}), viewers({ policy })]).toEqual([false, true]);
    const nobody = POLICY.filter(({ who }) => !who.includes('ADMINISTRATOR'));
    const deploy = registerOfPurposes(NOTHING, { ...declared, policy: nobody }).find(
      ({ purpose }) => purpose === 'DEPLOY',
    );
    expect(deploy?.categories).toEqual([]);
  });
});
