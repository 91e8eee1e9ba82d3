/** Text is text, whatever it would mean to a database: it is stored as it was given, and nothing in it is ever read as a part of a statement. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { openStage, OWNER, type Stage } from '../consent/stage.js';
import { create, update, type WriteAnswer } from './desk.js';

const ODD = [
  `O'Brien`,
  `''`,
  `it's '; drop table contact; --`,
  String.raw`C:\new\'x`,
  String.raw`\\'`,
  `E'\\x41'`,
  '$1',
  '$2 and $10, $$ and $tag$',
  '? ?? :name @name',
  '{"a": "b"}, {c,d}, (e)',
  '"quoted" `twice`',
  '/* not a comment */ -- nor this',
  '100 % of %s, %L',
  'naïve ✓ 漢字 🎈',
  'two\nlines\tand a tab',
] as const;

describe('Odd text', () => {
  let stage: Stage;
  let owner: Client;
  const contacts = async (): Promise<unknown> => stage.cell('select count(*)::int from contact');

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    for (const category of ['NOTES', 'SPECIAL'])
      await stage.sql(
        `insert into custom_field (tenant_id, id, created_at, subject, key, label, category, type)
           select id, gen_random_uuid(), now(), 'Contact', $1, 'label', $2, 'TEXT' from tenant where slug = 'acme'`,
        [`odd_${category.toLowerCase()}`, category],
      );
  });
  afterAll(async () => {
    await stage.close();
  });

  const inputOf = (text: string): Readonly<Record<string, unknown>> => ({
    name: text,
    city: text,
    iban: text,
    notes: text,
    customFields: ['odd_notes', 'odd_special', 'nickname'].map((key) => ({ key, value: text })),
  });
  function kept({ record, text }: WriteAnswer): unknown {
    if (!record) throw new Error(text);
    const { name, city, iban, notes, customFields } = record;
    const given = (customFields as { key: string; value: string | null }[]).filter(({ value }) => value !== null);
    const byKey = (a: { key: string }, b: { key: string }): number => a.key.localeCompare(b.key);
    return { name, city, iban, notes, customFields: given.sort(byKey) };
  }
  const expected = (text: string): unknown => ({
    ...inputOf(text),
    customFields: ['nickname', 'odd_notes', 'odd_special'].map((key) => ({ key, value: text })),
  });

  test.each(ODD)('%j is kept as it is, where it is new and where it takes the place of another', async (text) => {
    const made = await create(owner, 'Contact', inputOf(text));
    expect(kept(made)).toEqual(expected(text));
    const before = await contacts();
    const id = made.record?.id as string;
    expect(kept(await update(owner, 'Contact', id, inputOf(`before ${text}`)))).toEqual(expected(`before ${text}`));
    expect(kept(await update(owner, 'Contact', id, inputOf(text)))).toEqual(expected(text));
    const { data } = await owner.query<{ contacts: { nodes: { id: string }[] } }>(
      `query ($text: String!) { contacts(where: { and: [
         { name: { eq: $text } }, { iban: { eq: $text } },
         { customFields: [{ key: "odd_notes", text: { eq: $text } }, { key: "odd_special", exact: { eq: $text } }] }
       ] }) { nodes { id } } }`,
      { text },
    );
    expect(data?.contacts.nodes).toEqual([{ id }]);
    expect(await contacts()).toBe(before);
  });

  test('is kept under an idempotency key and in the name of an operation too', async () => {
    const { data, code } = await owner.query<{ createContact: { contact: { name: string } } }>(
      'mutation Odd($input: CreateContactInput!) { createContact(input: $input) { contact { name } } }',
      { input: { name: ODD[2] } },
      { 'idempotency-key': `it's-$1` },
    );
    expect([data?.createContact.contact.name, code]).toEqual([ODD[2], undefined]);
  });
});
