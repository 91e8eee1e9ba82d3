import { door } from '../20261123000002/functions.js';
import { restated } from '../20261123000011/restated.js';
import { activeIntegration, queueing } from '../20261128000031/queueing.js';
import { ticketEvents } from '../20261128000120/ticket-events.js';

/** Jobs that one call makes for a webhook: each delivers one thing after the other, and several do so side by side. */
const JOBS_AT_ONCE = 8;

/** graphile-worker tells of each job by NOTIFY, and PostgreSQL commits transactions that notify one after the other. */
const jobAtOnce: readonly [string, string] = [
  `        if not was_there then
          perform auth.wake_webhook(new.tenant_id, hook.id, null, null);
        end if;
`,
  '',
];

export const waking: readonly string[] = [
  // Whoever writes leaves rows only.
  restated(queueing, 'webhooks_hear', jobAtOnce),
  restated(ticketEvents, 'webhooks_hear_of_tickets', jobAtOnce),

  // After the commit the node that wrote has the jobs made; where it can't any more, the sweep does. In one order, so that nodes
  // which tell of the same webhooks wait for each other in no circle.
  ...door({
    signature: 'wake_webhooks(tenants uuid[])',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      perform auth.wake_webhook(due.tenant_id, due.id, null, 'due:' || due.id || ':' || due.n)
         from (select w.tenant_id, w.id, n
                 from public.webhook w
                 join auth.integration i on i.tenant_id = w.tenant_id and i.id = w.integration_id and ${activeIntegration('i')}
                cross join lateral generate_series(1, (
                  select count(*)::int from (
                    select from public.webhook_delivery d
                     where d.tenant_id = w.tenant_id and d.webhook_id = w.id and d.status = 'WAITING' and d.fresh
                     limit ${String(JOBS_AT_ONCE)}) d)) as n
                where w.tenant_id = any (tenants) and w.deleted_at is null and coalesce(w.rests_until <= clock_timestamp(), true)
                order by w.id, n) due;
    end`,
  }),
];
