/** Time goes on while a statement runs: what the guard saw alive may be over when the log's policy looks. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { giveGrantOf, openStage, OWNER, SUPPORT, type Stage } from '../consent/stage.js';

const LOOK = 'query Look { contacts(first: 5) { nodes { email } } }';
const NAP_MS = 400;

describe('A grant whose time is over within the statement that reads under it', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => {
    await stage.close();
  });

  test('is expired for the reader, and nothing is shown or logged', async () => {
    const support = await stage.as(SUPPORT);
    const owner = await stage.as(OWNER);
    await support.query(LOOK);
    const lifetime = 1_500;
    const given = performance.now();
    const { expiresAt } = await giveGrantOf(owner, {
      categories: ['CONTACT_DETAILS'],
      expiresAt: new Date(Date.now() + lifetime).toISOString(),
    });
    expect((await support.query(LOOK)).text).toContain('@');
    const logged = await stage.cell<number>('select count(*)::int from access_entry');
    // The log's policy takes its time, and asks whose tenant it is when that is over.
    await stage.sql('drop policy api_appends on access_entry');
    await stage.sql(
      `create policy api_appends on access_entry for insert to sluice_api with check (
         (select pg_sleep(${String(NAP_MS / 1_000)})::text) is not null and tenant_id = (select auth.tenant_id()))`,
    );
    await new Promise((resolve) => setTimeout(resolve, lifetime - NAP_MS / 2 - (performance.now() - given)));
    const { code, text } = await support.query(LOOK);
    expect([code, text.includes('@')]).toEqual(['CONSENT_EXPIRED', false]);
    expect(await stage.cell<number>('select count(*)::int from access_entry')).toBe(logged);
    expect(await stage.cell<boolean>('select clock_timestamp() >= $1::timestamptz', [expiresAt])).toBe(true);
  });
});
