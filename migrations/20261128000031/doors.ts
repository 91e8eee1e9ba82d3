import { door, room } from '../20261123000002/functions.js';
import { EVENTS } from './tables.js';
import { activeIntegration, NOW, scopeOf } from './queueing.js';

const OURS = 'Only an owner or admin of the tenant looks after its webhooks.';
const lockedManager = `auth.locked_member(array['OWNER', 'ADMIN'], '${OURS}')`;
const NOT_FOUND = `perform auth.refuse('NOT_FOUND', 'There is no such record.');`;
const EVENT_LIST = `array[${EVENTS.map((event) => `'${event}'`).join(', ')}]`;

/** For whoever looks after a tenant's webhooks. Each holds the tenant's lock, as with any authority: none comes after its end. */
export const webhookDoors: readonly string[] = [
  ...room({
    signature: 'proper_events(tenant uuid, integration uuid, wanted text[])',
    returns: 'text[]',
    volatility: 'volatile',
    body: `
    declare
      proper text[];
      allowed text[] := (select i.scopes from auth.integration i where i.tenant_id = tenant and i.id = integration);
    begin
      select array_agg(distinct e.event order by e.event) into proper from unnest(wanted) as e (event);
      if proper is null then
        perform auth.refuse('BAD_USER_INPUT', 'Name at least one event, such as contact.updated.');
      elsif not proper <@ ${EVENT_LIST} then
        perform auth.refuse('BAD_USER_INPUT', 'There is no such event: take contact, company or invoice, with .created, .updated or .deleted.');
      end if;
      if exists (select from unnest(proper) as e (event) where not ${scopeOf('e.event')} = any (allowed)) then
        perform auth.refuse('BAD_USER_INPUT', 'One of these events takes a scope that the integration does not have.');
      end if;
      return proper;
    end`,
  }),

  ...room({
    signature: 'managed_webhook(tenant uuid, webhook uuid)',
    returns: 'public.webhook',
    volatility: 'volatile',
    body: `
    declare
      managed public.webhook;
    begin
      select w.* into managed from public.webhook w
       where w.tenant_id = tenant and w.id = webhook and w.deleted_at is null for no key update;
      if managed.id is null then
        ${NOT_FOUND}
      end if;
      return managed;
    end`,
  }),

  // Nothing more is read for them: what was read before is waited for by whoever calls this. They are due again at once.
  ...room({
    signature: 'take_tries_away(tenant uuid, webhook uuid, person uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      perform auth.end_token(tenant, d.token_id, 'REVOKED', person)
         from public.webhook_delivery d
        where d.tenant_id = tenant and d.webhook_id = webhook and d.status = 'WAITING' and d.token_id is not null;
      update public.webhook_delivery d set token_id = null, due_at = ${NOW}
       where d.tenant_id = tenant and d.webhook_id = webhook and d.status = 'WAITING' and d.token_id is not null;
    end`,
  }),

  // proof: what a node shows that delivers, derived from a key that the database does not have.
  ...door({
    signature:
      'create_webhook(new_id uuid, integration uuid, wanted_url text, wanted_events text[], new_sealed bytea, new_proof bytea)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
    begin
      if not exists (select from auth.integration i where i.tenant_id = who.tenant_id and i.id = integration) then
        ${NOT_FOUND}
      elsif not exists (
        select from auth.integration i where i.tenant_id = who.tenant_id and i.id = integration and ${activeIntegration('i')})
      then
        perform auth.refuse('CONFLICT', 'This integration is off: activate it first.');
      elsif (select count(*) from public.webhook w
              where w.tenant_id = who.tenant_id and w.integration_id = integration and w.deleted_at is null) >= 10
      then
        perform auth.refuse('CONFLICT', 'The integration has 10 webhooks: delete some of them first.');
      end if;
      insert into public.webhook (tenant_id, id, integration_id, url, events, created_at, created_by)
      values (who.tenant_id, new_id, integration, wanted_url, auth.proper_events(who.tenant_id, integration, wanted_events), ${NOW}, who.user_id)
      on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'A record with this id exists already.');
      end if;
      insert into auth.webhook_secret (tenant_id, webhook_id, sealed, proof) values (who.tenant_id, new_id, new_sealed, new_proof);
    end`,
  }),

  // Null: as it stands. What is on its way to the former address is waited for by whoever calls this.
  ...door({
    signature: 'update_webhook(webhook uuid, wanted_url text, wanted_events text[], wanted_active boolean)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      managed public.webhook := auth.managed_webhook(who.tenant_id, webhook);
      proper text[] := managed.events;
    begin
      if wanted_events is not null then
        proper := auth.proper_events(who.tenant_id, managed.integration_id, wanted_events);
      end if;
      if wanted_url <> managed.url then
        perform auth.take_tries_away(who.tenant_id, managed.id, who.user_id);
      end if;
      update public.webhook w
         set url = coalesce(wanted_url, w.url), events = proper,
             paused_at = case when wanted_active is null then w.paused_at when not wanted_active then coalesce(w.paused_at, ${NOW}) end,
             paused_because = case when wanted_active is null then w.paused_because
                                   when not wanted_active then coalesce(w.paused_because, 'BY_HAND') end,
             failures = 0, failing_since = null, rests_until = null
       where w.tenant_id = who.tenant_id and w.id = managed.id;
      return ${NOW};
    end`,
  }),

  ...door({
    signature: 'delete_webhook(webhook uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      before timestamptz;
    begin
      select w.deleted_at into before from public.webhook w where w.tenant_id = who.tenant_id and w.id = webhook for no key update;
      if not found then
        ${NOT_FOUND}
      elsif before is not null then
        return before;
      end if;
      perform auth.take_tries_away(who.tenant_id, webhook, who.user_id);
      delete from public.webhook_delivery d where d.tenant_id = who.tenant_id and d.webhook_id = webhook;
      delete from auth.webhook_secret s where s.tenant_id = who.tenant_id and s.webhook_id = webhook;
      update public.webhook w set deleted_at = ${NOW} where w.tenant_id = who.tenant_id and w.id = webhook
      returning w.deleted_at into before;
      return before;
    end`,
  }),

  // For a while both sign. Of three secrets the oldest is forgotten.
  ...door({
    signature: 'rotate_webhook_secret(webhook uuid, new_sealed bytea, overlap interval)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      managed public.webhook := auth.managed_webhook(who.tenant_id, webhook);
    begin
      if not coalesce(overlap between interval '0' and interval '7 days', false) then
        perform auth.refuse('BAD_USER_INPUT', 'The former secret signs along for at most 7 days.');
      end if;
      update auth.webhook_secret s
         set sealed = new_sealed,
             before = case when overlap > interval '0' then s.sealed end,
             before_until = case when overlap > interval '0' then ${NOW} + overlap end
       where s.tenant_id = who.tenant_id and s.webhook_id = managed.id;
    end`,
  }),

  ...door({
    signature: 'test_webhook(webhook uuid)',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      managed public.webhook := auth.managed_webhook(who.tenant_id, webhook);
      test uuid := auth.new_delivery_id();
    begin
      if (select count(*) from public.webhook_delivery d
           where d.tenant_id = who.tenant_id and d.webhook_id = managed.id and d.status = 'WAITING' and d.record_id is null) >= 10
      then
        perform auth.refuse('CONFLICT', '10 tests of this webhook wait already.');
      end if;
      insert into public.webhook_delivery (tenant_id, id, webhook_id, event, queued_at, due_at)
      values (who.tenant_id, test, managed.id, 'webhook.test', ${NOW}, ${NOW});
      perform auth.wake_webhook(who.tenant_id, managed.id, null, null);
      return test;
    end`,
  }),

  // Once more, with what the record is by then; it is the same delivery, and so bears the same id.
  ...door({
    signature: 'redeliver(deliveries uuid[])',
    returns: 'int',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      again int;
    begin
      if coalesce(cardinality(deliveries) between 1 and 100, false) is not true then
        perform auth.refuse('BAD_USER_INPUT', 'Name 1 to 100 deliveries.');
      elsif (select count(*) from public.webhook_delivery d where d.tenant_id = who.tenant_id and d.id = any (deliveries))
            <> (select count(distinct n.id) from unnest(deliveries) as n (id))
      then
        ${NOT_FOUND}
      end if;
      update public.webhook_delivery d
         set status = 'WAITING', fresh = false, attempts = 0, token_id = null, due_at = ${NOW}, finished_at = null, failure = null, response_status = null
       where d.tenant_id = who.tenant_id and d.id = any (deliveries) and d.status <> 'WAITING';
      get diagnostics again = row_count;
      perform auth.wake_webhook(who.tenant_id, w.id, null, null)
         from (select distinct d.webhook_id as id from public.webhook_delivery d
                where d.tenant_id = who.tenant_id and d.id = any (deliveries)) w;
      return again;
    end`,
  }),
];
