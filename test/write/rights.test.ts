/** Who may write what: the table of roles, subject by subject, action by action, field by field. Whoever may not has changed nothing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '../support/client.js';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  forgetConsent,
  giveGrantOf,
  GLOBEX_OWNER,
  openStage,
  OWNER,
  SUPPORT,
  SYSADMIN,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import { amounts, changesOf, create, made, remove, stored, update, type Input, type Written } from './desk.js';

interface FieldCase {
  readonly category: string | null;
  readonly first: string;
  readonly second: string;
  /** As the answer shows it, where that is not the input. */
  readonly shows?: string;
}

/** Every field that an input has. Relations have no category: they go with what they lead to. */
const FIELDS: Readonly<Record<Written, Readonly<Record<string, FieldCase>>>> = {
  Contact: {
    name: { category: 'IDENTITY', first: 'Ann', second: 'Bea' },
    birthDate: { category: 'IDENTITY', first: '1980-01-02', second: '1990-12-31' },
    email: { category: 'CONTACT_DETAILS', first: 'ann@example.test', second: 'bea@example.test' },
    phone: { category: 'CONTACT_DETAILS', first: '+32 1', second: '+32 2' },
    city: { category: 'CONTACT_DETAILS', first: 'Gent', second: 'Mechelen' },
    country: { category: 'CONTACT_DETAILS', first: 'BE', second: 'NL' },
    iban: { category: 'FINANCIAL', first: 'BE01', second: 'BE02' },
    nationalId: { category: 'GOVERNMENT_ID', first: '80.01', second: '90.12' },
    notes: { category: 'NOTES', first: 'calm', second: 'loud' },
  },
  Company: {
    name: { category: 'COMMERCIAL', first: 'Acme', second: 'Bolt' },
    website: { category: 'COMMERCIAL', first: 'https://a.test', second: 'https://b.test' },
    vatNumber: { category: 'FINANCIAL', first: 'BE0', second: 'BE1' },
  },
  Invoice: {
    number: { category: 'FINANCIAL', first: 'A1', second: 'A2' },
    issuedOn: { category: 'FINANCIAL', first: '2026-01-01', second: '2026-02-01' },
    dueOn: { category: 'FINANCIAL', first: '2026-01-31', second: '2026-02-28' },
    currency: { category: 'FINANCIAL', first: 'EUR', second: 'USD' },
    total: { category: 'FINANCIAL', first: '10.00', second: '-20.5', shows: '-20.50' },
  },
};

const SUBJECTS = Object.keys(FIELDS) as readonly Written[];
const ALL = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID', 'SPECIAL', 'NOTES', 'COMMERCIAL'];
const ORDINARY = ALL.filter((category) => category !== 'GOVERNMENT_ID' && category !== 'SPECIAL');

interface Writer {
  readonly who: string;
  readonly email: string | null;
  /** Written and seen; null: nothing is written, for this reason. */
  readonly writes: readonly string[] | null;
  /** What they don't delete, because it bears data that they were not let in to. */
  readonly keeps?: Written;
  readonly code?: string;
  readonly before?: (stage: Stage) => Promise<unknown>;
  readonly after?: (stage: Stage) => Promise<unknown>;
}

const access = (kind: string) => (stage: Stage) => stage.sql('update auth.external_access set access = $1', [kind]);
const agreement = (moment: string) => (stage: Stage) =>
  stage.sql(`update auth.tenant_authority set agreement_accepted_at = ${moment}`);
const granting = (kind: 'READ' | 'READ_WRITE') => async (stage: Stage) =>
  giveGrantOf(await stage.as(OWNER), { categories: ALL, access: kind });

const WRITERS: readonly Writer[] = [
  { who: 'an owner', email: OWNER, writes: ALL },
  { who: 'an admin', email: ADMIN, writes: ALL },
  { who: 'an editor', email: EDITOR, writes: ORDINARY, keeps: 'Contact' },
  { who: 'a viewer', email: VIEWER, writes: null, code: 'FORBIDDEN' },
  { who: 'an external with READ', email: ACCOUNTANT, writes: null, code: 'FORBIDDEN', before: access('READ') },
  {
    who: 'an external with READ_WRITE',
    email: ACCOUNTANT,
    writes: ['IDENTITY', 'FINANCIAL', 'COMMERCIAL'],
    keeps: 'Contact',
    before: access('READ_WRITE'),
    after: access('READ'),
  },
  { who: 'support without a grant', email: SUPPORT, writes: null, code: 'CONSENT_REQUIRED' },
  {
    who: 'support that may read all',
    email: SUPPORT,
    writes: null,
    code: 'CONSENT_REQUIRED',
    before: granting('READ'),
    after: forgetConsent,
  },
  {
    who: 'support that may write all, without an instruction',
    email: SUPPORT,
    writes: null,
    code: 'INSTRUCTION_REQUIRED',
    before: granting('READ_WRITE'),
    after: forgetConsent,
  },
  { who: 'an administrator of the system', email: SYSADMIN, writes: null, code: 'WINDOW_REQUIRED' },
  { who: "another tenant's owner", email: GLOBEX_OWNER, writes: null, code: 'FORBIDDEN' },
  { who: 'nobody', email: null, writes: null, code: 'UNAUTHENTICATED' },
  {
    who: 'an owner whose tenant has not accepted the agreement',
    email: OWNER,
    writes: null,
    code: 'AGREEMENT_REQUIRED',
    before: agreement('null'),
    after: agreement('now()'),
  },
  {
    who: 'an external with READ_WRITE of such a tenant',
    email: ACCOUNTANT,
    writes: null,
    code: 'AGREEMENT_REQUIRED',
    keeps: 'Contact',
    before: (stage) => Promise.all([access('READ_WRITE')(stage), agreement('null')(stage)]),
    after: (stage) => Promise.all([access('READ')(stage), agreement('now()')(stage)]),
  },
];

