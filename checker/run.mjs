/** One run: a world, nodes, people and faults, and what the history says of it. */
import { History } from './history.mjs';
import { Faults, NO_FAULTS, plantTriggers } from './faults.mjs';
import { EVENT_MS, Follower } from './followers.mjs';
import { entriesOfEvent, restedOnGivenUp } from './judge.mjs';
import { Keeper, Keys } from './keepers.mjs';
import { entriesOf, placeOf, unlogged } from './log-check.mjs';
import { Owner } from './owners.mjs';
import { Reader, staffMember } from './readers.mjs';
import { unregistered } from './register-check.mjs';
import { connect, STAFF, TENANTS } from './world.mjs';

export const USUAL = {
  seconds: 60,
  readers: 9,
  programs: 4,
  followers: 4,
  owners: 4,
  keepers: 2,
  thinkMs: 10,
  pauseMs: 60,
  mostGrants: 4,
  updates: 0.05,
  /** How often something is changed just as a grant ends, so that an event is on its way. */
  changedAtEnd: 0.15,
  /** How often a keeper whose tokens live turns all of them off at once, of what it does. */
  turnedOff: 0.15,
  faults: NO_FAULTS,
  /** How many revocations are timed before anybody reads, and for how long readers are timed without faults. */
  idleRevocations: 0,
  loadSeconds: 0,
  stopAtFirst: false,
  /** A run is over when there were so many, however much time is left. */
  enoughRevocations: Number.POSITIVE_INFINITY,
};

/** Of how many requests a report shows something. */
const EXAMPLES = 20;
/** Whatever goes wrong around a node, nobody may be answered that. */
const INTERNAL = 'INTERNAL_SERVER_ERROR';

export class Run {
  history = new History();
  keys = new Keys();
  counts = {
    requests: 0,
    unanswered: 0,
    reads: 0,
    programReads: 0,
    followed: 0,
    events: 0,
    deliveries: 0,
    mutations: 0,
    grants: 0,
    unknownGrants: 0,
    integrations: 0,
    tokens: 0,
    revocations: 0,
    tokensRevoked: 0,
    integrationsChanged: 0,
    integrationsEnded: 0,
    revocationsAskedAgain: 0,
    revocationsWithReadsInFlight: 0,
    expiries: 0,
    updates: 0,
    drained: 0,
    fenced: 0,
  };
  faultCounts = {};
  answers = {};
  latencies = [];
  stopped = false;
  faulting = false;
  #suspicions = [];

  /** @param stage see stage.mjs */
  constructor(stage, seed, options) {
    this.stage = stage;
    this.world = stage.world;
    this.nodes = stage.nodes;
    this.seed = seed;
    this.options = { ...USUAL, ...options, faults: { ...NO_FAULTS, ...options.faults } };
    this.history.onSuspect = (suspect) => this.#suspicions.push(this.#look(suspect));
  }

  upNode(dice) {
    const up = this.nodes.filter((node) => node.up);
    return up.length === 0 ? undefined : dice.one(up);
  }

  countFault(kind, count = 1) {
    this.faultCounts[kind] = (this.faultCounts[kind] ?? 0) + count;
  }

  noteInFlight(count) {
    if (count > 0) this.counts.revocationsWithReadsInFlight += 1;
  }

  noteAnswer({ status, body }) {
    const [, code] = /"code":"([A-Z_]+)"/.exec(body) ?? [];
    const kind = body.includes(`"code":"${INTERNAL}"`) ? INTERNAL : (code ?? String(status));
    this.answers[kind] = (this.answers[kind] ?? 0) + 1;
  }

  /** For whoever waits. */
  progress() {
    const { requests, mutations, revocations, expiries } = this.counts;
    return `${requests + mutations} operations, ${revocations} revocations, ${expiries} expiries, ${this.history.suspects.length} canaries to look at.`;
  }

