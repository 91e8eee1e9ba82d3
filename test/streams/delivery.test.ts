import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Client as PostgresClient } from 'pg';
import {
  EDITOR,
  entriesOf,
  forgetConsent,
  giveGrant,
  giveGrantOf,
  GLOBEX_OWNER,
  inTime,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import { addContact, CONTACTS, listen, type ContactEvent, type Listener } from './listener.js';

let stage: Stage;
let listeners: Listener[] = [];

beforeAll(async () => {
  stage = await openStage(2);
  // Without the agreement nobody writes.
  await stage.sql('update auth.tenant_authority set agreement_accepted_at = now() where agreement_accepted_at is null');
}, 120_000);

afterAll(async () => {
  for (const listener of listeners) listener.close();
  await stage.close();
});

beforeEach(async () => {
  for (const listener of listeners) listener.close();
  listeners = [];
  await forgetConsent(stage);
});

async function listenAs(email: string, node = 0, tenant = 'acme'): Promise<Listener> {
  const listener = listen(await stage.as(email, node, tenant));
  listeners.push(listener);
  return listener;
}

/** Until the subscription is known to run: events before that are not its business. */
const SETTLE_MS = 400;

describe('A contact that changes', () => {
  test('is told on every node to whoever may see contacts, with what he may see of it', async () => {
    const owner = await stage.as(OWNER);
    const heard = [
      (await listenAs(OWNER, 0)).hear<ContactEvent>(CONTACTS),
      (await listenAs(OWNER, 1)).hear<ContactEvent>(CONTACTS),
      (await listenAs(VIEWER, 1)).hear<ContactEvent>(CONTACTS),
    ];
    const stranger = (await listenAs(GLOBEX_OWNER, 1, 'globex')).hear<ContactEvent>(CONTACTS);
    await pause(SETTLE_MS);
    const id = await addContact(owner, 'Streamed');
    await owner.query('mutation ($id: ID!) { updateContact(id: $id, input: { iban: "DE1" }) { contact { id } } }', {
      id,
    });
    await owner.query('mutation ($id: ID!) { deleteContact(id: $id) { deletedId } }', { id });
    for (const one of heard) {
      const events = (await one.atLeast(3)).map(({ data }) => data.contactChanged);
      expect(events.map(({ kind }) => kind)).toEqual(['CREATED', 'UPDATED', 'DELETED']);
      expect(events.map((event) => event.id)).toEqual([id, id, id]);
      expect(events[2]?.contact).toBeNull();
    }
    expect(stranger.events).toEqual([]);
  }, 30_000);

  test('shows what is withheld from the follower as withheld', async () => {
    const owner = await stage.as(OWNER);
    const heard = (await listenAs(VIEWER)).hear<ContactEvent>(CONTACTS);
    await pause(SETTLE_MS);
    await addContact(owner, 'Withheld');
    const [event] = await heard.atLeast(1);
    expect(event?.data.contactChanged.contact).toMatchObject({ name: 'Withheld', iban: null });
    expect(event?.withheld).toEqual([
      expect.objectContaining({ type: 'Contact', field: 'iban', category: 'FINANCIAL', reason: 'FORBIDDEN' }),
    ]);
  }, 30_000);

  test('obeys a role that changes in the middle', async () => {
    const owner = await stage.as(OWNER);
    const heard = (await listenAs(EDITOR)).hear<ContactEvent>(CONTACTS);
    await pause(SETTLE_MS);
    await addContact(owner, 'Before');
    await heard.atLeast(1);
    await stage.sql(
      `update auth.membership m set role = 'VIEWER' from auth.user_account u where u.id = m.user_id and u.email = $1`,
      [EDITOR],
    );
    await addContact(owner, 'After');
    const [before, after] = await heard.atLeast(2);
    expect(before?.withheld).toEqual([]);
    expect(after?.withheld.map(({ field }) => field)).toEqual(['iban']);
    await stage.sql(
      `update auth.membership m set role = 'EDITOR' from auth.user_account u where u.id = m.user_id and u.email = $1`,
      [EDITOR],
    );
  }, 30_000);
});

describe('A cursor', () => {
  test('resumes behind its event, losing none and telling none twice, though a transaction commits late', async () => {
    const owner = await stage.as(OWNER);
    const first = await listenAs(OWNER, 1);
    const heard = first.hear<ContactEvent>(CONTACTS);
    await pause(SETTLE_MS);
    const ids = [await addContact(owner, 'One')];
    const [event] = await heard.atLeast(1);

    // Begun before all that follows, and committed after it.
    const late = new PostgresClient({ connectionString: stage.databases.superuserUrl });
    await late.connect();
    await late.query('begin');
    await late.query('select pg_current_xact_id()');
    for (let at = 0; at < 5; at += 1) ids.push(await addContact(owner, `Middle${String(at)}`));
    await pause(1_300);
    // What is below the oldest open transaction may be told, and nothing else.
    expect(heard.events).toHaveLength(1);
    first.close();
    const again = (await listenAs(OWNER, 0)).hear<ContactEvent>(CONTACTS, { after: event?.data.contactChanged.cursor });
    await late.query(
      `insert into change_entry (tenant_id, id, at, actor, actor_id, subject, record_id, action, fields)
       select tenant_id, '00000000-0000-7000-8000-000000000001', at, actor, actor_id, subject, record_id, 'UPDATE', fields
         from change_entry where record_id = $1`,
      [ids[0]?.slice(4)],
    );
    ids.push(await addContact(owner, 'Last'));
    await late.query('commit');
    await late.end();
    const told = (await again.atLeast(7)).map(({ data }) => data.contactChanged);
    await pause(500);
    expect(again.events).toHaveLength(7);
    expect(new Set(told.map(({ cursor }) => cursor)).size).toBe(7);
    expect(told.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(told.filter(({ kind }) => kind === 'UPDATED').map(({ id }) => id)).toEqual([ids[0]]);
  }, 30_000);

  test('loses none under writers that commit at the same time, while its reader comes and goes', async () => {
    const writers = [await stage.as(OWNER, 0), await stage.as(EDITOR, 1)];
    const listener = await listenAs(OWNER, 1);
    const begin = listener.hear<ContactEvent>(CONTACTS);
    await pause(SETTLE_MS);
    await addContact(writers[0]!, 'Begin');
    let cursor = (await begin.atLeast(1))[0]!.data.contactChanged.cursor;
    begin.stop();
    const writing = Promise.all(
      writers.flatMap((writer, at) =>
        [0, 1, 2].map(async (lane) => {
          const made: string[] = [];
          for (let turn = 0; turn < 8; turn += 1)
            made.push(await addContact(writer, `W${String(at)}x${String(lane)}x${String(turn)}`));
          return made;
        }),
      ),
    );
    const told: string[] = [];
    const until = Date.now() + 20_000;
    while (told.length < 48 && Date.now() < until) {
      const heard = listener.hear<ContactEvent>(CONTACTS, { after: cursor });
      await heard.atLeast(Math.min(5, 48 - told.length), 5_000).catch(() => undefined);
      heard.stop();
      for (const { data } of heard.events.splice(0)) {
        told.push(data.contactChanged.id);
        cursor = data.contactChanged.cursor;
      }
    }
    const made = (await writing).flat();
    expect(told.sort()).toEqual(made.sort());
  }, 60_000);

  test.each([
    ['a forged one', () => Promise.resolve('Zm9yZ2Vk')],
    [
      'one of another stream',
      async () => {
        const { data } = await (
          await stage.as(OWNER)
        ).query<{ contacts: { pageInfo: { endCursor: string } } }>('{ contacts(first: 1) { pageInfo { endCursor } } }');
        return data?.contacts.pageInfo.endCursor ?? '';
      },
    ],
    [
      'one of another tenant',
      async () => {
        const heard = (await listenAs(GLOBEX_OWNER, 0, 'globex')).hear<ContactEvent>(CONTACTS);
        await pause(SETTLE_MS);
        await addContact(await stage.as(GLOBEX_OWNER, 0, 'globex'), 'Elsewhere');
        return (await heard.atLeast(1))[0]?.data.contactChanged.cursor ?? '';
      },
    ],
  ])('is refused where it is %s', async (_name, cursor) => {
    const heard = (await listenAs(OWNER)).hear<ContactEvent>(CONTACTS, { after: await cursor() });
    expect(await Promise.race([heard.ended, pause(3_000).then(() => 'followed')])).toEqual([
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument: ['after'] } }),
    ]);
  });
});

