import { door, room } from '../20261123000002/functions.js';
import { restated } from '../20261123000011/restated.js';
import { importEnds } from '../20261124000002/imports.js';
import { activeIntegration } from '../20261128000010/presented.js';
import { lockedManager, moment } from '../20261128000010/rules.js';
import { ownTokens } from '../20261128000020/families.js';
import { letIn } from '../20261128000020/let-in.js';

/**
 * Apps change and go, and what tenants let in changes with them, in one direction only: what an app may ask for is never more of what a tenant has
 * let in, and what it may ask for no more has been let in by nobody. Locks are taken in one order: the app, tenants by their ids, their integrations.
 */
const COMMON = (mine: string, left: string): string =>
  `array(select w.word from unnest(${mine}) as w (word) where w.word = any (${left}) order by 1)`;

const lockTenants = `perform auth.lock_tenant(o.tenant_id)
         from (select i.tenant_id from auth.integration i
                where i.client_id = 'app_' || kept.id and ${activeIntegration('i')} order by 1) o;`;

export const appChanges: readonly string[] = [
  `alter table auth.integration drop constraint integration_deactivated_how_check,
     add constraint integration_deactivated_how_check
       check (deactivated_how in ('DEACTIVATED', 'ACTIVATOR_GONE', 'APP_REMOVED', 'APP_NARROWED'))`,
  `create index integration_app_index on auth.integration (client_id) where client_id is not null`,

  // The end of an app, or of a part of it, waits for what is read under any integration of it.
  restated([restated(importEnds, 'pending_seals')], 'pending_seals', [
    'where authority = any (s.authorities)',
    `where authority = any (s.authorities)
          or s.authorities && (select array_agg(i.id) from auth.integration i where i.client_id = 'app_' || authority)`,
  ]),

  // Whoever lets an app in holds it as it is, so that what it may ask for does not change in between.
  restated(
    letIn,
    'let_app_in',
    [`who auth.actor := ${lockedManager};`, `who auth.actor;`],
    [
      `select a.* into app from auth.app a
       where a.id = wanted_app and a.removed_at is null and coalesce(a.tenant_id = who.tenant_id, true);
      if app.id is null then`,
      `select a.* into app from auth.app a where a.id = wanted_app and a.removed_at is null for share;
      who := ${lockedManager};
      eyes := (select a.token_four_eyes from auth.tenant_authority a where a.tenant_id = who.tenant_id);
      if app.id is null or app.tenant_id <> who.tenant_id then`,
    ],
    [
      `eyes boolean := (select a.token_four_eyes from auth.tenant_authority a where a.tenant_id = who.tenant_id);`,
      `eyes boolean;`,
    ],
  ),

  // What an integration is left with where its app asks for less. With nothing left it is over.
  ...room({
    signature: 'narrow_integrations(app auth.app, person uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      narrowed auth.integration;
      left_scopes text[];
      left_categories text[];
    begin
      for narrowed in
        select i.* from auth.integration i
         where i.client_id = 'app_' || app.id and ${activeIntegration('i')}
           and not (i.scopes <@ app.scopes and i.categories <@ app.categories)
         order by i.tenant_id for no key update
      loop
        left_scopes := ${COMMON('narrowed.scopes', 'app.scopes')};
        left_categories := ${COMMON('narrowed.categories', 'app.categories')};
        if cardinality(left_scopes) = 0
          or (cardinality(left_categories) = 0 and not exists (select from unnest(left_scopes) as s (scope) where s.scope ~ '^tickets:'))
        then
          perform auth.end_integration(narrowed.tenant_id, narrowed.id, 'APP_NARROWED', person);
        else
          update auth.integration i set scopes = left_scopes, categories = left_categories
           where i.tenant_id = narrowed.tenant_id and i.id = narrowed.id;
          perform auth.record_tenant_event('INTEGRATION_NARROWED', narrowed.tenant_id, 'int_' || narrowed.id);
        end if;
      end loop;
    end`,
  }),

  // Null: as it stands. What was begun on terms that it has no more, and is not over, begins anew: who waits for consent, what was pushed, codes.
  ...door({
    signature:
      'update_app(app_id uuid, new_name text, site_changes boolean, site text, uris text[], wanted_scopes text[], wanted_categories text[])',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      kept auth.app := auth.kept_app(app_id);
      changed auth.app;
      loses boolean;
    begin
      if kept.secret_digest is null and cardinality(uris) = 0 then
        perform auth.refuse('BAD_USER_INPUT', 'An app without a secret is sent back to an address: name one.');
      end if;
      changed := kept;
      changed.scopes := auth.proper_scopes(coalesce(wanted_scopes, kept.scopes));
      changed.categories := auth.proper_token_categories(coalesce(wanted_categories, kept.categories), changed.scopes);
      loses := not (kept.redirect_uris <@ coalesce(uris, kept.redirect_uris) and kept.scopes <@ changed.scopes and kept.categories <@ changed.categories);
      if loses then
        ${lockTenants}
      end if;
      update auth.app a
         set name = coalesce(new_name, a.name), website = case when site_changes then site else a.website end,
             redirect_uris = coalesce(uris, a.redirect_uris), scopes = changed.scopes, categories = changed.categories
       where a.id = kept.id
      returning * into changed;
      if loses then
        delete from auth.app_artifact a
         where a.app_id = kept.id and a.kind in ('Interaction', 'PushedAuthorizationRequest', 'AuthorizationCode');
        perform auth.narrow_integrations(changed, case when kept.tenant_id is not null then auth.user_id() end);
      end if;
      perform auth.tell_of_app('APP_UPDATED', changed);
      return ${moment};
    end`,
  }),

  // With it goes, in every tenant, what let it in and all that was issued. Asked again because nobody knew whether it was done, it tells the first end.
  `drop function auth.remove_app(uuid)`,
  ...door({
    signature: 'remove_app(of_app uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      keeper uuid := auth.demand_app_keeper();
      kept auth.app;
      ended timestamptz := ${moment};
    begin
      select a.* into kept from auth.app a where a.id = of_app and a.tenant_id is not distinct from keeper for no key update;
      if kept.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      elsif kept.removed_at is not null then
        return kept.removed_at;
      end if;
      ${lockTenants}
      update auth.app a set removed_at = ended, secret_digest = null where a.id = kept.id;
      perform auth.end_integration(o.tenant_id, o.id, 'APP_REMOVED', case when keeper is not null then auth.user_id() end)
         from (select i.tenant_id, i.id from auth.integration i
                where i.client_id = 'app_' || kept.id and ${activeIntegration('i')} order by 1) o;
      update auth.token_family f set ended_at = ended where f.app_id = kept.id and f.ended_at is null;
      update auth.api_token t set revoked_at = ended, revoked_how = 'REVOKED'
       where ${ownTokens('k')} k.app_id = kept.id) and t.revoked_at is null;
      delete from auth.app_artifact a where a.app_id = kept.id;
      perform auth.tell_of_app('APP_REMOVED', kept);
      return ended;
    end`,
  }),
];
