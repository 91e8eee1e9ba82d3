/** A PostgreSQL of one test file's own, because it is restarted, crashed or filled up, with the demo world in it; and nodes that are processes. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client as PostgresClient } from 'pg';
import { migrate } from '../../src/access/schema/migrate.js';
import { loadDemo } from '../../src/server/demo/load-demo.js';
import { findPlace } from '../../src/server/embedded-cluster.js';
import { startEmbeddedDatabase } from '../../src/server/embedded-database.js';
import { observe } from '../../src/server/embedded-postmaster.js';
import { NODE_ROLE } from '../../src/server/embedded-roles.js';
import { again, SUPPORT } from '../consent/stage.js';
import { clientFor, type Client } from '../support/client.js';
import { atDatabase } from '../support/database.js';
import { TEST_SECRET_KEY } from '../support/demo-database.js';
import { knowServer } from '../support/second-factor.js';
import { start, untilSaid, type Environment, type Started } from '../support/program.js';

const FIRST_PORT = 56_300;

type Value = string | number | null;

export interface NodeProcess {
  readonly started: Started;
  /** Of the API, as in `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
}

export interface OwnServer {
  readonly apiUrl: string;
  readonly superuserUrl: string;
  readonly node: (environment?: Environment) => Promise<NodeProcess>;
  /** In a connection of its own each time: it works after the server was restarted. */
  readonly cell: <Cell extends Value = string>(text: string, values?: readonly unknown[]) => Promise<Cell>;
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<readonly Readonly<Record<string, Value>>[]>;
  /** Until it is up again. */
  readonly restart: (how: 'fast' | 'immediate') => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openOwnServer(settings: Readonly<Record<string, string>> = {}): Promise<OwnServer> {
  const dataDir = await mkdtemp(join(tmpdir(), `sluice-test-${String(process.pid)}-`));
  // As root the server runs as another user, who has to get in.
  await chmod(dataDir, 0o755);
  const embedded = await startEmbeddedDatabase({ dataDir, port: FIRST_PORT, log: () => undefined, settings });
  const superuserUrl = atDatabase(embedded.superuserUrl, new URL(embedded.apiUrl).pathname.slice(1));
  const { cluster } = await findPlace(dataDir);
  const started: Started[] = [];
  const sql: OwnServer['sql'] = async (text, values = []) => {
    const client = new PostgresClient({ connectionString: superuserUrl });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Readonly<Record<string, Value>>>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  };
  const close = async (): Promise<void> => {
    for (const { child, exit } of started) {
      child.kill('SIGKILL');
      await exit;
    }
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await migrate(embedded.migrationUrl, { apiRole: { name: NODE_ROLE } });
    await loadDemo({ migrationUrl: embedded.migrationUrl, secretKey: TEST_SECRET_KEY, log: () => undefined });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    apiUrl: embedded.apiUrl,
    superuserUrl,
    sql,
    cell: async <Cell extends Value>(text: string, values: readonly unknown[] = []) => {
      const [row] = await sql(text, values);
      if (!row) throw new Error(`No row came back: ${text}`);
      return Object.values(row)[0] as Cell;
    },
    node: async (environment = {}) => {
      const node = start('src/main.ts', {
        DATABASE_URL: embedded.apiUrl,
        SECRET_KEY: TEST_SECRET_KEY,
        PORT: '0',
        LOG_LEVEL: 'silent',
        ...environment,
      });
      started.push(node);
      const url = (await untilSaid(node, /http:\S+graphql/)).trim();
      knowServer(new URL(url).origin, superuserUrl);
      return { started: node, url };
    },
    restart: async (how) => {
      const before = await observe(cluster);
      if (before.state !== 'ready') throw new Error('The server is not up.');
      process.kill(before.pid, how === 'immediate' ? 'SIGQUIT' : 'SIGINT');
      await until(async () => {
        const now = await observe(cluster);
        return now.state === 'ready' && now.pid !== before.pid;
      });
    },
    close,
  };
}

export async function until(condition: () => Promise<boolean>, limitMs = 20_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('It did not come to that.');
    await pause(20);
  }
}

/** Nothing of a transaction that is over, whichever way it ended. */
export function leavesNothingLocked({ cell }: OwnServer): Promise<void> {
  return until(
    async () =>
      (await cell<number>(
        `select (select count(*) from pg_locks where locktype = 'advisory' and database =
             (select oid from pg_database where datname = current_database()))::int
           + (select count(*) from pg_stat_activity where application_name = 'sluice' and state like 'idle in transaction%')::int`,
      )) === 0,
  );
}

/** Support staff who look and look, each time under a name of its own, by which the log tells of it. */
export class Lookers {
  private static count = 0;
  /** Operations whose answers held something. */
  readonly shown: string[] = [];
  readonly codes = new Map<string, number>();
  private readonly going: readonly { stop: () => Promise<number> }[];

  private constructor(clients: readonly Client[]) {
    this.going = clients.map((client) => again(() => this.look(client), 1));
  }

  static async from(urls: readonly string[]): Promise<Lookers> {
    return new Lookers(await Promise.all(urls.map((url) => clientFor(url, SUPPORT, 'acme'))));
  }

  async untilShown(more: number): Promise<void> {
    const wanted = this.shown.length + more;
    await until(() => Promise.resolve(this.shown.length >= wanted));
  }

  async stop(): Promise<void> {
    await Promise.all(this.going.map((each) => each.stop()));
  }

  private async look(client: Client): Promise<void> {
    Lookers.count += 1;
    const name = `Look${String(Lookers.count)}`;
    const { text, code } = await client
      .query(`query ${name} { contacts(first: 5) { nodes { email } } }`)
      .catch(() => ({ text: '', code: 'connection cut' }));
    const kind = code ?? 'answered';
    this.codes.set(kind, (this.codes.get(kind) ?? 0) + 1);
    if (text.includes('@')) this.shown.push(name);
  }
}

/** Those of the operations that the log knows nothing of. */
export async function withoutEntry({ sql }: Pick<OwnServer, 'sql'>, operations: readonly string[]): Promise<string[]> {
  const rows = await sql(
    `select name from unnest($1::text[]) as name where not exists (
       select from access_entry where operation = name and disclosed::text like '%"email"%')`,
    [operations],
  );
  return rows.map(({ name }) => String(name));
}
