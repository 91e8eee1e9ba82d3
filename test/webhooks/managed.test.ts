import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client as PostgresClient } from 'pg';
import type { Client } from '../support/client.js';
import {
  ADMIN,
  EDITOR,
  GLOBEX_OWNER,
  openStage,
  OWNER,
  SUPPORT,
  uuidOf,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import { deactivate, makeIntegration, makeToken, programOf } from '../programs/deeds.js';
import {
  addContact,
  changeContact,
  deliveriesOf,
  makeWebhook,
  tryDelete,
  tryRedeliver,
  tryRotate,
  tryTest,
  tryUpdate,
  tryWebhook,
  untilJobs,
} from './deeds.js';

const URL = 'https://hooks.example.test/sluice';

/** Who looks after webhooks, what they may say, and what is kept. Nobody delivers here. */
describe('Webhooks', () => {
  let stage: Stage;
  let owner: Client;
  let admin: Client;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    admin = await stage.as(ADMIN);
  });
  afterAll(() => stage.close());
  afterEach(async () => {
    await stage.sql('delete from webhook');
    await stage.sql('delete from graphile_worker._private_jobs');
  });

  const queued = (): Promise<number> => stage.cell<number>('select count(*)::int from webhook_delivery');
  const events = (): Promise<readonly { kind: string }[]> =>
    stage.sql<{ kind: string }>("select kind from security_event where kind like 'WEBHOOK%' order by at, id");

  test('are looked after by owners and admins of their tenant, and by nobody else', async () => {
    const hook = await makeWebhook(admin, URL);
    const attempts = async (client: Client): Promise<readonly (string | undefined)[]> => [
      (await tryWebhook(client, hook.integration, URL)).code,
      (await tryUpdate(client, hook.id, { active: false })).code,
      (await tryRotate(client, hook.id)).code,
      (await tryTest(client, hook.id)).code,
      (await tryRedeliver(client, [`whd_${uuidOf(hook.id)}`])).code,
      (await tryDelete(client, hook.id)).code,
    ];
    for (const email of [EDITOR, VIEWER, SUPPORT])
      expect(await attempts(await stage.as(email))).toEqual(Array.from({ length: 6 }, () => 'FORBIDDEN'));
    expect(await attempts(await stage.as(GLOBEX_OWNER, 0, 'globex'))).toEqual(
      Array.from({ length: 6 }, () => 'NOT_FOUND'),
    );
    const { secret } = await makeToken(owner, { scopes: ['contacts:read'], integrationId: hook.integration });
    const program = programOf(stage, secret);
    const { code } = await program.query('mutation ($id: ID!) { testWebhook(id: $id) { delivery { id } } }', {
      id: hook.id,
    });
    expect(code).toBe('FORBIDDEN');
    expect(await deliveriesOf(owner, hook)).toEqual([]);
    expect((await attempts(owner)).slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test.each([
    ['http://hooks.example.test/', 'HTTPS'],
    ['https://127.0.0.1/', 'public'],
    ['https://hooks.example.test:25/', 'port'],
    ['nowhere', 'no address'],
    ['https://hooks.example.test/ a\nb', 'control'],
  ])('do not lead to %s', async (url, says) => {
    const { id } = await makeIntegration(owner);
    const made = await tryWebhook(owner, id, url);
    expect(made.errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: ['input', 'url'] } });
    expect(made.errors[0]?.message).toContain(says);
    const hook = await makeWebhook(owner, URL);
    expect((await tryUpdate(owner, hook.id, { url })).code).toBe('BAD_USER_INPUT');
    expect(await stage.cell('select url from webhook where id = $1', [uuidOf(hook.id)])).toBe(URL);
  });

  test.each([
    ['https://hooks.example.test', 'https://hooks.example.test/'],
    [' HTTPS://Hooks.Example.test:443/a b/../é?q=ü ', 'https://hooks.example.test/%C3%A9?q=%C3%BC'],
    ['https://bücher.example.test/', 'https://xn--bcher-kva.example.test/'],
  ])('lead to an address that is kept in its one form: %s', async (typed, kept) => {
    const hook = await makeWebhook(owner, typed);
    expect(hook.url).toBe(kept);
    await tryUpdate(owner, hook.id, { url: URL });
    const { data } = await tryUpdate(owner, hook.id, { url: typed });
    expect(data?.updateWebhook.webhook.url).toBe(kept);
    expect(await stage.cell('select url from webhook where id = $1', [uuidOf(hook.id)])).toBe(kept);
  });

  test('are told of events that exist and that their integration has a scope for', async () => {
    const { id } = await makeIntegration(owner);
    for (const [wanted, says] of [
      [[], 'at least one'],
      [['contact.seen'], 'no such event'],
      [['ticket.deleted'], 'no such event'],
      [['contact.created', 'invoice.created'], 'takes a scope'],
      [['ticket.created'], 'takes a scope'],
    ] as const) {
      const { errors, code } = await tryWebhook(owner, id, URL, [...wanted]);
      expect(code).toBe('BAD_USER_INPUT');
      expect(errors[0]?.message).toContain(says);
    }
    expect(await stage.cell<number>('select count(*)::int from webhook')).toBe(0);
    await deactivate(owner, id);
    expect((await tryWebhook(owner, id, URL)).code).toBe('CONFLICT');
  });

  test('are at most 10 of an integration', async () => {
    const { id } = await makeIntegration(owner);
    for (let made = 0; made < 10; made += 1) expect((await tryWebhook(owner, id, URL)).code).toBeUndefined();
    expect((await tryWebhook(owner, id, URL)).code).toBe('CONFLICT');
  });

  test('keep ids and kinds of what is to be told, and nothing that a record holds', async () => {
    const hook = await makeWebhook(owner, URL);
    const id = await addContact(owner, { name: 'Canary Of Webhooks', email: 'canary@webhooks.test' });
    expect(await deliveriesOf(owner, hook)).toMatchObject([
      { event: 'contact.created', recordId: id, status: 'WAITING' },
    ]);
    await untilJobs(stage, 1);
    const kept = await stage.sql<{ row: string }>(`
      select row_to_json(d)::text as row from webhook_delivery d union all select row_to_json(w)::text from webhook w
      union all select row_to_json(s)::text from auth.webhook_secret s
      union all select row_to_json(j)::text from graphile_worker._private_jobs j`);
    expect(kept.length).toBeGreaterThanOrEqual(4);
    for (const { row } of kept) {
      expect(row.toLowerCase()).not.toContain('canary');
      expect(row).not.toContain(hook.secret);
      expect(row).not.toContain(hook.secret.slice('whsec_'.length));
    }
    expect(stage.nodes[0].logged.join()).not.toContain(hook.secret.slice('whsec_'.length));
  });

  test('queue with the change and its entry, or not at all; and what nobody has tried yet once', async () => {
    const hook = await makeWebhook(owner, URL);
    const id = await addContact(owner);
    const lacking = await owner.query(
      'mutation { createContact(input: { name: "Jo", companyId: "com_00000000-0000-7000-8000-000000000000" }) { contact { id } } }',
    );
    expect(lacking.code).toBe('NOT_FOUND');
    expect(await queued()).toBe(1);
    for (const city of ['Gent', 'Brugge', 'Aalst']) await changeContact(owner, id, { city });
    expect(await deliveriesOf(owner, hook)).toMatchObject([{ event: 'contact.created' }, { event: 'contact.updated' }]);
    await untilJobs(stage, 2);
    // Of other tenants, and where nobody listens, nothing.
    await stage.sql(
      'update auth.tenant_authority set agreement_accepted_at = now() where agreement_accepted_at is null',
    );
    await addContact(await stage.as(GLOBEX_OWNER, 0, 'globex'));
    await tryUpdate(owner, hook.id, { active: false });
    await addContact(owner);
    expect(await queued()).toBe(2);
  });

  test('are paused where 10,000 wait, which the tenant is told, until somebody resumes them', async () => {
    const hook = await makeWebhook(owner, URL);
    await stage.sql(
      `insert into webhook_delivery (tenant_id, id, webhook_id, event, record_id, queued_at, due_at)
       select w.tenant_id, gen_random_uuid(), w.id, 'contact.created', gen_random_uuid(), now(), now()
         from webhook w, generate_series(1, 9999) where w.id = $1`,
      [uuidOf(hook.id)],
    );
    const paused = (): Promise<boolean> => stage.cell<boolean>('select paused_at is not null from webhook');
    // Not each is counted.
    let more = 0;
    for (; more < 40 && !(await paused()); more += 1) await addContact(owner);
    expect(more).toBeGreaterThan(0);
    expect(more).toBeLessThan(40);
    await addContact(owner);
    expect(await queued()).toBe(9_999 + more);
    const { data } = await owner.query<{ node: object }>(
      `query ($id: ID!) { node(id: $id) { ... on Webhook { pausedBecause pausedAt } } }`,
      { id: hook.id },
    );
    expect(data?.node).toMatchObject({ pausedBecause: 'BACKLOG', pausedAt: expect.any(String) });
    expect((await events()).at(-1)?.kind).toBe('WEBHOOK_PAUSED');
    await stage.sql('delete from webhook_delivery where ctid in (select ctid from webhook_delivery limit 100)');
    const resumed = await tryUpdate(owner, hook.id, { active: true });
    expect(resumed.data?.updateWebhook.webhook).toMatchObject({ pausedBecause: null, pausedAt: null });
    await addContact(owner);
    expect(await queued()).toBe(9_999 + more - 100 + 1);
  });

  test('are told of in the tenant’s log, whatever becomes of them', async () => {
    await stage.sql("delete from security_event where kind like 'WEBHOOK%'");
    const hook = await makeWebhook(owner, URL);
    await tryUpdate(owner, hook.id, { url: `${URL}/2` });
    await tryUpdate(owner, hook.id, { active: false });
    await tryUpdate(owner, hook.id, { active: true });
    await tryRotate(owner, hook.id);
    const gone = await tryDelete(owner, hook.id);
    expect(gone.data?.deleteWebhook).toMatchObject({ deletedId: hook.id, receipt: { drained: 0, fenced: 0 } });
    expect(await events()).toMatchObject(
      ['CREATED', 'CHANGED', 'PAUSED', 'RESUMED', 'SECRET_ROTATED', 'DELETED'].map((kind) => ({
        kind: `WEBHOOK_${kind}`,
      })),
    );
    expect((await tryTest(owner, hook.id)).code).toBe('NOT_FOUND');
    expect(await stage.cell<number>('select count(*)::int from auth.webhook_secret')).toBe(0);
  });

  test('let their former secret sign along for at most 7 days', async () => {
    const hook = await makeWebhook(owner, URL);
    expect((await tryRotate(owner, hook.id, 168)).code).toBeUndefined();
    for (const hours of [169, -1]) expect((await tryRotate(owner, hook.id, hours)).code).toBe('BAD_USER_INPUT');
  });

  test('give nothing to whoever speaks to the database under the API’s role without the proof', async () => {
    const hook = await makeWebhook(owner, URL);
    await addContact(owner);
    const api = new PostgresClient({ connectionString: stage.databases.apiUrl });
    await api.connect();
    const tenant = await stage.cell("select id from tenant where slug = 'acme'");
    const digest = '\\x'.padEnd(66, 'a');
    const take = (proof: Buffer): Promise<{ rowCount: number | null }> =>
      api.query('select * from auth.take_delivery($1, $2, $3, gen_random_uuid(), $4, 5000)', [
        tenant,
        uuidOf(hook.id),
        proof,
        digest,
      ]);
    expect((await take(Buffer.alloc(32))).rowCount).toBe(0);
    for (const text of [
      'select * from auth.webhook_secret',
      `select auth.mint_delivery_token('${tenant}', gen_random_uuid(), '${digest}', '${uuidOf(hook.integration)}')`,
      "select graphile_worker.add_job('webhook')",
      'insert into public.webhook_delivery (tenant_id) values (gen_random_uuid())',
      'insert into graphile_worker._private_jobs (task_id) values (1)',
    ])
      await expect(api.query(text)).rejects.toMatchObject({ code: '42501' });
    for (const table of ['webhook', 'webhook_delivery'])
      expect((await api.query(`select * from public.${table}`)).rowCount).toBe(0);
    // It is there to be taken.
    const { corridor } = stage.nodes[0];
    expect((await take(corridor.webhooks.proofs.of(uuidOf(hook.id)))).rowCount).toBe(1);
    await api.end();
  });

  test('leave nothing behind for ever: what is over makes room', async () => {
    const hook = await makeWebhook(owner, URL);
    await stage.sql(
      `insert into webhook_delivery (tenant_id, id, webhook_id, event, record_id, status, queued_at, finished_at)
       select w.tenant_id, overlay(gen_random_uuid()::text placing lpad(n::text, 8, '0') from 1)::uuid, w.id, 'contact.created', null, s.status, now(), now() - a.age
         from webhook w, generate_series(1, 1005) n, (values ('DELIVERED'), ('DEAD')) s (status),
              lateral (select case when n = 1005 and s.status = 'DELIVERED' then interval '8 days' else interval '0' end as age) a where w.id = $1`,
      [uuidOf(hook.id)],
    );
    await addContact(owner);
    await stage.sql('select auth.sweep_webhooks()');
    const left = await stage.sql('select status, count(*)::int as n from webhook_delivery group by status order by 1');
    expect(left).toEqual([
      { status: 'DEAD', n: 1_000 },
      { status: 'DELIVERED', n: 999 },
      { status: 'WAITING', n: 1 },
    ]);
  });
});
