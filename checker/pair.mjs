/**
 * A primary and its standby, which takes its place again and again while nodes go on. Each node has a way of its own to whichever of the two is
 * the primary, so that one can be left behind on the other.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { asServer, newServer, replicaOf } from './debian-servers.mjs';
import { Way } from './way.mjs';
import { connect, moduleOf } from './world.mjs';

/** How often it is looked whether a standby follows, and for how long. */
const LOOK_MS = 50;
const LOOKS = 600;
/** Of failovers: the former primary lives on, and one node still asks it. */
const LEFT_BEHIND = 0.4;

export async function startPair(dist, { isSynchronous }) {
  const pair = new Pair(await asServer('mktemp', '-d', '-t', 'sluice-checker-XXXXXX'), isSynchronous);
  try {
    await pair.begin(dist);
    return pair;
  } catch (error) {
    await pair.stop();
    throw error;
  }
}

class Pair {
  #folder;
  #isSynchronous;
  #generation = 0;
  #primary = null;
  #standby = null;
  #main = null;
  #ofNodes = [];

  constructor(folder, isSynchronous) {
    this.#folder = folder;
    this.#isSynchronous = isSynchronous;
  }

  async begin(dist) {
    const { ensureRoles, NODE_ROLE, OWNER_ROLE } = await moduleOf(dist, 'src/server/embedded-roles.js');
    this.#primary = await newServer(this.#nextFolder());
    const { way, port } = await this.#newWay();
    this.#main = way;
    const passwords = { owner: randomBytes(12).toString('hex'), node: randomBytes(12).toString('hex') };
    const urlOf = (user, password) => `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`;
    this.superuserUrl = urlOf('postgres', '');
    this.migrationUrl = urlOf(OWNER_ROLE, passwords.owner);
    this.apiUrl = urlOf(NODE_ROLE, passwords.node);
    const superuser = await connect(this.superuserUrl);
    await ensureRoles(superuser, passwords);
    await superuser.end();
    await this.#makeStandby();
  }

  /** The same address, for one node. */
  async urlOfNode(url) {
    const { way, port } = await this.#newWay();
    this.#ofNodes.push(way);
    return Object.assign(new URL(url), { port: String(port) }).href;
  }

  /** @param count called with what is done, before it is */
  async breakDown(dice, count) {
    const former = this.#primary;
    const behind = dice.chance(LEFT_BEHIND) ? dice.one(this.#ofNodes) : null;
    const longer = dice.whole(300, 3_000);
    count(behind ? 'failover, one node left behind' : 'failover');
    if (!behind) await former.stop('immediate');
    await this.#standby.promote();
    this.#primary = this.#standby;
    for (const way of [this.#main, ...this.#ofNodes]) if (way !== behind) await way.leadTo(this.#primary.port);
    if (behind) {
      await pause(longer);
      await former.stop('immediate');
      await behind.leadTo(this.#primary.port);
    }
    await asServer('rm', '-rf', former.data);
    await this.#makeStandby();
  }

  /** What is committed waits as long. */
  async stallStandby(milliseconds) {
    const pid = await this.#standby.cell('select pid from pg_stat_wal_receiver').catch(() => undefined);
    if (!pid) return;
    signal(pid, 'SIGSTOP');
    await pause(milliseconds);
    signal(pid, 'SIGCONT');
  }

  async stop() {
    for (const way of [this.#main, ...this.#ofNodes]) await way?.cut();
    for (const server of [this.#standby, this.#primary]) await server?.stop('immediate').catch(() => undefined);
    await asServer('rm', '-rf', this.#folder);
  }

  async #newWay() {
    const way = new Way('127.0.0.1', this.#primary.port);
    return { way, port: await way.open() };
  }

  #nextFolder() {
    this.#generation += 1;
    return `${this.#folder}/${this.#generation}`;
  }

  /** Until it has confirmed all; from then on it is waited for. It is told of no standby of its own before it has one. */
  async #makeStandby() {
    this.#standby = await replicaOf(this.#primary.port, this.#nextFolder());
    await this.#until(`select count(*) = 1 from pg_stat_replication where state = 'streaming'`);
    if (!this.#isSynchronous) return;
    await this.#primary.cell(`alter system set synchronous_standby_names = '*'`);
    await this.#primary.cell('select pg_reload_conf()');
    await this.#until(`select count(*) = 1 from pg_stat_replication where sync_state = 'sync'`);
  }

  async #until(condition) {
    for (let looks = 0; looks < LOOKS; looks += 1) {
      if (await this.#primary.cell(condition)) return;
      await pause(LOOK_MS);
    }
    throw new Error(`The standby does not follow: ${condition}`);
  }
}

/** It may have ended meanwhile, with its server. */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