describe('A hint', () => {
  test('that is lost with its connection changes nothing but the time', async () => {
    const owner = await stage.as(OWNER);
    const heard = (await listenAs(OWNER, 1)).hear<ContactEvent>(CONTACTS);
    await pause(SETTLE_MS);
    const listening = `application_name = 'sluice streams' and datname = current_database()`;
    await stage.sql(`select pg_terminate_backend(pid) from pg_stat_activity where ${listening}`);
    await addContact(owner, 'Unheard');
    await heard.atLeast(1, 3_000);
    // And the connection comes back.
    for (let tries = 0; tries < 60; tries += 1) {
      const open = await stage.cell<number>(`select count(*)::int from pg_stat_activity where ${listening}`);
      if (open === 2) return;
      await pause(100);
    }
    throw new Error('Nobody listens any more.');
  }, 30_000);

  test('that comes many times, or from nobody, tells no event twice', async () => {
    const owner = await stage.as(OWNER);
    const tenantId = await stage.cell(`select id from tenant where slug = 'acme'`);
    const heard = (await listenAs(OWNER, 1)).hear<ContactEvent>(CONTACTS);
    await pause(SETTLE_MS);
    await addContact(owner, 'Once');
    for (let at = 0; at < 50; at += 1) {
      await stage.sql(`select pg_notify('sluice_streams', $1)`, [
        at % 5 === 0 ? 'nonsense, *' : `${tenantId},${tenantId},*`,
      ]);
    }
    await heard.atLeast(1);
    await pause(1_200);
    expect(heard.events).toHaveLength(1);
  }, 30_000);
});

