/** PgBouncer of Debian 12 in front of the database: what works behind it, and what a node refuses to begin with. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { asServer, freePort } from '../../checker/debian-servers.mjs';
import { checkDatabase } from '../../src/server/database-checks.js';
import { forgetConsent, giveGrant, openStage, OWNER, revoke, SUPPORT, type Stage } from '../consent/stage.js';
import { addContact, CONTACTS, listen, type ContactEvent } from '../streams/listener.js';
import { startServer } from '../support/server.js';
import { clientFor } from '../support/client.js';

const PGBOUNCER = '/usr/sbin/pgbouncer';
const suite = existsSync(PGBOUNCER) ? describe : describe.skip;

const DROPPED = 'ignore_startup_parameters = options,statement_timeout,idle_in_transaction_session_timeout';

suite('A node behind PgBouncer', () => {
  let stage: Stage;
  let folder: string;
  let bouncer: ChildProcess | undefined;

  beforeAll(async () => {
    stage = await openStage();
    folder = await asServer('mktemp', '-d', '-t', 'sluice-bouncer-XXXXXX');
  }, 120_000);
  afterEach(async () => {
    bouncer?.kill('SIGKILL');
    await (bouncer?.exitCode === null && bouncer.signalCode === null ? once(bouncer, 'exit') : undefined);
    bouncer = undefined;
  });
  afterAll(async () => {
    await asServer('rm', '-rf', folder);
    await stage.close();
  });

  /** An address of the database through a pooler. */
  async function pooled(mode: 'session' | 'transaction', ...lines: readonly string[]): Promise<string> {
    const address = new URL(stage.databases.apiUrl);
    const { username, password, hostname, port } = address;
    address.port = String(await freePort());
    address.hostname = '127.0.0.1';
    const text = [
      '[databases]',
      `* = host=${hostname} port=${port}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${address.port}`,
      'unix_socket_dir =',
      'auth_type = plain',
      `auth_file = ${folder}/users`,
      `pool_mode = ${mode}`,
      'default_pool_size = 60',
      ...lines,
      '',
    ].join('\n');
    const write = (name: string, content: string): Promise<string> =>
      asServer('sh', '-c', 'printf "%s" "$1" > "$2"', 'sh', content, `${folder}/${name}`);
    await write('users', `"${username}" "${password}"\n`);
    await write('pgbouncer.ini', text);
    const words = [PGBOUNCER, '--quiet', `${folder}/pgbouncer.ini`];
    const [program = '', ...rest] =
      process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--clear-groups', ...words] : words;
    bouncer = spawn(program, rest, { stdio: 'ignore' });
    for (let tries = 0; tries < 200 && !(await isOpen(Number(address.port))); tries += 1) await pause(20);
    return address.href;
  }

  async function isOpen(port: number): Promise<boolean> {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  }

  const give = async (settings: Readonly<Record<string, string>>): Promise<void> => {
    const { username, pathname } = new URL(stage.databases.apiUrl);
    for (const [name, value] of Object.entries(settings))
      await stage.sql(`alter role ${username} in database ${pathname.slice(1)} set ${name} = '${value}'`);
  };

  test('does not begin where what it starts connections with is refused, or dropped', async () => {
    await expect(checkDatabase(await pooled('session'), 3_000)).rejects.toThrow(/unsupported startup parameter/);
    bouncer?.kill('SIGKILL');
    await expect(checkDatabase(await pooled('session', DROPPED), 3_000)).rejects.toThrow(
      /drops what connections are started with \(.*plan_cache_mode.*statement_timeout.*ALTER ROLE CURRENT_USER SET plan_cache_mode = 'force_generic_plan'/,
    );
  });

  test('does not begin where connections are handed out per transaction', async () => {
    await give({
      timezone: 'UTC',
      intervalstyle: 'iso_8601',
      jit: 'off',
      plan_cache_mode: 'force_generic_plan',
      max_parallel_workers_per_gather: '0',
      search_path: 'public',
      statement_timeout: '10s',
      idle_in_transaction_session_timeout: '10s',
    });
    await expect(checkDatabase(await pooled('transaction', DROPPED), 3_000)).rejects.toThrow(
      /hands out connections per transaction: set pool_mode = session/,
    );
    await expect(checkDatabase(stage.databases.apiUrl, 3_000)).resolves.toBeUndefined();
  });

  test('works per session, once the role has what connections are started with: reads, writes, hints, revocations', async () => {
    const apiUrl = await pooled('session', DROPPED);
    await checkDatabase(apiUrl, 3_000);
    const node = await startServer({ databases: { ...stage.databases, apiUrl }, environment: { STREAM_POLL: '60s' } });
    const owner = await clientFor(node.url, OWNER, 'acme');
    const listener = listen(owner, node.url);
    try {
      const heard = listener.hear<ContactEvent>(CONTACTS);
      await pause(500);
      // From the other node: nothing but a hint through the pooler brings it within a minute.
      const elsewhere = await stage.as(OWNER);
      const id = await addContact(elsewhere, 'Hinted');
      // A transaction of another test may hold it back when the hint comes: another hint brings both.
      for (let tries = 0; heard.events.length === 0 && tries < 15; tries += 1) {
        if (tries > 0) await addContact(elsewhere, `Hinted-${tries}`);
        await pause(1_000);
      }
      expect((await heard.atLeast(1, 5_000))[0]?.data.contactChanged.id).toBe(id);
      const grant = await giveGrant(owner, 'IDENTITY');
      const support = await clientFor(node.url, SUPPORT, 'acme');
      const look = () => support.query<{ contacts: unknown }>('{ contacts(first: 2) { nodes { name } } }');
      expect((await look()).errors).toEqual([]);
      expect((await revoke(owner, grant.id)).receipt.fenced).toBe(0);
      expect((await look()).code).toBe('CONSENT_REVOKED');
    } finally {
      listener.close();
      await node.stop();
      await forgetConsent(stage);
    }
  }, 60_000);
});
