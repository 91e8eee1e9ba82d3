import { door, room } from '../20261123000002/functions.js';

/** What a tenant proves its access log with: where its chain ends, and the entries as they were hashed. */
export const proof: readonly string[] = [
  ...door({
    signature: 'own_chain_head()',
    returns: 'table (tenant_id uuid, place bigint, hash text, at text)',
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
    begin
      return query
        select c.tenant_id, c.place, c.hash, to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
          from auth.access_chain c where c.tenant_id = mine and c.place > 0;
    end`,
  }),

  // Each field as the text that was hashed: a verifier makes no number, time or JSON of it, and so can't print it otherwise.
  ...room({
    signature: 'access_entry_line(entry public.access_entry)',
    returns: 'text',
    volatility: 'stable',
    body: `
    begin
      return json_build_object(
        'place', entry.place, 'hash', entry.hash, 'tenant', entry.tenant_id, 'id', entry.id,
        'at', to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'actor', entry.actor, 'actorId', entry.actor_id, 'actorName', entry.actor_name,
        'authority', entry.authority, 'authorityKind', entry.authority_kind,
        'purpose', entry.purpose, 'reason', entry.reason, 'operation', entry.operation,
        'disclosed', entry.disclosed::text)::text;
    end`,
  }),

  // From behind a place, or from an entry on. Where that is not the beginning, the first line is where it starts from.
  ...door({
    signature: 'access_log_lines(wanted uuid, after_place bigint, up_to bigint, most int)',
    returns: 'table (place bigint, line text)',
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
      behind bigint := after_place;
      first_entry public.access_entry;
    begin
      if wanted is not null then
        select e.* into first_entry from public.access_entry e where e.tenant_id = mine and e.id = wanted;
        if first_entry.id is null then
          perform auth.refuse('NOT_FOUND', 'There is no such record.');
        elsif first_entry.place is null or first_entry.place > up_to then
          perform auth.refuse('CONFLICT', 'The hash chain has not reached this entry yet: try again in a moment.');
        end if;
        behind := greatest(behind, first_entry.place - 1);
      end if;
      return query
        select e.place, json_build_object('kind', 'start', 'tenant', e.tenant_id, 'place', e.place, 'hash', e.hash)::text
          from public.access_entry e where e.tenant_id = mine and e.place = behind;
      return query
        select e.place, auth.access_entry_line(e)
          from public.access_entry e
         where e.tenant_id = mine and e.place > behind and e.place <= up_to
         order by e.place limit least(most, 1000);
    end`,
  }),
];
