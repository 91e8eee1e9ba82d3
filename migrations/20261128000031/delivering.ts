import { door, room } from '../20261123000002/functions.js';
import { activeIntegration, NOW } from './queueing.js';

/**
 * For the nodes that deliver. Nobody is signed in there, so each shows the webhook's proof, which only whoever has the installation's secret can
 * make: SQL of somebody else's under the API's role takes no delivery, and so no token to read under.
 *
 * Rows are locked in one order, here as where an integration or a webhook ends: the integration, the webhook, the delivery.
 */
const proven = (webhook: string): string =>
  `exists (select from auth.webhook_secret s where s.tenant_id = ${webhook}.tenant_id and s.webhook_id = ${webhook}.id and s.proof = sha256(shown_proof))`;

/** A try that somebody else has taken over since, or that was taken away, must not say how it went. */
const tryOf = `d.tenant_id = hook.tenant_id and d.webhook_id = hook.id and d.id = delivery and d.status = 'WAITING' and d.token_id = token`;

const findHook = `
      select w.* into hook from public.webhook w where w.tenant_id = tenant and w.id = webhook and ${proven('w')};
      if hook.id is null then
        -- Deleted meanwhile, or not theirs.
        return;
      end if;`;

export const deliveringDoors: readonly string[] = [
  // The oldest that is due, unless an older one of the same record waits. It is due again when the time of the try is over, and so comes back
  // by itself where the node that takes it is gone. With it comes a token, which reads what the integration may read, and soon nothing.
  ...door({
    signature:
      'take_delivery(tenant uuid, webhook uuid, shown_proof bytea, new_token uuid, token_digest bytea, lease_ms int)',
    returns: `table (delivery uuid, attempt int, event text, record_id uuid, queued_at timestamptz, url text, events text[],
                     sealed bytea, before bytea)`,
    volatility: 'volatile',
    body: `
    declare
      hook public.webhook;
      taken public.webhook_delivery;
    begin
      select w.* into hook from public.webhook w
        join auth.integration i on i.tenant_id = w.tenant_id and i.id = w.integration_id and ${activeIntegration('i')}
       where w.tenant_id = tenant and w.id = webhook and w.deleted_at is null and ${proven('w')}
         for share of i, w;
      if hook.id is null or hook.rests_until > clock_timestamp() then
        return;
      end if;
      select d.* into taken from public.webhook_delivery d
       where d.tenant_id = tenant and d.webhook_id = webhook and d.status = 'WAITING' and d.due_at <= clock_timestamp()
         and not exists (
           select from public.webhook_delivery e
            where e.tenant_id = d.tenant_id and e.webhook_id = d.webhook_id and e.status = 'WAITING' and e.record_id = d.record_id
              and e.seq < d.seq)
       order by d.due_at limit 1 for update skip locked;
      if taken.id is null or (auth.mint_delivery_token(tenant, new_token, token_digest, hook.integration_id)).id is null then
        return;
      end if;
      update public.webhook_delivery d
         set fresh = false, attempts = d.attempts + 1, token_id = new_token, tried_at = ${NOW}, due_at = ${NOW} + lease_ms * interval '1 millisecond'
       where d.tenant_id = tenant and d.id = taken.id;
      return query
        select taken.id, taken.attempts + 1, taken.event, taken.record_id, taken.queued_at::timestamptz, hook.url, hook.events, s.sealed,
               case when s.before_until > clock_timestamp() then s.before end
          from auth.webhook_secret s where s.tenant_id = tenant and s.webhook_id = webhook;
    end`,
  }),

  // outcome DELIVERED, or WITHHELD: the integration may not read it any more, so nothing left. Who found that out after the lease may have found
  // no more than that the token was over: it is tried again.
  ...door({
    signature:
      'finish_delivery(tenant uuid, webhook uuid, shown_proof bytea, delivery uuid, token uuid, outcome text, answered int)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      hook public.webhook;
    begin
      ${findHook}
      if outcome = 'DELIVERED' and (hook.failures > 0 or coalesce(hook.succeeded_at < clock_timestamp() - interval '1 minute', true)) then
        update public.webhook w set failures = 0, failing_since = null, rests_until = null, succeeded_at = ${NOW}
         where w.tenant_id = hook.tenant_id and w.id = hook.id;
      end if;
      update public.webhook_delivery d
         set status = outcome, token_id = null, finished_at = ${NOW}, due_at = null, response_status = answered,
             failure = case when outcome = 'WITHHELD' then 'RIGHTS' end
       where ${tryOf} and (outcome = 'DELIVERED' or (outcome = 'WITHHELD' and d.due_at > clock_timestamp()));
    end`,
  }),

  // again_ms null: there is no further try. After five failures in a row the whole webhook rests, longer each time, at most a minute: a target
  // that is down is not asked about each record.
  ...door({
    signature:
      'fail_delivery(tenant uuid, webhook uuid, shown_proof bytea, delivery uuid, token uuid, why text, answered int, again_ms bigint)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      hook public.webhook;
    begin
      ${findHook}
      if not exists (select from public.webhook_delivery d where ${tryOf}) then
        return;
      end if;
      update public.webhook w
         set failures = w.failures + 1, failing_since = coalesce(w.failing_since, ${NOW}),
             rests_until = case when w.failures >= 4 then ${NOW} + least(60, power(2, least(w.failures - 4, 6))) * interval '1 second' end,
             paused_at = case when answered = 410 then coalesce(w.paused_at, ${NOW}) else w.paused_at end,
             paused_because = case when answered = 410 then coalesce(w.paused_because, 'GONE') else w.paused_because end
       where w.tenant_id = hook.tenant_id and w.id = hook.id;
      update public.webhook_delivery d
         set status = case when again_ms is null then 'DEAD' else 'WAITING' end, token_id = null,
             finished_at = case when again_ms is null then ${NOW} end,
             due_at = case when again_ms is not null then ${NOW} + again_ms * interval '1 millisecond' end,
             response_status = answered, failure = why
       where ${tryOf};
      if again_ms is not null then
        perform auth.wake_webhook(hook.tenant_id, hook.id, ${NOW} + again_ms * interval '1 millisecond', null);
      end if;
    end`,
  }),

  // A node that stops gives back what it did not finish: as if it had not been taken.
  ...door({
    signature: 'return_delivery(tenant uuid, webhook uuid, shown_proof bytea, delivery uuid, token uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      hook public.webhook;
    begin
      ${findHook}
      update public.webhook_delivery d set attempts = d.attempts - 1, token_id = null, due_at = ${NOW} where ${tryOf};
      perform auth.wake_webhook(hook.tenant_id, hook.id, null, null);
    end`,
  }),

  // For a node that has done enough for one webhook: others first.
  ...door({
    signature: 'wake_webhook_later(tenant uuid, webhook uuid, shown_proof bytea, in_ms int)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      hook public.webhook;
    begin
      ${findHook}
      perform auth.wake_webhook(hook.tenant_id, hook.id, clock_timestamp() + in_ms * interval '1 millisecond', 'later:' || hook.id);
    end`,
  }),

  // Whatever became of jobs, what is due is found here; and what is over makes room. One node at a time, every few seconds.
  ...door({
    signature: 'sweep_webhooks()',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if not pg_try_advisory_xact_lock(7583025591006402419) then
        return;
      end if;
      perform auth.wake_webhook(w.tenant_id, w.id, null, 'sweep:' || w.id)
         from public.webhook w
         join auth.integration i on i.tenant_id = w.tenant_id and i.id = w.integration_id and ${activeIntegration('i')}
        where w.deleted_at is null and coalesce(w.rests_until <= clock_timestamp(), true)
          and exists (select from public.webhook_delivery d
                       where d.tenant_id = w.tenant_id and d.webhook_id = w.id and d.status = 'WAITING'
                         and d.due_at < clock_timestamp() - interval '1 second');
      delete from graphile_worker._private_jobs j
       where j.locked_at is null and j.attempts >= j.max_attempts
         and j.task_id = (select t.id from graphile_worker._private_tasks t where t.identifier = 'webhook');
      perform auth.prune_deliveries(w.tenant_id, w.id) from public.webhook w where w.deleted_at is null;
      delete from public.webhook w where w.deleted_at < clock_timestamp() - interval '1 day';
    end`,
  }),

  ...room({
    signature: 'prune_deliveries(tenant uuid, webhook uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      delete from public.webhook_delivery d
       using (values ('DELIVERED', interval '7 days'), ('WITHHELD', interval '7 days'), ('DEAD', interval '30 days')) as k (status, kept)
       where d.tenant_id = tenant and d.webhook_id = webhook and d.status = k.status
         and (d.finished_at < clock_timestamp() - k.kept
              or d.id < (select o.id from public.webhook_delivery o
                          where o.tenant_id = tenant and o.webhook_id = webhook and o.status = k.status
                          order by o.id desc offset 999 limit 1));
    end`,
  }),
];
