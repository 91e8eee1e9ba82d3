/** What lies between a read and its answer: the seal stands, the bound runs, and a revocation waits for whoever was before it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../support/client.js';
import {
  entriesOf,
  forgetConsent,
  giveGrant,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  type Stage,
} from '../consent/stage.js';

const BOUND_MS = 600;
const BESIDE = 'query Beside { contacts(first: 2) { nodes { email } } viewer { tenants { until } } }';

let stage: Stage;
let owner: Client;
let support: Client;

beforeAll(async () => {
  stage = await openStage(1, { environment: { RELEASE_BOUND: `${String(BOUND_MS)}ms` } });
  owner = await stage.as(OWNER);
  support = await stage.as(SUPPORT);
});
afterAll(() => stage.close());
beforeEach(() => forgetConsent(stage));

const seals = (): Promise<number> => stage.cell<number>('select count(*)::int from seal');

/** Whatever is asked after the first sealed read waits so long. */
async function slowAfterRead<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  const { database } = stage.nodes[0];
  const run = database.run.bind(database);
  let sealed = false;
  database.run = async (presented, statement) => {
    const reads = statement.before !== undefined;
    if (sealed && !reads && statement.name !== 'lift') await pause(milliseconds);
    const rows = await run(presented, statement);
    if (reads) sealed = true;
    return rows;
  };
  try {
    return await work();
  } finally {
    database.run = run;
  }
}

describe('An answer under an authority', () => {
  test('is sealed until it has left, however long the rest of it takes', async () => {
    await giveGrant(owner, 'CONTACT_DETAILS');
    await support.query(BESIDE);
    const standing = await slowAfterRead(300, async () => {
      const answering = support.query(BESIDE);
      await pause(150);
      const found = await seals();
      await answering;
      return found;
    });
    expect(standing).toBe(1);
    for (let tries = 0; tries < 50 && (await seals()) > 0; tries += 1) await pause(20);
    expect(await seals()).toBe(0);
  });

  test('that is whole only after the bound is refused, and not cut off', async () => {
    await giveGrant(owner, 'CONTACT_DETAILS');
    await support.query(BESIDE);
    const code = await slowAfterRead(BOUND_MS + 100, () =>
      support.query(BESIDE).then(
        (answer) => answer.code,
        () => 'cut off',
      ),
    );
    expect(code).toBe('TIMEOUT');
  });

  test('is waited for by a revocation while it is still being read', async () => {
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    await support.query(BESIDE);
    await stage.sql(`create function dawdle() returns trigger language plpgsql as $$
      begin perform pg_sleep(0.4); return new; end $$`);
    await stage.sql('create trigger dawdle before insert on access_entry for each row execute function dawdle()');
    try {
      const reading = support.query('query Slow { contacts(first: 2) { nodes { email } } }');
      await pause(100);
      let revoked = false;
      const revoking = revoke(owner, grant.id).finally(() => (revoked = true));
      await pause(150);
      expect(revoked).toBe(false);
      expect((await reading).code).toBeUndefined();
      await revoking;
    } finally {
      await stage.sql('drop trigger dawdle on access_entry');
      await stage.sql('drop function dawdle()');
    }
  });

  test('that is but a count is entered into the log', async () => {
    await giveGrant(owner, 'CONTACT_DETAILS');
    const { data } = await support.query<{ contacts: { totalCount: number } }>(
      'query Count { contacts { totalCount } }',
    );
    expect((await entriesOf(stage, 'Count')).map(({ disclosed }) => disclosed)).toMatchObject([
      [{ subject: 'Contact', fields: ['totalCount'], count: data?.contacts.totalCount }],
    ]);
  });
});
