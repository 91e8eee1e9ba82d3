/** What an input may hold, and what becomes of what it may not: a coded error that names the place, and nothing is stored. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { ACCOUNTANT, openStage, OWNER, type Stage } from '../consent/stage.js';
import { amounts, create, made, SELECTIONS, stored, update, type Input, type Written } from './desk.js';

const FULL: Readonly<Record<Written, Input>> = {
  Contact: {
    name: 'Ann',
    birthDate: '1980-01-02',
    email: 'ann@example.test',
    phone: '+32 1',
    city: 'Gent',
    country: 'BE',
    iban: 'BE01',
    nationalId: '80.01.02-123',
    notes: 'calm',
  },
  Company: { name: 'Bolt', website: 'https://bolt.test', vatNumber: 'BE0' },
  Invoice: { number: 'A1', issuedOn: '2026-01-01', dueOn: '2026-01-31', currency: 'EUR', total: '10.00' },
};

const REQUIRED: Readonly<Record<Written, readonly string[]>> = {
  Contact: ['name'],
  Company: ['name'],
  Invoice: ['number', 'issuedOn', 'currency', 'total'],
};

const TEXTS: readonly (readonly [Written, string])[] = [
  ['Contact', 'name'],
  ['Contact', 'phone'],
  ['Contact', 'city'],
  ['Contact', 'country'],
  ['Contact', 'iban'],
  ['Contact', 'nationalId'],
  ['Contact', 'notes'],
  ['Company', 'name'],
  ['Company', 'website'],
  ['Company', 'vatNumber'],
  ['Invoice', 'number'],
  ['Invoice', 'currency'],
];

const SUBJECTS = Object.keys(FULL) as readonly Written[];

describe('An input', () => {
  let stage: Stage;
  let owner: Client;
  const targets = new Map<Written, string>();
  const targetOf = (subject: Written): string => targets.get(subject) ?? '';

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    for (const subject of SUBJECTS) targets.set(subject, await made(owner, subject, FULL[subject]));
  });
  afterAll(async () => {
    await stage.close();
  });

  /** Refused in an update and in a creation, with nothing stored. */
  async function assertRefused(
    subject: Written,
    input: Input,
    path: readonly (string | number)[] | null,
  ): Promise<void> {
    const id = targetOf(subject);
    const [was, amount] = [await stored(stage, subject, id), await amounts(stage)];
    for (const answer of [
      await update(owner, subject, id, input),
      await create(owner, subject, { ...FULL[subject], ...input }),
    ]) {
      expect([answer.code, answer.data ?? null]).toEqual(['BAD_USER_INPUT', null]);
      if (path) expect(answer.argument).toEqual(path);
      expect(answer.errors[0]?.message.length).toBeGreaterThan(10);
      expect(answer.text.length).toBeLessThan(2_000);
    }
    expect(await stored(stage, subject, id)).toBe(was);
    expect(await amounts(stage)).toBe(amount);
  }

  describe.each(SUBJECTS)('of %s', (subject) => {
    const names = Object.keys(FULL[subject]);

    test.each(names)('empties %s with null, where it may be empty', async (name) => {
      const id = targetOf(subject);
      const was = await stored(stage, subject, id);
      const answer = await update(owner, subject, id, { [name]: null });
      if (REQUIRED[subject].includes(name)) {
        expect([answer.code, answer.argument]).toEqual(['BAD_USER_INPUT', ['input', name]]);
        expect(await stored(stage, subject, id)).toBe(was);
      } else {
        expect([answer.code, answer.record?.[name]]).toEqual([undefined, null]);
        expect(answer.withheld).toEqual([]);
        await update(owner, subject, id, { [name]: FULL[subject][name] });
      }
    });

    test.each(names)('leaves %s as it is where it is left out', async (name) => {
      const other = names.find((one) => one !== name) ?? '';
      const answer = await update(owner, subject, targetOf(subject), { [other]: FULL[subject][other] });
      expect(answer.record?.[name]).toBe(FULL[subject][name]);
    });

    test('that holds nothing changes nothing, not even the time of the last change', async () => {
      const id = targetOf(subject);
      const [was, amount] = [await stored(stage, subject, id), await amounts(stage)];
      const answer = await update(owner, subject, id, {});
      expect([answer.code, answer.record?.id]).toEqual([undefined, id]);
      expect(await stored(stage, subject, id)).toBe(was);
      expect(await amounts(stage)).toBe(amount);
    });

    test.each(REQUIRED[subject])('without %s makes nothing', async (name) => {
      const amount = await amounts(stage);
      const rest = Object.fromEntries(Object.entries(FULL[subject]).filter(([field]) => field !== name));
      for (const input of [rest, { ...rest, [name]: null }])
        expect((await create(owner, subject, input)).code).toBe('BAD_USER_INPUT');
      expect(await amounts(stage)).toBe(amount);
    });

    test.each([
      'id',
      'createdAt',
      'updatedAt',
      'tenantId',
      'tenant_id',
      'role',
      'email_sort',
      'nationalIdMatch',
      'contact_id',
      'toString',
      'constructor',
      'hasOwnProperty',
    ])('has no field %s', async (name) => {
      await assertRefused(subject, { [name]: 'x' }, null);
    });

    test('is not reached by __proto__, in variables or in the text of the operation', async () => {
      const amount = await amounts(stage);
      const start = JSON.stringify(FULL[subject]).slice(0, -1);
      const hostile = `${start},"__proto__":{"name":"polluted","notes":"polluted"}}`;
      const query = `mutation ($input: Create${subject}Input!) { create${subject}(input: $input) { __typename } }`;
      const sent = await owner.send<object>(`{"query":${JSON.stringify(query)},"variables":{"input":${hostile}}}`);
      expect([sent.code, sent.data ?? null]).toEqual(['BAD_USER_INPUT', null]);
      const literal = Object.entries(FULL[subject])
        .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
        .join(' ');
      const written = await owner.query(
        `mutation { create${subject}(input: { ${literal} __proto__: { name: "polluted" } }) { __typename } }`,
      );
      expect(written.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(({} as Input).notes).toBeUndefined();
      expect(await amounts(stage)).toBe(amount);
    });
  });

  describe('of text', () => {
    test.each(TEXTS)('%s.%s is refused with a character that cannot be stored', async (subject, field) => {
      for (const text of ['a\u0000b', '\u0000', 'a\ud800b', '\udc00'])
        await assertRefused(subject, { [field]: text }, ['input', field]);
    });

    test.each(TEXTS)(
      '%s.%s is refused where it is too long, and kept whole where it is not',
      async (subject, field) => {
        await assertRefused(subject, { [field]: 'x'.repeat(100_000) }, ['input', field]);
        await assertRefused(subject, { [field]: '😀'.repeat(20_001) }, ['input', field]);
      },
    );

    test.each(TEXTS)('%s.%s of nothing but white space is empty', async (subject, field) => {
      if (REQUIRED[subject].includes(field)) {
        for (const text of ['', '  ', '\n\t', '\u00a0'])
          await assertRefused(subject, { [field]: text }, ['input', field]);
        return;
      }
      for (const text of ['', '  ', '\n\t']) {
        const { record } = await update(owner, subject, targetOf(subject), { [field]: text });
        expect(record?.[field]).toBeNull();
      }
      await update(owner, subject, targetOf(subject), { [field]: FULL[subject][field] });
    });

    test.each(TEXTS)('%s.%s is refused where it is something else', async (subject, field) => {
      for (const value of [5, true, ['x'], { x: 1 }]) await assertRefused(subject, { [field]: value }, null);
    });

    test.each([
      [`'; drop table contact; --`],
      [`\\'; \\x00 $1 $$ %s %(name)s \${process.env}`],
      [`<script>alert(1)</script>`],
      ['Zoë Ñandú ß İ ﬁ שלום 漢字 👩‍👩‍👧 \u200f\u202e'],
      ['a\u0301 á'],
      ['line\nbreak\ttab\u0007bell\u001b[31m'],
      ['{"json": [1, null]}'],
      ['\ufeffbom \ufffd \uffff'],
      [`null`],
    ])('is kept as it was given: %j', async (text) => {
      const { record, code } = await update(owner, 'Contact', targetOf('Contact'), {
        name: text,
        notes: text,
        nationalId: text.slice(0, 40),
      });
      expect(code).toBeUndefined();
      expect(record).toMatchObject({ name: text, notes: text, nationalId: text.slice(0, 40) });
      await update(owner, 'Contact', targetOf('Contact'), FULL.Contact);
    });
  });

  describe('of amounts', () => {
    test.each([
      '1e30',
      '1E3',
      'NaN',
      'Infinity',
      '-Infinity',
      '',
      ' ',
      ' 1',
      '1 ',
      '1,5',
      '1.',
      '.5',
      '0x10',
      '1_000',
      '+1',
      '--1',
      '١٢',
      '1.00001',
      '1234567890123456',
      '922337203685477.5808',
      '-922337203685477.5808',
      '1\u0000',
      'null',
    ])('refuses %j', async (total) => {
      await assertRefused('Invoice', { total }, null);
    });

    test.each([[12], [1.5], [true], [['1']], [{ value: '1' }]])('refuses %j, which is no text', async (total) => {
      await assertRefused('Invoice', { total }, null);
    });

    test.each([
      ['0', '0.00'],
      ['-0', '0.00'],
      ['0.0000', '0.00'],
      ['007', '7.00'],
      ['0.0001', '0.0001'],
      ['-1.5', '-1.50'],
      ['922337203685477.5807', '922337203685477.5807'],
      ['-922337203685477.5807', '-922337203685477.5807'],
    ])('keeps %s as %s', async (total, shown) => {
      const { record, code } = await update(owner, 'Invoice', targetOf('Invoice'), { total });
      expect([code, record?.total]).toEqual([undefined, shown]);
    });
  });

  describe('of dates', () => {
    test.each([
      '2026-02-30',
      '2025-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-01-00',
      '0000-01-01',
      '20260101',
      '2026-1-1',
      '10000-01-01',
      '-0001-01-01',
      '2026-01-01T00:00:00Z',
      '01/02/2026',
      'infinity',
      '-infinity',
      'now',
      'today',
      'epoch',
      '',
      '2026-01-01 BC',
      '2026-01-01\u0000',
    ])('refuses %j', async (day) => {
      await assertRefused('Contact', { birthDate: day }, null);
      await assertRefused('Invoice', { issuedOn: day }, null);
    });

    test.each([[20_260_101], [true], [['2026-01-01']]])('refuses %j, which is no text', async (day) => {
      await assertRefused('Contact', { birthDate: day }, null);
    });

    test.each(['0001-01-01', '1582-10-10', '2024-02-29', '9999-12-31'])('keeps %s', async (day) => {
      const { record } = await update(owner, 'Contact', targetOf('Contact'), { birthDate: day });
      expect(record?.birthDate).toBe(day);
    });
  });

  describe('of e-mail addresses', () => {
    test.each([
      'x',
      'a@',
      '@b.test',
      'a b@c.test',
      'a@b@c.test',
      '<a@b.test>',
      'Ann <a@b.test>',
      'a@b.test\n',
      'a@b.test\u0000',
      'a@\ud800.test',
      `${'a'.repeat(250)}@b.test`,
      'a@b.test,c@d.test',
      "a@b.test'; drop table contact",
    ])('refuses %j', async (email) => {
      await assertRefused('Contact', { email }, null);
    });

    test.each(['a@b.test', 'Ann.O+tag@Example.TEST'])('keeps %s', async (email) => {
      const { record } = await update(owner, 'Contact', targetOf('Contact'), { email });
      expect(record?.email).toBe(email);
    });
  });

  test.each(['eur', 'EU', 'E1R', '€€€', 'EUÉ'])(
    'takes no currency that has not the form of ISO 4217: %s',
    async (currency) => {
      await assertRefused('Invoice', { currency }, ['input', 'currency']);
    },
  );

  test('to a field that is seen and may not be changed is refused with its path', async () => {
    const accountant = await stage.as(ACCOUNTANT);
    const access = await stage.cell('select id from auth.external_access');
    await stage.sql(`update auth.external_access set categories = '{IDENTITY,COMMERCIAL}', access = 'READ_WRITE'`);
    await stage.sql(
      `insert into auth.external_access (tenant_id, id, user_id, categories, access, agreement_accepted_at)
         select tenant_id, gen_random_uuid(), user_id, '{FINANCIAL}', 'READ', now() from auth.external_access`,
    );
    try {
      const id = targetOf('Contact');
      const was = await stored(stage, 'Contact', id);
      const answer = await update(
        accountant,
        'Contact',
        id,
        { name: 'Not so', iban: 'BE99' },
        { selection: 'id iban' },
      );
      expect([answer.code, answer.argument]).toEqual(['FORBIDDEN', ['input', 'iban']]);
      expect(await stored(stage, 'Contact', id)).toBe(was);
      const { record } = await update(accountant, 'Contact', id, { name: 'Ann' }, { selection: 'name iban' });
      expect(record).toEqual({ name: 'Ann', iban: FULL.Contact.iban });
    } finally {
      await stage.sql(`delete from auth.external_access where id <> $1`, [access]);
      await stage.sql(
        `update auth.external_access set categories = '{IDENTITY,FINANCIAL,COMMERCIAL}', access = 'READ'`,
      );
    }
  });

  test('is written whatever of the record is asked for in return, and under whatever name', async () => {
    const count = (): Promise<number> => stage.cell<number>(`select count(*)::int from contact where name = 'Asked'`);
    const input = '(input: { name: "Asked" })';
    const asked = [
      ['{ __typename }', { __typename: 'ContactPayload' }],
      ['{ c: contact { n: name } contact { __typename } }', { c: { n: 'Asked' }, contact: { __typename: 'Contact' } }],
      ['{ ... on ContactPayload { contact { name } contact { notes } } }', { contact: { name: 'Asked', notes: null } }],
    ] as const;
    for (const [selection, shown] of asked) {
      const { data } = await owner.query(`mutation { it: createContact${input} ${selection} }`);
      expect(data).toEqual({ it: shown });
    }
    expect(await count()).toBe(asked.length);
    const { data } = await owner.query(
      `mutation { one: createContact${input} { contact { name } } two: createContact${input} { contact { ${SELECTIONS.Contact} } } }`,
    );
    expect(data).toMatchObject({
      one: { contact: { name: 'Asked' } },
      two: { contact: { name: 'Asked', customFields: expect.any(Array) } },
    });
    expect(await count()).toBe(asked.length + 2);
  });
});