function inputOf(subject: Written, which: 'first' | 'second', categories: readonly string[] = ALL): Input {
  const entries = Object.entries(FIELDS[subject]).filter(([, field]) => categories.includes(field.category ?? ''));
  return Object.fromEntries(entries.map(([name, field]) => [name, field[which]]));
}

describe.each(WRITERS)('$who', ({ email, writes, keeps, code, before, after }) => {
  let stage: Stage;
  let client: Client;
  const targets = new Map<Written, string>();
  const targetOf = (subject: Written): string => targets.get(subject) ?? '';

  beforeAll(async () => {
    stage = await sharedStage();
    const owner = await stage.as(OWNER);
    for (const subject of SUBJECTS) targets.set(subject, await made(owner, subject, inputOf(subject, 'first')));
    await before?.(stage);
    client = email === null ? new Client(stage.nodes[0].url, 'acme') : await stage.as(email);
  });
  afterAll(async () => {
    await after?.(stage);
  });

  const fieldCases = SUBJECTS.flatMap((subject) =>
    Object.keys(FIELDS[subject]).map((field) => [subject, field] as const),
  );

  test.each(fieldCases)('updates %s.%s, or is told why not', async (subject, field) => {
    const { category, second, shows = second } = FIELDS[subject][field]!;
    const id = targetOf(subject);
    const [was, amount] = [await stored(stage, subject, id), await amounts(stage)];
    const changed = await changesOf(stage, id);
    const answer = await update(client, subject, id, { [field]: second });
    if (writes?.includes(category ?? '')) {
      expect([answer.code, answer.record?.[field]]).toEqual([undefined, shows]);
      expect(await stored(stage, subject, id)).not.toBe(was);
      const [entry, ...more] = (await changesOf(stage, id)).slice(changed.length);
      expect(more).toEqual([]);
      expect(entry).toMatchObject({ subject, action: 'UPDATE', fields: [field], instruction: null });
    } else {
      expect(answer.code).toBe(writes ? 'FIELD_WITHHELD' : code);
      expect(answer.argument).toEqual(writes ? ['input', field] : undefined);
      expect(answer.text).not.toContain(`"${FIELDS[subject][field]!.first}"`);
      expect(await stored(stage, subject, id)).toBe(was);
      expect(await amounts(stage)).toBe(amount);
    }
  });

  test.each(fieldCases)('creates with %s.%s, or is told why not', async (subject, field) => {
    const required = { Contact: ['name'], Company: ['name'], Invoice: ['number', 'issuedOn', 'currency', 'total'] }[
      subject
    ];
    const all = inputOf(subject, 'second');
    const input = Object.fromEntries([...required, field].map((name) => [name, all[name]]));
    const withheld = Object.keys(input).find((name) => !writes?.includes(FIELDS[subject][name]!.category ?? ''));
    const amount = await amounts(stage);
    const answer = await create(client, subject, input);
    if (writes && withheld === undefined) {
      expect(answer.code).toBeUndefined();
      expect(answer.record).toMatchObject({ [field]: FIELDS[subject][field]!.shows ?? input[field] });
      const [entry] = await changesOf(stage, answer.record?.id as string);
      expect(entry).toMatchObject({ subject, action: 'CREATE', instruction: null });
      expect([...entry!.fields].sort()).toEqual(Object.keys(input).sort());
    } else {
      expect(answer.code).toBe(writes ? 'FIELD_WITHHELD' : code);
      expect(answer.argument).toEqual(writes ? ['input', withheld] : undefined);
      expect(await amounts(stage)).toBe(amount);
    }
  });

  test.each(SUBJECTS)('changes all that an update of %s names, or nothing of it', async (subject) => {
    const id = targetOf(subject);
    const was = await stored(stage, subject, id);
    const answer = await update(client, subject, id, inputOf(subject, 'first'));
    const whole = writes && Object.values(FIELDS[subject]).every(({ category }) => writes.includes(category ?? ''));
    expect(answer.code).toBe(whole ? undefined : writes ? 'FIELD_WITHHELD' : code);
    if (!whole) expect(await stored(stage, subject, id)).toBe(was);
  });

  test.each(SUBJECTS)('sees no more of %s in the answer to a write than a query would show', async (subject) => {
    if (!writes) return;
    const answer = await update(client, subject, targetOf(subject), inputOf(subject, 'first', writes));
    for (const [field, { category, first }] of Object.entries(FIELDS[subject])) {
      expect([field, answer.record?.[field]]).toEqual([field, writes.includes(category ?? '') ? first : null]);
      if (!writes.includes(category ?? '')) expect(answer.withheld.map((one) => one.field)).toContain(field);
    }
  });

  test.each(SUBJECTS)('deletes %s, or is told why not', async (subject) => {
    const id = targetOf(subject);
    const amount = await amounts(stage);
    const answer = await remove(client, subject, id);
    if (writes && subject !== keeps) {
      expect([answer.code, answer.record]).toEqual([undefined, id]);
      expect(await stored(stage, subject, id)).toBeNull();
      expect((await changesOf(stage, id)).at(-1)).toMatchObject({ subject, action: 'DELETE', fields: [] });
      expect((await remove(client, subject, id)).code).toBe('NOT_FOUND');
    } else {
      expect(answer.code).toBe(subject === keeps ? 'FORBIDDEN' : code);
      expect(await stored(stage, subject, id)).not.toBeNull();
      expect(await amounts(stage)).toBe(amount);
    }
  });
});

let opened: Promise<Stage> | undefined;

function sharedStage(): Promise<Stage> {
  opened ??= openStage();
  return opened;
}

afterAll(async () => {
  await (await sharedStage()).close();
});
