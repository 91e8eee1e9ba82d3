import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { ADMIN, openStage, OWNER, type Stage } from '../consent/stage.js';
import { makeIntegration, makeToken, programOf, type Program } from './deeds.js';

const CREATE = 'mutation ($name: String!) { createContact(input: { name: $name }) { contact { id name } } }';

let stage: Stage;
let owner: Client;
let program: Program;

beforeAll(async () => {
  stage = await openStage(2);
  owner = await stage.as(OWNER);
}, 120_000);

afterAll(() => stage.close());

beforeEach(async () => {
  await stage.sql('delete from auth.keyed_change');
  await stage.sql('delete from auth.api_token');
  await stage.sql("delete from contact where name like 'Keyed%'");
  program = programOf(stage, (await makeToken(owner, FULL)).secret);
});

const FULL = {
  scopes: ['contacts:read', 'contacts:write', 'tickets:read', 'tickets:write'],
  categories: ['IDENTITY', 'CONTACT_DETAILS'],
};
const under = (key: string): Record<string, string> => ({ 'idempotency-key': key });
const made = (): Promise<number> => stage.cell<number>("select count(*)::int from contact where name like 'Keyed%'");

describe('A change that is sent again under its Idempotency-Key', () => {
  test('is made once, on whatever node, and has the same answer', async () => {
    const first = await program.query(CREATE, { name: 'Keyed' }, under('one'));
    expect(first.data).toMatchObject({ createContact: { contact: { name: 'Keyed' } } });
    const second = await programOf(stage, (await makeToken(owner, FULL)).secret, 1).query(
      CREATE,
      { name: 'Keyed' },
      under('one'),
    );
    expect(await made()).toBe(2);
    expect(second.text).not.toBe(first.text);
    expect((await program.query(CREATE, { name: 'Keyed' }, under('one'))).text).toBe(first.text);
    expect(await made()).toBe(2);
    // The order in which a client writes its parts says nothing.
    const body = JSON.stringify({ variables: { name: 'Keyed' }, query: CREATE });
    expect(JSON.stringify({ query: CREATE, variables: { name: 'Keyed' } })).not.toBe(body);
    expect(await made()).toBe(2);
    expect((await program.query(CREATE, { name: 'Keyed' })).text).not.toBe(first.text);
    expect(await made()).toBe(3);
  });

  test('with other contents is a CONFLICT, and changes nothing', async () => {
    await program.query(CREATE, { name: 'Keyed' }, under('one'));
    const other = await program.query(CREATE, { name: 'Keyed otherwise' }, under('one'));
    expect([other.code, await made()]).toEqual(['CONFLICT', 1]);
    expect((await program.query(CREATE, { name: 'Keyed otherwise' }, under('two'))).errors).toEqual([]);
    expect(await made()).toBe(2);
  });

  test('many times at once is made once, and every answer is the same', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => program.query(CREATE, { name: 'Keyed' }, under('one'))),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.errors).toEqual([]);
    expect(await made()).toBe(1);
  });

  test('that came to nothing the first time is made by the second', async () => {
    const wrong = await program.query(
      'mutation { createContact(input: { name: "Keyed", email: "a@b.test", companyId: "com_x" }) { contact { id } } }',
      {},
      under('one'),
    );
    expect(wrong.code).toBeDefined();
    expect(await stage.cell<number>('select count(*)::int from auth.keyed_change')).toBe(0);
    expect((await program.query(CREATE, { name: 'Keyed' }, under('one'))).errors).toEqual([]);
  });

  test('keeps nothing of what was answered, and tells whoever has lost the right since nothing', async () => {
    const { data } = await program.query<{ createContact: { contact: { id: string } } }>(
      CREATE,
      { name: 'Keyed' },
      under('one'),
    );
    const [kept] = await stage.sql('select k.*, k::text as whole from auth.keyed_change k');
    expect(kept?.whole).not.toContain('Keyed');
    const id = data?.createContact.contact.id ?? '';
    expect(kept?.record_id).toBe(id.slice(4));

    // By now it may not see names any more.
    await stage.sql(
      "update auth.api_token set categories = '{CONTACT_DETAILS}', scopes = '{contacts:read,contacts:write}'",
    );
    await stage.sql('update auth.tenant_authority set token_days = 364');
    const again = await program.query(CREATE, { name: 'Keyed' }, under('one'));
    expect(again.text).not.toContain('"Keyed"');
    await stage.sql("update auth.api_token set scopes = '{contacts:read}'");
    await stage.sql('update auth.tenant_authority set token_days = 365');
    const refused = await program.query(CREATE, { name: 'Keyed' }, under('one'));
    expect(refused.code).toBe('SCOPE_MISSING');
    await stage.sql('update auth.api_token set revoked_at = clock_timestamp()');
    expect((await program.query(CREATE, { name: 'Keyed' }, under('one'))).code).toBe('UNAUTHENTICATED');
    expect(await made()).toBe(1);
  });

  test('is as gone as its record', async () => {
    const { data } = await program.query<{ createContact: { contact: { id: string } } }>(
      CREATE,
      { name: 'Keyed' },
      under('one'),
    );
    await owner.query(`mutation { deleteContact(id: "${data?.createContact.contact.id}") { deletedId } }`);
    expect((await program.query(CREATE, { name: 'Keyed' }, under('one'))).code).toBe('NOT_FOUND');
    expect(await made()).toBe(0);
  });

  test('is a new one after a day', async () => {
    const first = await program.query(CREATE, { name: 'Keyed' }, under('one'));
    await stage.sql("update auth.keyed_change set made_at = clock_timestamp() - interval '25 hours'");
    const next = await program.query(CREATE, { name: 'Keyed' }, under('one'));
    expect(next.text).not.toBe(first.text);
    expect(await made()).toBe(2);
    expect((await program.query(CREATE, { name: 'Keyed' }, under('one'))).text).toBe(next.text);
  });

  test('belongs to whoever sent it: another person’s key is another, an integration’s is that of all its tokens', async () => {
    const admin = await stage.as(ADMIN);
    const { id } = await makeIntegration(owner, {
      name: 'Keyed',
      scopes: ['contacts:write', 'contacts:read'],
      categories: ['IDENTITY'],
    });
    const own = { ...FULL, integrationId: id };
    const [one, two] = [await makeToken(owner, own), await makeToken(owner, own)];
    const texts = [
      await program.query(CREATE, { name: 'Keyed' }, under('one')),
      await owner.query(CREATE, { name: 'Keyed' }, under('one')),
      await admin.query(CREATE, { name: 'Keyed' }, under('one')),
      await programOf(stage, one.secret).query(CREATE, { name: 'Keyed' }, under('one')),
      await programOf(stage, two.secret, 1).query(CREATE, { name: 'Keyed' }, under('one')),
    ].map(({ data }) => JSON.stringify(data));
    expect(new Set(texts).size).toBe(4);
    expect(texts[4]).toBe(texts[3]);
  });

  test('holds for each change of a request by itself, for updates, removals and tickets', async () => {
    const two =
      'mutation { a: createContact(input: { name: "Keyed a" }) { contact { id } } b: createContact(input: { name: "Keyed b" }) { contact { id } } }';
    const first = await program.query<Record<'a' | 'b', { contact: { id: string } }>>(two, {}, under('one'));
    expect((await program.query(two, {}, under('one'))).text).toBe(first.text);
    expect(await made()).toBe(2);

    const id = first.data?.a.contact.id ?? '';
    const rename = `mutation { updateContact(id: "${id}", input: { name: "Keyed c" }) { contact { name } } }`;
    await program.query(rename, {}, under('two'));
    await owner.query(`mutation { updateContact(id: "${id}", input: { name: "Keyed by hand" }) { contact { name } } }`);
    // What was changed since is not changed back.
    expect((await program.query(rename, {}, under('two'))).data).toEqual({
      updateContact: { contact: { name: 'Keyed by hand' } },
    });
    const remove = `mutation { deleteContact(id: "${id}") { deletedId } }`;
    const [gone, again] = [
      await owner.query(remove, {}, under('three')),
      await owner.query(remove, {}, under('three')),
    ];
    expect([gone.data, again.text]).toEqual([{ deleteContact: { deletedId: id } }, gone.text]);
    expect((await owner.query(remove, {}, under('four'))).code).toBe('NOT_FOUND');

    const open = 'mutation { openTicket(input: { subject: "Keyed", body: "x" }) { ticket { id } } }';
    const opened = await program.query<{ openTicket: { ticket: { id: string } } }>(open, {}, under('five'));
    expect((await program.query(open, {}, under('five'))).text).toBe(opened.text);
    const ticket = opened.data?.openTicket.ticket.id ?? '';
    const reply = `mutation { replyToTicket(id: "${ticket}", body: "y") { ticket { messages { nodes { body } } } } }`;
    const replied = await program.query(reply, {}, under('six'));
    expect((await program.query(reply, {}, under('six'))).text).toBe(replied.text);
    const close = `mutation { closeTicket(id: "${ticket}") { ticket { status } } }`;
    expect((await program.query(close, {}, under('seven'))).data).toEqual({
      closeTicket: { ticket: { status: 'CLOSED' } },
    });
    expect((await program.query(reply, {}, under('six'))).text).toBe(replied.text);
    expect((await program.query(reply, {}, under('eight'))).code).toBe('CONFLICT');
    expect((await program.query(close, {}, under('six'))).code).toBe('CONFLICT');
    expect(
      await stage.cell<number>('select count(*)::int from ticket_message where ticket_id = $1', [ticket.slice(4)]),
    ).toBe(2);
  });
});

test('What can’t be named by a key is refused under one, and nothing is done; a query takes no notice', async () => {
  const before = await stage.cell<number>('select count(*)::int from auth.api_token');
  const token =
    'mutation { createApiToken(input: { name: "x", scopes: ["contacts:read"], categories: ["IDENTITY"] }) { secret } }';
  const refused = await owner.query(token, {}, under('one'));
  expect([refused.status, refused.code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(await stage.cell<number>('select count(*)::int from auth.api_token')).toBe(before);
  for (const key of ['', ' ', 'a b', 'x'.repeat(256), 'é']) {
    const answer = await owner.query(
      CREATE,
      { name: 'Keyed' },
      { 'idempotency-key': Buffer.from(key).toString('latin1') },
    );
    expect([key, answer.code]).toEqual([key, 'BAD_USER_INPUT']);
  }
  expect(await made()).toBe(0);
  expect((await program.query('{ contacts(first: 1) { nodes { email } } }', {}, under('one'))).errors).toEqual([]);
});
