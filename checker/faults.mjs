/** What goes wrong, as often as the options say, at moments that the seed decides. Rates are per second; of posts to webhooks every so many. */
import { Dice } from './dice.mjs';
import { connect } from './world.mjs';

export const NO_FAULTS = {
  suspensions: 0,
  kills: 0,
  killedBackends: 0,
  droppedListeners: 0,
  databaseRestarts: 0,
  stalledStandby: 0,
  resets: 0,
  slow: 0,
  partly: 0,
  stopBefore: 0,
  stopAfter: 0,
  delayed: 0,
  stoppedEvents: 0,
  busyEvents: 0,
  latePosts: 0,
  longestDelayMs: 300,
  dawdlingLog: 0,
  failingCommits: 0,
  skew: false,
};

export const ALL_FAULTS = {
  suspensions: 1,
  kills: 0.08,
  killedBackends: 0.5,
  droppedListeners: 0.3,
  databaseRestarts: 0.04,
  stalledStandby: 0.3,
  resets: 0.02,
  slow: 0.02,
  partly: 0.01,
  stopBefore: 0.02,
  stopAfter: 0.01,
  delayed: 0.02,
  stoppedEvents: 0.3,
  busyEvents: 0.3,
  latePosts: 25,
  longestDelayMs: 300,
  dawdlingLog: 0.01,
  failingCommits: 0.004,
  skew: true,
};

/** In the checker's own world, and so in no product: a log that takes its time, and commits that find the disk full. */
export async function plantTriggers(url, { dawdlingLog, failingCommits }) {
  const client = await connect(url);
  await client.query(`create or replace function public.checker_dawdle() returns trigger language plpgsql as $$
    begin if random() < ${dawdlingLog} then perform pg_sleep(0.02 + random() * 0.2); end if; return new; end $$`);
  await client.query(`create or replace function public.checker_fail() returns trigger language plpgsql as $$
    begin if random() < ${failingCommits} then raise exception 'the commit fails' using errcode = 'disk_full'; end if; return null; end $$`);
  await client.query(`create or replace trigger checker_dawdle before insert on access_entry
    for each row execute function public.checker_dawdle()`);
  await client.query(`drop trigger if exists checker_fail on access_entry`);
  await client.query(`create constraint trigger checker_fail after insert on access_entry deferrable initially deferred
    for each row execute function public.checker_fail()`);
  await client.end();
}

export class Faults {
  #run;
  #loops = [];

  constructor(run) {
    this.#run = run;
  }

  start() {
    const { faults } = this.#run.options;
    this.#repeat('suspension', faults.suspensions, (dice) => this.#suspend(dice));
    this.#repeat('kill', faults.kills, (dice) => this.#kill(dice));
    this.#repeat('backends', faults.killedBackends, (dice) => this.#killBackends(dice));
    this.#repeat('listeners', faults.droppedListeners, () => this.#dropListeners());
    this.#repeat('database', faults.databaseRestarts, (dice) =>
      this.#run.stage.server.breakDown(dice, (kind) => this.#run.countFault(kind)),
    );
    if (this.#run.stage.server.stallStandby)
      this.#repeat('standby', faults.stalledStandby, (dice) => this.#stallStandby(dice));
  }

  async settled() {
    await Promise.all(this.#loops);
  }

  #repeat(name, perSecond, fault) {
    if (perSecond === 0) return;
    const dice = new Dice(this.#run.seed, name);
    const loop = async () => {
      while (!this.#run.stopped) {
        const until = Date.now() + (dice.throw() * 2_000) / perSecond;
        while (!this.#run.stopped && Date.now() < until)
          await new Promise((resolve) => setTimeout(resolve, Math.min(200, until - Date.now() + 1)));
        if (!this.#run.stopped) await fault(dice);
      }
    };
    this.#loops.push(loop());
  }

  async #suspend(dice) {
    const node = this.#run.upNode(dice);
    if (!node) return;
    this.#run.countFault('node suspended');
    await node.suspend(dice.whole(30, 700));
  }

  async #kill(dice) {
    const node = this.#run.upNode(dice);
    // One is always left to ask.
    if (!node || this.#run.nodes.filter(({ up }) => up).length < 2) return;
    this.#run.countFault('node killed');
    await node.killAndRestart();
  }

  async #killBackends(dice) {
    const count = dice.whole(1, 3);
    await this.#asSuperuser(async (client) => {
      const { rowCount } = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'sluice' order by random() limit $1`,
        [count],
      );
      this.#run.countFault('backend killed', rowCount);
    });
  }

  /** Hints are lost until the nodes listen again; nothing may depend on them. */
  async #dropListeners() {
    await this.#asSuperuser(async (client) => {
      const { rowCount } = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sluice streams'`,
      );
      this.#run.countFault('LISTEN connection dropped', rowCount);
    });
  }

  async #stallStandby(dice) {
    this.#run.countFault('standby suspended');
    await this.#run.stage.server.stallStandby(dice.whole(30, 600));
  }

  async #asSuperuser(work) {
    try {
      const client = await connect(this.#run.world.urls.superuser);
      try {
        await work(client);
      } finally {
        await client.end();
      }
    } catch {
      // The database is away at the moment: that is fault enough.
    }
  }
}
