import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client as PostgresClient } from 'pg';
import { again, giveGrant, OWNER, revoke, SUPPORT, tryRevoke, VIEWER } from '../consent/stage.js';
import { Client, clientFor, PASSWORD } from '../support/client.js';
import {
  leavesNothingLocked,
  Lookers,
  openOwnServer,
  withoutEntry,
  type NodeProcess,
  type OwnServer,
} from './own-server.js';

const LOOK = 'query Look { contacts(first: 5) { nodes { email } } }';
/** Beside the bound, on a machine that does other things as well. */
const SOON_MS = 2_000;

/** Those who do something else meanwhile. */
const OTHERS: readonly (() => Promise<{ readonly code: string | undefined }>)[] = [
  () => owner.query('{ contacts(first: 1) { nodes { id } } }'),
  () => owner.query('mutation { createContact(input: { name: "An" }) { contact { id } } }'),
  () => owner.query('mutation { openTicket(input: { subject: "s", body: "b" }) { ticket { id } } }'),
  () =>
    new Client(nodes[1].url).query(
      `mutation { signIn(input: { email: "${VIEWER}", password: "${PASSWORD}" }) { csrfToken } }`,
    ),
];

let server: OwnServer;
let nodes: readonly [NodeProcess, NodeProcess];
let owner: Client;
let support: Client;

beforeAll(async () => {
  // So few that they can be used up.
  server = await openOwnServer({ max_connections: '60', max_locks_per_transaction: '10' });
  nodes = [await server.node(), await server.node()];
  owner = await clientFor(nodes[0].url, OWNER, 'acme');
  support = await clientFor(nodes[1].url, SUPPORT, 'acme');
}, 120_000);

afterAll(() => server.close());

beforeEach(async () => {
  await server.sql('delete from auth.support_grant');
});

/** The same nodes, without a restart. */
async function allIsWell(grantId: string, lookers: Lookers): Promise<void> {
  await lookers.untilShown(20);
  const begun = performance.now();
  const { grant } = await revoke(owner, grantId);
  expect(performance.now() - begun).toBeLessThan(SOON_MS);
  expect(grant.status).toBe('REVOKED');
  await lookers.stop();
  expect((await support.query(LOOK)).text).not.toContain('@');
  expect(await withoutEntry(server, lookers.shown)).toEqual([]);
  await leavesNothingLocked(server);
}

describe('Among sealed reads', () => {
  test.each(['fast', 'immediate'] as const)(
    'a restart of the database (%s) shows nothing without its entry, leaves nothing locked, and is over without a restart of a node',
    async (how) => {
      const { id } = await giveGrant(owner, 'CONTACT_DETAILS');
      const lookers = await Lookers.from([nodes[0].url, nodes[0].url, nodes[1].url, nodes[1].url]);
      const busy = OTHERS.map((ask) => {
        const codes = new Set<string>();
        const { stop } = again(async () => void codes.add((await ask()).code ?? 'answered'), 1);
        return { codes, stop };
      });
      await lookers.untilShown(20);
      await server.restart(how);
      await allIsWell(id, lookers);
      for (const { codes, stop } of busy) {
        await stop();
        expect([...codes].sort()).toEqual(['UNAVAILABLE', 'answered']);
      }
      expect([...lookers.codes.keys()].sort()).toEqual(expect.arrayContaining(['UNAVAILABLE', 'answered']));
      expect(lookers.codes.get('INTERNAL_SERVER_ERROR')).toBeUndefined();
    },
    60_000,
  );

  test('connections that are killed show nothing without its entry, and are replaced', async () => {
    const { id } = await giveGrant(owner, 'CONTACT_DETAILS');
    const lookers = await Lookers.from([nodes[0].url, nodes[0].url, nodes[1].url, nodes[1].url]);
    for (let times = 0; times < 5; times += 1) {
      await lookers.untilShown(10);
      await server.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'sluice%' and datname = current_database()`,
      );
    }
    await allIsWell(id, lookers);
    expect(lookers.codes.get('INTERNAL_SERVER_ERROR')).toBeUndefined();
  }, 60_000);

  test('a lock table that is full shows nothing, ends no consent by half, and is over when there is room again', async () => {
    const { id } = await giveGrant(owner, 'CONTACT_DETAILS');
    const before = await Lookers.from([nodes[0].url, nodes[1].url]);
    await before.untilShown(10);
    // Whoever looks now would give locks back after the table was filled, and so make room.
    await before.stop();
    const greedy = new PostgresClient({ connectionString: server.superuserUrl });
    greedy.on('error', () => undefined);
    await greedy.connect();
    try {
      // A statement that fails gives its own locks back, so what it leaves free is taken bit by bit.
      for (let from = 0; from < 5; from += 1) {
        await expect(
          greedy.query(`select pg_advisory_lock(${String(from)}, n) from generate_series(1, 100000) n`),
        ).rejects.toThrow(/out of shared memory/);
      }
      const looked = await support.query(LOOK);
      expect([looked.code, looked.text.includes('@')]).toEqual(['UNAVAILABLE', false]);
      expect((await tryRevoke(owner, id)).code).toBe('UNAVAILABLE');
    } finally {
      await greedy.end();
    }
    expect(await server.cell('select status from auth.support_grant')).toBe('ACTIVE');
    const lookers = await Lookers.from([nodes[0].url, nodes[1].url]);
    await allIsWell(id, lookers);
    expect(await withoutEntry(server, before.shown)).toEqual([]);
    expect([before, lookers].map(({ codes }) => codes.get('INTERNAL_SERVER_ERROR'))).toEqual([undefined, undefined]);
  }, 60_000);
});
