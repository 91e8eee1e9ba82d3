/**
 * A transaction locks the tenant that its credential reaches when it opens. Where the right only begins after that, there is no such tenant, and
 * the lock of none is no lock: whoever ended the right would not wait for what was read and written under it.
 */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { accept, invite } from '../authorities/deeds.js';
import { GLOBEX_OWNER, openStage, OWNER, type Stage } from '../consent/stage.js';
import type { Client } from '../support/client.js';

let stage: Stage;
let outsider: Client;
/** Of every read in a transaction of the caller's: whether the tenant's lock was held as it answered. */
let held: boolean[];

beforeAll(async () => {
  stage = await openStage(2);
  outsider = await stage.as(GLOBEX_OWNER, 0, 'acme');
  await stage.as(GLOBEX_OWNER, 1, 'acme');
}, 120_000);
afterAll(() => stage.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const isHeld = (): Promise<boolean> =>
  stage.cell(`select exists (
    select from pg_locks l, tenant t
     where t.slug = 'acme' and l.locktype = 'advisory' and l.mode = 'ShareLock'
       and l.database = (select oid from pg_database where datname = current_database())
       and (l.classid::bigint << 32 | l.objid::bigint) = auth.tenant_lock_key(t.id))`);

/** @returns lets the outsider in, once, and from elsewhere */
async function invited(): Promise<() => Promise<void>> {
  const { reader } = stage.nodes[0].corridor;
  const readWithin = reader.readWithin.bind(reader);
  held = [];
  jest.spyOn(reader, 'readWithin').mockImplementation(async (...asked) => {
    const answer = await readWithin(...asked);
    held.push(await isHeld());
    return answer;
  });
  await stage.sql(
    `delete from auth.external_agreement g using auth.external_access x
      where x.id = g.access_id and x.invited_email = 'owner@globex.test'`,
  );
  await stage.sql(`delete from auth.external_access where invited_email = 'owner@globex.test'`);
  const access = { access: 'READ_WRITE', categories: ['IDENTITY', 'CONTACT_DETAILS'] };
  const { id } = await invite(stage, await stage.as(OWNER), access);
  let isIn = false;
  return async () => {
    if (isIn) return;
    isIn = true;
    await accept(await stage.as(GLOBEX_OWNER, 1, 'acme'), id);
  };
}

test('a change under a right that began after its transaction did holds the lock all the same', async () => {
  const letIn = await invited();
  const { standings } = stage.nodes[0].corridor;
  const current = standings.current.bind(standings);
  jest.spyOn(standings, 'current').mockImplementation(async (...asked) => {
    await letIn();
    return current(...asked);
  });

  const text = 'mutation { createContact(input: { name: "Late" }) { contact { name } } }';
  expect((await outsider.query(text)).data).toEqual({ createContact: { contact: { name: 'Late' } } });
  expect(held).toEqual([true]);
});

test('so does a read that takes the lock after too many tries', async () => {
  const letIn = await invited();
  const { corridor, database } = stage.nodes[0];
  const { standings } = corridor;
  const load = standings.load.bind(standings);
  // Outside of a transaction nothing that is loaded holds.
  jest.spyOn(standings, 'load').mockImplementation(async (presented, run) => {
    const standing = await load(presented, run);
    return run === undefined ? { ...standing, fingerprint: 'stale' } : standing;
  });
  // It is begun, told who asks, locked and ended; then the one begins that reads.
  const READS = 5;
  const { silence } = database;
  const during = silence.during.bind(silence);
  let said = 0;
  jest.spyOn(silence, 'during').mockImplementation(async (client, work) => {
    said += 1;
    if (said === READS) await letIn();
    return during(client, work);
  });

  const { data, errors } = await outsider.query('{ contacts(first: 1) { nodes { name } } }');
  expect(errors).toEqual([]);
  expect(data).toMatchObject({ contacts: { nodes: [{ name: expect.any(String) }] } });
  expect(held).toEqual([true]);
});
