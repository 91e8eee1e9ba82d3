import { restated } from '../20261123000011/restated.js';
import { externalDisclosures } from '../20261128000070/external-disclosures.js';

/** The words of an entry are told apart where they are found: a query for that took longer than writing them. */
export const facetsOfEntries: readonly string[] = [
  restated(
    externalDisclosures,
    'access_entry_appended',
    [
      'whose uuid;',
      `-- With nothing added: as a value in memory. What was put aside for its size would be fetched each time.
        disclosed jsonb := new.disclosed || '[]';
        words text[] := '{}';
        word text;
        shown jsonb;
        named jsonb;
        whose uuid;`,
    ],
    [
      `insert into public.access_entry_facet (tenant_id, facet, entry_id)
          select new.tenant_id, f.facet, new.id from (
            select 'subject:' || (d.shown->>'subject') as facet
              from jsonb_array_elements(new.disclosed) as d(shown) where d.shown->>'subject' is not null
            union
            select 'category:' || c.name
              from jsonb_array_elements(new.disclosed) as d(shown)
             cross join jsonb_array_elements_text(coalesce(d.shown->'categories', '[]')) as c(name)) f;`,
      `for i in 0 .. jsonb_array_length(disclosed) - 1 loop
          shown := disclosed->i;
          word := 'subject:' || (shown->>'subject');
          if word is not null and word <> all (words) then
            words := words || word;
          end if;
          named := coalesce(shown->'categories', '[]');
          for n in 0 .. jsonb_array_length(named) - 1 loop
            word := 'category:' || (named->>n);
            if word is not null and word <> all (words) then
              words := words || word;
            end if;
          end loop;
        end loop;
        insert into public.access_entry_facet (tenant_id, facet, entry_id)
          select new.tenant_id, w.word, new.id from unnest(words) as w (word);`,
    ],
  ),
];

/** Run by whoever owns the tables. What every read under an authority writes, with less work. */
export const lighterLog: readonly string[] = [
  // One policy for all who seal, and what costs nothing is asked first: a program's look-up is not made for people.
  `drop policy tokens_seal on public.seal`,
  `alter policy api_seals on public.seal
     with check (tenant_id = coalesce((select p.tenant_id from auth.proven_membership p), (select auth.tenant_id()),
                                      (select auth.program_tenant_id())))`,
  `alter policy api_appends on public.access_entry
     with check (place is null and hash is null
                 and ((tenant_id, actor_id) = (select p.tenant_id, p.user_id from auth.proven_membership p)
                      or (tenant_id = (select auth.tenant_id()) and actor_id = (select auth.user_id()))))`,
  `alter policy tokens_append on public.access_entry
     with check (actor = 'INTEGRATION' and authority_kind = 'API_TOKEN' and place is null and hash is null
                 and tenant_id = (select auth.program_tenant_id()) and actor_id = (select auth.token_maker_id())
                 and authority = (select auth.token_id()))`,
  // The policies let in a tenant that somebody reaches, so one of auth.tenant_authority, which refers to the tenant. Asked again for each row,
  // that took a look-up, and a lock on the one row that all readers of a tenant share.
  `alter table public.seal drop constraint seal_tenant_id_fkey`,
  `alter table public.access_entry drop constraint access_entry_tenant_id_foreign`,
  `alter table public.access_entry_facet drop constraint access_entry_facet_tenant_id_fkey`,
  // A hundred random ids become a quarter smaller, and that took longer than reading them.
  `alter table public.access_entry alter column disclosed set storage external`,
];
