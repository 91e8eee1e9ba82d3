import { room } from '../20261123000002/functions.js';

/**
 * What happened to an account. One row for whoever it happened to and one for each tenant of which he is a member, so that each reads a log
 * of his own, page by page, and a tenant sees what happened while it was its member's, and nothing else. A row of nobody's log (all zeros) is
 * a sign-in that failed for an address without an account: so both failures are the same work.
 *
 * Appended to, and never changed: there is no right, nor a policy under forced row level security, to do more, for the API or the functions.
 */
export const eventTable: readonly string[] = [
  `create table public.security_event (
    log_id uuid not null,
    id uuid not null,
    at timestamptz(3) not null,
    kind text not null check (kind ~ '^[A-Z][A-Z_]{1,63}$'),
    user_id uuid null,
    by_id uuid null,
    detail text null check (length(detail) <= 200),
    address text null check (length(address) <= 64),
    client text null check (length(client) <= 64),
    constraint "security_event_pkey" primary key (log_id, id)
  )`,
  `alter table public.security_event enable row level security`,
  `alter table public.security_event force row level security`,
  `create policy api_reads on public.security_event for select to sluice_api
     using (log_id = (select auth.user_id()) or log_id = (select auth.gdpr_tenant_id()))`,
  `create policy functions_append on public.security_event for insert to sluice_auth with check (true)`,
  `grant select on public.security_event to sluice_api`,
  `grant insert on public.security_event to sluice_auth`,
];

export const eventRecorder: readonly string[] = [
  // The one way in. Called in the transaction that does what it tells of. sluice.address and sluice.client come with requests that may cause
  // one. only_tenant: what happened concerns the account in this tenant and no other.
  ...room({
    signature: 'record_security_event(what text, account uuid, only_tenant uuid, more text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      moment timestamptz := clock_timestamp();
      -- A version 7 uuid: milliseconds, then 4096ths of one, so that what happens in a row stands in a row.
      ticks bigint := floor(extract(epoch from moment) * 4096000)::bigint;
      stamp bytea := substring(int8send(ticks / 4096) from 3) || substring(int4send(28672 + (ticks % 4096)::int) from 3);
      actor uuid := auth.user_id();
      addressed text := nullif(left(current_setting('sluice.address', true), 64), '');
      asking text := nullif(left(current_setting('sluice.client', true), 64), '');
    begin
      insert into public.security_event (log_id, id, at, kind, user_id, by_id, detail, address, client)
      select l.id,
             encode(r.bytes, 'hex')::uuid,
             moment, what, account, nullif(actor, account), left(more, 200), addressed, asking
        from (select coalesce(account, '00000000-0000-0000-0000-000000000000') as id
              union all
              select m.tenant_id from auth.membership m
               where m.user_id = account and m.ended_at is null and only_tenant is null
              union all
              select only_tenant where only_tenant is not null) l
       cross join lateral (
         select overlay(uuid_send(gen_random_uuid()) placing stamp from 1 for 8) as bytes where l.id is not null) r;
    end`,
  }),
  ...room({
    signature: 'record_security_event(what text, account uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      perform auth.record_security_event(what, account, null, null);
    end`,
  }),
];
