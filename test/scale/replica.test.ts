/**
 * Members' reads on a real streaming replica. That it is behind is made by pausing its replay, and each test first sees that it would have
 * shown what it must not.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { HAS_DEBIAN_POSTGRES, type DebianServer } from '../../checker/debian-servers.mjs';
import {
  EDITOR,
  forgetConsent,
  giveGrant,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import { addContact } from '../streams/listener.js';
import { Client, type Answer } from '../support/client.js';
import { openDebianWorld, type DebianWorld } from '../support/debian-postgres.js';

interface Contacts {
  readonly contacts: { readonly nodes: readonly Readonly<Record<string, string | null>>[] } | null;
}
const CONTACTS =
  '{ contacts(first: 3, where: { name: { contains: "a" } }) { nodes { id name email iban } totalCount } }';
const CONTACT = 'query ($id: ID!) { nodes(ids: [$id]) { ... on Contact { name } } }';
interface Named {
  readonly nodes: readonly ({ readonly name: string | null } | null)[];
}

const suite = HAS_DEBIAN_POSTGRES ? describe : describe.skip;

suite('A node with a replica', () => {
  let world: DebianWorld;
  let replica: DebianServer;
  let stage: Stage;
  let owner: Client;

  beforeAll(async () => {
    world = await openDebianWorld();
    replica = await world.replicate();
    stage = await openStage(1, {
      databases: world.databases,
      environment: { DATABASE_URL: world.databases.apiUrl, REPLICA_URL: world.at(replica.port) },
    });
    owner = await stage.as(OWNER);
  }, 120_000);
  afterAll(async () => {
    await stage.close();
    await world.close();
  });
  afterEach(async () => {
    await replica.cell('select pg_wal_replay_resume() where pg_is_in_recovery()').catch(() => undefined);
    await forgetConsent(stage);
  });

  async function reads(name: 'replica_reads' | 'replica_reads_behind'): Promise<number> {
    const text = await (await fetch(`${stage.nodes[0].origin}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  }

  const look = (client: Client): Promise<Answer<Contacts>> => client.query<Contacts>(CONTACTS);
  const shown = ({ data }: Answer<Contacts>, field: string): boolean =>
    data?.contacts?.nodes.some((node) => node[field] !== null) ?? false;

  /** Reads until the replica has answered one. */
  async function onReplica<Data>(read: () => Promise<Answer<Data>>): Promise<Answer<Data>> {
    for (const late = Date.now() + 10_000; Date.now() < late; await pause(10)) {
      const before = await reads('replica_reads');
      const answer = await read();
      if ((await reads('replica_reads')) > before) return answer;
    }
    throw new Error('The replica answers nothing.');
  }

  async function become(role: string): Promise<void> {
    await stage.sql(
      `update auth.membership m set role = $2 from auth.user_account u where u.id = m.user_id and u.email = $1`,
      [EDITOR, role],
    );
  }
  const roleOnReplica = (): Promise<string> =>
    replica.cell(
      `select role from auth.membership m join auth.user_account u on u.id = m.user_id where u.email = '${EDITOR}'`,
    );

  test('lets it answer what members read of data, and no other read', async () => {
    expect(shown(await onReplica(() => look(owner)), 'iban')).toBe(true);
    const before = await reads('replica_reads');
    for (const beside of ['tickets(first: 1) { totalCount }', 'agreements(first: 1) { totalCount }']) {
      expect((await owner.query(`{ contacts(first: 1) { totalCount } ${beside} }`)).errors).toEqual([]);
    }
    await owner.query('{ contact(id: "con_none") { name } }');
    await giveGrant(owner, 'IDENTITY');
    const support = await stage.as(SUPPORT);
    expect(shown(await look(support), 'name')).toBe(true);
    expect(await reads('replica_reads')).toBe(before);
  });

  test('shows whoever wrote what he wrote, however quickly he asks', async () => {
    const before = await reads('replica_reads');
    const seen: unknown[] = [];
    for (let at = 0; at < 40; at += 1) {
      const id = await addContact(owner, `Quick-${String(at)}`);
      const { data } = await owner.query<Named>(CONTACT, { id });
      seen.push(data?.nodes[0]?.name);
    }
    expect(seen).toEqual(Array.from({ length: 40 }, (_, at) => `Quick-${String(at)}`));
    expect(await reads('replica_reads')).toBeGreaterThan(before);
  });

  test('shows it also where the replica is behind', async () => {
    const id = await addContact(owner, 'Before');
    const ask = () => owner.query<Named>(CONTACT, { id });
    await onReplica(ask);
    await replica.cell('select pg_wal_replay_pause()');
    await owner.query(
      'mutation ($id: ID!) { updateContact(id: $id, input: { name: "Meanwhile" }) { contact { id } } }',
      {
        id,
      },
    );
    expect(await replica.cell(`select name from contact where id = '${id.slice(4)}'`)).toBe('Before');
    for (let tries = 0; tries < 5; tries += 1) expect((await ask()).data?.nodes[0]?.name).toBe('Meanwhile');
    expect(await reads('replica_reads_behind')).toBeGreaterThan(0);
    await replica.cell('select pg_wal_replay_resume()');
    expect((await onReplica(ask)).data?.nodes[0]?.name).toBe('Meanwhile');
  });

  test('obeys a narrower role that the replica has not heard of, and a wider one', async () => {
    const editor = await stage.as(EDITOR);
    expect(shown(await onReplica(() => look(editor)), 'iban')).toBe(true);
    await replica.cell('select pg_wal_replay_pause()');
    await become('VIEWER');
    expect(await roleOnReplica()).toBe('EDITOR');
    for (let tries = 0; tries < 5; tries += 1) {
      const answer = await look(editor);
      expect([shown(answer, 'name'), shown(answer, 'iban')]).toEqual([true, false]);
    }
    await replica.cell('select pg_wal_replay_resume()');
    expect(shown(await onReplica(() => look(editor)), 'iban')).toBe(false);
    await replica.cell('select pg_wal_replay_pause()');
    await become('EDITOR');
    expect(shown(await look(editor), 'iban')).toBe(true);
  });

  test('obeys a sign-out and the end of a membership that the replica has not heard of', async () => {
    const viewer = await stage.as(VIEWER);
    await onReplica(() => look(viewer));
    await replica.cell('select pg_wal_replay_pause()');
    const cookies = new Map(viewer.cookies);
    await viewer.query('mutation { signOut }');
    for (const [name, value] of cookies) viewer.cookies.set(name, value);
    expect(
      await replica.cell(
        `select count(*)::int from auth.session s join auth.user_account u on u.id = s.user_id where u.email = '${VIEWER}' and ended_at is null`,
      ),
    ).toBe(1);
    expect((await look(viewer)).code).toBe('UNAUTHENTICATED');
    await viewer.signIn(VIEWER);
    await stage.sql(
      `update auth.membership m set ended_at = clock_timestamp() from auth.user_account u where u.id = m.user_id and u.email = $1`,
      [VIEWER],
    );
    const { code, text } = await look(viewer);
    expect(code).toBe('UNAUTHENTICATED');
    expect(text).not.toContain('con_');
  });

  test('obeys a revocation that the replica has not heard of', async () => {
    const grant = await giveGrant(owner, 'IDENTITY');
    const support = await stage.as(SUPPORT);
    expect(shown(await look(support), 'name')).toBe(true);
    await onReplica(() => look(owner));
    await replica.cell('select pg_wal_replay_pause()');
    await revoke(owner, grant.id);
    expect(await replica.cell(`select status from auth.support_grant where id = '${grant.id.slice(4)}'`)).toBe(
      'ACTIVE',
    );
    const { data, code } = await look(support);
    expect([data?.contacts, code]).toEqual([null, 'CONSENT_REVOKED']);
  });

  test('goes on without it when it is killed, and takes it up again when it is back', async () => {
    await onReplica(() => look(owner));
    const looking = Array.from({ length: 20 }, () => look(owner));
    await replica.stop('immediate');
    for (const { data } of await Promise.all(looking)) expect(data?.contacts?.nodes).toHaveLength(3);
    expect((await look(owner)).data?.contacts?.nodes).toHaveLength(3);
    await replica.start();
    await onReplica(() => look(owner));
  }, 30_000);

  test('waits two seconds, once, for one that hangs', async () => {
    await onReplica(() => look(owner));
    const file = await replica.cell(`select pg_read_file('postmaster.pid')`);
    const server = Number(file.split('\n')[0]);
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=', '--ppid', String(server)]);
    const processes = [server, ...stdout.trim().split(/\s+/).map(Number)];
    const signal = (name: NodeJS.Signals): void => {
      for (const pid of processes) process.kill(pid, name);
    };
    signal('SIGSTOP');
    try {
      const begun = performance.now();
      const answers = await Promise.all(Array.from({ length: 30 }, () => look(owner)));
      expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
      expect(performance.now() - begun).toBeLessThan(4_000);
      const between = performance.now();
      expect((await look(owner)).data?.contacts?.nodes).toHaveLength(3);
      expect(performance.now() - between).toBeLessThan(1_000);
    } finally {
      signal('SIGCONT');
    }
    await onReplica(() => look(owner));
  }, 30_000);

  test('asks nothing of the replica of another history, however far that has come', async () => {
    const straggler = await world.replicate();
    const follower = replica;
    await straggler.promote();
    await addContact(owner, 'Ahead');
    await stage.sql('create table public.ahead as select generate_series(1, 20000) as n');
    await stage.sql('drop table public.ahead');
    const forked = await openStage(1, {
      databases: {
        ...world.databases,
        apiUrl: world.at(straggler.port),
        superuserUrl: world.at(straggler.port, world.databases.superuserUrl),
      },
      environment: { DATABASE_URL: world.at(straggler.port), REPLICA_URL: world.at(follower.port) },
    });
    try {
      // A session that both know, under rights that are the same on both.
      const other = new Client(forked.nodes[0].url, 'acme');
      for (const [name, value] of owner.cookies) other.cookies.set(name, value);
      expect((await look(other)).data?.contacts?.nodes).toHaveLength(3);
      const id = await addContact(other, 'Fork');
      const { data } = await other.query<Named>(CONTACT, { id });
      expect(data?.nodes[0]?.name).toBe('Fork');
    } finally {
      await forked.close();
    }
  }, 60_000);

  test('goes on without it when it is promoted, and shows what was written since', async () => {
    await onReplica(() => look(owner));
    await replica.promote();
    const id = await addContact(owner, 'Promoted');
    const { data } = await owner.query<Named>(CONTACT, { id });
    expect(data?.nodes[0]?.name).toBe('Promoted');
    await pause(1_200);
    const before = await reads('replica_reads');
    expect((await look(owner)).data?.contacts?.nodes).toHaveLength(3);
    expect(await reads('replica_reads')).toBe(before);
    expect(stage.nodes[0].logged.join('')).toContain('is no replica now');
  });
});
