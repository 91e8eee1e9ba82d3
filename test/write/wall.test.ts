/** Behind the law stands the database: whoever may write nothing changes no row by any statement, whatever the program forgets to ask. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  giveGrantOf,
  GLOBEX_OWNER,
  openStage,
  OWNER,
  SUPPORT,
  SYSADMIN,
  VIEWER,
  type Stage,
} from '../consent/stage.js';

const CATEGORIES = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID', 'SPECIAL', 'NOTES', 'COMMERCIAL'];
const TABLES = ['contact', 'company', 'invoice', 'custom_value'];

describe('By statements of their own', () => {
  let stage: Stage;
  let acme: string;

  beforeAll(async () => {
    stage = await openStage();
    acme = await stage.cell(`select id from tenant where slug = 'acme'`);
    await giveGrantOf(await stage.as(OWNER), { categories: CATEGORIES, access: 'READ_WRITE' });
  });
  afterAll(async () => {
    await stage.close();
  });

  /** How many rows an actor changes, table by table; nothing of it stays. */
  async function changed(email: string): Promise<Readonly<Record<string, number>>> {
    await stage.as(email);
    const credential = await stage.cell(
      `select encode(s.digest, 'hex') from auth.session s join auth.user_account u on u.id = s.user_id where u.email = $1 limit 1`,
      [email],
    );
    const client = await stage.nodes[0].database.pool.connect();
    try {
      const counts: Record<string, number> = {};
      for (const table of TABLES) {
        await client.query('begin');
        await client.query(
          `select set_config('sluice.credential', $1, true), set_config('sluice.tenant', 'acme', true)`,
          [credential],
        );
        const touched = await client.query(`update ${table} set tenant_id = tenant_id where tenant_id = $1`, [acme]);
        const removed = await client.query(`delete from ${table} where tenant_id = $1`, [acme]);
        expect(removed.rowCount).toBe(touched.rowCount);
        await client.query('rollback');
        counts[table] = touched.rowCount ?? 0;
      }
      return counts;
    } finally {
      client.release();
    }
  }

  async function all(): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const table of TABLES)
      counts[table] = await stage.cell<number>(`select count(*)::int from ${table} where tenant_id = $1`, [acme]);
    return counts;
  }
  const none = Object.fromEntries(TABLES.map((table) => [table, 0]));

  test.each([OWNER, ADMIN, EDITOR])('%s changes what is there', async (email) => {
    expect(await changed(email)).toEqual(await all());
  });

  test.each([VIEWER, ACCOUNTANT, SUPPORT, SYSADMIN, GLOBEX_OWNER])('%s changes nothing', async (email) => {
    expect(await changed(email)).toEqual(none);
  });

  test('an external changes something only while an access that says so lives', async () => {
    const set = (change: string): Promise<unknown> => stage.sql(`update auth.external_access set ${change}`);
    await set(`access = 'READ_WRITE'`);
    expect(await changed(ACCOUNTANT)).toEqual(await all());
    await set('agreement_accepted_at = null');
    expect(await changed(ACCOUNTANT)).toEqual(none);
    await set('agreement_accepted_at = now(), ended_at = now()');
    expect(await changed(ACCOUNTANT)).toEqual(none);
    await set(`ended_at = null, access = 'READ'`);
    expect(await changed(ACCOUNTANT)).toEqual(none);
  });
});
