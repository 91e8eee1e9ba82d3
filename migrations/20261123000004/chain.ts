import { door, room } from '../20261123000002/functions.js';

/**
 * The access log as a hash chain per tenant. Readers only append; an entry without a place is in the inbox, and only `chain_access_log()`
 * gives it one, later and elsewhere, so that no reader waits for another.
 */
export const chainColumns: readonly string[] = [
  // As the API shows it.
  `alter table public.access_entry alter column hash type text using encode(hash, 'hex')`,
  `alter table public.access_entry add column place bigint null`,
  `alter table public.access_entry
     add constraint "access_entry_place_check" check ((place is null) = (hash is null) and place > 0 and hash ~ '^[0-9a-f]{64}$')`,
  `create index access_entry_inbox_index on public.access_entry (tenant_id, at, id) where place is null`,
  // Two entries in one place would be a fork.
  `create unique index access_entry_place_index on public.access_entry (tenant_id, place) where place is not null`,
];

export const chainPolicies: readonly string[] = [
  `drop policy api_appends on public.access_entry`,
  `create policy api_appends on public.access_entry for insert to sluice_api
     with check (tenant_id = (select auth.tenant_id()) and actor_id = (select auth.user_id()) and place is null and hash is null)`,
  `create policy chain_sees on public.access_entry for select to sluice_auth using (true)`,
  // Once only: not even the chainer moves an entry that has its place.
  `create policy chain_places on public.access_entry for update to sluice_auth using (place is null) with check (place is not null)`,
  `grant select, update (place, hash) on public.access_entry to sluice_auth`,
];

/** Where each chain ends. The chainer's alone: readers never touch it. */
export const chainTable: readonly string[] = [
  `create table auth.access_chain (
    tenant_id uuid primary key references public.tenant (id),
    place bigint not null default 0,
    hash text not null default repeat('0', 64),
    at timestamptz(3) not null default clock_timestamp()
  )`,
  `alter table auth.access_chain enable row level security`,
  `alter table auth.access_chain force row level security`,
  `create policy functions_only on auth.access_chain to sluice_auth using (true) with check (true)`,
];

export const chain: readonly string[] = [
  // What is hashed of an entry after the hash before it. Each field is the number of its bytes, a colon and its text; an absent one is a
  // tilde: so no two entries have the same text. scripts/verify-log.mjs makes the same.
  ...room({
    signature: 'access_entry_text(n bigint, entry public.access_entry)',
    returns: 'text',
    volatility: 'stable',
    body: `
    begin
      return (
        select string_agg(coalesce(octet_length(convert_to(f.field, 'UTF8')) || ':' || f.field, '~'), '' order by f.number)
          from unnest(array[
            'access entry 1', entry.tenant_id::text, n::text, entry.id::text,
            to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            entry.actor, entry.actor_id::text, entry.actor_name, entry.authority::text, entry.authority_kind,
            entry.purpose, entry.reason, entry.operation, entry.disclosed::text
          ]) with ordinality as f(field, number));
    end`,
  }),

  // Links what is in the inbox, the oldest first, at most so many. A tenant that another node is at is left to it. All of a call becomes
  // durable or none of it: a node that dies leaves no gap.
  ...door({
    signature: 'chain_access_log(most int)',
    returns: 'table (linked int, waiting int)',
    volatility: 'volatile',
    body: `
    declare
      tenant uuid;
      n bigint;
      link bytea;
      entry public.access_entry;
      ids uuid[];
      places bigint[];
      hashes text[];
    begin
      most := least(most, 10000);
      linked := 0;
      for tenant in
        with recursive inbox (tenant_id, at) as (
          (select e.tenant_id, e.at from public.access_entry e where e.place is null order by e.tenant_id, e.at limit 1)
          union all
          select following.* from inbox i cross join lateral (
            select e.tenant_id, e.at from public.access_entry e
             where e.place is null and e.tenant_id > i.tenant_id order by e.tenant_id, e.at limit 1) following
        ), first_thousand as (select i.tenant_id, i.at from inbox i limit 1000)
        select t.tenant_id from first_thousand t order by t.at limit 100
      loop
        exit when linked >= most;
        continue when not pg_try_advisory_xact_lock(hashtextextended('access chain ' || tenant::text, 0));
        insert into auth.access_chain (tenant_id) values (tenant) on conflict do nothing;
        -- A statement after the lock, and so with a snapshot that sees what whoever held it before has linked.
        select c.place, decode(c.hash, 'hex') into n, link from auth.access_chain c where c.tenant_id = tenant for update;
        ids := '{}';
        places := '{}';
        hashes := '{}';
        for entry in
          select e.* from public.access_entry e where e.tenant_id = tenant and e.place is null order by e.at, e.id limit most - linked
        loop
          n := n + 1;
          link := sha256(link || convert_to(auth.access_entry_text(n, entry), 'UTF8'));
          ids := ids || entry.id;
          places := places || n;
          hashes := hashes || encode(link, 'hex');
        end loop;
        -- All at once: an update for each could search the whole inbox each time.
        update public.access_entry e set place = u.place, hash = u.hash
          from unnest(ids, places, hashes) as u(id, place, hash) where e.tenant_id = tenant and e.id = u.id;
        linked := linked + cardinality(ids);
        update auth.access_chain c set place = n, hash = encode(link, 'hex'), at = clock_timestamp() where c.tenant_id = tenant;
      end loop;
      waiting := (select count(*) from (select from public.access_entry e where e.place is null limit 10000) w);
      return next;
    end`,
  }),

  // Of tenants it tells that they are and how many entries they have, and of no entry anything but a hash: what a head says in public.
  ...door({
    signature: 'chain_heads(within_ms bigint, after uuid, most int)',
    returns: 'table (tenant_id uuid, place bigint, hash text, at text)',
    volatility: 'stable',
    body: `
    begin
      return query
        select c.tenant_id, c.place, c.hash, to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
          from auth.access_chain c
         where c.place > 0 and (after is null or c.tenant_id > after)
           and (within_ms is null or c.at > clock_timestamp() - within_ms * interval '1 millisecond')
         order by c.tenant_id limit least(most, 1000);
    end`,
  }),
];
