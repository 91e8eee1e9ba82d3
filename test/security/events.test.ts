import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Client as PostgresClient } from 'pg';
import { SECURITY_EVENTS } from '../../src/vocabulary/security-events.js';
import { ADMIN, EDITOR, GLOBEX_OWNER, openStage, OWNER, SUPPORT, type Stage } from '../consent/stage.js';
import { SignInDocument, SignOutDocument } from '../generated/gql/graphql.js';
import { Client, clientFor } from '../support/client.js';
import { enter, join, newPerson, ownEvents, tenantEvents, type Person } from './accounts.js';

describe('security events', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(1);
  }, 120_000);
  afterAll(() => stage.close());

  const kindsOf = async (client: Client): Promise<readonly string[]> =>
    (await ownEvents(client)).map(({ kind }) => kind);

  const fail = (email: string): Promise<unknown> =>
    new Client(stage.nodes[0].url).ask(SignInDocument, { input: { email, password: 'a wrong password' } });

  /** What happened to them while they were a member of acme, and one thing from before. */
  async function withHistory(): Promise<{ person: Person; client: Client }> {
    const person = await newPerson(stage, { role: null });
    await fail(person.email);
    await join(stage, person.id, 'acme', 'VIEWER');
    await fail(person.email);
    await (await enter(stage, person)).ask(SignOutDocument, {});
    await stage.sql(`update auth.membership set role = 'EDITOR' where user_id = $1`, [person.id]);
    return { person, client: await enter(stage, person) };
  }

  test('tell their user what happened, the newest first, and from where', async () => {
    const { client } = await withHistory();
    const events = await ownEvents(client);
    expect(events.map(({ kind }) => kind)).toEqual([
      'SIGNED_IN',
      'ROLE_CHANGED',
      'SIGNED_OUT',
      'SIGNED_IN',
      'SIGN_IN_FAILED',
      'SIGN_IN_FAILED',
    ]);
    expect(events.find(({ kind }) => kind === 'ROLE_CHANGED')).toMatchObject({ detail: 'VIEWER to EDITOR' });
    expect(events[0]).toMatchObject({ address: '127.0.0.1', client: 'Node' });
    expect(events.map(({ at }) => at)).toEqual(
      events
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
  });

  test('are written for all that sessions and passwords do', async () => {
    const person = await newPerson(stage);
    const client = await enter(stage, person);
    await enter(stage, person);
    await client.query('mutation { endOtherSessions { ended } }');
    const change = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { csrfToken } }';
    await client.query(change, { input: { current: 'a wrong password', new: 'een-wagen-vol-hooi-en-stro' } });
    await client.query(change, { input: { current: person.password, new: 'een-wagen-vol-hooi-en-stro' } });
    expect(await kindsOf(client)).toEqual([
      'PASSWORD_CHANGED',
      'SIGN_IN_FAILED',
      'SESSION_ENDED',
      'SIGNED_IN',
      'SIGNED_IN',
    ]);
  });

  test('of a closed account are there, though nobody can sign in to read them but the tenant', async () => {
    const { person } = await withHistory();
    await stage.sql('update auth.user_account set deactivated_at = clock_timestamp() where id = $1', [person.id]);
    expect((await tenantEvents(stage, person, OWNER)).map(({ kind }) => kind)).toEqual([
      'DEACTIVATED',
      'SIGNED_IN',
      'ROLE_CHANGED',
      'SIGNED_OUT',
      'SIGNED_IN',
      'SIGN_IN_FAILED',
    ]);
  });

  test('show a tenant what happened to its members while they were that, and to nobody else', async () => {
    const { person } = await withHistory();
    const asAdmin = await tenantEvents(stage, person, ADMIN);
    expect(asAdmin.filter(({ kind }) => kind === 'SIGN_IN_FAILED')).toHaveLength(1);
    expect(await tenantEvents(stage, person, GLOBEX_OWNER)).toEqual([]);
    await stage.sql('update auth.membership set ended_at = clock_timestamp() where user_id = $1', [person.id]);
    const count = async (): Promise<string> =>
      stage.cell(
        `select count(*)::text from public.security_event e join public.tenant t on t.id = e.log_id
          where e.user_id = $1 and t.slug = 'acme'`,
        [person.id],
      );
    const before = await count();
    await enter(stage, person);
    expect(await count()).toBe(before);
  });

  test('of a role are told to the tenant that it is in, and not to another', async () => {
    const person = await newPerson(stage);
    await join(stage, person.id, 'globex', 'VIEWER');
    await stage.sql(
      `update auth.membership m set role = 'ADMIN' from public.tenant t
        where t.id = m.tenant_id and t.slug = 'globex' and m.user_id = $1`,
      [person.id],
    );
    const kinds = async (owner: string): Promise<readonly string[]> =>
      (await tenantEvents(stage, person, owner)).map(({ kind }) => kind);
    expect(await kinds(GLOBEX_OWNER)).toEqual(['ROLE_CHANGED']);
    expect(await kinds(OWNER)).toEqual([]);
  });

  test.each([EDITOR, SUPPORT])('of a tenant are withheld from %s', async (email) => {
    const client = await clientFor(stage.nodes[0].url, email, 'acme');
    const { data, text } = await client.query<{ tenant: { gdpr: object | null } | null }>(
      '{ tenant { gdpr { securityEvents { totalCount nodes { kind } } } } }',
    );
    expect(data?.tenant?.gdpr ?? null).toBeNull();
    expect(text).not.toContain('SIGNED_IN');
  });

  test('of others are not there by their ids, and a page of one log continues no other', async () => {
    const { client } = await withHistory();
    const stranger = await enter(stage, await newPerson(stage));
    interface Page {
      readonly viewer: { readonly securityEvents: { nodes: { id: string }[]; pageInfo: { endCursor: string } } };
    }
    const page =
      'query ($after: String) { viewer { securityEvents(first: 2, after: $after) { nodes { id } pageInfo { endCursor } } } }';
    const { data } = await client.query<Page>(page);
    const { nodes, pageInfo } = data?.viewer.securityEvents ?? { nodes: [], pageInfo: { endCursor: '' } };
    expect(nodes).toHaveLength(2);
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect((await client.query(node, { id: nodes[0]?.id })).data).toEqual({ node: { id: nodes[0]?.id } });
    expect((await stranger.query(node, { id: nodes[0]?.id })).data).toEqual({ node: null });
    const next = await client.query<Page>(page, { after: pageInfo.endCursor });
    expect(next.data?.viewer.securityEvents.nodes).toHaveLength(2);
    expect((await stranger.query(page, { after: pageInfo.endCursor })).code).toBe('BAD_USER_INPUT');
  });

  test('are nobody’s where nobody is signed in', async () => {
    const { data, code } = await new Client(stage.nodes[0].url).query<{ viewer: { securityEvents: null } }>(
      '{ viewer { securityEvents { nodes { kind } } } }',
    );
    expect([data?.viewer.securityEvents, code]).toEqual([null, 'UNAUTHENTICATED']);
  });

  test('are narrowed to one kind', async () => {
    const { client } = await withHistory();
    const { data } = await client.query<{ viewer: { securityEvents: object } }>(
      '{ viewer { securityEvents(kind: SIGN_IN_FAILED) { totalCount nodes { kind } } } }',
    );
    expect(data?.viewer.securityEvents).toEqual({
      totalCount: 2,
      nodes: [{ kind: 'SIGN_IN_FAILED' }, { kind: 'SIGN_IN_FAILED' }],
    });
  });

  test('of a wrong address are written like those of a wrong password, in nobody’s log', async () => {
    const count = (): Promise<string> =>
      stage.cell(`select count(*)::text from public.security_event where user_id is null`);
    const before = Number(await count());
    await fail('nobody-at-all@people.test');
    expect(Number(await count())).toBe(before + 1);
  });

  test('can be changed, removed or invented by nobody: not by the API’s role, and not by the functions’', async () => {
    await withHistory();
    const changes = [
      `update public.security_event set kind = 'SIGNED_IN'`,
      'delete from public.security_event',
      'truncate public.security_event',
      `insert into public.security_event (log_id, id, at, kind) values (gen_random_uuid(), gen_random_uuid(), now(), 'SIGNED_IN')`,
    ];
    const api = new PostgresClient({ connectionString: stage.databases.apiUrl });
    await api.connect();
    try {
      for (const change of changes) await expect(api.query(change)).rejects.toMatchObject({ code: '42501' });
      await expect(
        api.query(`select auth.record_security_event('SIGNED_IN', gen_random_uuid())`),
      ).rejects.toMatchObject({ code: '42501' });
    } finally {
      await api.end();
    }
    for (const change of changes.slice(0, 3)) {
      await stage.sql('begin');
      await stage.sql('set local role sluice_auth');
      await expect(stage.sql(change)).rejects.toMatchObject({ code: '42501' });
      await stage.sql('rollback');
    }
  });

  test('are behind the second wall too: a session reaches its user’s log and that of the tenant he looks after', async () => {
    const { person, client } = await withHistory();
    const owner = await stage.as(OWNER);
    const api = new PostgresClient({ connectionString: stage.databases.apiUrl });
    await api.connect();
    const reached = async (secret: string): Promise<readonly string[]> => {
      const credential = createHash('sha256').update(secret).digest('hex');
      await api.query('begin');
      await api.query(`select set_config('sluice.credential', $1, true), set_config('sluice.tenant', 'acme', true)`, [
        credential,
      ]);
      const { rows } = await api.query<{ log: string }>(
        'select distinct log_id::text as log from public.security_event',
      );
      await api.query('rollback');
      return rows.map(({ log }) => log).sort();
    };
    try {
      expect(await reached(client.cookies.get('session') ?? '')).toEqual([person.id]);
      const logs = await stage.sql<{ id: string }>(
        `select id::text from public.tenant where slug = 'acme' union all select id::text from auth.user_account where email = $1`,
        [OWNER],
      );
      expect(await reached(owner.cookies.get('session') ?? '')).toEqual(logs.map(({ id }) => id).sort());
      expect(await reached('')).toEqual([]);
    } finally {
      await api.end();
    }
  });

  test('and what they tell of are one transaction: without the event, nobody is signed in', async () => {
    const person = await newPerson(stage);
    await stage.sql(
      `create function public.broken() returns trigger language plpgsql as $$ begin if new.user_id = '${person.id}' then raise 'broken'; end if; return new; end $$`,
    );
    await stage.sql(
      'create trigger broken before insert on public.security_event for each row execute function public.broken()',
    );
    try {
      const { code } = await new Client(stage.nodes[0].url).ask(SignInDocument, {
        input: { email: person.email, password: person.password },
      });
      expect(code).toBe('INTERNAL_SERVER_ERROR');
      expect(await stage.cell('select count(*)::text from auth.session where user_id = $1', [person.id])).toBe('0');
    } finally {
      await stage.sql('drop trigger broken on public.security_event');
      await stage.sql('drop function public.broken()');
    }
  });

  test('have words that the database takes', async () => {
    for (const kind of Object.keys(SECURITY_EVENTS)) expect(kind).toMatch(/^[A-Z][A-Z_]{1,63}$/);
  });
});
