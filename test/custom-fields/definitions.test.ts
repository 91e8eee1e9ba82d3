/** Categories and fields that a tenant makes: what can be made, who may, who sees what under them, and what is told of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  forgetConsent,
  giveGrant,
  GLOBEX_OWNER,
  openStage,
  OWNER,
  SUPPORT,
  tryGrant,
  uuidOf,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import type { Client } from '../support/client.js';
import { create, made, stored, update } from '../write/desk.js';
import {
  createCategory,
  createField,
  fieldMade,
  must,
  retireCategory,
  retireField,
  STATED,
  updateCategory,
  updateField,
} from './defining.js';

const SEEN = 'query Seen($id: ID!) { contact(id: $id) { customFields { key category value } } }';

describe('A tenant’s own', () => {
  let stage: Stage;
  let owner: Client;

  beforeAll(async () => {
    stage = await openStage(2);
    owner = await stage.as(OWNER);
  });
  afterAll(() => stage.close());

  const definitions = (): Promise<string> =>
    stage.cell(
      `select concat_ws('/', (select jsonb_agg(c order by key) from auth.data_category c), (select jsonb_agg(f order by id) from custom_field f))`,
    );
  const seen = async (client: Client, id: string): Promise<Readonly<Record<string, string | null>>> => {
    const { data } = await client.query<{ contact: { customFields: { key: string; value: string | null }[] } | null }>(
      SEEN,
      { id },
    );
    return Object.fromEntries((data?.contact?.customFields ?? []).map(({ key, value }) => [key, value]));
  };
  const told = async (kind: string): Promise<string[]> =>
    (
      await stage.sql<{ line: string }>(
        `select coalesce(by_name, '?') || ': ' || detail as line from security_event where kind = $1 order by id`,
        [kind],
      )
    ).map(({ line }) => line);

  describe('category', () => {
    test('is made with what it is for, stated anew, retired, and told in the log each time', async () => {
      const { made: category } = await createCategory(owner, 'HAT_SIZE', { label: null });
      expect(category).toMatchObject({ key: 'HAT_SIZE', own: true, sensitive: false, ...STATED, retiredAt: null });
      expect(await must(updateCategory(owner, 'HAT_SIZE', { purpose: 'To send hats.' }))).toMatchObject({
        ...STATED,
        purpose: 'To send hats.',
      });
      const named = { purpose: 'To send hats.', label: 'Sizes of hats' };
      expect(category).toMatchObject({ label: 'Hat size' });
      expect(await must(updateCategory(owner, 'HAT_SIZE', { label: named.label }))).toMatchObject(named);
      expect(await must(updateCategory(owner, 'HAT_SIZE', {}))).toMatchObject(named);
      const retired = await must(retireCategory(owner, 'HAT_SIZE'));
      expect(retired.retiredAt).not.toBeNull();
      expect(await must(retireCategory(owner, 'HAT_SIZE'))).toEqual(retired);
      expect((await updateCategory(owner, 'HAT_SIZE', { purpose: 'x' })).code).toBe('CONFLICT');
      expect((await createCategory(owner, 'HAT_SIZE')).code).toBe('CONFLICT');
      const name = await stage.cell(`select name from auth.user_account where email = '${OWNER}'`);
      for (const kind of ['CATEGORY_CREATED', 'CATEGORY_CHANGED', 'CATEGORY_RETIRED'])
        expect(new Set(await told(kind))).toEqual(new Set([`${name}: HAT_SIZE`]));
      expect(await told('CATEGORY_CHANGED')).toHaveLength(2);
    });

    test.each([
      ['key', 'hat', 'key'],
      ['key', '', 'key'],
      ['key', '1HAT', 'key'],
      ['key', 'H'.repeat(65), 'key'],
      ['key', 'IDENTITY', 'key'],
      ['key', 'UNCLASSIFIED', 'key'],
      ['label', ' ', 'label'],
      ['label', 'x'.repeat(101), 'label'],
      ['description', ' ', 'description'],
      ['description', 'x'.repeat(301), 'description'],
      ['purpose', 'x'.repeat(1_001), 'purpose'],
      ['legalBasis', '', 'legalBasis'],
      ['retention', 'a\u0000b', 'retention'],
    ])('is refused with %s %j', async (name, value, argument) => {
      const was = await definitions();
      const answer = await createCategory(owner, 'NEVER', { [name]: value });
      expect([answer.code, answer.argument]).toEqual(['BAD_USER_INPUT', ['input', argument]]);
      expect(await definitions()).toBe(was);
    });

    test('can be made by owners and admins, and another tenant’s is not there', async () => {
      const was = await definitions();
      for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT])
        expect((await createCategory(await stage.as(email), 'NEVER')).code).toBe('FORBIDDEN');
      await giveGrant(owner, 'IDENTITY');
      expect((await createField(await stage.as(SUPPORT), 'never', 'IDENTITY')).code).toBe('FORBIDDEN');
      await forgetConsent(stage);
      const globex = await stage.as(GLOBEX_OWNER, 0, 'globex');
      const [foreign, missing] = [await retireCategory(globex, 'HAT_SIZE'), await retireCategory(globex, 'GLOVES')];
      expect([foreign.code, foreign.text]).toEqual(['NOT_FOUND', missing.text]);
      expect((await createField(globex, 'hat', 'HAT_SIZE')).code).toBe('BAD_USER_INPUT');
      expect(await definitions()).toBe(was);
      const { made } = await createCategory(await stage.as(ADMIN), 'GLOVE_SIZE', { label: 'Gloves' });
      expect(made).toMatchObject({ key: 'GLOVE_SIZE', label: 'Gloves' });
    });

    test('is listed in the GDPR tab beside the built-in ones, for those who see the tab', async () => {
      const list = '{ tenant { gdpr { categories { key own purpose legalBasis retention retiredAt } } } }';
      const { data } = await owner.query<{ tenant: { gdpr: { categories: { key: string; own: boolean }[] } } }>(list);
      const categories = data?.tenant.gdpr.categories ?? [];
      expect(categories.filter(({ own }) => own).map(({ key }) => key)).toEqual(['GLOVE_SIZE', 'HAT_SIZE']);
      expect(categories.filter(({ own }) => !own)).toHaveLength(7);
      expect((await (await stage.as(EDITOR)).query(list)).text).not.toContain('HAT_SIZE');
    });
  });

  describe('field', () => {
    test('is made, renamed and retired; what was stored stays, and takes no more', async () => {
      const id = await fieldMade(owner, 'nick', 'IDENTITY', { label: 'Nickname', validation: { maxLength: 5 } });
      const contact = await made(owner, 'Contact', { name: 'Ann', customFields: [{ key: 'nick', value: 'Annie' }] });
      const viewer = await stage.as(VIEWER);
      expect(await seen(viewer, contact)).toMatchObject({ nick: 'Annie' });
      expect(await must(updateField(owner, id, { label: 'Pet name' }))).toMatchObject({
        label: 'Pet name',
        key: 'nick',
        validation: { maxLength: 5 },
      });
      expect(await must(retireField(owner, id))).toMatchObject({ retired: true, category: 'UNCLASSIFIED' });
      expect(await seen(viewer, contact)).not.toHaveProperty('nick');
      expect(await seen(owner, contact)).toMatchObject({ nick: 'Annie' });
      const more = await update(owner, 'Contact', contact, { customFields: [{ key: 'nick', value: 'An' }] });
      expect([more.code, more.argument]).toEqual(['BAD_USER_INPUT', ['input', 'customFields', 0]]);
      expect((await updateField(owner, id, { label: 'x' })).code).toBe('CONFLICT');
      expect((await createField(owner, 'nick', 'IDENTITY')).code).toBe('CONFLICT');
      await update(owner, 'Contact', contact, { customFields: [{ key: 'nick', value: null }] });
      expect(await seen(owner, contact)).toMatchObject({ nick: null });
      expect((await told('CUSTOM_FIELD_CREATED')).at(-1)).toContain(': Contact.customFields.nick IDENTITY');
      expect(await told('CUSTOM_FIELD_CHANGED')).toHaveLength(1);
      expect((await told('CUSTOM_FIELD_RETIRED')).at(-1)).toContain(': Contact.customFields.nick');
    });

    test.each([
      [{ key: 'a b' }, ['key']],
      [{ key: '__proto__' }, ['key']],
      [{ key: 'x'.repeat(64) }, ['key']],
      [{ label: '  ' }, ['label']],
      [{ label: 'x'.repeat(101) }, ['label']],
      [{ category: 'NO_SUCH' }, ['category']],
      [{ category: 'HAT_SIZE' }, ['category']],
      [{ category: 'identity' }, ['category']],
      [{ type: 'CHOICE' }, ['choices']],
      [{ type: 'CHOICE', choices: [] }, ['choices']],
      [{ type: 'CHOICE', choices: ['a', 'b', 'a'] }, ['choices', 2]],
      [{ type: 'CHOICE', choices: ['a', ' '] }, ['choices', 1]],
      [{ type: 'CHOICE', choices: ['x'.repeat(101)] }, ['choices', 0]],
      [{ type: 'CHOICE', choices: Array.from({ length: 101 }, (_, n) => String(n)) }, ['choices']],
      [{ type: 'TEXT', choices: ['a'] }, ['choices']],
      [{ type: 'NUMBER', validation: { maxLength: 5 } }, ['validation', 'maxLength']],
      [{ type: 'TEXT', validation: { min: '1' } }, ['validation', 'min']],
      [{ type: 'TEXT', validation: { minLength: 0 } }, ['validation', 'minLength']],
      [{ type: 'TEXT', validation: { maxLength: 5_001 } }, ['validation', 'maxLength']],
      [{ type: 'TEXT', validation: { minLength: 5, maxLength: 4 } }, ['validation', 'minLength']],
      [{ type: 'NUMBER', validation: { min: '10', max: '9.5' } }, ['validation', 'min']],
      [{ type: 'NUMBER', validation: { max: 'ten' } }, ['validation', 'max']],
      [{ type: 'DATE', validation: { min: '2026-02-30' } }, ['validation', 'min']],
    ] as const)('is refused with %j', async (more, argument) => {
      const was = await definitions();
      const answer = await createField(owner, 'never', 'IDENTITY', more);
      expect([answer.code, answer.argument]).toEqual(['BAD_USER_INPUT', ['input', ...argument]]);
      expect(await definitions()).toBe(was);
    });

    test.each([
      ['TEXT', { minLength: 2, maxLength: 4 }, ['ab', 'éàüß'], ['a', 'abcde']],
      ['NUMBER', { min: '36', max: '48.5' }, ['36', '036.0', '48.5'], ['35.9999', '48.51', '-40']],
      ['DATE', { min: '2020-02-29', max: '2030-01-01' }, ['2020-02-29', '2030-01-01'], ['2020-02-28', '2030-01-02']],
    ] as const)('of type %s takes what its validation asks for', async (type, validation, good, bad) => {
      const key = `checked_${type}`;
      const field = await fieldMade(owner, key, 'IDENTITY', { type, validation });
      const id = await made(owner, 'Contact', { name: 'Checked' });
      const set = (value: string): ReturnType<typeof update> =>
        update(owner, 'Contact', id, { customFields: [{ key, value }] });
      for (const value of good) expect((await set(value)).code).toBeUndefined();
      const was = await stored(stage, 'Contact', id);
      for (const value of bad) {
        const answer = await set(value);
        expect([answer.code, answer.argument]).toEqual(['BAD_USER_INPUT', ['input', 'customFields', 0, 'value']]);
      }
      expect(await stored(stage, 'Contact', id)).toBe(was);
      await must(updateField(owner, field, { validation: null }));
      for (const value of bad) expect((await set(value)).code).toBeUndefined();
      await must(retireField(owner, field));
    });

    test('that is required is given by whoever may write it, and by nobody else', async () => {
      const open = await fieldMade(owner, 'must_have', 'NOTES', { validation: { required: true } });
      const closed = await fieldMade(owner, 'must_keep', 'SPECIAL', { validation: { required: true } });
      const editor = await stage.as(EDITOR);
      const both = [
        { key: 'must_have', value: 'x' },
        { key: 'must_keep', value: 'y' },
      ];
      for (const customFields of [undefined, [], [both[1]]])
        expect((await create(owner, 'Contact', { name: 'Bea', customFields })).argument).toEqual([
          'input',
          'customFields',
        ]);
      expect((await create(owner, 'Contact', { name: 'Bea', customFields: both })).code).toBeUndefined();
      const { record, code } = await create(editor, 'Contact', { name: 'Bea', customFields: both.slice(0, 1) });
      expect(code).toBeUndefined();
      const emptied = await update(editor, 'Contact', record?.id as string, {
        customFields: [{ key: 'must_have', value: null }],
      });
      expect([emptied.code, emptied.argument]).toEqual(['BAD_USER_INPUT', ['input', 'customFields', 0]]);
      expect((await update(editor, 'Contact', record?.id as string, { notes: 'n' })).code).toBeUndefined();
      expect((await create(owner, 'Company', { name: 'Bea & Co' })).code).toBeUndefined();
      for (const id of [open, closed]) await must(retireField(owner, id));
      expect((await create(owner, 'Contact', { name: 'Cas' })).code).toBeUndefined();
    });

    test('is told to members with its definition, as far as they see it', async () => {
      await must(createCategory(owner, 'RING_SIZE'));
      await fieldMade(owner, 'ring', 'RING_SIZE', { type: 'CHOICE', choices: ['S', 'M'] });
      const text =
        '{ tenant { customFields(subject: CONTACT) { key label type category choices validation { required } } } }';
      const of = async (client: Client): Promise<Record<string, unknown>[]> => {
        const { data } = await client.query<{ tenant: { customFields: Record<string, unknown>[] } }>(text);
        return data?.tenant.customFields ?? [];
      };
      const editor = await stage.as(EDITOR);
      expect(await of(editor)).toContainEqual({
        key: 'ring',
        label: 'ring',
        type: 'CHOICE',
        category: 'RING_SIZE',
        choices: ['S', 'M'],
        validation: { required: false },
      });
      expect((await of(editor)).map(({ key }) => key)).not.toContain('dietary_needs');
      const { withheld, text: answer } = await (await stage.as(VIEWER)).query(text);
      expect(withheld).toContainEqual(
        expect.objectContaining({ type: 'Contact', field: 'customFields.ring', category: 'RING_SIZE' }),
      );
      expect(answer).not.toContain('"S"');
    });

    test('of another tenant is not there', async () => {
      const globex = await stage.as(GLOBEX_OWNER, 0, 'globex');
      const id = `cfd_${await stage.cell(`select id from custom_field where key = 'ring'`)}`;
      const was = await definitions();
      for (const answer of [await updateField(globex, id, { label: 'x' }), await retireField(globex, id)])
        expect([answer.code, answer.text]).toEqual(['NOT_FOUND', expect.not.stringContaining('ring')]);
      expect((await retireField(globex, 'cfd_x')).code).toBe('NOT_FOUND');
      expect(await definitions()).toBe(was);
    });
  });

  test('are as many as there may be, and no more', async () => {
    const globex = await stage.as(GLOBEX_OWNER, 0, 'globex');
    const of = "from tenant where slug = 'globex'";
    await stage.sql(
      `insert into auth.data_category (tenant_id, key, sensitive, description, purpose, legal_basis, retention, created_at)
       select id, 'C' || n, false, 'd', 'p', 'l', 'r', now() from generate_series(1, 99) n, (select id ${of}) t`,
    );
    expect((await createCategory(globex, 'LAST')).code).toBeUndefined();
    expect((await createCategory(globex, 'TOO_MANY')).code).toBe('CONFLICT');
    const long = Array.from({ length: 100 }, (_, n) => String(n).padEnd(100, 'x'));
    const choices = { type: 'CHOICE', choices: long };
    for (let at = 0; at < 9; at += 1) await fieldMade(globex, `long${String(at)}`, 'C1', choices);
    expect((await createField(globex, 'tooLong', 'C1', choices)).code).toBe('CONFLICT');
    const short = await fieldMade(globex, 'short', 'C1', { type: 'CHOICE', choices: ['a'] });
    expect((await updateField(globex, short, { choices: long })).code).toBe('CONFLICT');
    const fields = await stage.cell<number>(
      `select count(*)::int from custom_field where tenant_id = (select id ${of})`,
    );
    await stage.sql(
      `insert into custom_field (tenant_id, id, created_at, subject, key, label, category, type)
       select id, gen_random_uuid(), now(), 'Company', 'n' || n, 'n', 'C1', 'TEXT' from generate_series(1, $1::int) n, (select id ${of}) t`,
      [199 - fields],
    );
    expect((await createField(globex, 'last', 'C1')).code).toBeUndefined();
    expect((await createField(globex, 'tooMany', 'C1')).code).toBe('CONFLICT');
  });

  describe('category of a field', () => {
    test('decides who sees it, also the moment after it was changed, on every node', async () => {
      await must(createCategory(owner, 'BOOT_SIZE'));
      const field = await fieldMade(owner, 'boot', 'IDENTITY');
      const id = await made(owner, 'Contact', { name: 'Dee', customFields: [{ key: 'boot', value: 'boot-4711' }] });
      const [viewer, editor] = [await stage.as(VIEWER, 1), await stage.as(EDITOR, 1)];
      const both = async (): Promise<[boolean, boolean]> => [
        'boot' in (await seen(viewer, id)),
        'boot' in (await seen(editor, id)),
      ];
      expect(await both()).toEqual([true, true]);
      await must(updateField(owner, field, { category: 'BOOT_SIZE' }));
      expect(await both()).toEqual([false, true]);
      await must(updateField(owner, field, { category: 'SPECIAL' }));
      expect(await both()).toEqual([false, false]);
      await must(updateField(owner, field, { category: 'BOOT_SIZE' }));
      expect(await both()).toEqual([false, true]);
      await must(retireCategory(owner, 'BOOT_SIZE'));
      expect(await both()).toEqual([false, false]);
      expect(await seen(owner, id)).toMatchObject({ boot: 'boot-4711' });
      expect(await seen(await stage.as(ADMIN, 1), id)).toMatchObject({ boot: 'boot-4711' });
      const { data } = await owner.query(SEEN, { id });
      expect(JSON.stringify(data)).toContain('{"key":"boot","category":"UNCLASSIFIED","value":"boot-4711"}');
      const { withheld } = await editor.query(SEEN, { id });
      expect(withheld).toContainEqual(
        expect.objectContaining({
          field: 'customFields.boot',
          category: 'UNCLASSIFIED',
          reason: 'FORBIDDEN',
          remedy: 'Ask an owner or admin of the tenant to give the field a category.',
        }),
      );
      await must(updateField(owner, field, { category: 'IDENTITY' }));
      expect(await both()).toEqual([true, true]);
      expect((await told('CUSTOM_FIELD_RECLASSIFIED')).map((line) => line.split(': ')[1])).toEqual([
        'Contact.customFields.boot IDENTITY to BOOT_SIZE',
        'Contact.customFields.boot BOOT_SIZE to SPECIAL',
        'Contact.customFields.boot SPECIAL to BOOT_SIZE',
        'Contact.customFields.boot BOOT_SIZE to IDENTITY',
      ]);
    });

    test('is named by grants like any; a sensitive one is part of nothing that does not name it, and a retired one of nothing', async () => {
      await must(createCategory(owner, 'FILE', { sensitive: true }));
      const field = await fieldMade(owner, 'file', 'FILE');
      const id = await made(owner, 'Contact', { name: 'Eva', customFields: [{ key: 'file', value: 'file-4711' }] });
      const support = await stage.as(SUPPORT);
      for (const email of [EDITOR, VIEWER]) expect(await seen(await stage.as(email), id)).not.toHaveProperty('file');
      await giveGrant(owner, 'IDENTITY', 'CONTACT_DETAILS', 'NOTES', 'SPECIAL', 'GOVERNMENT_ID');
      expect(await seen(support, id)).not.toHaveProperty('file');
      await giveGrant(owner, 'FILE');
      expect(await seen(support, id)).toMatchObject({ file: 'file-4711' });
      const { data } = await owner.query<{ whoCanSee: { nodes: { actor: string }[] } }>(
        'query ($id: ID!) { whoCanSee(id: $id, field: "customFields.file") { nodes { actor } } }',
        { id },
      );
      expect(JSON.stringify(data)).toContain('SUPPORT');
      await must(retireCategory(owner, 'FILE'));
      expect(await seen(support, id)).not.toHaveProperty('file');
      expect((await tryGrant(owner, { categories: ['FILE'] })).code).toBe('BAD_USER_INPUT');
      expect((await tryGrant(owner, { categories: ['UNCLASSIFIED'] })).code).toBe('BAD_USER_INPUT');
      expect(await seen(owner, id)).toMatchObject({ file: 'file-4711' });
      await must(retireField(owner, field));
      await forgetConsent(stage);
    });
  });

  describe('sensitive category', () => {
    const clear = async (id: string): Promise<string> =>
      (
        await stage.sql<{ line: string }>('select v::text as line from custom_value v where contact_id = $1', [
          uuidOf(id),
        ])
      )
        .map(({ line }) => line)
        .join('\n');

    test.each([
      ['TEXT', 'canary 97531', 'canary 97531', {}],
      ['NUMBER', '97531.25', '975312500', {}],
      ['DATE', '1975-03-01', '1975-03-01', {}],
      ['BOOLEAN', 'true', ',t,', {}],
      ['CHOICE', 'canary-red', 'canary-red', { choices: ['canary-red', 'blue'] }],
    ] as const)(
      'seals values of type %s, those from before too, and lets them be read again',
      // What stands in the row is long enough not to stand in a key or in a sealed value by chance.
      async (type, value, plain, more) => {
        const key = `sealed_${type}`;
        await createCategory(owner, 'SECRETS', { sensitive: true });
        const field = await fieldMade(owner, key, 'NOTES', { type, ...more });
        const id = await made(owner, 'Contact', { name: 'Flo', customFields: [{ key, value }] });
        const open = await clear(id);
        expect(open).toContain(plain);
        expect(await must(updateField(owner, field, { category: 'SECRETS' }))).toMatchObject({ sealed: true });
        const sealed = await clear(id);
        expect(sealed).not.toContain(plain);
        expect(await seen(owner, id)).toEqual(expect.objectContaining({ [key]: value }));
        expect(await must(updateField(owner, field, { category: 'NOTES' }))).toMatchObject({ sealed: false });
        expect(await clear(id)).toBe(open);
        await must(updateField(owner, field, { category: 'SECRETS' }));
        await must(updateField(owner, field, { category: 'UNCLASSIFIED' }));
        expect(await clear(id)).not.toContain(plain);
        await update(owner, 'Contact', id, { customFields: [{ key, value }] });
        expect(await clear(id)).not.toContain(plain);
        await must(retireField(owner, field));
      },
    );

    test('of a field with thousands of values seals all of them, and what is written meanwhile', async () => {
      const field = await fieldMade(owner, 'many', 'NOTES');
      const uuid = uuidOf(field);
      await stage.sql(
        `insert into custom_value (tenant_id, id, field_id, contact_id, text_value)
         select c.tenant_id, gen_random_uuid(), $1, c.id, 'canary-' || c.id from contact c
           join tenant t on t.id = c.tenant_id where t.slug = 'acme'`,
        [uuid],
      );
      const id = await made(owner, 'Contact', { name: 'Gus' });
      const writing = (async () => {
        for (let at = 0; at < 10; at += 1)
          await update(owner, 'Contact', id, { customFields: [{ key: 'many', value: `canary-late-${String(at)}` }] });
      })();
      await must(updateField(owner, field, { category: 'SPECIAL' }));
      await writing;
      const count = 'select count(*)::int from custom_value where field_id = $1';
      expect(await stage.cell(`${count} and sealed_value is not null and match_value is not null`, [uuid])).toBe(
        await stage.cell(count, [uuid]),
      );
      expect(await stage.cell(`${count} and text_value is not null`, [uuid])).toBe(0);
      expect(await seen(owner, id)).toMatchObject({ many: 'canary-late-9' });
    });
  });
});
