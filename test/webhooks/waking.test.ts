import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client as PostgresClient } from 'pg';
import { clientFor, type Client } from '../support/client.js';
import { startServer } from '../support/server.js';
import { openStage, OWNER, type Stage } from '../consent/stage.js';
import { until } from '../guarantee/own-server.js';
import { addContact, CONTACT_EVENTS, makeWebhook, untilJobs } from './deeds.js';

const URL = 'https://hooks.example.test/sluice';

/** Who writes leaves rows, and waits for no queue; that there is something to tell is said after the commit. Nobody delivers here. */
describe('The jobs of a webhook', () => {
  let stage: Stage;
  let owner: Client;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
  });
  afterAll(() => stage.close());
  afterEach(async () => {
    await stage.sql('delete from webhook');
    await stage.sql('delete from graphile_worker._private_jobs');
  });

  // Who adds a job notifies, and PostgreSQL commits those who notify one after the other.
  test('are made after the commit of what they are told of', async () => {
    await stage.sql(`create table public.jobs_at_commit (jobs int)`);
    await stage.sql(`create function public.count_jobs() returns trigger language plpgsql security definer as $$
      begin
        insert into public.jobs_at_commit select count(*) from graphile_worker._private_jobs;
        return null;
      end $$`);
    await stage.sql(`create constraint trigger counts_jobs after insert on public.webhook_delivery
      deferrable initially deferred for each row execute function public.count_jobs()`);
    const events = [...CONTACT_EVENTS, 'ticket.created', 'ticket.updated'];
    await makeWebhook(owner, URL, events, { scopes: ['contacts:read', 'tickets:read'] });
    const ticket = (mutation: string): Promise<unknown> => owner.query(`mutation { ${mutation} { ticket { id } } }`);
    const newest = (): Promise<string> => stage.cell(`select 'tic_' || id from ticket order by id desc limit 1`);
    const writes = [
      () => addContact(owner),
      () => ticket('openTicket(input: { subject: "Help", body: "Please" })'),
      async () => ticket(`replyToTicket(id: "${await newest()}", body: "Now")`),
      async () => ticket(`closeTicket(id: "${await newest()}")`),
    ];
    for (const write of writes) {
      await stage.sql('delete from webhook_delivery; delete from graphile_worker._private_jobs');
      await write();
      await untilJobs(stage, 1);
    }
    expect(await stage.sql('select jobs from public.jobs_at_commit')).toEqual(writes.map(() => ({ jobs: 0 })));
    await stage.sql('drop table public.jobs_at_commit; drop function public.count_jobs() cascade');
  });

  test('hold nobody up while the queue is locked, and are made once it is not, whatever happened meanwhile', async () => {
    await makeWebhook(owner, URL);
    const other = new PostgresClient({ connectionString: stage.databases.superuserUrl });
    await other.connect();
    try {
      await other.query('begin; lock table graphile_worker._private_jobs in access exclusive mode');
      for (let written = 0; written < 5; written += 1) expect(await addContact(owner)).toMatch(/^con_/);
      // Whoever makes them waits for the lock, with one connection.
      const waiting = `select count(*)::int from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%wake_webhooks%'`;
      await until(async () => (await stage.cell<number>(waiting)) > 0);
      for (let written = 0; written < 5; written += 1) expect(await addContact(owner)).toMatch(/^con_/);
      expect(await stage.cell<number>(waiting)).toBe(1);
    } finally {
      await other.end();
    }
    // Several deliver side by side: as many as there are things to tell, eight at most.
    await untilJobs(stage, 8);
    expect(await stage.cell<number>('select count(*)::int from webhook_delivery')).toBe(10);
  });

  test('are given up where the queue stays locked for longer than a statement may take, and writes go on', async () => {
    const impatient = await startServer({ databases: stage.databases, environment: { STATEMENT_TIMEOUT: '1s' } });
    const other = new PostgresClient({ connectionString: stage.databases.superuserUrl });
    await other.connect();
    try {
      const writer = await clientFor(impatient.url, OWNER, 'acme');
      await makeWebhook(owner, URL);
      await other.query('begin; lock table graphile_worker._private_jobs in access exclusive mode');
      expect(await addContact(writer)).toMatch(/^con_/);
      await until(() => Promise.resolve(impatient.logged.join().includes('webhooks got no jobs')));
      expect(await addContact(writer)).toMatch(/^con_/);
      await other.query('rollback');
      await addContact(writer);
      await untilJobs(stage, 3);
    } finally {
      await other.end();
      await impatient.stop();
    }
  });
});
