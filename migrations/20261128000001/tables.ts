import { reaction } from '../20261123000002/functions.js';

/**
 * Categories and fields that tenants make. A category is never removed and its key never given again: grants, instructions and logs name it.
 * Like all that decides who sees what, it is behind the functions; what it is for is read by whoever reads the GDPR tab.
 */
export const categoryTable: readonly string[] = [
  `create table auth.data_category (
    tenant_id uuid not null references public.tenant (id),
    key text collate "C" not null check (key ~ '^[A-Z][A-Z0-9_]{0,63}$' and key not in (
      'IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID', 'SPECIAL', 'NOTES', 'COMMERCIAL', 'UNCLASSIFIED')),
    sensitive boolean not null,
    description text not null check (length(description) between 1 and 300),
    purpose text not null check (length(purpose) between 1 and 1000),
    legal_basis text not null check (length(legal_basis) between 1 and 300),
    retention text not null check (length(retention) between 1 and 300),
    created_at timestamptz(3) not null,
    retired_at timestamptz(3) null,
    primary key (tenant_id, key)
  )`,
  `alter table auth.data_category enable row level security`,
  `alter table auth.data_category force row level security`,
  `create policy functions_only on auth.data_category to sluice_auth using (true) with check (true)`,
];

export const fieldColumns: readonly string[] = [
  // Sealed: how its values are stored, which outlives the category that they were sealed for.
  `alter table public.custom_field
     add column "rules" jsonb not null default '{}',
     add column "sealed" boolean not null default false,
     add column "retired_at" timestamptz(3) null`,
  `update public.custom_field set sealed = true where category in ('GOVERNMENT_ID', 'SPECIAL')`,
  `create policy functions_make on public.custom_field for insert to sluice_auth with check (true)`,
  `create policy functions_change on public.custom_field for update to sluice_auth using (true) with check (true)`,
  `grant insert, update on public.custom_field to sluice_auth`,
];

export const definitionRules: readonly string[] = [
  // What is unclassified stays as it was stored: what was sealed is not unsealed because its category was retired.
  ...reaction({
    name: 'custom_field_sealed',
    body: `
    begin
      new.sealed := case
        when new.category in ('GOVERNMENT_ID', 'SPECIAL') then true
        when new.category in ('IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'NOTES', 'COMMERCIAL') then false
        else coalesce(
          (select c.sensitive from auth.data_category c
            where c.tenant_id = new.tenant_id and c.key = new.category and c.retired_at is null),
          case when tg_op = 'UPDATE' then old.sealed end,
          false)
      end;
      return new;
    end`,
  }),

  // By what the row is called, and never by a label, which is the tenant's own words.
  ...reaction({
    name: 'category_told',
    body: `
    begin
      -- What an environment is loaded with, by nobody, is no event in it.
      if tg_op = 'INSERT' and auth.user_id() is null then
        return null;
      end if;
      perform auth.record_tenant_event(
        case
          when tg_op = 'INSERT' then 'CATEGORY_CREATED'
          when new.retired_at is not null and old.retired_at is null then 'CATEGORY_RETIRED'
          else 'CATEGORY_CHANGED'
        end,
        new.tenant_id, new.key || case when tg_op = 'INSERT' and new.sensitive then ' sensitive' else '' end);
      return null;
    end`,
  }),
  ...reaction({
    name: 'custom_field_told',
    body: `
    declare
      named text := new.subject || '.customFields.' || new.key;
    begin
      if tg_op = 'INSERT' then
        if auth.user_id() is not null then
          perform auth.record_tenant_event('CUSTOM_FIELD_CREATED', new.tenant_id, named || ' ' || new.category);
        end if;
        return null;
      end if;
      if new.category <> old.category then
        perform auth.record_tenant_event('CUSTOM_FIELD_RECLASSIFIED', new.tenant_id,
                                         named || ' ' || old.category || ' to ' || new.category);
      end if;
      if (new.label, new.choices, new.rules) is distinct from (old.label, old.choices, old.rules) then
        perform auth.record_tenant_event('CUSTOM_FIELD_CHANGED', new.tenant_id, named);
      end if;
      if new.retired_at is not null and old.retired_at is null then
        perform auth.record_tenant_event('CUSTOM_FIELD_RETIRED', new.tenant_id, named);
      end if;
      return null;
    end`,
  }),
];

export const categoryTriggers: readonly string[] = [
  `create trigger renew_version after insert or update or delete on auth.data_category
     for each row execute function auth.renew_tenant_version()`,
  `create trigger told after insert or update on auth.data_category for each row execute function auth.category_told()`,
];

export const fieldTriggers: readonly string[] = [
  `create trigger sealed before insert or update of category on public.custom_field
     for each row execute function auth.custom_field_sealed()`,
  `create trigger told after insert or update on public.custom_field for each row execute function auth.custom_field_told()`,
];
