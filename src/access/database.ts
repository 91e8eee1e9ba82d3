import pg from 'pg';
import { unavailable } from '../kernel/errors.js';
import { BriefStatements, grouped, type Asked, type Group } from './brief.js';
import { despiteWall, isAway, isRefusal, tookTooLong, translateDatabaseError } from './database-fault.js';
import {
  NOBODY,
  PipelinedStatements,
  settingsOf,
  type OwnStatement,
  type Presented,
  type Row,
  type Statement,
} from './pipeline.js';
import { failUnconfirmed } from './unconfirmed.js';
import { Silence } from './silence.js';
import { SESSION_LOCK, SHARED_LOCK } from './tenant-lock.js';

export type { Origin, OwnStatement, Presented, Row, Statement } from './pipeline.js';
export { NOBODY, settingsOf } from './pipeline.js';

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** How long a request waits for a connection before it is UNAVAILABLE. */
  readonly connectTimeoutMs: number;
  readonly onError: (error: Error) => void;
}

/** What every connection of the API is started with; nothing here is changed later. */
export const SESSION: Readonly<Record<string, string>> = {
  timezone: 'UTC',
  datestyle: 'ISO',
  intervalstyle: 'iso_8601',
  bytea_output: 'hex',
  jit: 'off',
  // Each statement is run thousands of times and leads with the tenant: planning anew costs more than it finds.
  plan_cache_mode: 'force_generic_plan',
  max_parallel_workers_per_gather: '0',
  default_transaction_isolation: 'read committed',
  search_path: 'public',
};

/** So that what the server is asked to do has an end, whoever asks. */
export function startOptions(statementTimeoutMs: number): pg.ClientConfig {
  return {
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    options: Object.entries(SESSION)
      .map(([name, value]) => `-c ${name}=${value.replace(' ', '\\ ')}`)
      .join(' '),
  };
}

const RAW_TEXT = { getTypeParser: () => (text: string) => text };

/** A request that is this little over its time is not worth another setting with each statement. */
const NOTICEABLE_MS = 250;

/** One under the lock of a tenant. */
export interface Transaction {
  readonly run: (statement: Statement) => Promise<Row[]>;
  /** The tenant, which was locked before the transaction saw anything; null: the credential reached none then, whatever it does now. */
  readonly holds: string | null;
}

/** What is done in a transaction; where row level security turns it away, it is done again in another. */
type Work<T> = (run: (statement: Statement) => Promise<Row[]>) => Promise<T>;

/** The server stops a statement in time. Where it has not even said so after this, it is out of reach. */
const SILENCE_MS = 1_000;

/** The one way to the database: a pool of connections, on which nothing is asked but under a credential. */
export class Database {
  readonly pool: pg.Pool;
  /** Cuts connections on which the server has fallen silent. */
  readonly silence: Silence;
  readonly #statementTimeoutMs: number;
  readonly #brief = new BriefStatements((together) => void this.#askTogether(together));
  /** Statements sent, for tests and metrics: one read is one statement, whatever it nests. */
  statements = 0;

