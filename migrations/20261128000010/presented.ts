import { door, room } from '../20261123000002/functions.js';
import { agreed } from '../20261123000011/in-force.js';

/**
 * Who presents a token, for the second wall. None of this is reached by whoever has a living session: the functions that everybody's reads go
 * through come here only where they have found none. A token is no user: `auth.user_id()` and `auth.current_actor()` know nothing of it, so
 * every function that asks them refuses it, whatever its maker may do.
 */

/** By the clock, and by what the tenant allows now: so a shorter policy shortens tokens that were made before. */
export const tokenEnd = (token: string, authority: string): string =>
  `least(${token}.expires_at, ${token}.created_at + ${authority}.token_days * interval '1 day')`;

export const activeIntegration = (integration: string): string =>
  `(${integration}.activated_at is not null and ${integration}.deactivated_at is null)`;

/** Of a key that somebody made, who made it; of the others who consented, or whoever answers for the integration now. */
export const tokenMaker = (token: string, integration: string): string =>
  `coalesce(${token}.maker_id, ${integration}.activated_by)`;

/** What begins the scopes that are about the tenant's data. */
export const DATA = '^(contacts|companies|invoices):';
export const TICKETS = '^tickets:';

const common = (mine: string, also: string): string =>
  `(select coalesce(array_agg(w.word order by w.word), '{}') from unnest(${mine}) as w (word) where w.word = any (${also}))`;

