/** The tenant's own fields: merged by key, checked by type, sealed where their category is sensitive. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { EDITOR, openStage, OWNER, uuidOf, VIEWER, type Stage } from '../consent/stage.js';
import { amounts, changesOf, create, made, stored, update, type WriteAnswer } from './desk.js';

type Values = Readonly<Record<string, string | null>>;

const TYPES = ['TEXT', 'NUMBER', 'DATE', 'BOOLEAN', 'CHOICE'] as const;

describe('A custom field', () => {
  let stage: Stage;
  let owner: Client;
  let editor: Client;
  let id: string;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    editor = await stage.as(EDITOR);
    // One of each type, once open and once sealed.
    for (const type of TYPES) {
      for (const category of ['NOTES', 'SPECIAL']) {
        await stage.sql(
          `insert into custom_field (tenant_id, id, created_at, subject, key, label, category, type, choices)
             select id, gen_random_uuid(), now(), 'Contact', $1, 'label', $2, $3, $4 from tenant where slug = 'acme'`,
          [`${category}_${type}`.toLowerCase(), category, type, type === 'CHOICE' ? ['red', 'blue'] : null],
        );
      }
    }
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(async () => {
    id = await made(owner, 'Contact', { name: 'Ann' });
  });

  const set = (
    client: Client,
    values: readonly (readonly [string, string | null | undefined])[],
  ): Promise<WriteAnswer> =>
    update(client, 'Contact', id, {
      customFields: values.map(([key, value]) => ({ key, ...(value !== undefined && { value }) })),
    });

  function valuesOf({ record, text }: WriteAnswer): Values {
    const fields = record?.customFields as { key: string; value: string | null }[] | undefined;
    if (!fields) throw new Error(text);
    return Object.fromEntries(fields.map(({ key, value }) => [key, value]));
  }

  test('that is not named stays, null and nothing empty it, and an empty list changes nothing', async () => {
    await set(owner, [
      ['nickname', 'Jef'],
      ['shoe_size', '42'],
    ]);
    expect(valuesOf(await set(owner, [['shoe_size', '43']]))).toMatchObject({ nickname: 'Jef', shoe_size: '43' });
    expect(valuesOf(await set(owner, [['nickname', null]]))).toMatchObject({ nickname: null, shoe_size: '43' });
    expect(valuesOf(await set(owner, [['shoe_size', '']]))).toMatchObject({ shoe_size: null });
    await set(owner, [
      ['shoe_size', '43'],
      ['nickname', 'Jef'],
    ]);
    expect(valuesOf(await set(owner, [['nickname', undefined]]))).toMatchObject({ nickname: null, shoe_size: '43' });
    const was = await stored(stage, 'Contact', id);
    expect((await update(owner, 'Contact', id, { customFields: [] })).code).toBeUndefined();
    expect((await update(owner, 'Contact', id, { customFields: null })).code).toBeUndefined();
    expect(await stored(stage, 'Contact', id)).toBe(was);
  });

  test('is given with a new record too, and told in the log of changes by its key and not its value', async () => {
    const { record } = await create(owner, 'Contact', {
      name: 'Bea',
      customFields: [{ key: 'nickname', value: 'Zus-4711' }],
    });
    expect(record?.customFields).toContainEqual({ key: 'nickname', value: 'Zus-4711' });
    const [entry] = await changesOf(stage, record?.id as string);
    expect(entry).toMatchObject({ action: 'CREATE', fields: ['name', 'customFields.nickname'] });
    expect(await stage.cell(`select string_agg(c::text, ' ') from change_entry c`)).not.toContain('4711');
  });

  describe.each(['notes', 'special'])('in the category %s', (category) => {
    test.each([
      ['text', 'Zoë\n"x"', 'Zoë\n"x"'],
      ['number', '42', '42'],
      ['number', '12.50', '12.5'],
      ['number', '-0', '0'],
      ['number', '100', '100'],
      ['number', '-922337203685477.5807', '-922337203685477.5807'],
      ['date', '2024-02-29', '2024-02-29'],
      ['boolean', 'true', 'true'],
      ['boolean', 'false', 'false'],
      ['choice', 'red', 'red'],
    ])('of type %s takes %j, and shows %j', async (type, value, shown) => {
      const key = `${category}_${type}`;
      expect(valuesOf(await set(owner, [[key, value]]))[key]).toBe(shown);
      expect(valuesOf(await set(owner, [[key, null]]))[key]).toBeNull();
      expect(await stage.cell('select count(*)::int from custom_value where contact_id = $1', [uuidOf(id)])).toBe(0);
    });

    test.each([
      ['text', 'a\u0000b'],
      ['text', 'a\ud800b'],
      ['text', 'x'.repeat(5_001)],
      ['number', '1e30'],
      ['number', 'NaN'],
      ['number', '1.00001'],
      ['number', '1,5'],
      ['number', ' 1'],
      ['number', 'twelve'],
      ['date', '2026-02-30'],
      ['date', '0000-01-01'],
      ['date', 'infinity'],
      ['date', '2026-01-01T00:00:00Z'],
      ['boolean', 'TRUE'],
      ['boolean', '1'],
      ['boolean', 'yes'],
      ['choice', 'green'],
      ['choice', 'Red'],
      ['choice', 'red '],
      ['choice', 'constructor'],
    ])('of type %s refuses %j, and nothing of the input is stored', async (type, value) => {
      const [was, amount] = [await stored(stage, 'Contact', id), await amounts(stage)];
      const answer = await update(owner, 'Contact', id, {
        notes: 'not stored',
        customFields: [
          { key: 'nickname', value: 'not stored' },
          { key: `${category}_${type}`, value },
        ],
      });
      expect([answer.code, answer.argument]).toEqual(['BAD_USER_INPUT', ['input', 'customFields', 1, 'value']]);
      expect(await stored(stage, 'Contact', id)).toBe(was);
      expect(await amounts(stage)).toBe(amount);
    });
  });

  test.each([
    'no_such',
    '',
    '__proto__',
    'constructor',
    'NICKNAME',
    'nickname ',
    'a\u0000b',
    '\ud800',
    "x' or true --",
  ])('by the key %j does not exist', async (key) => {
    const was = await stored(stage, 'Contact', id);
    const answer = await set(owner, [
      ['nickname', 'x'],
      [key, 'x'],
    ]);
    expect([answer.code, answer.argument]).toEqual(['BAD_USER_INPUT', ['input', 'customFields', 1, 'key']]);
    expect(await stored(stage, 'Contact', id)).toBe(was);
  });

  test("of another subject does not exist, nor does another tenant's", async () => {
    const companyKey = await stage.cell(
      `select key from custom_field where subject = 'Company' and key not in (select key from custom_field where subject = 'Contact') limit 1`,
    );
    expect((await set(owner, [[companyKey, 'x']])).code).toBe('BAD_USER_INPUT');
    await stage.sql(
      `insert into custom_field (tenant_id, id, created_at, subject, key, label, category, type)
         select id, gen_random_uuid(), now(), 'Contact', 'theirs', 'label', 'NOTES', 'TEXT' from tenant where slug = 'globex'`,
    );
    const [theirs, nobodys] = [await set(owner, [['theirs', 'x']]), await set(owner, [['nobodys', 'x']])];
    expect(theirs.code).toBe('BAD_USER_INPUT');
    expect(theirs.text.replace('theirs', '')).toBe(nobodys.text.replace('nobodys', ''));
  });

  test('given twice is refused', async () => {
    const answer = await set(owner, [
      ['nickname', 'x'],
      ['nickname', 'y'],
    ]);
    expect([answer.code, answer.argument]).toEqual(['BAD_USER_INPUT', ['input', 'customFields', 1]]);
  });

  test('of a category that the writer may not see is withheld from writing, and in the answer', async () => {
    await set(owner, [
      ['special_text', 'secret-4711'],
      ['nickname', 'Jef'],
    ]);
    const was = await stored(stage, 'Contact', id);
    const answer = await set(editor, [
      ['nickname', 'x'],
      ['special_text', 'x'],
    ]);
    expect([answer.code, answer.argument]).toEqual(['FIELD_WITHHELD', ['input', 'customFields', 1]]);
    expect((await set(editor, [['special_text', null]])).code).toBe('FIELD_WITHHELD');
    expect((await set(await stage.as(VIEWER), [['nickname', 'x']])).code).toBe('FORBIDDEN');
    expect(await stored(stage, 'Contact', id)).toBe(was);
    const allowed = await set(editor, [['nickname', 'Zus']]);
    expect(valuesOf(allowed)).toMatchObject({ nickname: 'Zus' });
    expect(Object.keys(valuesOf(allowed))).not.toContain('special_text');
    expect(allowed.withheld.map(({ field }) => field)).toContain('customFields.special_text');
    expect(allowed.text).not.toContain('4711');
    expect(valuesOf(await set(owner, [])).special_text).toBe('secret-4711');
  });

  test('of a sensitive category is sealed, as the built-in ones are: no byte of it can be read in the database', async () => {
    const secret = 'canary-97531';
    await update(owner, 'Contact', id, {
      nationalId: secret,
      customFields: TYPES.filter((type) => type === 'TEXT').map((type) => ({
        key: `special_${type.toLowerCase()}`,
        value: secret,
      })),
    });
    await set(owner, [
      ['special_number', '97531.25'],
      ['special_date', '1975-03-01'],
      ['special_choice', 'red'],
      ['special_boolean', 'true'],
    ]);
    const sealed = await stage.sql<{ sealed: Buffer; match: Buffer; clear: string | null }>(
      `select sealed_value as sealed, match_value as match,
         concat(text_value, number_value::text, date_value::text, boolean_value::text) as clear from custom_value where contact_id = $1
       union all select national_id, national_id_match, '' from contact where id = $1`,
      [uuidOf(id)],
    );
    expect(sealed).toHaveLength(6);
    for (const { sealed: box, match, clear } of sealed) {
      expect([clear, match.length, box.length > 29]).toEqual(['', 32, true]);
      for (const bytes of [box, match]) expect(bytes.toString('latin1')).not.toMatch(/canary|97531|1975|red|true/);
    }
    const everything = await stage.sql<{ line: string }>(
      `select c::text as line from contact c union all select v::text from custom_value v union all select e::text from change_entry e`,
    );
    const forms = [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')];
    expect(everything.filter(({ line }) => forms.some((form) => line.includes(form)))).toEqual([]);
    const shown = await update(owner, 'Contact', id, {});
    expect(shown.record?.nationalId).toBe(secret);
    expect(valuesOf(shown)).toMatchObject({
      special_text: secret,
      special_number: '97531.25',
      special_date: '1975-03-01',
    });
  });

  test('that is sealed matches by its value and not by how it was written', async () => {
    const matchOf = async (value: string): Promise<string> => {
      await set(owner, [['special_number', value]]);
      return stage.cell(`select encode(match_value, 'hex') from custom_value where contact_id = $1`, [uuidOf(id)]);
    };
    expect(await matchOf('12.50')).toBe(await matchOf('012.5'));
    expect(await matchOf('12.50')).not.toBe(await matchOf('12.51'));
  });
});
