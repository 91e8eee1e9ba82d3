import { door } from '../20261123000002/functions.js';

const MOST_COUNTED = 10_000;

/** For metrics: how much waits and how much died, of all webhooks together and with no word of whose they are. */
export const webhookBacklog: readonly string[] = door({
  signature: 'webhook_backlog()',
  returns: 'table (waiting bigint, overdue bigint, dead bigint)',
  volatility: 'stable',
  body: `
  begin
    return query
      select w.waiting, w.overdue, d.dead
        from (select count(*) as waiting, count(*) filter (where o.due_at < clock_timestamp() - interval '1 minute') as overdue
                from (select v.due_at from public.webhook_delivery v where v.status = 'WAITING' limit ${String(MOST_COUNTED)}) o) w,
             (select count(*) as dead
                from (select from public.webhook_delivery v where v.status = 'DEAD' limit ${String(MOST_COUNTED)}) o) d;
  end`,
});

/** Run by whoever owns the table. What died is little, and is counted without what arrived. */
export const deadLetterIndex: readonly string[] = [
  `create index "webhook_delivery_dead_index" on public.webhook_delivery (tenant_id, webhook_id) where status = 'DEAD'`,
];
