import { NOBODY, type Database, type OwnStatement, type Presented, type Row, type Statement } from '../database.js';
import { codeOf } from '../schema/database-error.js';
import type { Turns } from '../turns.js';

/** A read that a replica may answer: of a member, whom the wall confirms, and of tenants' data alone. */
export interface ReplicaRead {
  readonly presented: Presented;
  /** Says whom it was made for (`expects`). */
  readonly statement: OwnStatement & { readonly expects: string };
  /** Whose turn it takes. */
  readonly tenantId: string | undefined;
  /** And for how long: without end. */
  readonly patient: boolean;
}

export interface ReplicaParts {
  readonly primary: Database;
  readonly replica: Database;
  /** Of the primary. */
  readonly turns: Turns;
  readonly turnsOnReplica: Turns;
  /** Told when the replica begins to be of use, and why it is of none. */
  readonly onChange: (why: string | null) => void;
}

/**
 * Where the primary is: whoever asks stands there as is expected, and so far has the log been written that holds all that was committed. What
 * was committed without waiting for the disk is not flushed yet: where the server does so, the place is further on.
 */
const POSITION: Statement = {
  name: 'position',
  text: `select p.place, left(pg_walfile_name(p.place), 8)
    from (
      select case
               when auth.tenant_id() is null or pg_is_in_recovery() then null
               when current_setting('synchronous_commit') = 'off' then pg_current_wal_insert_lsn()
               else pg_current_wal_flush_lsn()
             end as place) p`,
  values: [],
};

/** How long a read waits on the replica for what is on its way to it: ten times a millisecond. */
const wait = (position: string): Statement => ({
  name: 'wait for replay',
  text: `select pg_sleep(0.001) from generate_series(1, 10) where pg_last_wal_replay_lsn() < $1::pg_lsn`,
  values: [position],
});

/**
 * Takes the credential away again unless the replica has come so far, so that the statement behind it shows nothing. Its snapshot is younger
 * than this look, and so holds all that was replayed by then.
 */
const turnAway = (position: string): Statement => ({
  name: 'unless replayed',
  text: `select set_config('sluice.credential', '', true)
    where (pg_is_in_recovery() and pg_last_wal_replay_lsn() >= $1::pg_lsn) is not true`,
  values: [position],
});

const IDENTITY: Statement = {
  name: 'identity',
  text: `select system_identifier, session_user, current_database(), pg_is_in_recovery(),
                lpad(upper(to_hex((select timeline_id from pg_control_checkpoint()))), 8, '0')
           from pg_control_system()`,
  values: [],
};

const LOOK_EVERY_MS = 1_000;
/** How long a replica that was behind is left alone: twice as long each time, until it has come along. */
const FIRST_REST_MS = 20;
const LONGEST_REST_MS = 1_000;
/** What says nothing against the replica: the statement took too long there, had to give way to what is replayed, or found no turn. */
const PASSING: ReadonlySet<string | undefined> = new Set(['TIMEOUT', 'CONFLICT', 'RATE_LIMITED']);

/**
 * Member reads on a streaming replica. The primary says for each of them, in one small statement, whether rights are what the read was made
 * for and how far its log has come; the replica has replayed that, or shows nothing, and then the primary answers. So nobody reads behind a
 * write of their own that was answered, nor behind a change of rights, and a replica that lags, is away or was promoted costs time only.
 */
export class Replica {
  readonly counts = { answered: 0, behind: 0, failed: 0 };
  readonly #parts: ReplicaParts;
  /** The history of the log that it follows, as the primary names it; null: it is of no use now. */
  #timeline: string | null = null;
  #why: string | null | undefined;
  #timer: NodeJS.Timeout | undefined;
  #restMs = FIRST_REST_MS;
  #restUntil = 0;

  constructor(parts: ReplicaParts) {
    this.#parts = parts;
  }

  /** Looks whether it is there, now and every so often: no request waits to find out. */
  async start(): Promise<void> {
    await this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timeline = null;
    await this.#parts.replica.close();
  }

  /**
   * @param accept what is made of the rows; null where nothing in them confirms that they were shown to whom the read was made for
   * @returns null: the primary has to be asked
   */
  async read(
    { presented, statement, tenantId, patient }: ReplicaRead,
    accept: (rows: Row[]) => Row[] | null,
  ): Promise<Row[] | null> {
    if (this.#timeline === null || performance.now() < this.#restUntil) return null;
    const { primary, replica, turns, turnsOnReplica } = this.#parts;
    const asked = { ...POSITION, expects: statement.expects };
    const [position] = await turns.take(tenantId, () => primary.run(presented, asked), patient);
    const [place, timeline] = position ?? [];
    if (!place || timeline !== this.#timeline) return null;
    const guarded = { ...statement, before: [wait(place), turnAway(place)] };
    let rows: Row[] | null;
    try {
      rows = accept(await turnsOnReplica.take(tenantId, () => replica.run(presented, guarded), patient));
    } catch (error) {
      this.counts.failed += 1;
      if (!PASSING.has(codeOf(error))) this.#of(null, 'The replica of REPLICA_URL does not answer.');
      return null;
    }
    this.#rest(rows === null);
    return rows;
  }

  /** Whether it is the replica of this primary, and under the same role: what is checked of the role there holds here. */
  async look(): Promise<void> {
    const { primary, replica } = this.#parts;
    const one = (database: Database): Promise<readonly (string | null)[]> =>
      database.run(NOBODY, IDENTITY).then(([row]) => row ?? []);
    try {
      const [mine, its] = await Promise.all([one(primary), one(replica)]);
      const [system, ...login] = its;
      if (system !== mine[0]) this.#of(null, 'REPLICA_URL is no replica of the database of DATABASE_URL.');
      else if (login[0] !== mine[1] || login[1] !== mine[2])
        this.#of(null, 'REPLICA_URL must name the same role and database as DATABASE_URL.');
      else if (login[2] !== 't') this.#of(null, 'The server of REPLICA_URL is no replica now.');
      else this.#of(login[3] ?? null, null);
    } catch {
      this.#of(null, 'The replica of REPLICA_URL does not answer.');
    }
  }

  #of(timeline: string | null, why: string | null): void {
    this.#timeline = timeline;
    if (why === this.#why) return;
    this.#why = why;
    this.#parts.onChange(why);
  }

  #rest(behind: boolean): void {
    if (!behind) {
      this.counts.answered += 1;
      this.#restMs = FIRST_REST_MS;
      return;
    }
    this.counts.behind += 1;
    this.#restUntil = performance.now() + this.#restMs;
    this.#restMs = Math.min(LONGEST_REST_MS, this.#restMs * 2);
  }
}
