import { door, room } from '../20261123000002/functions.js';

/**
 * What a client calls a change by, so that it may send it again. A row says that the change was made, and of which record; it is written in
 * the transaction that makes the change, so there is never one without the other. It holds digests and an id, and nothing that was answered.
 */
export const keyedTable: readonly string[] = [
  `create table auth.keyed_change (
    tenant_id uuid not null references public.tenant (id),
    actor_id uuid not null,
    key bytea not null check (octet_length(key) = 32),
    place bytea not null check (octet_length(place) = 32),
    request bytea not null check (octet_length(request) = 32),
    record_id uuid not null,
    made_at timestamptz(3) not null default clock_timestamp(),
    primary key (tenant_id, actor_id, key, place)
  )`,
  `create index keyed_change_made_at_index on auth.keyed_change (tenant_id, made_at)`,
  `alter table auth.keyed_change enable row level security`,
  `alter table auth.keyed_change force row level security`,
  `create policy functions_only on auth.keyed_change to sluice_auth using (true) with check (true)`,
];

const LIVES = `k.made_at > clock_timestamp() - interval '24 hours'`;

export const keyed: readonly string[] = [
  // Whose keys they are: a person's, a token's, or an integration's, whose tokens come and go.
  ...room({
    signature: 'keying_actor(out tenant uuid, out actor uuid)',
    returns: 'record',
    volatility: 'stable',
    body: `
    declare
      person uuid := auth.user_id();
      token auth.token_actor;
    begin
      tenant := coalesce(auth.tenant_id(), auth.support_tenant_id());
      if person is not null then
        actor := person;
      else
        token := auth.presented_token();
        actor := coalesce(token.integration_id, token.token_id);
      end if;
    end`,
  }),

  // The change of a request under this key: a request may make several, told apart by where their answers stand.
  ...room({
    signature: 'keyed_record(whose uuid, actor uuid, wanted_key bytea, wanted_place bytea, wanted_request bytea)',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    begin
      if exists (
        select from auth.keyed_change k
         where k.tenant_id = whose and k.actor_id = actor and k.key = wanted_key and k.request <> wanted_request and ${LIVES})
      then
        perform auth.refuse('CONFLICT', 'This Idempotency-Key was used for another request: take a new one for each change.');
      end if;
      return (
        select k.record_id from auth.keyed_change k
         where k.tenant_id = whose and k.actor_id = actor and k.key = wanted_key and k.place = wanted_place and ${LIVES});
    end`,
  }),

  // The record of the change that was made before; null: none was, and the change that asks is now the one. Who asks at the same moment waits
  // for whoever came first, and is told of its change, or makes it if that came to nothing.
  ...door({
    signature: 'claim_key(wanted_key bytea, wanted_place bytea, wanted_request bytea, record uuid)',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    declare
      who record;
      earlier uuid;
    begin
      if wanted_key is null then
        return null;
      end if;
      select a.tenant, a.actor into who from auth.keying_actor() a;
      if who.tenant is null or who.actor is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      perform pg_advisory_xact_lock(hashtextextended(who.tenant::text || who.actor || encode(wanted_key, 'hex'), 0));
      earlier := auth.keyed_record(who.tenant, who.actor, wanted_key, wanted_place, wanted_request);
      if earlier is not null then
        return earlier;
      end if;
      delete from auth.keyed_change k
       where (k.tenant_id, k.actor_id, k.key, k.place) in (
         select o.tenant_id, o.actor_id, o.key, o.place from auth.keyed_change o
          where o.tenant_id = who.tenant and o.made_at < clock_timestamp() - interval '24 hours'
          limit 20 for update skip locked);
      insert into auth.keyed_change as k (tenant_id, actor_id, key, place, request, record_id)
        values (who.tenant, who.actor, wanted_key, wanted_place, wanted_request, record)
        on conflict (tenant_id, actor_id, key, place) do update
          set request = excluded.request, record_id = excluded.record_id, made_at = excluded.made_at;
      return null;
    end`,
  }),

  // The same, without claiming it.
  ...door({
    signature: 'claimed_key(wanted_key bytea, wanted_place bytea, wanted_request bytea)',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    declare
      who record;
    begin
      if wanted_key is null then
        return null;
      end if;
      select a.tenant, a.actor into who from auth.keying_actor() a;
      return auth.keyed_record(who.tenant, who.actor, wanted_key, wanted_place, wanted_request);
    end`,
  }),
];
