/** Two walls stand around a tenant's rows, so that one is enough: what the statement itself asks is seen where the database's wall is down. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, OWNER, type Stage } from '../consent/stage.js';

const LISTS = [
  ['contacts', 'contact'],
  ['companies', 'company'],
  ['invoices', 'invoice'],
  ['tickets', 'ticket'],
] as const;

describe('Without row level security', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
    for (const [, table] of LISTS) await stage.sql(`alter table ${table} disable row level security`);
  });
  afterAll(async () => {
    await stage.close();
  });

  test.each(LISTS)('%s are still those of the addressed tenant', async (list, table) => {
    const of = (tenant: string): Promise<number> =>
      stage.cell<number>(
        `select count(*)::int from ${table} r join tenant t on t.id = r.tenant_id where t.slug ${tenant}`,
      );
    expect(await of(`<> 'acme'`)).toBeGreaterThan(0);
    const owner = await stage.as(OWNER);
    const { data } = await owner.query<Readonly<Record<string, { totalCount: number }>>>(`{ ${list} { totalCount } }`);
    expect(data?.[list]?.totalCount).toBe(await of(`= 'acme'`));
  });
});