describe('What support staff are told', () => {
  test('is entered into the log event by event, and each entry is told to the tenant', async () => {
    const owner = await stage.as(OWNER);
    await giveGrant(owner, 'CONTACT_DETAILS');
    const log = (await listenAs(OWNER, 1)).hear<{ accessLogged: { node: { operation: string; actorName: string } } }>(
      'subscription { accessLogged { cursor node { id operation actorName disclosed { subject fields count ids } } } }',
    );
    const heard = (await listenAs(SUPPORT)).hear<ContactEvent>(CONTACTS);
    await pause(SETTLE_MS);
    const id = await addContact(owner, 'Seen');
    await addContact(owner, 'Seen2');
    await heard.atLeast(2);
    expect(heard.events[0]?.data.contactChanged.contact).toMatchObject({ name: null, email: 'Seen@example.com' });
    const entries = await entriesOf(stage, 'Contacts');
    expect(entries).toHaveLength(2);
    expect(entries[0]?.disclosed).toEqual([
      expect.objectContaining({ subject: 'Contact', count: 1, ids: [id], fields: expect.arrayContaining(['email']) }),
    ]);
    const told = await log.atLeast(2);
    expect(told.map(({ data }) => data.accessLogged.node.operation)).toEqual(['Contacts', 'Contacts']);
    expect(await stage.cell<number>('select count(*)::int from seal')).toBe(0);
  }, 30_000);

  test('is nothing after a revocation has answered; other streams of the socket, and other people, go on', async () => {
    const owner = await stage.as(OWNER);
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const support = await listenAs(SUPPORT, 1);
    const heard = support.hear<ContactEvent>(CONTACTS);
    const grants = support.hear<{ supportGrantChanged: { node: { id: string; status: string } } }>(
      'subscription { supportGrantChanged { cursor node { id status } } }',
    );
    const globex = (await listenAs(GLOBEX_OWNER, 1, 'globex')).hear<ContactEvent>(CONTACTS);
    await pause(SETTLE_MS);
    await addContact(owner, 'Before');
    await heard.atLeast(1);
    const adding = Promise.all([1, 2, 3, 4].map((at) => addContact(owner, `During${String(at)}`)));
    await revoke(owner, grant.id);
    await pause(0);
    const at = heard.events.length;
    await adding;
    await addContact(owner, 'Afterwards');
    const [error] = await heard.ended;
    expect(error?.extensions?.code).toBe('CONSENT_REVOKED');
    expect(heard.events).toHaveLength(at);
    expect((await grants.atLeast(1)).at(-1)?.data.supportGrantChanged.node).toEqual({
      id: grant.id,
      status: 'REVOKED',
    });
    await addContact(await stage.as(GLOBEX_OWNER, 0, 'globex'), 'Elsewhere');
    await globex.atLeast(1);
    // Subscribing again is refused.
    const again = support.hear<ContactEvent>(CONTACTS);
    expect((await again.ended)[0]?.extensions?.code).toBe('CONSENT_REVOKED');
  }, 30_000);

  test('ends promptly on every node, and the socket with 4403 where nothing else is followed', async () => {
    const owner = await stage.as(OWNER);
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const sockets = [await listenAs(SUPPORT, 0), await listenAs(SUPPORT, 1)];
    const heard = sockets.map((socket) => socket.hear<ContactEvent>(CONTACTS));
    await pause(SETTLE_MS);
    await revoke(owner, grant.id);
    const begun = Date.now();
    for (const one of heard) expect((await one.ended)[0]?.extensions?.code).toBe('CONSENT_REVOKED');
    for (const socket of sockets) expect((await socket.closed).code).toBe(4403);
    expect(Date.now() - begun).toBeLessThan(900);
  }, 30_000);
});

describe('An authority that ends by time', () => {
  test('ends what is followed under it, without anybody saying so', async () => {
    const owner = await stage.as(OWNER);
    await giveGrantOf(owner, { categories: ['CONTACT_DETAILS'], expiresAt: await inTime(stage, '1.5 seconds') });
    const support = await listenAs(SUPPORT, 1);
    const heard = support.hear<ContactEvent>(CONTACTS);
    expect((await heard.ended)[0]?.extensions?.code).toBe('CONSENT_EXPIRED');
    expect((await support.closed).code).toBe(4403);
  }, 30_000);
});

describe('Grants', () => {
  test('are told to owners as they are given and ended, and the log is not for others', async () => {
    const owner = await stage.as(OWNER);
    const query = 'subscription { supportGrantChanged { cursor node { id status categories } } }';
    const heard = (await listenAs(OWNER, 1)).hear<{ supportGrantChanged: { node: { status: string } } }>(query);
    await pause(SETTLE_MS);
    const grant = await giveGrant(owner, 'IDENTITY');
    await heard.atLeast(1);
    await revoke(owner, grant.id);
    const told = await heard.atLeast(2);
    expect(told.map(({ data }) => data.supportGrantChanged.node.status)).toEqual(['ACTIVE', 'REVOKED']);
    for (const refused of [query, 'subscription { accessLogged { cursor } }']) {
      const [error] = await (await listenAs(VIEWER)).hear(refused).ended;
      expect(error?.extensions?.code).toBe('FORBIDDEN');
    }
  }, 30_000);
});
