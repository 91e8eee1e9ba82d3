/**
 * No entry, no answer. Rows reach the node before the transaction has ended; whatever goes wrong until the entry is durable, nothing
 * of them reaches the client, nor a log file.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import { ACCOUNTANT, EDITOR, entriesOf, giveGrant, openStage, OWNER, SUPPORT, type Stage } from './stage.js';

const CANARY = 'canary-4711';

describe('A disclosure whose entry is not written', () => {
  let stage: Stage;
  let support: Client;
  let accountant: Client;
  let editor: Client;

  beforeAll(async () => {
    stage = await openStage(2);
    await giveGrant(await stage.as(OWNER), 'CONTACT_DETAILS', 'IDENTITY');
    [support, accountant, editor] = await Promise.all([stage.as(SUPPORT), stage.as(ACCOUNTANT), stage.as(EDITOR)]);
    await stage.sql(
      `update contact c set name = $1, city = $1 from tenant t where t.id = c.tenant_id and t.slug = 'acme'`,
      [CANARY],
    );
    await stage.sql(`update auth.external_access set access = 'READ_WRITE'`);
  });
  afterAll(async () => {
    await stage.close();
  });
  afterEach(async () => {
    await stage.sql('drop trigger if exists breaks on access_entry');
    await stage.sql('grant insert on access_entry to sluice_api');
  });

  const READS = {
    'a list': 'query Broken { contacts(first: 5) { nodes { name } } }',
    'a list through graphql-js': 'query Broken { viewer { actor } contacts(first: 5) { nodes { name } } }',
    'a list with all that surrounds it':
      'query Broken { contacts(first: 5) { totalCount edges { cursor node { id name } } pageInfo { endCursor } } }',
  };

  async function breaks(timing: 'immediate' | 'deferred', how: string): Promise<void> {
    await stage.sql(
      `create or replace function public.breaks() returns trigger language plpgsql security definer as $$ begin ${how} return null; end $$`,
    );
    await stage.sql(
      `create constraint trigger breaks after insert on access_entry deferrable initially ${timing} for each row execute function public.breaks()`,
    );
  }

  async function assertDark(read: () => Promise<Answer<unknown>>, codes: readonly string[]): Promise<void> {
    const before = await stage.cell<number>('select count(*)::int from access_entry');
    const { text, code, data } = await read();
    expect(codes).toContain(code);
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain('con_');
    expect(JSON.stringify(data ?? null)).not.toMatch(/"(nodes|edges|totalCount)"/);
    expect(await stage.cell<number>('select count(*)::int from access_entry')).toBe(before);
  }

  test('there is something to lose: without a fault the answer holds it, and the entry is there', async () => {
    for (const text of Object.values(READS)) expect((await support.query(text)).text).toContain(CANARY);
    expect((await accountant.query(READS['a list'])).text).toContain(CANARY);
    expect(await entriesOf(stage, 'Broken')).toHaveLength(4);
  });

  describe.each(Object.entries(READS))('%s', (_name, text) => {
    test('is not answered where the right to write the log is gone', async () => {
      await stage.sql('revoke insert on access_entry from sluice_api');
      for (const client of [support, accountant]) await assertDark(() => client.query(text), ['INTERNAL_SERVER_ERROR']);
    });

    test('is not answered where the entry is refused', async () => {
      await breaks('immediate', `raise exception 'no entry for ${CANARY}';`);
      for (const client of [support, accountant]) await assertDark(() => client.query(text), ['INTERNAL_SERVER_ERROR']);
    });

    test('is not answered where the commit fails, after all rows have come', async () => {
      await breaks('deferred', `raise exception 'no commit for ${CANARY}';`);
      for (const client of [support, accountant]) await assertDark(() => client.query(text), ['INTERNAL_SERVER_ERROR']);
    });

    test('is not answered where the server is killed at the commit, after all rows have come', async () => {
      await breaks('deferred', 'perform pg_terminate_backend(pg_backend_pid());');
      for (const client of [support, accountant]) await assertDark(() => client.query(text), ['UNAVAILABLE']);
    });

    test('is answered again as soon as the fault is gone', async () => {
      for (const client of [support, accountant]) expect((await client.query(text)).text).toContain(CANARY);
    });
  });

  test('is not answered under the lock either', async () => {
    const { database } = stage.nodes[0];
    const run = database.run.bind(database);
    let locked = 0;
    const inLock = database.locked.bind(database);
    database.run = async (presented, statement) => {
      const rows = await run(presented, statement);
      if (statement.name === 'standing')
        await stage.sql('update auth.tenant_authority set version = gen_random_uuid()');
      return rows;
    };
    database.locked = (presented, work) => {
      locked += 1;
      return inLock(presented, work);
    };
    try {
      await stage.sql('update auth.tenant_authority set version = gen_random_uuid()');
      expect((await support.query(READS['a list'])).text).toContain(CANARY);
      await breaks('deferred', `raise exception 'no commit for ${CANARY}';`);
      await stage.sql('update auth.tenant_authority set version = gen_random_uuid()');
      await assertDark(() => support.query(READS['a list']), ['INTERNAL_SERVER_ERROR']);
      expect(locked).toBe(2);
    } finally {
      Object.assign(database, { run, locked: inLock });
    }
  });

  test('keeps a write from happening whose answer would have shown something', async () => {
    const invoice = await stage.cell(
      `select 'inv_' || i.id from invoice i join tenant t on t.id = i.tenant_id where t.slug = 'acme' limit 1`,
    );
    const write = (number: string): Promise<Answer<unknown>> =>
      accountant.query(
        `mutation Broken($id: ID!, $number: String!) { updateInvoice(id: $id, input: { number: $number }) { invoice { id number contact { name } } } }`,
        { id: invoice, number },
      );
    const stored = (): Promise<string> => stage.cell(`select number from invoice where 'inv_' || id = $1`, [invoice]);
    expect((await write('A-1')).data).toMatchObject({ updateInvoice: { invoice: { number: 'A-1' } } });
    await breaks('deferred', `raise exception 'no commit for ${CANARY}';`);
    const answer = await write('A-2');
    expect(answer.code).toBe('INTERNAL_SERVER_ERROR');
    expect(answer.text).not.toMatch(/A-2|canary/);
    expect(await stored()).toBe('A-1');
    expect(await stage.cell(`select count(*)::int from change_entry where action = 'UPDATE'`)).toBe(1);
  });

  test('is no matter of members: what they read is not logged', async () => {
    await stage.sql('revoke insert on access_entry from sluice_api');
    expect((await editor.query(READS['a list'])).text).toContain(CANARY);
  });

  test('leaves nothing of the rows in the log of the program', () => {
    const logged = stage.nodes.flatMap((node) => node.logged).join('\n');
    expect(logged).toContain('requestId');
    // What the database said of the fault may be told to the operator; what it said of the rows may not.
    expect(logged.split(`no commit for ${CANARY}`).join('').split(`no entry for ${CANARY}`).join('')).not.toContain(
      CANARY,
    );
  });
});
