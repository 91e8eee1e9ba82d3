/** A primary is lost, and its synchronous standby takes its place: what was answered stays true, and what was on its way is waited for. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Client as PostgresClient } from 'pg';
import { HAS_DEBIAN_POSTGRES, type DebianServer } from '../../checker/debian-servers.mjs';
import { Way } from '../../checker/way.mjs';
import { again, giveGrant, OWNER, revoke, SUPPORT, tryRevoke, uuidOf } from '../consent/stage.js';
import { clientFor } from '../support/client.js';
import { openDebianWorld, type DebianWorld } from '../support/debian-postgres.js';
import { startServer, type RunningServer } from '../support/server.js';
import { Lookers, until, withoutEntry } from './own-server.js';

const LOOK = 'query Look { contacts(first: 5) { nodes { email } } }';
const BESIDE = 'query Beside { contacts(first: 2) { nodes { email } } viewer { tenants { until } } }';

interface ReachedNode {
  readonly node: RunningServer;
  readonly way: Way;
}

const suite = HAS_DEBIAN_POSTGRES ? describe : describe.skip;

suite('Where the synchronous standby takes the place of the primary', () => {
  let world: DebianWorld;
  let standby: DebianServer;
  let reached: ReachedNode[] = [];

  beforeEach(async () => {
    world = await openDebianWorld();
    standby = await world.replicate();
    await world.primary.cell(`alter system set synchronous_standby_names = '*'`);
    await world.primary.cell('select pg_reload_conf()');
    const inStep = `select count(*) = 1 from pg_stat_replication where sync_state = 'sync'`;
    await until(() => world.primary.cell<boolean>(inStep));
    // All processes of the server have to hear of it.
    await pause(1_000);
  }, 120_000);
  afterEach(async () => {
    for (const { node } of reached) await node.stop();
    for (const { way } of reached) await way.cut();
    reached = [];
    await world.close();
  }, 60_000);

  /** A node whose way to the database can be led elsewhere. */
  async function node(environment: Readonly<Record<string, string>> = {}): Promise<ReachedNode> {
    const way = new Way('127.0.0.1', world.primary.port);
    const port = await way.open();
    const databases = { ...world.databases, apiUrl: world.at(port) };
    const one = { node: await startServer({ databases, environment }), way };
    reached.push(one);
    return one;
  }

  const leadToStandby = ({ way }: ReachedNode): Promise<void> => way.leadTo(standby.port);

  const statusOf = (grants: readonly string[]): Promise<string[]> =>
    standby.cell<string[]>(
      `select array_agg(distinct status) from auth.support_grant where id in (${grants.map((id) => `'${uuidOf(id)}'`).join()})`,
    );

  test('no entry of what was shown is lost and no end of consent, and nodes go on without being started again', async () => {
    const nodes = [await node(), await node()] as const;
    const owner = await clientFor(nodes[0].node.url, OWNER, 'acme');
    await giveGrant(owner, 'CONTACT_DETAILS');
    const lookers = await Lookers.from(nodes.map((one) => one.node.url));
    const ended: string[] = [];
    const ending = again(async () => {
      const given = await giveGrant(owner, 'NOTES').catch(() => null);
      const answer = given && (await tryRevoke(owner, given.id).catch(() => null));
      if (given && answer?.data) ended.push(given.id);
    }, 1);
    await lookers.untilShown(100);
    await until(() => Promise.resolve(ended.length > 10));

    // Whoever decides that the standby takes over has not stopped the primary yet.
    await standby.promote();
    await pause(500);
    await world.primary.stop('immediate');
    await Promise.all(nodes.map(leadToStandby));

    await lookers.untilShown(100);
    const before = ended.length;
    await until(() => Promise.resolve(ended.length > before + 5));
    await Promise.all([ending.stop(), lookers.stop()]);

    const superuser = new PostgresClient({ connectionString: world.at(standby.port, world.databases.superuserUrl) });
    await superuser.connect();
    try {
      const sql = async (text: string, values: readonly unknown[] = []): Promise<Record<string, string>[]> =>
        (await superuser.query<Record<string, string>>(text, [...values])).rows;
      expect(await withoutEntry({ sql }, lookers.shown)).toEqual([]);
    } finally {
      await superuser.end();
    }
    expect(await statusOf(ended)).toEqual(['REVOKED']);
    expect([...lookers.codes.keys()].filter((code) => code === 'INTERNAL_SERVER_ERROR')).toEqual([]);
  }, 120_000);

  test('a revocation waits for what was read from the primary and has not left', async () => {
    const nodes = [await node(), await node()] as const;
    const owner = await clientFor(nodes[1].node.url, OWNER, 'acme');
    const support = await clientFor(nodes[0].node.url, SUPPORT, 'acme');
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    await support.query(BESIDE);
    // What its answer needs beside the read is as long in coming as the failover takes.
    const { database } = nodes[0].node;
    const run = database.run.bind(database);
    let failedOver: () => void = () => undefined;
    const failover = new Promise<void>((resolve) => (failedOver = resolve));
    let wasRead = false;
    database.run = async (presented, statement) => {
      if (wasRead && statement.before === undefined && statement.name !== 'lift') await failover;
      const rows = await run(presented, statement);
      if (statement.before !== undefined) wasRead = true;
      return rows;
    };
    const order: string[] = [];
    const answering = support.query(BESIDE).finally(() => order.push('answered'));
    await until(() => Promise.resolve(wasRead));

    await world.primary.stop('immediate');
    await standby.promote();
    await Promise.all(nodes.map(leadToStandby));

    const revoking = revoke(owner, grant.id).finally(() => order.push('revoked'));
    await pause(300);
    expect(order).toEqual([]);
    failedOver();
    const [answer, { receipt }] = await Promise.all([answering, revoking]);
    expect(order).toEqual(['answered', 'revoked']);
    expect(answer.text).toContain('@');
    expect([receipt.drained, receipt.fenced]).toEqual([1, 0]);
    expect((await support.query(LOOK)).text).not.toContain('@');
  }, 120_000);

  test('a node that is left behind on the former primary shows nothing, though that lives and knows of no revocation', async () => {
    const behind = await node({ RELEASE_BOUND: '250ms', STATEMENT_TIMEOUT: '1s' });
    const ahead = await node();
    const owner = await clientFor(ahead.node.url, OWNER, 'acme');
    const support = await clientFor(behind.node.url, SUPPORT, 'acme');
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    expect((await support.query(LOOK)).text).toContain('@');

    await standby.promote();
    await leadToStandby(ahead);
    await revoke(owner, grant.id);

    const status = `select status from auth.support_grant where id = '${uuidOf(grant.id)}'`;
    expect([await world.primary.cell(status), await standby.cell(status)]).toEqual(['ACTIVE', 'REVOKED']);
    const inVain = ['TIMEOUT', 'UNAVAILABLE'];
    for (let tries = 0; tries < 2; tries += 1) {
      const { text, code } = await support.query(LOOK);
      expect(text).not.toContain('@');
      expect(inVain).toContain(code);
    }
    await leadToStandby(behind);
    await until(async () => {
      const { text, code } = await support.query(LOOK);
      expect(text).not.toContain('@');
      return !inVain.includes(code ?? '');
    });
  }, 120_000);
});
