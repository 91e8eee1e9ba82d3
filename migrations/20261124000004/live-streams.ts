import { door } from '../20261123000002/functions.js';

/**
 * Who follows what at this moment, on whatever node: so that whoever looks what the end of an access would stop is told of it. A node says
 * every so often which of its streams go on; one that has not been heard of for a minute is gone with its node. Nothing is decided by it.
 */
export const liveStreamTable: readonly string[] = [
  `create table auth.live_stream (
    id uuid primary key,
    tenant_id uuid not null references public.tenant (id),
    user_id uuid not null references auth.user_account (id),
    subject text not null check (length(subject) between 1 and 64),
    seen_at timestamptz not null default clock_timestamp()
  )`,
  `create index live_stream_tenant_id_index on auth.live_stream (tenant_id, seen_at)`,
  `create index live_stream_seen_at_index on auth.live_stream (seen_at)`,
  `create index live_stream_user_id_index on auth.live_stream (user_id)`,
  `alter table auth.live_stream enable row level security`,
  `alter table auth.live_stream force row level security`,
  `create policy functions_only on auth.live_stream to sluice_auth using (true) with check (true)`,
];

export const liveStreams: readonly string[] = [
  // What somebody follows over all tenants rests on none of them.
  ...door({
    signature: 'follow_stream(new_id uuid, followed text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.current_actor();
    begin
      if who.user_id is null or who.tenant_id is null then
        return;
      end if;
      set local synchronous_commit = off;
      insert into auth.live_stream (id, tenant_id, user_id, subject) values (new_id, who.tenant_id, who.user_id, followed);
    end`,
  }),

  // Ids are random, so nobody speaks of a stream that is not theirs.
  ...door({
    signature: 'keep_streams(going uuid[], over uuid[])',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      set local synchronous_commit = off;
      update auth.live_stream s set seen_at = clock_timestamp() where s.id = any (going);
      delete from auth.live_stream s where s.id = any (over);
      -- What a node left behind that is gone; all nodes clear up at once, and none waits for another.
      delete from auth.live_stream s
       where s.id in (select o.id from auth.live_stream o
                       where o.seen_at < clock_timestamp() - interval '5 minutes' limit 1000 for update skip locked);
    end`,
  }),

  ...door({
    signature: 'live_streams()',
    returns: 'table (user_id uuid, actor text, subject text, streams bigint)',
    volatility: 'stable',
    body: `
    begin
      return query
        select s.user_id, coalesce(u.staff, ''), s.subject, count(*)
          from auth.live_stream s join auth.user_account u on u.id = s.user_id
         where s.tenant_id = auth.gdpr_tenant_id() and s.seen_at > clock_timestamp() - interval '1 minute'
         group by s.user_id, u.staff, s.subject
         order by s.user_id, s.subject
         limit 10000;
    end`,
  }),
];
