import { door } from '../20261123000002/functions.js';
import { activeIntegration, tokenEnd, tokenMaker } from './presented.js';
import { lockedManager, moment } from './rules.js';

const notFound = `perform auth.refuse('NOT_FOUND', 'There is no such record.');`;

/** Tokens and integrations begin and end by these, and only for a session of an owner or admin: no token calls them. */
export const tokenDoors: readonly string[] = [
  ...door({
    signature:
      'create_api_token(new_id uuid, secret_digest bytea, wanted_name text, wanted_scopes text[], wanted_categories text[], wanted_end timestamptz, wanted_ranges text[], for_integration uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      proper text[] := auth.proper_scopes(wanted_scopes);
      eyes boolean := (select a.token_four_eyes from auth.tenant_authority a where a.tenant_id = who.tenant_id);
    begin
      if coalesce(length(btrim(wanted_name)) between 1 and 100, false) is not true then
        perform auth.refuse('BAD_USER_INPUT', 'Give the token a name of at most 100 characters, to know it by.');
      elsif for_integration is not null and not exists (
        select from auth.integration i where i.tenant_id = who.tenant_id and i.id = for_integration)
      then
        ${notFound}
      elsif for_integration is not null and not exists (
        select from auth.integration i where i.tenant_id = who.tenant_id and i.id = for_integration and ${activeIntegration('i')})
      then
        perform auth.refuse('CONFLICT', 'This integration is off: activate it first.');
      elsif (select count(*) from auth.api_token t
              where t.tenant_id = who.tenant_id and t.kind = 'KEY' and t.revoked_at is null and t.expires_at > clock_timestamp()) >= 100
      then
        perform auth.refuse('CONFLICT', 'The tenant has 100 living tokens: revoke some of them first.');
      end if;
      insert into auth.api_token
        (tenant_id, id, kind, digest, name, integration_id, maker_id, scopes, categories, ranges, created_by, created_at,
         approved_at, expires_at)
      values
        (who.tenant_id, new_id, 'KEY', secret_digest, btrim(wanted_name), for_integration,
         case when for_integration is null then who.user_id end, proper, auth.proper_token_categories(wanted_categories, proper),
         auth.proper_ranges(wanted_ranges), who.user_id, ${moment}, case when not eyes then ${moment} end,
         auth.proper_token_end(who.tenant_id, wanted_end))
      on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'A record with this id exists already.');
      end if;
    end`,
  }),

  ...door({
    signature: 'approve_api_token(token_id uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      asked auth.api_token;
    begin
      select t.* into asked from auth.api_token t
       where t.tenant_id = who.tenant_id and t.id = token_id and t.kind = 'KEY' for no key update;
      if asked.id is null then
        ${notFound}
      elsif asked.revoked_at is not null or asked.expires_at <= clock_timestamp() then
        perform auth.refuse('CONFLICT', 'This token has ended.');
      elsif asked.approved_at is not null then
        perform auth.refuse('CONFLICT', 'This token has been approved already.');
      elsif asked.created_by = who.user_id then
        perform auth.refuse('FORBIDDEN', 'A second owner or admin approves a token: nobody does so alone.');
      end if;
      update auth.api_token t set approved_by = who.user_id, approved_at = ${moment}
       where t.tenant_id = who.tenant_id and t.id = token_id;
    end`,
  }),

  ...door({
    signature: 'revoke_api_token(token_id uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
    begin
      if not exists (select from auth.api_token t where t.tenant_id = who.tenant_id and t.id = token_id) then
        ${notFound}
      end if;
      return auth.end_token(who.tenant_id, token_id, 'REVOKED', who.user_id);
    end`,
  }),

  // Whoever presents a token may end it, whatever it may do: so a client hands back what it needs no more.
  ...door({
    signature: 'end_own_token()',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.token_actor := auth.presented_token();
    begin
      if who.token_id is null then
        perform auth.refuse('UNAUTHENTICATED', 'No living token is presented.');
      elsif who.tenant_id is null then
        ${notFound}
      end if;
      perform auth.lock_tenant(who.tenant_id);
      return auth.end_token(who.tenant_id, who.token_id, 'REVOKED', null);
    end`,
  }),

  // Off until somebody activates it.
  ...door({
    signature:
      'propose_integration(new_id uuid, wanted_name text, wanted_party text, wanted_scopes text[], wanted_categories text[], wanted_ground text, wanted_client text)',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      proper text[] := auth.proper_scopes(wanted_scopes);
    begin
      if coalesce(length(btrim(wanted_name)) between 1 and 100 and length(btrim(wanted_party)) between 1 and 200, false) is not true then
        perform auth.refuse('BAD_USER_INPUT', 'Give a name of at most 100 characters, and the third party in at most 200.');
      elsif coalesce(wanted_ground in ('INSTRUCTION', 'CONSENT', 'LEGAL_DUTY', 'NECESSITY'), false) is not true then
        perform auth.refuse('BAD_USER_INPUT', 'The ground is INSTRUCTION, CONSENT, LEGAL_DUTY or NECESSITY.');
      elsif (select count(*) from auth.integration i where i.tenant_id = who.tenant_id and i.deactivated_at is null) >= 100 then
        perform auth.refuse('CONFLICT', 'The tenant has 100 integrations: deactivate some of them first.');
      end if;
      insert into auth.integration
        (tenant_id, id, name, third_party, client_id, ground, scopes, categories, created_by, created_at)
      values
        (who.tenant_id, new_id, btrim(wanted_name), btrim(wanted_party), wanted_client, wanted_ground, proper,
         auth.proper_token_categories(wanted_categories, proper), who.user_id, ${moment})
      on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'There is such an integration already.');
      end if;
      return new_id;
    end`,
  }),

  // Also anew, with other terms or by another owner or admin, who answers for it from then on. Null: as it stands.
  ...door({
    signature:
      'activate_integration(integration_id uuid, wanted_scopes text[], wanted_categories text[], title text, version text, hash text)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      asked auth.integration;
      proper text[];
    begin
      select i.* into asked from auth.integration i where i.tenant_id = who.tenant_id and i.id = integration_id for no key update;
      if asked.id is null then
        ${notFound}
      end if;
      proper := auth.proper_scopes(coalesce(wanted_scopes, asked.scopes));
      if coalesce(length(btrim(title)) between 1 and 200 and length(btrim(version)) between 1 and 50 and hash ~ '^[0-9a-f]{64}$', false)
        is not true
      then
        perform auth.refuse('BAD_USER_INPUT',
          'Record the agreement with the third party: a title of at most 200 characters, a version of at most 50, and the SHA-256 of its text.');
      elsif asked.created_by = who.user_id
        and (select a.token_four_eyes from auth.tenant_authority a where a.tenant_id = who.tenant_id)
      then
        perform auth.refuse('FORBIDDEN', 'A second owner or admin activates an integration: nobody does so alone.');
      end if;
      update auth.integration i
         set scopes = proper, categories = auth.proper_token_categories(coalesce(wanted_categories, asked.categories), proper),
             agreement_title = btrim(title), agreement_version = btrim(activate_integration.version), agreement_hash = hash,
             agreement_recorded_at = ${moment}, agreement_recorded_by = who.user_id,
             activated_by = who.user_id, activated_at = ${moment},
             deactivated_at = null, deactivated_by = null, deactivated_how = null
       where i.tenant_id = who.tenant_id and i.id = integration_id;
      return ${moment};
    end`,
  }),

  ...door({
    signature: 'deactivate_integration(integration_id uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      asked auth.integration;
    begin
      select i.* into asked from auth.integration i where i.tenant_id = who.tenant_id and i.id = integration_id;
      if asked.id is null then
        ${notFound}
      elsif asked.activated_at is null then
        perform auth.refuse('CONFLICT', 'This integration was never activated, so there is nothing to end.');
      end if;
      return auth.end_integration(who.tenant_id, integration_id, 'DEACTIVATED', who.user_id);
    end`,
  }),

  // What makes it stricter any owner or admin decides; what loosens it an owner, with a fresh code.
  ...door({
    signature: 'set_token_policy(days int, four_eyes boolean)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      present auth.tenant_authority;
    begin
      select a.* into present from auth.tenant_authority a where a.tenant_id = who.tenant_id;
      days := coalesce(days, present.token_days);
      four_eyes := coalesce(four_eyes, present.token_four_eyes);
      if days not between 1 and 365 then
        perform auth.refuse('BAD_USER_INPUT', 'A token lives between 1 and 365 days.');
      elsif days > present.token_days or (present.token_four_eyes and not four_eyes) then
        if who.role <> 'OWNER' then
          perform auth.refuse('FORBIDDEN', 'Only an owner of the tenant loosens what is asked of its tokens.');
        elsif not auth.is_stepped_up() then
          perform auth.refuse('SECOND_FACTOR_REQUIRED', 'To loosen this, show a code of your own second factor first.');
        end if;
      end if;
      update auth.tenant_authority a set token_days = days, token_four_eyes = four_eyes where a.tenant_id = who.tenant_id;
    end`,
  }),
];

