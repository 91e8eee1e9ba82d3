import { door, room } from '../20261123000002/functions.js';

const MANAGERS = `array['OWNER', 'ADMIN'], 'Only an owner or admin of the tenant looks after its apps.'`;
/** Of one tenant; the vendor may have more. */
const MOST_OF_TENANT = 50;
const MOST_OF_VENDOR = 1000;

/**
 * Who registers apps: an owner or admin of a tenant for that tenant alone, an administrator of the vendor for all tenants. Registering lets
 * nothing in: that is for an owner or admin of each tenant to do.
 */
export const apps: readonly string[] = [
  // Whose apps the asking one looks after: a tenant's, or (null) the vendor's.
  ...room({
    signature: 'demand_app_keeper()',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.current_actor();
    begin
      if who.staff = 'ADMINISTRATOR' then
        perform auth.demand_administrator(true);
        return null;
      end if;
      perform auth.demand_role(who, ${MANAGERS});
      return who.tenant_id;
    end`,
  }),

  ...room({
    signature: 'tell_of_app(what text, app auth.app)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if app.tenant_id is null then
        perform auth.record_security_event(what, auth.user_id());
      else
        perform auth.record_tenant_event(what, app.tenant_id, 'app_' || app.id);
      end if;
    end`,
  }),

  ...room({
    signature: 'kept_app(app_id uuid)',
    returns: 'auth.app',
    volatility: 'volatile',
    body: `
    declare
      keeper uuid := auth.demand_app_keeper();
      kept auth.app;
    begin
      select a.* into kept from auth.app a
       where a.id = app_id and a.tenant_id is not distinct from keeper and a.removed_at is null for no key update;
      if kept.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      return kept;
    end`,
  }),

  // Without a digest of a secret: an app that can keep none, such as one that runs in a browser.
  ...door({
    signature: `register_app(
      new_id uuid, app_name text, of_publisher text, site text, uris text[], wanted_scopes text[], wanted_categories text[],
      title text, version text, agreement text, digest bytea)`,
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      keeper uuid := auth.demand_app_keeper();
      made auth.app;
    begin
      perform pg_advisory_xact_lock(hashtextextended('apps of ' || coalesce(keeper::text, 'the vendor'), 0));
      if (select count(*) from auth.app a where a.tenant_id is not distinct from keeper and a.removed_at is null)
         >= (case when keeper is null then ${MOST_OF_VENDOR} else ${MOST_OF_TENANT} end)
      then
        perform auth.refuse('CONFLICT', 'There are as many apps as there can be: remove one first.');
      end if;
      insert into auth.app (id, tenant_id, name, publisher, website, redirect_uris, scopes, categories,
                            agreement_title, agreement_version, agreement_text, secret_digest, registered_by)
        values (new_id, keeper, app_name, of_publisher, site, uris, auth.proper_scopes(wanted_scopes),
                auth.proper_token_categories(wanted_categories, wanted_scopes), title, version, agreement, digest, auth.user_id())
        returning * into made;
      perform auth.tell_of_app('APP_REGISTERED', made);
    end`,
  }),

  // The old secret is worth nothing from here on.
  ...door({
    signature: 'renew_app_secret(app_id uuid, digest bytea)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      kept auth.app := auth.kept_app(app_id);
    begin
      if kept.secret_digest is null then
        perform auth.refuse('CONFLICT', 'This app keeps no secret.');
      end if;
      update auth.app a set secret_digest = digest where a.id = kept.id;
      perform auth.tell_of_app('APP_SECRET_RENEWED', kept);
    end`,
  }),

  // To a tenant's owners and admins: its own, and those of the vendor. To administrators those of the vendor.
  ...door({
    signature: 'known_apps()',
    returns: `table (
      id uuid, own boolean, name text, publisher text, website text, redirect_uris json, scopes json, categories json,
      agreement_title text, agreement_version text, confidential boolean, registered_at timestamptz)`,
    volatility: 'stable',
    body: `
    declare
      who auth.actor := auth.current_actor();
    begin
      return query
        select a.id, (a.tenant_id is not null or who.staff is not null), a.name, a.publisher, a.website, to_json(a.redirect_uris),
               to_json(a.scopes), to_json(a.categories), a.agreement_title, a.agreement_version, a.secret_digest is not null, a.registered_at::timestamptz
          from auth.app a
         where a.removed_at is null
           and ((who.role in ('OWNER', 'ADMIN') and coalesce(a.tenant_id = who.tenant_id, true))
                or (who.staff = 'ADMINISTRATOR' and a.tenant_id is null))
         order by a.registered_at, a.id;
    end`,
  }),

  // What the authorization server must know of an app, which is nothing that its owner would hide. Whether it has a secret, not what of it is kept.
  ...door({
    signature: 'app_of(app_id uuid)',
    returns: `table (
      tenant_id uuid, name text, publisher text, website text, redirect_uris text[], scopes text[], categories text[],
      agreement_title text, agreement_version text, agreement_text text, confidential boolean)`,
    volatility: 'stable',
    body: `
    begin
      return query
        select a.tenant_id, a.name, a.publisher, a.website, a.redirect_uris, a.scopes, a.categories,
               a.agreement_title, a.agreement_version, a.agreement_text, a.secret_digest is not null
          from auth.app a where a.id = app_id and a.removed_at is null;
    end`,
  }),

  ...door({
    signature: 'app_secret_matches(app_id uuid, digest bytea)',
    returns: 'boolean',
    volatility: 'stable',
    body: `
    begin
      return exists (select from auth.app a where a.id = app_id and a.removed_at is null and a.secret_digest = digest);
    end`,
  }),

  // Who is signed in, to the authorization server: which session it is, and whose.
  ...door({
    signature: 'presented_session()',
    returns: 'table (session_id uuid, user_id uuid, email text, began_at int, ends_at int)',
    volatility: 'stable',
    body: `
    begin
      return query
        select s.id, s.user_id, u.email, extract(epoch from s.created_at)::int, extract(epoch from s.expires_at)::int
          from auth.session s join auth.user_account u on u.id = s.user_id
         where encode(s.digest, 'hex') collate "C" = current_setting('sluice.credential', true) and s.user_id = auth.user_id();
    end`,
  }),
];