export const presentedToken: readonly string[] = [
  `create type auth.token_actor as (
    token_id uuid, name text, kind text, integration_id uuid, maker_id uuid, access_version uuid, tenant_id uuid, tenant_version uuid,
    role text, agreed boolean, lapsed boolean, scopes text[], categories text[], asked_scopes text[], asked_categories text[], ends_at timestamptz)`,

  // An address that can't be read is in no range.
  ...room({
    signature: 'is_within(ranges cidr[])',
    returns: 'boolean',
    volatility: 'stable',
    body: `
    declare
      address inet;
    begin
      address := regexp_replace(current_setting('sluice.address', true), '^::ffff:(?=[0-9.]+$)', '')::inet;
      return coalesce(address <<= any (ranges), false);
    exception when data_exception then
      return false;
    end`,
  }),

  // Null where no living token is presented. Without tenant where the request is addressed to another one than the token's.
  ...room({
    signature: 'presented_token()',
    returns: 'auth.token_actor',
    volatility: 'stable',
    body: `
    declare
      who auth.token_actor;
      wanted text := coalesce(current_setting('sluice.tenant', true), '');
    begin
      select t.id, coalesce(i.name, t.name), t.kind, t.integration_id, m.user_id, u.access_version, a.tenant_id, a.version,
             m.role, ${agreed('a')}, coalesce(a.agreement_until <= clock_timestamp(), false),
             case when i.id is null then t.scopes else ${common('t.scopes', 'i.scopes')} end,
             case when i.id is null then t.categories else ${common('t.categories', 'i.categories')} end,
             t.scopes, t.categories, ${tokenEnd('t', 'a')}
        into who
        from auth.api_token t
        join auth.tenant_authority a on a.tenant_id = t.tenant_id
        left join auth.integration i on i.tenant_id = t.tenant_id and i.id = t.integration_id
        join auth.membership m on m.tenant_id = t.tenant_id and m.user_id = ${tokenMaker('t', 'i')} and m.ended_at is null
        join auth.user_account u on u.id = m.user_id and u.staff is null and u.deactivated_at is null
       where encode(t.digest, 'hex') collate "C" = current_setting('sluice.credential', true)
         and t.revoked_at is null and t.approved_at is not null and clock_timestamp() < ${tokenEnd('t', 'a')}
         and (t.integration_id is null or ${activeIntegration('i')})
         and (cardinality(t.ranges) = 0 or auth.is_within(t.ranges))
         and (u.second_factor or not a.second_factor_required);
      if wanted <> '' and who.tenant_id is not null
        and not (case when left(wanted, 1) = '#' then substr(wanted, 2) = who.tenant_id::text
                      else exists (select from public.tenant n where n.id = who.tenant_id and n.slug = wanted) end)
      then
        who.tenant_id := null;
        who.tenant_version := null;
      end if;
      return who;
    end`,
  }),

  // The tenant whose data, or whose tickets, the presented token can be about at all. Which of them is for the law to say.
  ...room({
    signature: 'token_tenant_id(pattern text)',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    declare
      who auth.token_actor := auth.presented_token();
    begin
      return case when exists (select from unnest(who.scopes) as s (scope) where s.scope ~ pattern) then who.tenant_id end;
    end`,
  }),

  ...room({
    signature: 'token_writable_tenant_id()',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    declare
      who auth.token_actor := auth.presented_token();
    begin
      return case
        when who.agreed and who.role in ('OWNER', 'ADMIN', 'EDITOR')
          and exists (select from unnest(who.scopes) as s (scope) where s.scope ~ '${DATA}write$')
        then who.tenant_id
      end;
    end`,
  }),

  ...room({
    signature: 'token_print(who auth.token_actor)',
    returns: 'text',
    volatility: 'immutable',
    body: `
    begin
      return 'token ' || who.token_id || '/' || who.access_version || '/' || coalesce(who.tenant_version::text, '-')
        || case when who.lapsed then '/lapsed' else '' end;
    end`,
  }),

  ...room({
    signature: 'confirm_token(expected text)',
    returns: 'table (tenant_id uuid, user_id uuid, remaining_ms bigint)',
    volatility: 'stable',
    body: `
    declare
      who auth.token_actor := auth.presented_token();
    begin
      if auth.token_print(who) = expected then
        tenant_id := who.tenant_id;
        user_id := who.maker_id;
        remaining_ms := floor(extract(epoch from who.ends_at - clock_timestamp()) * 1000);
        return next;
      end if;
    end`,
  }),

  // As auth.standing() tells of a session. The maker's role is told as the maker's: the token has none.
  ...room({
    signature: 'token_standing()',
    returns: 'jsonb',
    volatility: 'stable',
    body: `
    declare
      who auth.token_actor := auth.presented_token();
      ends text := to_char(who.ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
    begin
      if who.token_id is null then
        return null;
      end if;
      return jsonb_build_object(
        'user', null,
        'member', null,
        'token', jsonb_build_object(
          'id', who.token_id, 'name', who.name, 'kind', who.kind, 'integrationId', who.integration_id, 'makerId', who.maker_id,
          'makerRole', who.role, 'scopes', who.scopes, 'askedScopes', who.asked_scopes, 'askedCategories', who.asked_categories,
          'expiresAt', ends),
        'tenant', (
          select jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'dataKey', case when auth.token_tenant_id('${DATA}') is not null then encode(a.data_key, 'hex') end,
                                    'agreementAccepted', who.agreed, 'secondFactorRequired', a.second_factor_required)
            from public.tenant t join auth.tenant_authority a on a.tenant_id = t.id where t.id = who.tenant_id),
        'authorities', case when who.tenant_id is null then '[]'::jsonb else jsonb_build_array(jsonb_build_object(
          'id', who.token_id, 'kind', 'API_TOKEN', 'categories', who.categories, 'access', 'READ_WRITE',
          'purpose', null, 'reason', null, 'expiresAt', ends)) end,
        'ended', '[]'::jsonb,
        'customFields', (
          select coalesce(jsonb_agg(
                   jsonb_build_object('id', f.id, 'subject', f.subject, 'key', f.key, 'label', f.label,
                                      'category', f.category, 'type', f.type, 'choices', f.choices)
                   order by f.key, f.subject), '[]')
            from public.custom_field f where f.tenant_id = who.tenant_id),
        'fingerprint', auth.token_print(who),
        'factorMet', true,
        'steppedUp', false);
    end`,
  }),

  // As whom the presented token writes into the logs: itself, on behalf of its maker.
  ...door({
    signature: 'token_id()',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    begin
      return (auth.presented_token()).token_id;
    end`,
  }),
  ...door({
    signature: 'token_maker_id()',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    begin
      return (auth.presented_token()).maker_id;
    end`,
  }),

  // Who writes a ticket or a message of one, by the name of this moment.
  ...door({
    signature: 'ticket_author()',
    returns: 'table (id uuid, name text, tenant_id uuid)',
    volatility: 'stable',
    body: `
    declare
      me uuid := auth.user_id();
      who auth.token_actor;
    begin
      if me is not null then
        return query select u.id, u.name, auth.support_tenant_id() from auth.user_account u where u.id = me;
        return;
      end if;
      who := auth.presented_token();
      if 'tickets:write' = any (who.scopes) then
        return query select who.maker_id, who.name, who.tenant_id where who.tenant_id is not null;
      end if;
    end`,
  }),
];
