import { door } from '../20261123000002/functions.js';

/**
 * Logged like any table: a seal is committed with the log entry of its read, so it is lost only with it. (Were it unlogged, a crash would
 * take away seals whose answers can still be written.)
 */
export const sealTable: readonly string[] = [
  `create table public.seal (
    tenant_id uuid not null references public.tenant (id),
    id uuid not null,
    authorities uuid[] not null,
    bound_ms int not null,
    sealed_at timestamptz not null default clock_timestamp(),
    constraint seal_pkey primary key (tenant_id, id)
  )`,
];

export const sealPolicies: readonly string[] = [
  `alter table public.seal enable row level security`,
  `alter table public.seal force row level security`,
  `create policy api_seals on public.seal for insert to sluice_api with check (tenant_id = (select auth.tenant_id()))`,
  `create policy functions_see on public.seal for select to sluice_auth using (true)`,
  `create policy functions_remove on public.seal for delete to sluice_auth using (true)`,
  `create policy functions_fence on public.seal for update to sluice_auth using (true) with check (true)`,
  `grant insert on public.seal to sluice_api`,
  `grant select, update, delete on public.seal to sluice_auth`,
];

export const seal: readonly string[] = [
  // A statement of its own before the one that reads, so that the lock is older than the data's snapshot. Refused, and not waited for,
  // while an end of consent holds it or waits for it: readers can't starve who takes their rights away.
  ...door({
    signature: 'hold_tenant(tenant uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if not pg_try_advisory_xact_lock_shared(auth.tenant_lock_key(tenant)) then
        raise exception using errcode = 'SL002', message = 'Consent is changing: try again.';
      end if;
    end`,
  }),

  // Which answers under an authority may still be on their way out, and for how long at most. It is asked in a statement of its own after
  // the authority's end has committed.
  ...door({
    signature: 'pending_seals(authority uuid)',
    returns: 'table (id uuid, bound_ms int)',
    volatility: 'volatile',
    body: `
    begin
      return query select s.id, s.bound_ms from public.seal s where authority = any (s.authorities);
    end`,
  }),

  // The answers have left, or never will. Ids are random, so nobody removes a seal that is not his.
  ...door({
    signature: 'lift_seals(ids uuid[])',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      -- A seal that comes back after a crash only makes somebody wait for the bound.
      set local synchronous_commit = off;
      delete from public.seal s where s.id = any (ids);
    end`,
  }),

  // The bound is over, and the answer has not left: nobody waits for it again. The seal stays, so that every end that it concerns says so, and
  // not only the first.
  ...door({
    signature: 'fence_seals(ids uuid[])',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      set local synchronous_commit = off;
      update public.seal s set bound_ms = 0 where s.id = any (ids);
    end`,
  }),

  // What is a minute old belongs to a node that is gone: no bound is that long.
  ...door({
    signature: 'sweep_seals()',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      delete from public.seal s where s.sealed_at < clock_timestamp() - interval '1 minute';
    end`,
  }),
];
