import { door } from '../20261123000002/functions.js';
import { activeIntegration } from '../20261128000010/presented.js';
import { lockedManager, moment } from '../20261128000010/rules.js';
import { livingFamily, ownTokens } from './families.js';

/** Of one person, for one integration; the oldest end. */
const MOST_FAMILIES = 20;

const noneSuch = `perform auth.refuse('NOT_FOUND', 'There is no such record.');`;

/** Whom a tenant lets in, and what is issued then: each to whoever shows what it rests on. */
export const letIn: readonly string[] = [
  // An owner or admin lets an app in: what it may is an integration of the tenant, with the agreement that the app shows. Consent to an app that
  // is in already adds to what it may, never takes away: that is for a deactivation, which answers when nothing is under way any more.
  // PROPOSED: the tenant wants a second owner or admin to activate it.
  ...door({
    signature: `let_app_in(
      key bytea, wanted_app uuid, new_integration uuid, wanted_scopes text[], wanted_categories text[], valid interval)`,
    returns: 'text',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      app auth.app;
      client text := 'app_' || wanted_app;
      present auth.integration;
      lives boolean;
      eyes boolean := (select a.token_four_eyes from auth.tenant_authority a where a.tenant_id = who.tenant_id);
    begin
      select a.* into app from auth.app a
       where a.id = wanted_app and a.removed_at is null and coalesce(a.tenant_id = who.tenant_id, true);
      if app.id is null then
        ${noneSuch}
      elsif not (wanted_scopes <@ app.scopes and wanted_categories <@ app.categories) then
        perform auth.refuse('BAD_USER_INPUT', 'An app is given what it asked for, or less.');
      end if;
      select i.* into present from auth.integration i where i.tenant_id = who.tenant_id and i.client_id = client for no key update;
      if present.id is null then
        perform auth.propose_integration(new_integration, app.name, app.publisher, wanted_scopes, wanted_categories, 'INSTRUCTION', client);
        select i.* into present from auth.integration i where i.tenant_id = who.tenant_id and i.id = new_integration;
      end if;
      lives := ${activeIntegration('present')};
      if not (lives and wanted_scopes <@ present.scopes and wanted_categories <@ present.categories) then
        if eyes then
          return 'PROPOSED';
        end if;
        perform auth.activate_integration(
          present.id,
          case when lives then array(select distinct s.word from unnest(present.scopes || wanted_scopes) s (word) order by 1)
               else wanted_scopes end,
          case when lives then array(select distinct c.word from unnest(present.categories || wanted_categories) c (word) order by 1)
               else wanted_categories end,
          app.agreement_title, app.agreement_version, encode(sha256(convert_to(app.agreement_text, 'UTF8')), 'hex'));
      end if;
      if not coalesce(valid > interval '0' and valid <= interval '366 days', false) then
        perform auth.refuse('BAD_USER_INPUT', 'What is kept for an app has an end.');
      end if;
      insert into auth.token_family (digest, tenant_id, integration_id, app_id, user_id, scopes, categories, ends_at)
        values (key, who.tenant_id, present.id, app.id, who.user_id, wanted_scopes, wanted_categories, clock_timestamp() + valid);
      perform auth.end_family_rows(o.digest)
         from (select f.digest from auth.token_family f
                where f.tenant_id = who.tenant_id and f.integration_id = present.id and f.user_id = who.user_id and f.ended_at is null
                order by f.began_at desc, f.digest offset ${MOST_FAMILIES}) o;
      delete from auth.token_family d
       where d.digest in (select f.digest from auth.token_family f
                           where f.tenant_id = who.tenant_id and f.integration_id = present.id
                             and least(f.ended_at, f.ends_at) < clock_timestamp() - interval '2 days'
                           limit 20 for update skip locked);
      return 'ACTIVE';
    end`,
  }),

  ...door({
    signature: 'family_terms(key bytea)',
    returns: 'table (tenant text, categories text[])',
    volatility: 'stable',
    body: `
    begin
      return query
        select t.slug, f.categories from auth.token_family f join public.tenant t on t.id = f.tenant_id where f.digest = key;
    end`,
  }),

  ...door({
    signature: 'issue_family_token(key bytea, new_id uuid, token_digest bytea, wanted_scopes text[], life interval)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      family auth.token_family;
      given auth.api_token;
    begin
      select f.* into family from auth.token_family f where f.digest = key and ${livingFamily('f')} for share;
      if family.digest is not null and wanted_scopes <@ family.scopes then
        given := auth.issue_access_token(
          family.tenant_id, new_id, token_digest, family.integration_id, family.user_id, wanted_scopes, family.categories, life);
      end if;
      if given.id is null then
        perform auth.refuse('FORBIDDEN', 'What this rested on has ended.');
      end if;
    end`,
  }),

  // What an app may by itself in a tenant that has let it in; the tenant need not be named where it is the only one.
  ...door({
    signature: 'activated_app(of_app uuid, proof bytea, slug_wanted text, wanted_scopes text[])',
    returns: 'table (integration_id uuid, tenant text, scopes text[], categories text[])',
    volatility: 'volatile',
    body: `
    begin
      if not auth.app_secret_matches(of_app, proof) then
        perform auth.refuse('UNAUTHENTICATED', 'This is not the secret of the app.');
      end if;
      return query
        select i.id, t.slug,
               case when cardinality(wanted_scopes) > 0 then wanted_scopes else i.scopes end, i.categories
          from auth.integration i join public.tenant t on t.id = i.tenant_id
         where i.client_id = 'app_' || of_app and ${activeIntegration('i')} and (slug_wanted = '' or t.slug = slug_wanted)
         limit 2;
      if not found then
        perform auth.refuse('FORBIDDEN', 'No such environment has let this app in: an owner or admin can.');
      end if;
    end`,
  }),

  ...door({
    signature:
      'issue_activated_token(of_app uuid, proof bytea, for_integration uuid, new_id uuid, token_digest bytea, wanted_scopes text[], life interval)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      i auth.integration;
      given auth.api_token;
    begin
      if not auth.app_secret_matches(of_app, proof) then
        perform auth.refuse('UNAUTHENTICATED', 'This is not the secret of the app.');
      end if;
      select o.* into i from auth.integration o where o.id = for_integration and o.client_id = 'app_' || of_app;
      if not wanted_scopes <@ i.scopes then
        perform auth.refuse('SCOPE_MISSING', 'The app was let in for less.');
      end if;
      given := auth.issue_access_token(i.tenant_id, new_id, token_digest, i.id, null, wanted_scopes, null, life);
      if given.id is null then
        perform auth.refuse('FORBIDDEN', 'What this rested on has ended.');
      end if;
    end`,
  }),

  // A tenant ends what its app may first, and is told when that is done. Of the vendor's apps every token ends with them, in every tenant.
  ...door({
    signature: 'remove_app(of_app uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      kept auth.app := auth.kept_app(of_app);
    begin
      if kept.tenant_id is not null and exists (
        select from auth.integration i
         where i.tenant_id = kept.tenant_id and i.client_id = 'app_' || kept.id and ${activeIntegration('i')})
      then
        perform auth.refuse('CONFLICT', 'This app is let in: deactivate its integration first.');
      end if;
      update auth.app a set removed_at = ${moment}, secret_digest = null where a.id = kept.id;
      update auth.token_family f set ended_at = ${moment} where f.app_id = kept.id and f.ended_at is null;
      update auth.api_token t set revoked_at = ${moment}, revoked_how = 'REVOKED'
       where ${ownTokens('k')} k.app_id = kept.id) and t.revoked_at is null;
      delete from auth.app_artifact a where a.app_id = kept.id;
      perform auth.tell_of_app('APP_REMOVED', kept);
    end`,
  }),
];
