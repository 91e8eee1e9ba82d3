/** Another tenant's record is as missing as any: in the id of a write and in every id of its input, to the last byte. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { ACCOUNTANT, GLOBEX_OWNER, openStage, OWNER, uuidOf, type Stage } from '../consent/stage.js';
import { amounts, create, made, remove, stored, update, type Input, type WriteAnswer, type Written } from './desk.js';

const NOBODY = '00000000-0000-7000-8000-000000000000';
const PREFIXES = { Contact: 'con', Company: 'com', Invoice: 'inv' } as const;
const SUBJECTS = Object.keys(PREFIXES) as readonly Written[];
const NEW: Readonly<Record<Written, Input>> = {
  Contact: { name: 'Ann' },
  Company: { name: 'Bolt' },
  Invoice: { number: 'A1', issuedOn: '2026-01-01', currency: 'EUR', total: '10.00' },
};
const RELATIONS: readonly (readonly [Written, string, Written])[] = [
  ['Contact', 'companyId', 'Company'],
  ['Invoice', 'contactId', 'Contact'],
  ['Invoice', 'companyId', 'Company'],
];

describe("Another tenant's record", () => {
  let stage: Stage;
  let owner: Client;
  const own = new Map<Written, string>();
  const foreign = new Map<Written, string>();

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    const stranger = await stage.as(GLOBEX_OWNER, 0, 'globex');
    await stage.sql('update auth.tenant_authority set agreement_accepted_at = now()');
    for (const subject of SUBJECTS) {
      own.set(subject, await made(owner, subject, NEW[subject]));
      foreign.set(subject, await made(stranger, subject, NEW[subject]));
    }
  });
  afterAll(async () => {
    await stage.close();
  });

  /** Ids that name nothing here: another tenant's, nobody's, malformed ones, and one of another type. */
  function missingIds(subject: Written): string[] {
    const prefix = PREFIXES[subject];
    const [other] = SUBJECTS.filter((one) => one !== subject);
    const mine = own.get(subject) ?? '';
    return [
      foreign.get(subject) ?? '',
      `${prefix}_${NOBODY}`,
      'x',
      '',
      uuidOf(mine),
      `${prefix}_`,
      mine.toUpperCase(),
      `${mine} `,
      `${mine}\u0000`,
      `${mine}' or true --`,
      own.get(other!) ?? '',
      `${PREFIXES[other!]}_${uuidOf(mine)}`,
    ];
  }

  async function assertSame(
    write: (id: string) => Promise<WriteAnswer>,
    ids: readonly string[],
    path: readonly string[],
  ): Promise<void> {
    const before = await amounts(stage);
    const answers: WriteAnswer[] = [];
    for (const id of ids) answers.push(await write(id));
    expect(answers[0]).toMatchObject({ code: 'NOT_FOUND', argument: path, status: 200 });
    expect(answers.map(({ text, status }) => `${status} ${text}`)).toEqual(
      answers.map(() => `200 ${answers[0]!.text}`),
    );
    expect(await amounts(stage)).toBe(before);
  }

  test.each(SUBJECTS)('is no %s to update or delete', async (subject) => {
    const theirs = foreign.get(subject) ?? '';
    const was = await stored(stage, subject, theirs);
    expect(was).not.toBeNull();
    await assertSame((id) => update(owner, subject, id, NEW[subject]), missingIds(subject), ['id']);
    await assertSame((id) => update(owner, subject, id, {}), missingIds(subject), ['id']);
    await assertSame(
      (id) => update(owner, subject, id, NEW[subject], { ifUpdatedAt: '2020-01-01T00:00:00.000Z' }),
      missingIds(subject),
      ['id'],
    );
    await assertSame((id) => remove(owner, subject, id), missingIds(subject), ['id']);
    expect(await stored(stage, subject, theirs)).toBe(was);
  });

  test.each(RELATIONS)('is nothing that a %s could name as %s', async (subject, field, target) => {
    const mine = own.get(subject) ?? '';
    const was = await stored(stage, subject, mine);
    await assertSame((id) => update(owner, subject, mine, { ...NEW[subject], [field]: id }), missingIds(target), [
      'input',
      field,
    ]);
    await assertSame((id) => create(owner, subject, { ...NEW[subject], [field]: id }), missingIds(target), [
      'input',
      field,
    ]);
    expect(await stored(stage, subject, mine)).toBe(was);
  });

  test.each(RELATIONS)(
    'unlike one of its own: a %s names it as %s, another one, and none',
    async (subject, field, target) => {
      const relation = field.slice(0, -2);
      const first = own.get(target) ?? '';
      const second = await made(owner, target, NEW[target]);
      const selection = `${relation} { id }`;
      const id = await made(owner, subject, { ...NEW[subject], [field]: first });
      const set = async (value: string | null): Promise<unknown> =>
        (await update(owner, subject, id, { [field]: value }, { selection })).record?.[relation];
      expect(await set(second)).toEqual({ id: second });
      expect(await set(first)).toEqual({ id: first });
      expect(await set(null)).toBeNull();
      await set(second);
      expect((await remove(owner, target, second)).code).toBeUndefined();
      expect((await update(owner, subject, id, {}, { selection })).record).toEqual({ [relation]: null });
    },
  );

  test('is out of reach by the header of its tenant as well', async () => {
    const intruder = await stage.as(OWNER, 0, 'globex');
    for (const subject of SUBJECTS) {
      const theirs = foreign.get(subject) ?? '';
      const was = await stored(stage, subject, theirs);
      for (const answer of [
        await update(intruder, subject, theirs, NEW[subject]),
        await remove(intruder, subject, theirs),
        await create(intruder, subject, NEW[subject]),
      ])
        expect(answer.code).toBe('FORBIDDEN');
      expect(await stored(stage, subject, theirs)).toBe(was);
    }
  });

  test('and one that the writer may not see is not named by a guess', async () => {
    // Company is out of sight, so whether an id is one of a company must not be told.
    await stage.sql(`update auth.external_access set categories = '{CONTACT_DETAILS}', access = 'READ_WRITE'`);
    await stage.sql(`update custom_field set category = 'SPECIAL' where subject = 'Company'`);
    const accountant = await stage.as(ACCOUNTANT);
    const mine = own.get('Contact') ?? '';
    const was = await stored(stage, 'Contact', mine);
    const texts = [];
    for (const id of [own.get('Company') ?? '', ...missingIds('Company')]) {
      const answer = await update(accountant, 'Contact', mine, { companyId: id }, { selection: 'id' });
      expect([answer.code, answer.argument]).toEqual(['FIELD_WITHHELD', ['input', 'companyId']]);
      texts.push(answer.text);
    }
    expect(new Set(texts).size).toBe(1);
    expect(await stored(stage, 'Contact', mine)).toBe(was);
  });
});