  constructor(options: DatabaseOptions) {
    this.silence = new Silence(options.statementTimeoutMs + SILENCE_MS);
    this.#statementTimeoutMs = options.statementTimeoutMs;
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.poolSize,
      connectionTimeoutMillis: options.connectTimeoutMs,
      idleTimeoutMillis: 0,
      ...startOptions(options.statementTimeoutMs),
      application_name: 'sluice',
      keepAlive: true,
      // What is asked while something is on its way is sent at once (see `Statement.brief`).
      pipeline: true,
    });
    // A pool is said to be closed while its connections are still saying goodbye: then nobody misses them.
    const onError = (error: Error): void => {
      if (!this.pool.ending) options.onError(error);
    };
    this.pool.on('error', onError);
    this.pool.on('connect', (client) => {
      client.on('error', onError);
      failUnconfirmed(client);
    });
  }

  /** What is left of a request's time, where that is noticeably less than a statement may take; null: all of that. */
  remaining({ deadline }: Presented): number | null {
    if (deadline === undefined) return null;
    const remaining = Math.ceil(deadline - performance.now());
    if (remaining <= 0) throw tookTooLong();
    return remaining < this.#statementTimeoutMs - NOTICEABLE_MS ? remaining : null;
  }

  /** Runs one statement under the presented credential, in one round trip and one transaction; a brief one may share both. */
  run(presented: Presented, statement: OwnStatement): Promise<Row[]> {
    return despiteWall(() =>
      statement.brief === true ? this.#brief.run(presented, statement) : this.#runOnce(presented, statement),
    );
  }

  #runOnce(presented: Presented, statement: OwnStatement): Promise<Row[]> {
    return new Promise((resolve, reject) => void this.#askTogether([{ presented, statement, resolve, reject }]));
  }

  /** On one connection, which is given back once all are over. */
  async #askTogether(together: readonly Asked[]): Promise<void> {
    let client: pg.PoolClient;
    try {
      client = await connectedTo(this.pool);
    } catch (error) {
      for (const { reject } of together) reject(error);
      return;
    }
    const owed = this.silence.begin(client);
    const groups = grouped(together, (presented) => this.remaining(presented));
    let underWay = groups.length + 1;
    let broken: Error | undefined;
    const over = (fault?: Error): void => {
      broken ??= fault;
      underWay -= 1;
      if (underWay > 0) return;
      this.silence.end(owed);
      client.release(broken);
    };
    const { stream } = client.connection;
    if (groups.length > 1) stream.cork();
    for (const group of groups) this.#ask(client, group, over);
    if (groups.length > 1) stream.uncork();
    over();
  }

  /**
   * As one transaction. That one of several fails is its own affair: the others are asked again, each by itself. Where the connection breaks
   * only those are that had their rows already: the rest hears that the database is out of reach.
   * @param over hears that they were answered, or that they were not because the connection is no good any more
   */
  #ask(
    client: pg.PoolClient,
    { presented: asker, expects, remainingMs, asked }: Group,
    over: (broken?: Error) => void,
  ): void {
    const fail = (error: unknown, answered: number): void => {
      const fault = translateDatabaseError(error);
      const isOver = isAway(fault);
      for (const [at, { presented, statement, resolve, reject }] of asked.entries()) {
        if (asked.length === 1 || at === answered || (isOver && at > answered)) reject(fault);
        else this.#runOnce(presented, statement).then(resolve, reject);
      }
    };
    try {
      const settings = settingsOf(asker, { remainingMs, expects });
      const statements = asked.map(({ statement }) => statement);
      const settle = (error: Error | null, answers: readonly Row[][]): void => {
        over(error === null || isRefusal(error) ? undefined : error);
        if (error) fail(error, answers.length);
        else for (const [at, { resolve }] of asked.entries()) resolve(answers[at] ?? []);
      };
      client.query(new PipelinedStatements(settings, statements, settle));
      this.statements += asked.length;
    } catch (error) {
      // Nothing of it was sent.
      over();
      fail(error, -1);
    }
  }

  /**
   * Runs several statements in one snapshot, under the tenant's lock that every change of consent takes exclusively: what is read of rights
   * at its start holds until its end, whatever else changes. The lock is older than the snapshot: one taken in it would let a change through
   * that was waited for and then not seen.
   */
  locked<T>(presented: Presented, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return despiteWall(() => this.#lockedOnce(presented, work));
  }

  async #lockedOnce<T>(presented: Presented, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const { client, run, say } = await this.#borrow();
    try {
      await say('begin');
      await run(settingsOf(presented, { remainingMs: this.remaining(presented) }));
      const [lock] = await run(SESSION_LOCK);
      await say('commit');
      await say('begin isolation level repeatable read');
      await run(settingsOf(presented, { remainingMs: this.remaining(presented) }));
      const result = await work({ run, holds: lock?.[0] ?? null });
      await say('commit');
      await say('select pg_advisory_unlock_all()');
      client.release();
      return result;
    } catch (error) {
      // Closing the connection ends the transaction and the lock, whatever state they are in.
      client.release(true);
      throw translateDatabaseError(error);
    }
  }

  /** Runs several statements in one transaction, under the shared lock of the tenant: no definition and no consent changes before its end. */
  transaction<T>(presented: Presented, work: Work<T>): Promise<T> {
    return despiteWall(() => this.#transactionOnce(presented, work));
  }

  async #transactionOnce<T>(presented: Presented, work: Work<T>): Promise<T> {
    const { client, run, say } = await this.#borrow();
    try {
      await say('begin');
      await run(settingsOf(presented, { remainingMs: this.remaining(presented) }));
      await run(SHARED_LOCK);
      const result = await work(run);
      await say('commit');
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw translateDatabaseError(error);
    }
  }

  /** A connection for statements one after the other. */
  async #borrow(): Promise<{
    readonly client: pg.PoolClient;
    readonly run: (statement: Statement) => Promise<Row[]>;
    readonly say: (text: string) => Promise<unknown>;
  }> {
    const client = await connectedTo(this.pool);
    const run = async ({ text, values }: Statement): Promise<Row[]> => {
      this.statements += 1;
      const asked = { text, values: [...values], rowMode: 'array' as const, types: RAW_TEXT };
      const result = await this.silence.during(client, () => client.query<(string | null)[]>(asked));
      return result.rows;
    };
    const say = (text: string): Promise<unknown> => this.silence.during(client, () => client.query(text));
    return { client, run, say };
  }

  /** Whether the database answers at all. */
  async ping(): Promise<void> {
    await this.run(NOBODY, { text: 'select 1', values: [] });
  }

  async close(): Promise<void> {
    this.silence.close();
    await this.pool.end();
  }
}

/** Whatever keeps a connection from being made, the database is out of reach. */
export async function connectedTo(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw unavailable(error);
  }
}

/** A call of one of the database's functions. */
export function callOf(name: string, values: readonly (string | null)[]): Statement {
  const parameters = values.map((_, index) => `$${String(index + 1)}`).join(', ');
  return { name: `call ${name}`, text: `select * from ${name}(${parameters})`, values };
}

/** A JSON array of texts, as a function of the database returns it. */
export function textsOf(json: string | null | undefined): readonly string[] {
  return JSON.parse(json ?? '[]') as readonly string[];
}

/** An array parameter in the server's text form. */
export function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}
