/** A change and its entry in the log of changes are one: both are there, or neither. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { ACCOUNTANT, EDITOR, entriesOf, openStage, OWNER, uuidOf, type Stage } from '../consent/stage.js';
import { amounts, changesOf, create, made, remove, stored, update } from './desk.js';

describe('The log of changes', () => {
  let stage: Stage;
  let owner: Client;
  let editor: Client;
  let id: string;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    editor = await stage.as(EDITOR);
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(async () => {
    id = await made(owner, 'Contact', { name: 'Ann', customFields: [{ key: 'nickname', value: 'Jef' }] });
  });
  afterEach(async () => {
    for (const table of ['change_entry', 'custom_value']) await stage.sql(`drop trigger if exists breaks on ${table}`);
    await stage.sql('grant insert on change_entry to sluice_api');
  });

  const userId = (email: string): Promise<string> =>
    stage.cell('select id from auth.user_account where email = $1', [email]);

  test('tells who changed what, and never to what', async () => {
    await update(editor, 'Contact', id, {
      notes: 'canary-4711',
      phone: null,
      companyId: null,
      customFields: [{ key: 'nickname', value: 'canary-4711' }],
    });
    await remove(owner, 'Contact', id);
    const common = { actor: 'MEMBER', authority: null, instruction: null, subject: 'Contact' };
    expect(await changesOf(stage, id)).toEqual([
      { ...common, actor_id: await userId(OWNER), action: 'CREATE', fields: ['name', 'customFields.nickname'] },
      {
        ...common,
        actor_id: await userId(EDITOR),
        action: 'UPDATE',
        fields: expect.arrayContaining(['notes', 'phone', 'company', 'customFields.nickname']),
      },
      { ...common, actor_id: await userId(OWNER), action: 'DELETE', fields: [] },
    ]);
    expect(await stage.cell(`select string_agg(c::text, ' ') from change_entry c`)).not.toContain('canary');
  });

  test('tells on which access an external changed something; what the answer showed is in the log of accesses', async () => {
    await stage.sql(`update auth.external_access set access = 'READ_WRITE'`);
    try {
      const accountant = await stage.as(ACCOUNTANT);
      const { record } = await update(accountant, 'Contact', id, { iban: 'BE1' }, { selection: 'id iban email' });
      expect(record).toEqual({ id, iban: 'BE1', email: null });
      const authority = await stage.cell('select id from auth.external_access');
      expect((await changesOf(stage, id)).at(-1)).toMatchObject({ actor: 'EXTERNAL', authority, fields: ['iban'] });
      const [entry, ...more] = await entriesOf(stage, 'Write');
      expect(more).toEqual([]);
      expect(entry).toMatchObject({
        authority,
        disclosed: [{ subject: 'Contact', fields: ['id', 'iban'], count: 1, ids: [id] }],
      });
    } finally {
      await stage.sql(`update auth.external_access set access = 'READ'`);
    }
  });

  const FAULTS: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    [
      'it may not be written',
      () => stage.sql('revoke insert on change_entry from sluice_api'),
      'INTERNAL_SERVER_ERROR',
    ],
    [
      'its entry is refused',
      () => breaks('change_entry', 'immediate', `raise exception 'no';`),
      'INTERNAL_SERVER_ERROR',
    ],
    [
      'its entry fails at the commit',
      () => breaks('change_entry', 'deferred', `raise exception 'no';`),
      'INTERNAL_SERVER_ERROR',
    ],
    [
      'the server dies at the commit',
      () => breaks('change_entry', 'deferred', 'perform pg_terminate_backend(pg_backend_pid());'),
      'UNAVAILABLE',
    ],
    [
      'a custom value fails after it',
      () => breaks('custom_value', 'immediate', `raise exception 'no';`),
      'INTERNAL_SERVER_ERROR',
    ],
  ];

  async function breaks(table: string, timing: string, how: string): Promise<void> {
    await stage.sql(
      `create or replace function public.breaks() returns trigger language plpgsql security definer as $$ begin ${how} return null; end $$`,
    );
    await stage.sql(
      `create constraint trigger breaks after insert or update or delete on ${table} deferrable initially ${timing} for each row execute function public.breaks()`,
    );
  }

  test.each(FAULTS)('and the change are one: where %s nothing has changed', async (_what, fault, code) => {
    const [was, amount] = [await stored(stage, 'Contact', id), await amounts(stage)];
    await fault();
    const input = {
      name: 'Bea',
      notes: 'x',
      customFields: [
        { key: 'nickname', value: 'Zus' },
        { key: 'shoe_size', value: '40' },
      ],
    };
    const answers = [
      await update(owner, 'Contact', id, input),
      await create(owner, 'Contact', input),
      await remove(owner, 'Contact', id),
    ];
    expect(answers.map((answer) => [answer.code, answer.data])).toEqual(answers.map(() => [code, null]));
    expect(await stored(stage, 'Contact', id)).toBe(was);
    expect(await amounts(stage)).toBe(amount);
  });

  test('costs no connection where the server dies: afterwards there are as many as before', async () => {
    const { pool } = stage.nodes[0].database;
    await breaks('change_entry', 'deferred', 'perform pg_terminate_backend(pg_backend_pid());');
    const writes = Array.from({ length: pool.options.max + 2 }, () => update(owner, 'Contact', id, { notes: 'x' }));
    expect((await Promise.all(writes)).map(({ code }) => code)).toEqual(writes.map(() => 'UNAVAILABLE'));
    await stage.sql('drop trigger breaks on change_entry');
    expect((await update(owner, 'Contact', id, { notes: 'y' })).record?.notes).toBe('y');
    expect([pool.idleCount, pool.waitingCount]).toEqual([pool.totalCount, 0]);
  });

  test('is not touched by what was refused', async () => {
    const amount = await amounts(stage);
    await update(editor, 'Contact', id, { nationalId: 'x' });
    await update(owner, 'Contact', id, { companyId: 'x' });
    await update(owner, 'Contact', id, { notes: 'x' }, { ifUpdatedAt: '2020-01-01T00:00:00.000Z' });
    await remove(owner, 'Contact', 'x');
    expect(await amounts(stage)).toBe(amount);
  });

  test('can be added to by nobody in the name of another, and changed by nobody at all', async () => {
    const { database } = stage.nodes[0];
    const presented = {
      credential: await stage.cell(
        `select encode(s.digest, 'hex') from auth.session s join auth.user_account u on u.id = s.user_id where u.email = $1 limit 1`,
        [EDITOR],
      ),
      tenant: 'acme',
    };
    const other = await userId(OWNER);
    const insert = `insert into change_entry (tenant_id, id, at, actor, actor_id, subject, record_id, action, fields)
      select id, gen_random_uuid(), now(), 'MEMBER', $1::uuid, 'Contact', $2::uuid, 'UPDATE', '{}' from tenant where slug = 'acme'`;
    const run = (text: string, values: readonly string[]): Promise<unknown> =>
      database.run(presented, { text, values });
    await run(insert, [await userId(EDITOR), uuidOf(id)]);
    await expect(run(insert, [other, uuidOf(id)])).rejects.toThrow(/row-level security/);
    await expect(run('update change_entry set action = $1', ['READ'])).rejects.toThrow(/permission denied/);
    await expect(run('delete from change_entry where action = $1', ['READ'])).rejects.toThrow(/permission denied/);
    await expect(run('update access_entry set operation = $1', ['x'])).rejects.toThrow(/permission denied/);
    await expect(run('delete from access_entry where operation = $1', ['x'])).rejects.toThrow(/permission denied/);
  });
});
