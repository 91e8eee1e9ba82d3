/** What staff write: under a grant that says so and an instruction that covers it, and in the log with both. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  entriesOf,
  forgetConsent,
  giveGrantOf,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  SUPPORT_2,
  uuidOf,
  type Stage,
} from '../consent/stage.js';
import { RECORD_PREFIXES } from '../../src/entities/change-entry.js';
import { modelOf } from '../../src/entities/data.js';
import { DATA_SUBJECTS } from '../../src/entities/entities.js';
import type { Client } from '../support/client.js';
import { amounts, changesOf, made, stored } from '../write/desk.js';
import { answer, correct, erase, forgetInstructions, issued, recorded } from './instructing.js';

const ALL = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID', 'SPECIAL', 'NOTES', 'COMMERCIAL'];

describe('What staff write', () => {
  let stage: Stage;
  let owner: Client;
  let support: Client;
  let id: string;

  beforeAll(async () => {
    stage = await openStage();
    [owner, support] = await Promise.all([stage.as(OWNER), stage.as(SUPPORT)]);
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(async () => {
    await forgetConsent(stage);
    await forgetInstructions(stage);
    id = await made(owner, 'Contact', { name: 'An', email: 'an@old.test', notes: 'secret notes' });
  });

  test('is written and read back under grant and instruction, and both sides of it are logged', async () => {
    const grant = await giveGrantOf(owner, { categories: ['CONTACT_DETAILS'], access: 'READ_WRITE' });
    const instruction = await issued(owner);
    const told = await correct(support, id, { email: 'an@new.test', phone: '+32 1' }, instruction, 'id email notes');
    expect(told.data).toEqual({ updateContact: { contact: { id, email: 'an@new.test', notes: null } } });
    expect(told.withheld.map(({ field }) => field)).toEqual(['notes']);
    expect((await changesOf(stage, id)).at(-1)).toMatchObject({
      actor: 'SUPPORT',
      authority: uuidOf(grant.id),
      instruction: uuidOf(instruction),
      action: 'UPDATE',
      fields: ['email', 'phone'],
    });
    expect(await entriesOf(stage, 'Correct')).toMatchObject([
      {
        actor: 'SUPPORT',
        authority: uuidOf(grant.id),
        disclosed: [{ subject: 'Contact', fields: ['id', 'email'], count: 1, ids: [id] }],
      },
    ]);
  });

  test('is told to the tenant for each instruction: the names of fields before and after, and no value', async () => {
    await giveGrantOf(owner, { categories: ['CONTACT_DETAILS', 'FINANCIAL'], access: 'READ_WRITE' });
    const instruction = await issued(owner, { categories: ['CONTACT_DETAILS', 'FINANCIAL'] });
    await correct(support, id, { email: null, phone: '+32 1', city: null }, instruction);
    await correct(support, id, { iban: 'BE68539007547034' }, instruction);
    const tab = await owner.query<{ tenant: { gdpr: { instructions: { nodes: object[] } } } }>(
      `{ tenant { gdpr { instructions { nodes { id changes(first: 10) { totalCount nodes {
           actor actorName action subject recordId fields filledBefore filledAfter grant { access } instruction { id } } } } } } } }`,
    );
    const change = {
      actor: 'SUPPORT',
      actorName: expect.any(String),
      action: 'UPDATE',
      subject: 'Contact',
      recordId: id,
      instruction: { id: instruction },
    };
    expect(tab.data?.tenant.gdpr.instructions.nodes).toEqual([
      {
        id: instruction,
        changes: {
          totalCount: 2,
          nodes: [
            { ...change, fields: ['iban'], filledBefore: [], filledAfter: ['iban'], grant: { access: 'READ_WRITE' } },
            {
              ...change,
              fields: ['email', 'phone', 'city'],
              filledBefore: ['email'],
              filledAfter: ['phone'],
              grant: { access: 'READ_WRITE' },
            },
          ],
        },
      },
    ]);
    for (const value of ['an@old.test', '+32 1', 'BE68539007547034']) expect(tab.text).not.toContain(value);
    const page = await owner.query<{
      instructions: { nodes: { changes: { nodes: object[]; pageInfo: { hasNextPage: boolean } } }[] };
    }>('{ instructions { nodes { changes(first: 1) { nodes { id } pageInfo { hasNextPage } } } } }');
    expect(page.data?.instructions.nodes[0]?.changes).toMatchObject({
      nodes: [{ id: expect.any(String) }],
      pageInfo: { hasNextPage: true },
    });
  });

  test('of custom values goes no further by any statement than the kind of record that the instruction covers', async () => {
    await giveGrantOf(owner, { categories: ALL, access: 'READ_WRITE' });
    const instruction = await issued(owner, { subjects: ['Contact'], categories: ALL });
    const credential = await stage.cell(
      `select encode(s.digest, 'hex') from auth.session s join auth.user_account u on u.id = s.user_id where u.email = $1 limit 1`,
      [SUPPORT],
    );
    const client = await stage.nodes[0].database.pool.connect();
    const touched: Record<string, number | null> = {};
    try {
      for (const named of [instruction, 'ins_'])
        for (const owned of ['contact_id', 'company_id']) {
          await client.query('begin');
          await client.query(
            `select set_config('sluice.credential', $1, true), set_config('sluice.tenant', 'acme', true), set_config('sluice.instruction', $2, true)`,
            [credential, uuidOf(named)],
          );
          const { rowCount } = await client.query(`delete from custom_value where ${owned} is not null`);
          await client.query('rollback');
          touched[`${owned} ${named === instruction ? 'named' : 'not named'}`] = rowCount;
        }
    } finally {
      client.release();
    }
    const values = await stage.cell<number>(
      `select count(*)::int from custom_value v join tenant t on t.id = v.tenant_id where t.slug = 'acme' and contact_id is not null`,
    );
    expect(values).toBeGreaterThan(0);
    expect(touched).toEqual({
      'contact_id named': values,
      'company_id named': 0,
      'contact_id not named': 0,
      'company_id not named': 0,
    });
  });

  test('names no other instruction in the log than the one that it rests on', async () => {
    await giveGrantOf(owner, { categories: ALL, access: 'READ_WRITE' });
    const [named, other] = [await issued(owner), await issued(owner)];
    const credential = await stage.cell(
      `select encode(s.digest, 'hex') from auth.session s join auth.user_account u on u.id = s.user_id where u.email = $1 limit 1`,
      [SUPPORT],
    );
    const client = await stage.nodes[0].database.pool.connect();
    const enter = async (instruction: string): Promise<string> => {
      await client.query('begin');
      await client.query(
        `select set_config('sluice.credential', $1, true), set_config('sluice.tenant', 'acme', true), set_config('sluice.instruction', $2, true)`,
        [credential, uuidOf(named)],
      );
      try {
        await client.query(
          `insert into change_entry (tenant_id, id, at, actor, actor_id, instruction, subject, record_id, action, fields)
           select auth.support_tenant_id(), gen_random_uuid(), now(), 'SUPPORT', auth.user_id(), $1, 'Contact', gen_random_uuid(), 'UPDATE', '{}'`,
          [uuidOf(instruction)],
        );
        return 'entered';
      } catch (error) {
        return (error as { code: string }).code;
      } finally {
        await client.query('rollback');
      }
    };
    try {
      expect([await enter(named), await enter(other)]).toEqual(['entered', '42501']);
    } finally {
      client.release();
    }
  });

  test('names records as they are named everywhere', () => {
    expect(RECORD_PREFIXES).toEqual(Object.fromEntries(DATA_SUBJECTS.map((name) => [name, modelOf(name).prefix])));
  });

  test('is not told to staff', async () => {
    await issued(owner);
    const { data, withheld } = await support.query<{ instructions: { nodes: object[] } }>(
      '{ instructions { nodes { changes { totalCount } } } }',
    );
    expect(data?.instructions.nodes).toEqual([{ changes: null }]);
    expect(withheld).toMatchObject([{ type: 'Instruction', field: 'changes', reason: 'FORBIDDEN' }]);
  });

  test('rests on each grant that opens a part of it, in entries of their own', async () => {
    const one = await giveGrantOf(owner, { categories: ['CONTACT_DETAILS'], access: 'READ_WRITE' });
    const other = await giveGrantOf(owner, { categories: ['FINANCIAL'], access: 'READ_WRITE' });
    await giveGrantOf(owner, { categories: ['CONTACT_DETAILS', 'FINANCIAL'], access: 'READ' });
    const instruction = await issued(owner, { categories: ['CONTACT_DETAILS', 'FINANCIAL'] });
    const told = await correct(support, id, { email: 'x@new.test', iban: 'BE68539007547034' }, instruction);
    expect(told.code).toBeUndefined();
    const entries = (await changesOf(stage, id)).filter(({ actor }) => actor === 'SUPPORT');
    expect(new Map(entries.map(({ authority, fields }) => [authority, fields]))).toEqual(
      new Map([
        [uuidOf(one.id), ['email']],
        [uuidOf(other.id), ['iban']],
      ]),
    );
  });

  test('deletes a record only where every category that it can bear is opened and covered', async () => {
    const made = await giveGrantOf(owner, { categories: ['CONTACT_DETAILS'], access: 'READ_WRITE' });
    const narrow = await issued(owner, { kind: 'ERASURE' });
    const categories = [
      ...ALL,
      ...(await stage.sql<{ category: string }>('select distinct category from custom_field')).map(
        (row) => row.category,
      ),
    ];
    const wide = await issued(owner, { kind: 'ERASURE', categories: [...new Set(categories)] });
    expect((await erase(support, id, narrow)).code).toBe('INSTRUCTION_REQUIRED');
    expect((await erase(support, id, wide)).code).toBe('CONSENT_REQUIRED');
    expect(await stored(stage, 'Contact', id)).not.toBeNull();
    await revoke(owner, made.id);
    await giveGrantOf(owner, { categories: [...new Set(categories)], access: 'READ_WRITE' });
    expect((await erase(support, id, narrow)).code).toBe('INSTRUCTION_REQUIRED');
    expect((await erase(support, id, wide)).data).toEqual({ deleteContact: { deletedId: id } });
    expect(await stored(stage, 'Contact', id)).toBeNull();
    const [entry] = await stage.sql<{ filled_before: string[]; filled_after: string[]; instruction: string }>(
      `select filled_before, filled_after, instruction from change_entry where record_id = $1 and action = 'DELETE'`,
      [uuidOf(id)],
    );
    expect(entry).toEqual({ filled_before: ['email', 'name', 'notes'], filled_after: [], instruction: uuidOf(wide) });
  });

  test('may point to a record that no instruction speaks of, and to none that is out of sight', async () => {
    await giveGrantOf(owner, { categories: ['FINANCIAL', 'COMMERCIAL'], access: 'READ_WRITE' });
    const instruction = await issued(owner, { kind: 'ADDITION', subjects: ['Invoice'], categories: ['FINANCIAL'] });
    const company = await made(owner, 'Company', { name: 'Acme' });
    const foreign = await stage.cell(
      `select 'com_' || c.id from company c join tenant t on t.id = c.tenant_id where t.slug = 'globex' limit 1`,
    );
    const add = (companyId: string) =>
      support.query<{ createInvoice: { invoice: { number: string } } }>(
        `mutation ($input: CreateInvoiceInput!, $instruction: ID) {
           createInvoice(input: $input, instruction: $instruction) { invoice { number } } }`,
        { input: { number: 'I-1', issuedOn: '2026-01-31', currency: 'EUR', total: '1', companyId }, instruction },
      );
    expect((await add(company)).data?.createInvoice.invoice.number).toBe('I-1');
    expect((await add(foreign)).code).toBe('NOT_FOUND');
  });

  test('needs no instruction of members and externals, who may name none', async () => {
    const instruction = await issued(owner);
    const told = await correct(owner, id, { email: 'x@new.test' }, instruction);
    expect([told.code, told.errors[0]?.extensions?.argument]).toEqual(['BAD_USER_INPUT', ['instruction']]);
    await stage.sql(`update auth.external_access set access = 'READ_WRITE'`);
    try {
      const external = await correct(await stage.as(ACCOUNTANT), id, { iban: 'BE68539007547034' }, instruction);
      expect(external.code).toBe('BAD_USER_INPUT');
    } finally {
      await stage.sql(`update auth.external_access set access = 'READ'`);
    }
  });

  test('ends with the second factor that is too old, with the agreement, and with the grant', async () => {
    const grant = await giveGrantOf(owner, { categories: ['CONTACT_DETAILS'], access: 'READ_WRITE' });
    const instruction = await issued(owner);
    const attempt = async (): Promise<string | undefined> =>
      (await correct(support, id, { email: 'x@new.test' }, instruction)).code;
    await stage.sql('update auth.session set stepped_up_until = now()');
    expect(await attempt()).toBe('SECOND_FACTOR_REQUIRED');
    await stage.sql(`update auth.session set stepped_up_until = now() + interval '1 hour'`);
    const [{ was } = { was: null }] = await stage.sql<{ was: Date }>(
      `select a.agreement_accepted_at as was from auth.tenant_authority a join tenant t on t.id = a.tenant_id where t.slug = 'acme'`,
    );
    const accept = (at: Date | null): Promise<unknown> =>
      stage.sql(
        `update auth.tenant_authority a set agreement_accepted_at = $1 from tenant t where t.id = a.tenant_id and t.slug = 'acme'`,
        [at],
      );
    await accept(null);
    expect(await attempt()).toBe('AGREEMENT_REQUIRED');
    await accept(was);
    expect(await attempt()).toBeUndefined();
    await revoke(owner, grant.id);
    expect(await attempt()).toBe('CONSENT_REVOKED');
  });

  test('rests on what is for that member of staff', async () => {
    const me = await support.query<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }');
    await giveGrantOf(owner, {
      categories: ['CONTACT_DETAILS'],
      access: 'READ_WRITE',
      staffId: me.data?.viewer.user.id ?? '',
    });
    const instruction = await issued(owner);
    const was = await amounts(stage);
    const other = await correct(await stage.as(SUPPORT_2), id, { email: 'x@new.test' }, instruction);
    expect(other.code).toBe('CONSENT_REQUIRED');
    expect(await amounts(stage)).toBe(was);
    expect((await correct(support, id, { email: 'x@new.test' }, instruction)).code).toBeUndefined();
  });

  test('names an instruction of this tenant: a foreign, a missing and a malformed one are the same bytes', async () => {
    await giveGrantOf(owner, { categories: ['CONTACT_DETAILS'], access: 'READ_WRITE' });
    const globex = await stage.as('owner@globex.test', 0, 'globex');
    const [foreign, open] = [await issued(globex), await recorded(support)];
    const said = [];
    for (const one of [foreign, open, 'ins_00000000-0000-4000-8000-000000000000', 'nonsense', null]) {
      const told = await correct(support, id, { email: 'x@new.test' }, one);
      expect(told.code).toBe('INSTRUCTION_REQUIRED');
      said.push(told.text);
    }
    expect(new Set(said).size).toBe(1);
  });

  test('is told beforehand by viewer.can, which takes the instruction as well', async () => {
    await giveGrantOf(owner, { categories: ['CONTACT_DETAILS'], access: 'READ_WRITE' });
    const [instruction, gone] = [await issued(owner), await issued(owner)];
    await answer(owner, 'withdraw', gone);
    const can = async (named: string | null, action = 'UPDATE'): Promise<string | undefined> => {
      const { data } = await support.query<{ viewer: { can: { reason: string } } }>(
        `query ($named: ID, $action: Action!) { viewer { can(action: $action, subject: "Contact", field: "email", instruction: $named) { reason } } }`,
        { named, action },
      );
      return data?.viewer.can.reason;
    };
    expect(await can(null)).toBe('INSTRUCTION_REQUIRED');
    expect(await can(instruction)).toBe('ALLOWED');
    expect(await can(instruction, 'CREATE')).toBe('INSTRUCTION_REQUIRED');
    expect(await can(gone)).toBe('INSTRUCTION_REQUIRED');
  });
});