const STATUS = `
  case
    when t.revoked_at is not null then 'REVOKED'
    when ${tokenEnd('t', 'a')} <= clock_timestamp() then 'EXPIRED'
    when t.approved_at is null then 'PENDING'
    else 'ACTIVE'
  end`;

export const tokenViews: readonly string[] = [
  // The keys that somebody made; those that come and go by themselves are told with their integration.
  ...door({
    signature: 'visible_api_tokens()',
    returns: `table (
      id uuid, tenant_id uuid, name text, status text, scopes text[], categories text[], ranges text[], integration_id uuid, maker_id uuid,
      created_by uuid, created_at timestamptz, approved_by uuid, approved_at timestamptz, expires_at timestamptz, last_used_at timestamptz,
      revoked_at timestamptz, revoked_how text)`,
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
    begin
      return query
        select t.id, t.tenant_id, t.name, ${STATUS}, t.scopes, t.categories, t.ranges::text[], t.integration_id,
               ${tokenMaker('t', 'i')}, t.created_by, t.created_at::timestamptz, t.approved_by, t.approved_at::timestamptz,
               (${tokenEnd('t', 'a')})::timestamptz, t.last_used_at::timestamptz, t.revoked_at::timestamptz, t.revoked_how
          from auth.api_token t
          join auth.tenant_authority a on a.tenant_id = t.tenant_id
          left join auth.integration i on i.tenant_id = t.tenant_id and i.id = t.integration_id
         where t.tenant_id = mine and t.kind = 'KEY';
    end`,
  }),

  ...door({
    signature: 'visible_integrations()',
    returns: `table (
      id uuid, tenant_id uuid, name text, third_party text, client_id text, status text, ground text, scopes text[], categories text[],
      agreement_title text, agreement_version text, agreement_hash text, agreement_recorded_at timestamptz, created_by uuid,
      created_at timestamptz, activated_by uuid, activated_at timestamptz, deactivated_by uuid, deactivated_at timestamptz,
      deactivated_how text)`,
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
    begin
      return query
        select i.id, i.tenant_id, i.name, i.third_party, i.client_id,
               case when i.activated_at is null then 'PROPOSED' when i.deactivated_at is null then 'ACTIVE' else 'DEACTIVATED' end,
               i.ground, i.scopes, i.categories, i.agreement_title, i.agreement_version, i.agreement_hash,
               i.agreement_recorded_at::timestamptz, i.created_by, i.created_at::timestamptz, i.activated_by, i.activated_at::timestamptz,
               i.deactivated_by, i.deactivated_at::timestamptz, i.deactivated_how
          from auth.integration i
         where i.tenant_id = mine;
    end`,
  }),

  ...door({
    signature: 'token_policy()',
    returns: 'table (days int, four_eyes boolean)',
    volatility: 'stable',
    body: `
    begin
      return query
        select a.token_days, a.token_four_eyes from auth.tenant_authority a where a.tenant_id = auth.gdpr_tenant_id();
    end`,
  }),
];