  async execute() {
    const revocations = {};
    let caughtAt = null;
    if (this.options.faults.skew) this.countFault('node with a wrong clock (5 min ahead; 5 min behind)', 2);
    try {
      const owners = Array.from(
        { length: this.options.owners },
        (_, at) => new Owner(this, at, TENANTS[at % TENANTS.length]),
      );
      for (let at = 0; at < this.options.idleRevocations; at += 1) {
        const grant = await owners[0].grant(30_000);
        if (grant.id !== undefined) await owners[0].end(grant);
      }
      revocations.idle = this.#takeLatencies();
      const { readers, programs, followers } = this.options;
      const keepers = Array.from(
        { length: this.options.keepers },
        (_, at) => new Keeper(this, at, TENANTS[at % TENANTS.length]),
      );
      const staff = (at) => staffMember(this, STAFF[at % STAFF.length]);
      const asking = Array.from({ length: readers + programs }, (_, at) =>
        at < readers ? staff(at) : this.keys.asker,
      );
      // Every fourth is a program.
      const following = Array.from({ length: followers }, (_, at) => (at % 4 === 3 ? this.keys.asker : staff(at)));
      const going = [
        ...asking.map((asker, at) => new Reader(this, at, asker).readUntilStopped()),
        ...following.map((asker, at) => new Follower(this, at, asker).followUntilStopped()),
        ...[...owners, ...keepers].map((owner) => owner.actUntilStopped()),
        this.#watchExpiries(),
      ];
      await this.#wait(this.options.loadSeconds);
      revocations.underLoad = this.#takeLatencies();
      await plantTriggers(this.world.urls.superuser, this.options.faults);
      this.faulting = true;
      const faults = new Faults(this);
      faults.start();
      caughtAt = await this.#wait(this.options.seconds);
      revocations.underFaults = this.#takeLatencies();
      this.stopped = true;
      await Promise.all(going);
      await faults.settled();
      await Promise.all(this.#suspicions);
      return await this.#verdict(revocations, caughtAt);
    } finally {
      this.stopped = true;
    }
  }

  #takeLatencies() {
    return this.latencies.splice(0);
  }

