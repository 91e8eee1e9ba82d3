/**
 * PostgreSQL without an installation: `npm start` needs no server of its own, and what it keeps is as durable as any.
 *
 * Several nodes may share one data directory. Each holds one connection that marks it as a user of the server; the last to
 * leave stops it. Such a mark goes away with its process however that dies, so a server left behind by a killed node is
 * taken over by the next start, and one that was killed itself is started again. One data directory belongs to one machine:
 * PostgreSQL's own locks do not reach into another container.
 */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type ServerBinaries, usableBinaries } from './embedded-binaries.js';
import { type ClusterPlace, ensureCluster, findPlace } from './embedded-cluster.js';
import { EmbeddedDatabaseError } from './embedded-error.js';
import { endOrphans, observe, startPostmaster, stopPostmaster } from './embedded-postmaster.js';
import {
  closeToOthers,
  createOwnedDatabase,
  DATABASE_NAME,
  databaseExists,
  ensureRoles,
  NODE_ROLE,
  OWNER_ROLE,
} from './embedded-roles.js';

export interface EmbeddedDatabaseOptions {
  readonly dataDir: string;
  /** Where to begin looking for a free port. A server that runs already keeps its own. */
  readonly port?: number;
  readonly log: (line: string) => void;
  /** PostgreSQL settings over the usual ones. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedDatabase {
  /** No database named `sluice` existed before this start. */
  readonly fresh: boolean;
  /** `sluice_owner`, who migrates. */
  readonly migrationUrl: string;
  /** `sluice_node`, who serves. */
  readonly apiUrl: string;
  /** The superuser, in the database `postgres`. */
  readonly superuserUrl: string;
  stop(): Promise<void>;
}

const FIRST_PORT = 54329;
const PORTS_TRIED = 200;
const JOIN_LIMIT_MS = 150_000;
const RETRY_MS = 50;
const USER_MARK = 'sluice embedded user';
/** The advisory lock under which users of the server come and go; the number means nothing else. */
const DOOR_LOCK = 727_401_558;

/** For two cores and a shared machine. Nothing a statement or a row contains is logged. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // A socket's path may have about 100 characters, and a data directory's may be longer.
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  max_wal_size: '1GB',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  lc_messages: 'C',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_statement: 'none',
  log_autovacuum_min_duration: '-1',
};

export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const place = await findPlace(options.dataDir);
  const binaries = await usableBinaries(place.account, options.dataDir);
  const settings = { ...SETTINGS, ...options.settings };
  await ensureCluster(place, binaries, options.settings?.fsync !== 'off', options.log);
  const membership = new Membership(place, binaries, settings, options.log);
  const port = await membership.join(options.port ?? FIRST_PORT, PORTS_TRIED);
  const url = (role: string, password: string, database: string): string =>
    `postgresql://${role}:${password}@127.0.0.1:${String(port)}/${database}`;
  return {
    fresh: membership.fresh,
    migrationUrl: url(OWNER_ROLE, place.passwords.owner, DATABASE_NAME),
    apiUrl: url(NODE_ROLE, place.passwords.node, DATABASE_NAME),
    superuserUrl: url('postgres', place.passwords.superuser, 'postgres'),
    stop: () => membership.leave(),
  };
}

class Membership {
  fresh = false;
  private mark: Client | undefined;
  private port = 0;
  private rejoining: Promise<void> = Promise.resolve();
  private leaving: Promise<void> | undefined;

  constructor(
    private readonly place: ClusterPlace,
    private readonly binaries: ServerBinaries,
    private readonly settings: Readonly<Record<string, string>>,
    private readonly log: (line: string) => void,
  ) {}

  /** Finds the server running or starts it, and marks this process as a user of it. */
  async join(firstPort: number, portsTried: number): Promise<number> {
    const deadline = Date.now() + JOIN_LIMIT_MS;
    let attempt = 0;
    let fault: unknown;
    while (Date.now() < deadline) {
      const seen = await observe(this.place.cluster);
      if (seen.state === 'stopped') {
        const port = await freePort(firstPort + attempt, firstPort + portsTried);
        if (port !== firstPort)
          this.log(`Port ${String(firstPort)} is taken; the embedded PostgreSQL uses ${String(port)}.`);
        const result = await startPostmaster(this.place, this.binaries, { ...this.settings, port: String(port) });
        if (result === 'port taken') attempt = port + 1 - firstPort;
        if (result === 'orphans left') await endOrphans(this.place);
        if (result === 'ready') continue;
      } else if (seen.state === 'ready') {
        try {
          await this.enter(seen.port);
          return seen.port;
        } catch (error) {
          // The server may be stopping, or its last user may be stopping it: then it is started again.
          fault = error;
        }
      }
      await sleep(RETRY_MS);
    }
    throw new EmbeddedDatabaseError(
      'START_FAILED',
      `The embedded PostgreSQL in ${this.place.cluster} cannot be reached.`,
      fault,
    );
  }

  private async enter(port: number): Promise<void> {
    const client = new Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: this.place.passwords.superuser,
      database: 'postgres',
      application_name: USER_MARK,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 60_000,
      keepAlive: true,
    });
    // An event nobody listens to would end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT pg_advisory_lock($1)', [DOOR_LOCK]);
      const known = await databaseExists(client, DATABASE_NAME);
      await ensureRoles(client, this.place.passwords);
      if (known) await closeToOthers(client, DATABASE_NAME);
      else await createOwnedDatabase(client, DATABASE_NAME);
      await client.query('SELECT pg_advisory_unlock($1)', [DOOR_LOCK]);
      if (this.mark === undefined && !known) this.fresh = true;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    client.once('end', () => {
      if (this.leaving === undefined) this.rejoining = this.rejoin();
    });
    this.mark = client;
    this.port = port;
  }

  /** On the same port only, for the addresses handed out name it. */
  private async rejoin(): Promise<void> {
    this.log('The embedded PostgreSQL has gone away; starting it again.');
    try {
      const port = await this.join(this.port, 1);
      this.log(`The embedded PostgreSQL is back on port ${String(port)}.`);
    } catch (error) {
      const reason = error instanceof EmbeddedDatabaseError ? error.message : 'unknown fault';
      this.log(`The embedded PostgreSQL did not come back: ${reason}`);
    }
  }

  leave(): Promise<void> {
    this.leaving ??= this.goodbye();
    return this.leaving;
  }

  private async goodbye(): Promise<void> {
    await this.rejoining;
    const client = this.mark;
    if (client === undefined) return;
    let alone = false;
    try {
      // Held until the connection ends: two who leave at once would each think that the other stays.
      await client.query('SELECT pg_advisory_lock($1)', [DOOR_LOCK]);
      const others = await client.query(
        'SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid() LIMIT 1',
        [USER_MARK],
      );
      alone = others.rowCount === 0;
    } catch {
      // Nobody to ask: the server is gone already, or is somebody else's to end.
    }
    try {
      if (alone) await stopPostmaster(this.place.cluster);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function freePort(first: number, end: number): Promise<number> {
  for (let port = first; port < Math.min(end, 65_536); port += 1) {
    if (await isFree(port)) return port;
  }
  throw new EmbeddedDatabaseError(
    'START_FAILED',
    `There is no free port for the embedded PostgreSQL from ${String(first)} on; set DATABASE_URL to use a server of your own.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
