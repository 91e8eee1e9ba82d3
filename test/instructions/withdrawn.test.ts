/** A withdrawal and a write that is under way: the write has committed before the answer, or it is refused. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client as PostgresClient } from 'pg';
import { forgetConsent, giveGrantOf, openStage, OWNER, revoke, SUPPORT, uuidOf, type Stage } from '../consent/stage.js';
import type { Client } from '../support/client.js';
import { made } from '../write/desk.js';
import { answer, correct, forgetInstructions, issued } from './instructing.js';

describe('Withdrawing an instruction', () => {
  let stage: Stage;
  let owner: Client;
  let support: Client;
  let id: string;
  let instruction: string;
  let grant: string;
  let holder: PostgresClient;

  beforeAll(async () => {
    stage = await openStage(2);
    [owner, support] = await Promise.all([stage.as(OWNER, 0), stage.as(SUPPORT, 1)]);
    holder = new PostgresClient({ connectionString: stage.databases.superuserUrl });
    await holder.connect();
  });
  afterAll(async () => {
    await holder.end();
    await stage.close();
  });
  beforeEach(async () => {
    await forgetConsent(stage);
    await forgetInstructions(stage);
    id = await made(owner, 'Contact', { name: 'An' });
    grant = (await giveGrantOf(owner, { categories: ['CONTACT_DETAILS'], access: 'READ_WRITE' })).id;
    instruction = await issued(owner);
  });

  const until = async (question: string): Promise<void> => {
    for (let tries = 0; tries < 500; tries += 1) {
      if (await stage.cell<boolean>(question)) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`It never came to this: ${question}`);
  };
  const waiting = (what: string): string =>
    `select exists (select from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where not l.granted and l.${what} and a.datname = current_database())`;
  const city = (): Promise<string | null> =>
    stage.cell<string | null>('select city from contact where id = $1', [uuidOf(id)]);

  test.each([
    ['withdrawing it', () => answer(owner, 'withdraw', instruction), 'INSTRUCTION_REQUIRED'],
    ['revoking the grant', () => revoke(owner, grant), 'CONSENT_REVOKED'],
  ] as const)(
    '%s waits for a write that is under way, and those that come behind are refused',
    async (_what, end, code) => {
      // Past all checks, it waits for its row, which somebody holds.
      await holder.query('begin');
      await holder.query('select from contact where id = $1 for update', [uuidOf(id)]);
      const writing = correct(support, id, { city: 'Gent' }, instruction);
      await until(waiting(`locktype in ('transactionid', 'tuple')`));
      let answered = false;
      const ending = (async () => {
        await end();
        answered = true;
        return city();
      })();
      await until(waiting(`locktype = 'advisory'`));
      const late = correct(support, id, { city: 'Brugge' }, instruction);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(answered).toBe(false);
      await holder.query('commit');
      expect((await writing).code).toBeUndefined();
      // What was under way had committed when the end was answered.
      expect(await ending).toBe('Gent');
      expect((await late).code).toBe(code);
      expect(await city()).toBe('Gent');
    },
  );

  test('nothing is changed under it once it was answered, on any node, however often it is tried', async () => {
    const state = { done: false, written: 0, refused: 0 };
    const workers = Array.from({ length: 4 }, async (_, worker) => {
      for (let times = 0; !state.done || times < 3; times += 1) {
        const { code } = await correct(support, id, { city: `${String(worker)}/${String(times)}` }, instruction);
        if (code === undefined) state.written += 1;
        else state.refused += 1;
        expect([undefined, 'INSTRUCTION_REQUIRED']).toContain(code);
        if (state.refused > 200) break;
      }
    });
    await until('select count(*) > 8 from change_entry where instruction is not null');
    await answer(owner, 'withdraw', instruction);
    const last = await city();
    const entries = 'select count(*)::int from change_entry where instruction is not null';
    const count = await stage.cell<number>(entries);
    await new Promise((resolve) => setTimeout(resolve, 300));
    state.done = true;
    await Promise.all(workers);
    expect(await city()).toBe(last);
    expect(await stage.cell<number>(entries)).toBe(count);
    expect(Math.min(state.written, state.refused)).toBeGreaterThan(4);
  });
});
