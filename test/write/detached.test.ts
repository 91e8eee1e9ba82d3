/** What points to a record that is deleted is changed by that: whoever deletes must be let, and everybody is told who would be told of any change. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  forgetConsent,
  giveGrantOf,
  openStage,
  OWNER,
  SUPPORT,
  uuidOf,
  type Stage,
} from '../consent/stage.js';
import { erase, forgetInstructions, issued } from '../instructions/instructing.js';
import { makeToken, programOf } from '../programs/deeds.js';
import { listen, CONTACTS, type ContactEvent } from '../streams/listener.js';
import type { Client } from '../support/client.js';
import { makeWebhook } from '../webhooks/deeds.js';
import { changesOf, create, made, remove, stored, type Input } from './desk.js';

const DELETE_CONTACT = 'mutation Write($id: ID!) { deleteContact(id: $id) { deletedId } }';
const DELETE_COMPANY = 'mutation Write($id: ID!) { deleteCompany(id: $id) { deletedId } }';

describe('What points to a record that is deleted', () => {
  let stage: Stage;
  let owner: Client;
  let contact: string;
  let everything: readonly string[];

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    const custom = await stage.sql<{ category: string }>('select distinct category from custom_field');
    const builtIn = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID', 'SPECIAL', 'NOTES', 'COMMERCIAL'];
    everything = [...new Set([...builtIn, ...custom.map(({ category }) => category)])];
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    contact = await made(owner, 'Contact', { name: 'Ann' });
  });

  const billed = (input: Input): Promise<string> =>
    made(owner, 'Invoice', { number: 'A1', issuedOn: '2026-01-01', currency: 'EUR', total: '10.00', ...input });
  const versionOf = (table: string, id: string): Promise<string> =>
    stage.cell(`select updated_at::text from ${table} where id = $1`, [uuidOf(id)]);
  const target = (table: string, column: string, id: string): Promise<string | null> =>
    stage.cell<string | null>(`select ${column} from ${table} where id = $1`, [uuidOf(id)]);

  test('points to nothing since, as a change of its own: a version, an entry in the log, a delivery', async () => {
    const [invoice, other] = [await billed({ contactId: contact }), await billed({})];
    const [was, otherWas] = [await versionOf('invoice', invoice), await versionOf('invoice', other)];
    await makeWebhook(owner, 'https://hooks.example.test/sluice', ['invoice.updated'], {
      scopes: ['invoices:read'],
      categories: ['FINANCIAL'],
    });
    expect((await remove(owner, 'Contact', contact)).errors).toEqual([]);
    expect(await target('invoice', 'contact_id', invoice)).toBeNull();
    expect((await versionOf('invoice', invoice)) > was).toBe(true);
    expect(await versionOf('invoice', other)).toBe(otherWas);
    expect((await changesOf(stage, invoice)).slice(1)).toMatchObject([
      { actor: 'MEMBER', authority: null, subject: 'Invoice', action: 'UPDATE', fields: ['contact'] },
    ]);
    expect(await changesOf(stage, other)).toHaveLength(1);
    expect(await stage.sql('select event, record_id from webhook_delivery')).toEqual([
      { event: 'invoice.updated', record_id: uuidOf(invoice) },
    ]);
  });

  test('is heard of by whoever follows it', async () => {
    const company = await made(owner, 'Company', { name: 'Bolt' });
    const employee = await made(owner, 'Contact', { name: 'Bea', companyId: company });
    const invoice = await billed({ companyId: company, contactId: employee });
    const listener = listen(owner);
    try {
      const heard = listener.hear<ContactEvent>(CONTACTS);
      await new Promise((resolve) => setTimeout(resolve, 400));
      await remove(owner, 'Company', company);
      const detached = { kind: 'UPDATED', id: employee };
      // The stream may have begun before the contact was made.
      const told = async (count = 1): Promise<readonly object[]> => {
        const events = (await heard.atLeast(count)).map(({ data: { contactChanged } }) => contactChanged);
        return events.some(({ kind }) => kind === 'UPDATED') ? events : told(events.length + 1);
      };
      expect(await told()).toEqual(expect.arrayContaining([expect.objectContaining(detached)]));
    } finally {
      listener.close();
    }
    expect((await changesOf(stage, employee)).at(-1)).toMatchObject({ action: 'UPDATE', fields: ['company'] });
    expect((await changesOf(stage, invoice)).at(-1)).toMatchObject({ action: 'UPDATE', fields: ['company'] });
    expect(await target('invoice', 'contact_id', invoice)).toBe(uuidOf(employee));
  });

  test('is changed by no token that may not change such records', async () => {
    const narrow = programOf(
      stage,
      (await makeToken(owner, { scopes: ['contacts:read', 'contacts:write'], categories: everything })).secret,
    );
    const wide = programOf(
      stage,
      (await makeToken(owner, { scopes: ['contacts:write', 'invoices:write'], categories: everything })).secret,
    );
    const invoice = await billed({ contactId: contact });
    const was = [await stored(stage, 'Invoice', invoice), await stored(stage, 'Contact', contact)];
    const refused = await narrow.query(DELETE_CONTACT, { id: contact });
    expect([refused.code, refused.errors[0]?.message]).toEqual([
      'SCOPE_MISSING',
      expect.stringContaining('invoices:write'),
    ]);
    expect([await stored(stage, 'Invoice', invoice), await stored(stage, 'Contact', contact)]).toEqual(was);
    const lonely = await made(owner, 'Contact', { name: 'Cor' });
    expect((await narrow.query(DELETE_CONTACT, { id: lonely })).errors).toEqual([]);
    expect((await wide.query(DELETE_CONTACT, { id: contact })).errors).toEqual([]);
    expect((await changesOf(stage, invoice)).at(-1)).toMatchObject({
      actor: 'INTEGRATION',
      authority: expect.any(String),
      fields: ['contact'],
    });
  });

  test('is changed by an external user who may delete the record whole, under the access', async () => {
    await stage.sql(`update auth.external_access set access = 'READ_WRITE', categories = $1`, [everything]);
    const accountant = await stage.as(ACCOUNTANT);
    const company = await made(owner, 'Company', { name: 'Bolt' });
    const employee = await made(owner, 'Contact', { name: 'Bea', companyId: company });
    const invoice = await billed({ companyId: company });
    expect((await accountant.query(DELETE_COMPANY, { id: company })).errors).toEqual([]);
    const authority = await stage.cell('select id from auth.external_access');
    for (const id of [employee, invoice])
      expect((await changesOf(stage, id)).at(-1)).toMatchObject({ actor: 'EXTERNAL', authority, fields: ['company'] });
  });

  test('is not changed by staff who were told to erase, and not to correct what is left', async () => {
    await forgetConsent(stage);
    await forgetInstructions(stage);
    const support = await stage.as(SUPPORT);
    await giveGrantOf(owner, { categories: everything, access: 'READ_WRITE' });
    const instruction = await issued(owner, { kind: 'ERASURE', categories: everything });
    const invoice = await billed({ contactId: contact });
    const refused = await erase(support, contact, instruction);
    expect(refused.code).toBe('INSTRUCTION_REQUIRED');
    expect(await target('invoice', 'contact_id', invoice)).toBe(uuidOf(contact));
    await remove(owner, 'Invoice', invoice);
    expect((await erase(support, contact, instruction)).errors).toEqual([]);
  });

  test('is at most 1,000 records', async () => {
    await stage.sql(
      `insert into invoice (tenant_id, id, created_at, updated_at, number, issued_on, currency, total, contact_id)
       select tenant_id, gen_random_uuid(), now(), now(), n::text, '2026-01-01', 'EUR', 1, id
         from contact cross join generate_series(1, 1001) n where id = $1`,
      [uuidOf(contact)],
    );
    const pointing = (): Promise<number> =>
      stage.cell<number>('select count(*)::int from invoice where contact_id = $1', [uuidOf(contact)]);
    const refused = await remove(owner, 'Contact', contact);
    expect([refused.code, refused.errors[0]?.extensions?.remedy]).toEqual([
      'CONFLICT',
      'Point them to another record first, or delete them; then delete this one.',
    ]);
    expect(await pointing()).toBe(1_001);
    await stage.sql('delete from invoice where contact_id = $1 and number = $2', [uuidOf(contact), '1001']);
    expect((await remove(owner, 'Contact', contact)).errors).toEqual([]);
    expect(await pointing()).toBe(0);
    expect(
      await stage.cell<number>(
        `select count(*)::int from change_entry where subject = 'Invoice' and action = 'UPDATE' and at =
           (select at from change_entry where record_id = $1 and action = 'DELETE')`,
        [uuidOf(contact)],
      ),
    ).toBe(1_000);
  });

  test('is nothing that a record points to while it is being deleted', async () => {
    const answers = await Promise.all([
      remove(owner, 'Contact', contact),
      create(owner, 'Invoice', {
        number: 'A2',
        issuedOn: '2026-01-01',
        currency: 'EUR',
        total: '1',
        contactId: contact,
      }),
    ]);
    const invoice = answers[1].record?.id as string | undefined;
    expect([undefined, 'NOT_FOUND']).toContain(answers[1].code);
    if (invoice !== undefined) {
      expect(await target('invoice', 'contact_id', invoice)).toBeNull();
      expect((await changesOf(stage, invoice)).map(({ action }) => action)).toEqual(['CREATE', 'UPDATE']);
    }
  });
});
