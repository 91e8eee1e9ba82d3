/**
 * Rights may change as often as they like: what was remembered, and what was just read, is stale each time, and still nobody
 * gets a wrong answer, and nobody gets none.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import type { Database } from '../../src/access/database.js';
import { StandingStore } from '../../src/access/standing.js';
import {
  again,
  EDITOR,
  entriesOf,
  forgetConsent,
  giveGrant,
  openStage,
  OWNER,
  SUPPORT,
  uuidOf,
  type Stage,
} from '../consent/stage.js';

interface Contacts {
  readonly contacts: { readonly nodes: readonly Readonly<Record<string, string | null>>[] } | null;
}

describe('Where rights change all the time', () => {
  let stage: Stage;
  let owner: Client;
  let database: Database;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    ({ database } = stage.nodes[0]);
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(() => forgetConsent(stage));

  const newVersion = (): Promise<unknown> =>
    stage.sql(
      `update auth.tenant_authority a set version = gen_random_uuid() from tenant t where t.id = a.tenant_id and t.slug = 'acme'`,
    );

  let undo: (() => void) | undefined;
  afterEach(() => {
    undo?.();
    undo = undefined;
  });

  /** Has something happen each time after the law was loaded, before it is relied upon; and something before the lock is asked for. */
  function afterEachLoad(
    happen: () => Promise<unknown>,
    beforeLock: () => Promise<unknown> = () => Promise.resolve(),
  ): { readonly loads: number; readonly locked: number } {
    const seen = { loads: 0, locked: 0 };
    const run = database.run.bind(database);
    const locked = database.locked.bind(database);
    database.run = async (presented, statement) => {
      const rows = await run(presented, statement);
      if (statement.name === 'standing') {
        seen.loads += 1;
        await happen();
      }
      return rows;
    };
    database.locked = async (presented, work) => {
      seen.locked += 1;
      await beforeLock();
      return locked(presented, work);
    };
    undo = () => Object.assign(database, { run, locked });
    return seen;
  }

  const read = (client: Client): Promise<Answer<Contacts>> =>
    client.query<Contacts>(
      'query Churn { contacts(first: 2, where: { email: { isNull: false } }) { nodes { id email iban } } }',
    );

  test('a read whose law is stale each time takes the lock, and is answered rightly', async () => {
    await giveGrant(owner, 'CONTACT_DETAILS');
    const support = await stage.as(SUPPORT);
    const seen = afterEachLoad(newVersion);
    await newVersion();
    const { data, code, withheld } = await read(support);
    expect(code).toBeUndefined();
    expect(data?.contacts?.nodes.map(({ email, iban }) => [typeof email, iban])).toEqual([
      ['string', null],
      ['string', null],
    ]);
    expect(withheld.map(({ field, reason }) => [field, reason])).toEqual([['iban', 'CONSENT_REQUIRED']]);
    expect(seen.loads).toBeGreaterThan(1);
    expect(seen.locked).toBe(1);
    expect(await entriesOf(stage, 'Churn')).toHaveLength(1);
  });

  test('the lock waits for a revocation that has it, and what is read under it is younger', async () => {
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const support = await stage.as(SUPPORT);
    await newVersion();
    let committed: Promise<unknown> = Promise.resolve();
    const seen = afterEachLoad(newVersion, async () => {
      // As the functions of the database do it, but for the time that it takes.
      await stage.sql('begin');
      await stage.sql(`select pg_advisory_xact_lock(auth.tenant_lock_key(id)) from tenant where slug = 'acme'`);
      await stage.sql(`update auth.support_grant set status = 'REVOKED', revoked_at = now() where id = $1`, [
        uuidOf(grant.id),
      ]);
      committed = new Promise((resolve) => setTimeout(resolve, 300)).then(() => stage.sql('commit'));
    });
    const { data, code } = await read(support);
    await committed;
    expect(seen.locked).toBe(1);
    expect([data?.contacts ?? null, code]).toEqual([null, 'CONSENT_REVOKED']);
    expect(await entriesOf(stage, 'Churn')).toEqual([]);
  });

  test('many readers among many changes that take no lock are all answered, and each rightly', async () => {
    await giveGrant(owner, 'CONTACT_DETAILS');
    const clients = await Promise.all([stage.as(SUPPORT), stage.as(EDITOR), stage.as(OWNER)]);
    const churn = again(newVersion);
    const answers: [number, Answer<Contacts>][] = [];
    for (let round = 0; round < 40; round += 1) {
      await Promise.all(
        clients.map(async (client, who) => {
          answers.push([who, await read(client)]);
        }),
      );
    }
    expect(await churn.stop()).toBeGreaterThan(100);
    const wrong = answers.filter(([who, { data, code }]) => {
      const nodes = data?.contacts?.nodes ?? [];
      return code !== undefined || !nodes.every(({ email }) => email) || nodes.some(({ iban }) => iban) !== who > 0;
    });
    expect(wrong.map(([who, { text }]) => `${who}: ${text}`)).toEqual([]);
  });

  test('a write whose law is stale before it is read back begins to read again, and is answered', async () => {
    const editor = await stage.as(EDITOR);
    const standings = StandingStore.prototype;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its own object below
    const { load }: Pick<StandingStore, 'load'> = standings;
    let loads = 0;
    const spy = jest.spyOn(standings, 'load').mockImplementation(async function (this: StandingStore, presented, run) {
      const standing = await load.call(this, presented, run);
      loads += 1;
      if (loads <= 2) await newVersion();
      return standing;
    });
    try {
      const { data, code } = await editor.query(
        'mutation { createContact(input: { name: "Churn" }) { contact { name } } }',
      );
      expect([code, data]).toEqual([undefined, { createContact: { contact: { name: 'Churn' } } }]);
      expect(loads).toBe(3);
    } finally {
      spy.mockRestore();
    }
  });

  test('writers among many such changes are answered, and whoever is not has changed nothing', async () => {
    const editor = await stage.as(EDITOR);
    const count = async (): Promise<number> => Number(await stage.cell('select count(*) from contact'));
    const before = await count();
    const churn = again(newVersion, 5);
    const codes: (string | undefined)[] = [];
    for (let round = 0; round < 30; round += 1) {
      const { code } = await editor.query(
        'mutation { createContact(input: { name: "Churn" }) { contact { id name } } }',
      );
      codes.push(code);
    }
    await churn.stop();
    const done = codes.filter((code) => code === undefined).length;
    expect(codes.filter((code) => code !== undefined && code !== 'CONFLICT')).toEqual([]);
    expect(done).toBeGreaterThan(25);
    expect((await count()) - before).toBe(done);
  });
});
