import { reaction } from '../20261123000002/functions.js';

/**
 * What an entry of the access log can be found by besides its columns: a row for each subject and each category that was shown. No index of
 * an array or of JSON serves a statement under row level security; one of plain text does. The trigger alone writes it, from the entry.
 */
export const facetTable: readonly string[] = [
  `create table public.access_entry_facet (
    tenant_id uuid not null references public.tenant (id),
    facet text collate "C" not null,
    entry_id uuid not null,
    constraint "access_entry_facet_pkey" primary key (tenant_id, facet, entry_id)
  )`,
  `alter table public.access_entry_facet enable row level security`,
  `alter table public.access_entry_facet force row level security`,
  `create policy api_reads on public.access_entry_facet for select to sluice_api
     using (tenant_id = (select auth.gdpr_tenant_id()))`,
  `create policy functions_append on public.access_entry_facet for insert to sluice_auth with check (true)`,
  `grant select on public.access_entry_facet to sluice_api`,
  `grant insert on public.access_entry_facet to sluice_auth`,
  ...['actor', 'actor_id', 'at'].map(
    (column) =>
      `create index "access_entry_tenant_id_${column}_id_index" on public.access_entry (tenant_id, ${column}, id)`,
  ),
  // A sample of the rows knows nothing of what is rare, and with what all rows have in common the planner would read the log from its end
  // until it has found enough. So it is told how many words there may be.
  `alter table public.access_entry_facet alter column facet set (n_distinct = 100)`,
  `alter table public.access_entry alter column actor set (n_distinct = 10), alter column actor_id set (n_distinct = 1000)`,
  `alter table public.security_event alter column kind set (n_distinct = 100)`,
  `create index "change_entry_tenant_id_at_id_index" on public.change_entry (tenant_id, at, id)`,
  `create index security_event_kind_index on public.security_event (log_id, kind, id)`,
  `create index security_event_at_index on public.security_event (log_id, at, id)`,
];

const facetsOf = (entry: string): string => `
  select 'subject:' || (d.shown->>'subject') as facet
    from jsonb_array_elements(${entry}.disclosed) as d(shown) where d.shown->>'subject' is not null
  union
  select 'category:' || c.name
    from jsonb_array_elements(${entry}.disclosed) as d(shown)
   cross join jsonb_array_elements_text(coalesce(d.shown->'categories', '[]')) as c(name)`;

/** Entries of before are found by what they say of subjects; of categories they say nothing. */
export const facetsOfBefore: readonly string[] = [
  `insert into public.access_entry_facet (tenant_id, facet, entry_id)
   select e.tenant_id, f.facet, e.id from public.access_entry e cross join lateral (${facetsOf('e')}) f`,
];

export const facets: readonly string[] = [
  ...reaction({
    name: 'access_entry_appended',
    body: `
    begin
      insert into public.access_entry_facet (tenant_id, facet, entry_id)
        select new.tenant_id, f.facet, new.id from (${facetsOf('new')}) f;
      return null;
    end`,
  }),
];

export const facetTriggers: readonly string[] = [
  `create trigger access_entry_appended after insert on public.access_entry
     for each row execute function auth.access_entry_appended()`,
];
