import { reaction, room } from '../20261123000002/functions.js';

/** More than this, and a few, may not wait for one webhook: then it is paused, and the tenant is told. */
const MOST_WAITING = 10_000;
/** Counting what waits costs as much as waits, so only every so many is counted. */
const COUNTED = 32;

export const NOW = `date_trunc('milliseconds', clock_timestamp())`;

export const activeIntegration = (integration: string): string =>
  `(${integration}.activated_at is not null and ${integration}.deactivated_at is null)`;

/** The scope by which an integration may read what an event is about. */
export const scopeOf = (event: string): string =>
  `case split_part(${event}, '.', 1) when 'contact' then 'contacts:read' when 'company' then 'companies:read' when 'invoice' then 'invoices:read' end`;

/**
 * Events are queued by the log of changes itself, in the transaction that writes: with the change and its entry, or not at all. A job says only
 * for which webhook there may be something to do; what that is stands in the rows, so a job that comes twice or too early does nothing.
 */
export const queueing: readonly string[] = [
  ...room({
    signature: 'wake_webhook(tenant uuid, webhook uuid, at timestamptz, job_key text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      perform graphile_worker.add_job('webhook', json_build_object('tenant', tenant, 'webhook', webhook), run_at => at,
                                      max_attempts => 3, job_key => wake_webhook.job_key, job_key_mode => 'preserve_run_at');
    end`,
  }),

  // Time first, as all ids are.
  ...room({
    signature: 'new_delivery_id()',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    declare
      stamp bytea := substr(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint), 3);
      bytes bytea := overlay(uuid_send(gen_random_uuid()) placing stamp from 1 for 6);
    begin
      return encode(set_byte(bytes, 6, (get_byte(bytes, 6) & 15) | 112), 'hex')::uuid;
    end`,
  }),

  ...room({
    signature: 'pause_full_webhook(tenant uuid, webhook uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if (select count(*) from public.webhook_delivery d
           where d.tenant_id = tenant and d.webhook_id = webhook and d.status = 'WAITING') >= ${String(MOST_WAITING)}
      then
        update public.webhook w set paused_at = ${NOW}, paused_because = 'BACKLOG'
         where w.tenant_id = tenant and w.id = webhook and w.paused_at is null;
      end if;
    end`,
  }),

  // A row that waits untried is enough for both changes, but it is locked: whoever delivers it reads what this transaction has written.
  ...reaction({
    name: 'webhooks_hear',
    body: `
    declare
      what text := lower(new.subject) || case new.action when 'CREATE' then '.created' when 'UPDATE' then '.updated' else '.deleted' end;
      hook record;
      was_there boolean;
      place bigint;
    begin
      for hook in
        select w.id
          from public.webhook w join auth.integration i on i.tenant_id = w.tenant_id and i.id = w.integration_id
         where w.tenant_id = new.tenant_id and w.deleted_at is null and w.paused_at is null and what = any (w.events)
           and ${activeIntegration('i')} and ${scopeOf('what')} = any (i.scopes)
         order by w.id
      loop
        insert into public.webhook_delivery as d (tenant_id, id, webhook_id, event, record_id, queued_at, due_at)
        values (new.tenant_id, auth.new_delivery_id(), hook.id, what, new.record_id, ${NOW}, ${NOW})
        on conflict (tenant_id, webhook_id, record_id, event) where status = 'WAITING' and fresh
          do update set queued_at = excluded.queued_at
        returning d.xmax <> 0, d.seq into was_there, place;
        if not was_there then
          perform auth.wake_webhook(new.tenant_id, hook.id, null, null);
        end if;
        if place % ${String(COUNTED)} = 0 and not was_there then
          perform auth.pause_full_webhook(new.tenant_id, hook.id);
        end if;
      end loop;
      return null;
    end`,
  }),

  // What waits for an integration that is off is delivered to nobody; turned on again, the tenant may have it delivered anew.
  ...reaction({
    name: 'integration_webhooks_end',
    body: `
    begin
      update public.webhook_delivery d
         set status = 'WITHHELD', token_id = null, failure = 'INTEGRATION_OFF', finished_at = ${NOW}, due_at = null
        from public.webhook w
       where w.tenant_id = new.tenant_id and w.integration_id = new.id and d.tenant_id = w.tenant_id and d.webhook_id = w.id
         and d.status = 'WAITING';
      return null;
    end`,
  }),

  ...reaction({
    name: 'webhook_told',
    body: `
    declare
      what text;
    begin
      if tg_op = 'INSERT' then
        what := 'WEBHOOK_CREATED';
      elsif new.deleted_at is not null and old.deleted_at is null then
        what := 'WEBHOOK_DELETED';
      elsif new.paused_at is not null and old.paused_at is null then
        what := 'WEBHOOK_PAUSED';
      elsif new.paused_at is null and old.paused_at is not null then
        what := 'WEBHOOK_RESUMED';
      elsif new.url <> old.url or new.events <> old.events then
        what := 'WEBHOOK_CHANGED';
      end if;
      if what is not null then
        perform auth.record_tenant_event(what, new.tenant_id, 'whk_' || new.id);
      end if;
      return null;
    end`,
  }),
  ...reaction({
    name: 'webhook_secret_told',
    body: `
    begin
      perform auth.record_tenant_event('WEBHOOK_SECRET_ROTATED', new.tenant_id, 'whk_' || new.webhook_id);
      return null;
    end`,
  }),
  `create trigger told after update of sealed on auth.webhook_secret for each row execute function auth.webhook_secret_told()`,
  `create trigger webhooks_end after update on auth.integration for each row
     when (old.deactivated_at is null and new.deactivated_at is not null) execute function auth.integration_webhooks_end()`,
];

/** Run by whoever owns the tables. */
export const queueingTriggers: readonly string[] = [
  `create trigger webhooks_hear after insert on public.change_entry for each row execute function auth.webhooks_hear()`,
  `create trigger told after insert or update on public.webhook for each row execute function auth.webhook_told()`,
];
