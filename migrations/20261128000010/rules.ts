import { room } from '../20261123000002/functions.js';
import { tokenEnd } from './presented.js';

/** What every change of tokens and integrations obeys. Who changes one holds the tenant's lock, as with any authority. */

export const MANAGERS = `array['OWNER', 'ADMIN']`;
const OURS = 'Only an owner or admin of the tenant looks after its tokens and integrations.';
export const lockedManager = `auth.locked_member(${MANAGERS}, '${OURS}')`;

export const moment = `date_trunc('milliseconds', clock_timestamp())`;

export const tokenRules: readonly string[] = [
  ...room({
    signature: 'proper_scopes(wanted text[])',
    returns: 'text[]',
    volatility: 'volatile',
    body: `
    declare
      proper text[];
      wrong text;
    begin
      select array_agg(distinct s.scope order by s.scope) into proper from unnest(wanted) as s (scope);
      select s.scope into wrong from unnest(proper) as s (scope)
       where coalesce(s.scope !~ '^(contacts|companies|invoices|tickets):(read|write)$', true) limit 1;
      if proper is null then
        perform auth.refuse('BAD_USER_INPUT', 'Name at least one scope, such as contacts:read.');
      elsif found then
        perform auth.refuse('BAD_USER_INPUT', 'There is no such scope: take contacts, companies, invoices or tickets, with :read or :write.');
      end if;
      return proper;
    end`,
  }),

  // Scopes on tickets need no category.
  ...room({
    signature: 'proper_token_categories(wanted text[], scopes text[])',
    returns: 'text[]',
    volatility: 'volatile',
    body: `
    begin
      if cardinality(coalesce(wanted, '{}')) = 0 and not exists (select from unnest(scopes) as s (scope) where s.scope !~ '^tickets:') then
        return '{}';
      end if;
      return auth.proper_categories(wanted);
    end`,
  }),

  ...room({
    signature: 'proper_ranges(wanted text[])',
    returns: 'cidr[]',
    volatility: 'volatile',
    body: `
    begin
      if cardinality(wanted) > 50 then
        perform auth.refuse('BAD_USER_INPUT', 'Name at most 50 ranges of addresses.');
      end if;
      return coalesce(wanted::cidr[], '{}');
    exception when data_exception then
      perform auth.refuse('BAD_USER_INPUT', 'A range of addresses is written as 192.0.2.0/24 or 2001:db8::/32, with no bit set behind its length.');
      return '{}';
    end`,
  }),

  // 90 days if nothing is said, or less where the tenant allows less.
  ...room({
    signature: 'proper_token_end(tenant uuid, wanted timestamptz)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      days int := (select a.token_days from auth.tenant_authority a where a.tenant_id = tenant);
      ends timestamptz := coalesce(date_trunc('milliseconds', wanted), ${moment} + least(90, days) * interval '1 day');
    begin
      if ends <= clock_timestamp() or ends > clock_timestamp() + days * interval '1 day' then
        perform auth.refuse('BAD_USER_INPUT', 'A token ends in the future, at most as many days ahead as tokenPolicy says.');
      end if;
      return ends;
    end`,
  }),

  ...room({
    signature: 'end_token(tenant uuid, token_id uuid, how text, person uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      token auth.api_token;
      ended timestamptz := ${moment};
      ran_out timestamptz;
    begin
      select t.* into token from auth.api_token t where t.tenant_id = tenant and t.id = token_id for no key update;
      select ${tokenEnd('token', 'a')} into ran_out from auth.tenant_authority a where a.tenant_id = tenant;
      if token.revoked_at is not null then
        return token.revoked_at;
      elsif ran_out <= clock_timestamp() then
        return ran_out;
      end if;
      update auth.api_token t set revoked_at = ended, revoked_by = person, revoked_how = how
       where t.tenant_id = tenant and t.id = token_id;
      return ended;
    end`,
  }),

  // With all that was made for it. Whatever else rests on an integration ends by a trigger on its row.
  ...room({
    signature: 'end_integration(tenant uuid, ending uuid, how text, person uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      ended timestamptz := ${moment};
      before timestamptz;
    begin
      select i.deactivated_at into before from auth.integration i
       where i.tenant_id = tenant and i.id = ending for no key update;
      if before is not null then
        return before;
      end if;
      update auth.integration i set deactivated_at = ended, deactivated_by = person, deactivated_how = how
       where i.tenant_id = tenant and i.id = ending and i.activated_at is not null;
      update auth.api_token t set revoked_at = ended, revoked_by = person, revoked_how = 'INTEGRATION_ENDED'
       where t.tenant_id = tenant and t.integration_id = ending and t.revoked_at is null;
      return ended;
    end`,
  }),

  ...room({
    signature: 'end_rights_of_maker(tenant uuid, person uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      update auth.api_token t set revoked_at = ${moment}, revoked_how = 'MAKER_GONE'
       where t.tenant_id = tenant and t.maker_id = person and t.revoked_at is null;
      perform auth.end_integration(tenant, i.id, 'ACTIVATOR_GONE', null)
         from auth.integration i
        where i.tenant_id = tenant and i.activated_by = person and i.deactivated_at is null;
    end`,
  }),

  // A token that comes and goes by itself: rows that are long over are taken along, a few at a time.
  ...room({
    signature:
      'keep_passing_token(tenant uuid, new_id uuid, token_kind text, secret_digest bytea, integration uuid, person uuid, wanted_scopes text[], wanted_categories text[], ends timestamptz)',
    returns: 'auth.api_token',
    volatility: 'volatile',
    body: `
    declare
      given auth.api_token;
    begin
      insert into auth.api_token
        (tenant_id, id, kind, digest, name, integration_id, maker_id, scopes, categories, created_at, approved_at, expires_at)
      select i.tenant_id, new_id, token_kind, secret_digest, i.name, i.id, person,
             (select coalesce(array_agg(distinct s.word order by s.word), '{}') from unnest(coalesce(wanted_scopes, i.scopes)) as s (word)
               where s.word = any (i.scopes)),
             (select coalesce(array_agg(distinct c.word order by c.word), '{}') from unnest(coalesce(wanted_categories, i.categories)) as c (word)
               where c.word = any (i.categories)),
             ${moment}, ${moment}, date_trunc('milliseconds', ends)
        from auth.integration i
       where i.tenant_id = tenant and i.id = integration and i.activated_at is not null and i.deactivated_at is null
         and (wanted_scopes is null or wanted_scopes && i.scopes)
         for share
      returning * into given;
      delete from auth.api_token t
       where (t.tenant_id, t.id) in (
         select o.tenant_id, o.id from auth.api_token o
          where o.tenant_id = tenant and o.kind <> 'KEY' and o.expires_at < clock_timestamp() - interval '2 days'
          limit 20 for update skip locked);
      return given;
    end`,
  }),

  // For the functions by which an OAuth client shows a code, a refresh token or its own secret: whoever calls this has looked at that proof.
  // person: the member who consented; null: the rights are those of whoever activated the integration. Null words: all of the integration's.
  ...room({
    signature:
      'issue_access_token(tenant uuid, new_id uuid, secret_digest bytea, integration uuid, person uuid, wanted_scopes text[], wanted_categories text[], life interval)',
    returns: 'auth.api_token',
    volatility: 'volatile',
    body: `
    begin
      if life is null or life <= interval '0' or life > interval '1 day' then
        perform auth.refuse('BAD_USER_INPUT', 'An access token lives at most a day.');
      end if;
      return auth.keep_passing_token(
        tenant, new_id, 'ACCESS', secret_digest, integration, person, wanted_scopes, wanted_categories, clock_timestamp() + life);
    end`,
  }),

  // For the function that begins a delivery, which knows that there is one to make. It reads what the integration may read, and soon nothing.
  ...room({
    signature: 'mint_delivery_token(tenant uuid, new_id uuid, secret_digest bytea, integration uuid)',
    returns: 'auth.api_token',
    volatility: 'volatile',
    body: `
    begin
      return auth.keep_passing_token(
        tenant, new_id, 'DELIVERY', secret_digest, integration, null, null, null, clock_timestamp() + interval '30 seconds');
    end`,
  }),
];
