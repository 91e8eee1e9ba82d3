/** Servers of Debian's PostgreSQL 15: the programs that npm brings can't copy a running server. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import pg from 'pg';

const PROGRAMS = '/usr/lib/postgresql/15/bin';
const OPTIONS = '-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200';

export const HAS_DEBIAN_POSTGRES = existsSync(`${PROGRAMS}/pg_basebackup`);

/** As whom PostgreSQL runs, which refuses to be root. */
export async function asServer(program, ...words) {
  const [command, ...rest] = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', program] : [program];
  const { stdout } = await promisify(execFile)(command, [...rest, ...words], { env: { ...process.env, LC_ALL: 'C' } });
  return stdout.trim();
}

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A server with nothing in it. */
export async function newServer(data, options = {}) {
  const words = ['--username', 'postgres', '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'];
  await asServer(`${PROGRAMS}/initdb`, '--pgdata', data, ...words);
  return startOn(data, options);
}

/** A streaming replica of what is at a port. */
export async function replicaOf(port, data, options = {}) {
  const from = `host=127.0.0.1 port=${port} user=postgres`;
  const words = ['--write-recovery-conf', '--checkpoint', 'fast', '--no-sync'];
  await asServer(`${PROGRAMS}/pg_basebackup`, '--pgdata', data, '--dbname', from, ...words);
  return startOn(data, options);
}

async function startOn(data, { fsync = true, database = 'postgres' }) {
  const port = await freePort();
  const control = (...words) =>
    asServer(`${PROGRAMS}/pg_ctl`, '--pgdata', data, '--silent', '--log', `${data}.log`, ...words);
  const start = () => control('start', '--options', `-p ${port} ${OPTIONS} -c fsync=${fsync ? 'on' : 'off'}`);
  await start();
  return {
    port,
    data,
    start,
    stop: (mode = 'fast') => control('--mode', mode, 'stop'),
    promote: () => control('promote'),
    cell: async (text, name = database) => {
      const client = new pg.Client({ connectionString: `postgresql://postgres@127.0.0.1:${port}/${name}` });
      await client.connect();
      try {
        const { rows } = await client.query(text);
        return Object.values(rows[0] ?? {})[0];
      } finally {
        await client.end();
      }
    },
  };
}
