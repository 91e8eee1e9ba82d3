import { door, room } from '../20261123000002/functions.js';

const moment = `date_trunc('milliseconds', clock_timestamp())`;
const MANAGER = `auth.locked_member(array['OWNER', 'ADMIN'], 'Only an owner or admin of the tenant changes its categories and fields.')`;

/**
 * Each takes the tenant's lock, which whoever writes holds until the commit: so no value is on its way that was checked, or left unsealed, by
 * what a field was before. Texts are checked by whoever calls, who can say which of them is wrong; the tables refuse what was not.
 */
const categories: readonly string[] = [
  ...door({
    signature:
      'create_category(new_key text, new_description text, new_purpose text, new_legal_basis text, new_retention text, is_sensitive boolean)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${MANAGER};
    begin
      if (select count(*) from auth.data_category c where c.tenant_id = who.tenant_id) >= 100 then
        perform auth.refuse('CONFLICT', 'The tenant has 100 categories of its own, retired ones included: there can be no more.');
      end if;
      insert into auth.data_category (tenant_id, key, sensitive, description, purpose, legal_basis, retention, created_at)
        values (who.tenant_id, new_key, is_sensitive, new_description, new_purpose, new_legal_basis, new_retention, ${moment})
        on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'There is, or was, a category of this key: take another one.');
      end if;
    end`,
  }),

  // Null stays as it is. Whether it is sensitive stays for good: what was sealed or not for it would no longer be what it says.
  ...door({
    signature:
      'update_category(wanted text, new_description text, new_purpose text, new_legal_basis text, new_retention text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${MANAGER};
      own auth.data_category;
    begin
      select c.* into own from auth.data_category c where c.tenant_id = who.tenant_id and c.key = wanted for no key update;
      if own.key is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      elsif own.retired_at is not null then
        perform auth.refuse('CONFLICT', 'This category was retired.');
      end if;
      update auth.data_category c
         set description = coalesce(new_description, c.description), purpose = coalesce(new_purpose, c.purpose),
             legal_basis = coalesce(new_legal_basis, c.legal_basis), retention = coalesce(new_retention, c.retention)
       where c.tenant_id = who.tenant_id and c.key = wanted
         and (coalesce(new_description, c.description), coalesce(new_purpose, c.purpose),
              coalesce(new_legal_basis, c.legal_basis), coalesce(new_retention, c.retention))
             is distinct from (c.description, c.purpose, c.legal_basis, c.retention);
    end`,
  }),

  // Again: as it was.
  ...door({
    signature: 'retire_category(wanted text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${MANAGER};
    begin
      if not exists (select from auth.data_category c where c.tenant_id = who.tenant_id and c.key = wanted) then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      update auth.data_category c set retired_at = ${moment}
       where c.tenant_id = who.tenant_id and c.key = wanted and c.retired_at is null;
    end`,
  }),

  ...door({
    signature: 'own_categories()',
    returns: `table (
    key text, sensitive boolean, description text, purpose text, legal_basis text, retention text, created_at text, retired_at text)`,
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
    begin
      return query
        select c.key::text, c.sensitive, c.description, c.purpose, c.legal_basis, c.retention,
               to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
               to_char(c.retired_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
          from auth.data_category c
         where c.tenant_id = mine
         order by c.key;
    end`,
  }),
];

const fields: readonly string[] = [
  ...room({
    signature: 'demand_category(tenant uuid, wanted text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if wanted in ('IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID', 'SPECIAL', 'NOTES', 'COMMERCIAL', 'UNCLASSIFIED')
        or exists (select from auth.data_category c where c.tenant_id = tenant and c.key = wanted and c.retired_at is null)
      then
        return;
      end if;
      perform auth.refuse('BAD_USER_INPUT', 'There is no such data category in this environment.');
    end`,
  }),

  // Whoever is remembered in the tenant has its fields in memory.
  ...room({
    signature: 'demand_room_for_choices(tenant uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if (select sum(octet_length(array_to_string(f.choices, ','))) from public.custom_field f where f.tenant_id = tenant) > 100000 then
        perform auth.refuse('CONFLICT', 'The choices of all fields of the tenant take more than 100,000 bytes together: make some of them shorter.');
      end if;
    end`,
  }),

  ...door({
    signature:
      'create_custom_field(new_id uuid, new_subject text, new_key text, new_label text, new_category text, new_type text, new_choices text[], new_rules jsonb)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${MANAGER};
    begin
      perform auth.demand_category(who.tenant_id, new_category);
      if (select count(*) from public.custom_field f where f.tenant_id = who.tenant_id) >= 200 then
        perform auth.refuse('CONFLICT', 'The tenant has 200 custom fields, retired ones included: there can be no more.');
      end if;
      insert into public.custom_field (tenant_id, id, created_at, subject, key, label, category, type, choices, rules)
        values (who.tenant_id, new_id, ${moment}, new_subject, new_key, new_label, new_category, new_type, new_choices, new_rules)
        on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'There is, or was, a field of this key: take another one.');
      end if;
      perform auth.demand_room_for_choices(who.tenant_id);
    end`,
  }),

  // Null stays as it is. Whether its values are now stored in another way than they were is for whoever calls to make true.
  ...door({
    signature:
      'update_custom_field(wanted uuid, new_label text, new_category text, new_choices text[], new_rules jsonb)',
    returns: 'boolean',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${MANAGER};
      was public.custom_field;
      now_sealed boolean;
    begin
      select f.* into was from public.custom_field f where f.tenant_id = who.tenant_id and f.id = wanted for no key update;
      if was.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      elsif was.retired_at is not null then
        perform auth.refuse('CONFLICT', 'This field was retired.');
      end if;
      if new_category is not null and new_category <> was.category then
        perform auth.demand_category(who.tenant_id, new_category);
      end if;
      update public.custom_field f
         set label = coalesce(new_label, f.label), category = coalesce(new_category, f.category),
             choices = coalesce(new_choices, f.choices), rules = coalesce(new_rules, f.rules)
       where f.tenant_id = who.tenant_id and f.id = wanted
       returning f.sealed into now_sealed;
      perform auth.demand_room_for_choices(who.tenant_id);
      return now_sealed;
    end`,
  }),

  ...door({
    signature: 'retire_custom_field(wanted uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${MANAGER};
    begin
      if not exists (select from public.custom_field f where f.tenant_id = who.tenant_id and f.id = wanted) then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      update public.custom_field f set retired_at = ${moment}
       where f.tenant_id = who.tenant_id and f.id = wanted and f.retired_at is null;
    end`,
  }),
];

export const definitionDoors: readonly string[] = [...categories, ...fields];