  /** Until the time is over; or, where that is enough, until the first violation: how many revocations it took. */
  async #wait(seconds) {
    const until = Date.now() + seconds * 1_000;
    while (Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (this.options.stopAtFirst && this.history.suspects.some(({ outside }) => outside === false))
        return { revocations: this.counts.revocations, reads: this.counts.reads };
      if (this.counts.revocations >= this.options.enoughRevocations) return null;
    }
    return null;
  }

  /** Time limits are over when the database's clock says so. */
  async #watchExpiries() {
    let client = null;
    while (!this.stopped) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      if (!this.history.open.some((grant) => grant.expiresAt < Date.now())) continue;
      try {
        client ??= await connect(this.world.urls.superuser);
        const { rows } = await client.query('select extract(epoch from clock_timestamp()) * 1000 as now');
        for (const grant of this.history.open) {
          if (grant.expiresAt >= Number(rows[0].now)) continue;
          this.counts.expiries += 1;
          await this.history.grantEnded(grant, null);
        }
      } catch {
        client = null;
      }
    }
    await client?.end().catch(() => undefined);
  }

  /**
   * The proviso, judged by the node's own stamp and by the log: the check at the raw write was over before the process was suspended, and
   * what the read rested on ended in a way that waits for no answer (see judge.mjs). Everything else is a violation.
   */
  async #look(suspect) {
    const until = Date.now();
    const { readAt, reading } = suspect;
    if (reading.isDelivery) return this.#lookAtDelivery(suspect);
    const node = this.nodes.find(({ name }) => name === suspect.node);
    const { checkedAt, takenAt } = await node.stampsOf(suspect.requestId);
    const { endedAt, during } = suspect;
    const stood = reading.isEvent
      ? stoodStill(await node.writesOf(suspect.requestId), node.suspensions, readAt)
      : undefined;
    const suspended = reading.isEvent
      ? stood !== undefined
      : (reading.stop ?? '').startsWith('after') ||
        (checkedAt !== null && node.suspensions.some((begun) => begun >= checkedAt && begun <= readAt));
    // A large answer of which the kernel had taken all before the end, or all that it ever got, because the node was dead by then.
    const heldByKernel =
      reading.bulky &&
      suspect.verdict === 'V1' &&
      ((takenAt !== null && takenAt <= endedAt) || node.kills.some((at) => at >= reading.begun && at <= endedAt));
    suspect.stop = reading.stop;
    suspect.checkedMsBefore = checkedAt === null ? null : Number(readAt - checkedAt) / 1e6;
    suspect.suspended = suspended;
    suspect.outside = heldByKernel;
    if (!heldByKernel && suspect.verdict === 'V1' && suspended) {
      const all = await (reading.entries ??= this.#asked((url) => entriesOf(url, reading, until)));
      const place = placeOf(suspect.canary);
      const entries = stood ? entriesOfEvent({ entries: all, place, checkedMs: wallMsOf(stood.at) }) : all;
      suspect.rests = [...new Set(entries.map(({ authority }) => authority))];
      suspect.outside = restedOnGivenUp({ entries, place, during, known: this.history.ids });
    }
    settle(suspect);
  }

  /** Which node it came from only the nodes know. What it rests on are the terms of the integration, of which the checker sees each end. */
  async #lookAtDelivery(suspect) {
    const { readAt, during } = suspect;
    const stood = await Promise.all(
      this.nodes.map(async (node) => stoodStill(await node.writesOf(suspect.requestId), node.suspensions, readAt)),
    );
    suspect.suspended = stood.some((write) => write !== undefined);
    suspect.outside =
      suspect.verdict === 'V1' && suspect.suspended && during.every(({ receipt }) => receipt.fenced > 0);
    settle(suspect);
  }

  async #verdict(revocations, caughtAt) {
    this.#countOwnStops();
    const log = await this.#asked((url) => unlogged(url, this.history.shown));
    const unheld = await this.#asked((url) => unregistered(url, this.history.shown));
    const inside = this.history.suspects.filter(({ outside }) => !outside);
    const of = (verdict) => inside.filter((suspect) => suspect.verdict === verdict);
    return {
      seed: this.seed,
      ...this.counts,
      canaries: this.history.canaries,
      inFlight: this.history.inFlight,
      sweeps: this.history.sweeps,
      entries: log.entries,
      answers: this.answers,
      faults: this.faultCounts,
      revocationMs: Object.fromEntries(Object.entries(revocations).map(([name, times]) => [name, percentiles(times)])),
      outsideTheProviso: this.history.suspects.length - inside.length,
      violations: { V0: of('V0').length, V1: of('V1').length, V2: log.unlogged.length + unheld.length },
      internalErrors: this.answers[INTERNAL] ?? 0,
      unexpected: this.nodes.flatMap(({ unexpected }) => unexpected),
      caughtAt,
      nodesThatEnded: this.nodes.flatMap(({ ends }) => ends),
      violatingRequests: countsOf(inside.map(({ requestId }) => requestId)),
      examples: [
        ...firstOfEach(inside, ({ requestId }) => requestId).slice(0, EXAMPLES),
        ...log.unlogged.slice(0, EXAMPLES).map(({ operation, requestId, node, sentAt, readAt, missing }) => ({
          verdict: 'V2',
          operation,
          requestId,
          node,
          sentAt,
          readAt,
          missing: [...missing].slice(0, 5),
        })),
        ...unheld.slice(0, EXAMPLES).map((wrong) => ({ verdict: 'V2', ...wrong })),
      ],
    };
  }

  /** Those that nodes have counted. */
  #countOwnStops() {
    const sum = (name) => this.nodes.reduce((total, node) => total + node[name], 0);
    this.countFault('node stops itself after the check of an event', sum('eventStops'));
    this.countFault('node stops itself before the check of a delivery', sum('latePosts'));
  }

  /** Of the database, which may be away for a while. */
  async #asked(question) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await question(this.world.urls.superuser);
      } catch (error) {
        if (tries > 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }
}

/** What was only needed to judge it. */
function settle(suspect) {
  delete suspect.endedAt;
  delete suspect.during;
  delete suspect.reading;
  delete suspect.readAt;
}

/** The last write before an event was read between whose check and itself the node was suspended, or stopped itself. */
function stoodStill(writes, suspensions, readAt) {
  return writes.findLast(({ at, stopped }, index) => {
    if (at > readAt || readAt - at > BigInt(EVENT_MS) * 1_000_000n) return false;
    const next = writes[index + 1]?.at ?? readAt;
    return stopped || suspensions.some((begun) => begun >= at && begun <= next);
  });
}

/** A moment of the clock that all processes share, in ms of the epoch. */
function wallMsOf(at) {
  return Date.now() - Number(process.hrtime.bigint() - at) / 1e6;
}

/** One of each request, since a large answer is many canaries. */
function firstOfEach(items, keyOf) {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].reverse();
}

function countsOf(keys) {
  const counts = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

export function percentiles(times) {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share) => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    return value === undefined ? null : Math.round(value * 10) / 10;
  };
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}
