import { restated } from '../20261123000011/restated.js';
import { activeIntegration } from '../20261128000010/presented.js';
import { letIn } from '../20261128000020/let-in.js';

/**
 * An app has of a tenant what it is registered for, under its own agreement and while there is such an app, whoever says otherwise by hand. Every
 * way into force looks at that while it holds the app, and an app that loses something takes it along: so nobody has to look when a token is presented.
 */
export const APP_OF_CLIENT = `substring((select i.client_id from auth.integration i where i.id = integration_id)
           from '^app_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$')::uuid`;

/** For a function that knows the integration, the app, the terms and the agreement. */
export const boundByApp = `if asked.client_id like 'app\\_%' then
        if app.id is null or app.tenant_id <> who.tenant_id then
          perform auth.refuse('CONFLICT', 'This app was removed: what let it in stays off.');
        elsif not (proper <@ app.scopes and proper_kinds <@ app.categories) then
          perform auth.refuse('BAD_USER_INPUT', 'An app is given what it asks for, or less.');
        elsif (btrim(title), btrim(activate_integration.version), hash)
          is distinct from (btrim(app.agreement_title), btrim(app.agreement_version), encode(sha256(convert_to(app.agreement_text, 'UTF8')), 'hex'))
        then
          perform auth.refuse('BAD_USER_INPUT', 'An app comes with its own agreement: give its title, its version and the SHA-256 of its text.');
        end if;
      end if;`;

const common = (mine: string, also: string): string =>
  `array(select w.word from unnest(${mine}) as w (word) where w.word = any (${also}) order by 1)`;

export const appBounds: readonly string[] = [
  restated(
    letIn,
    'activated_app',
    [
      'else i.scopes end, i.categories',
      `else ${common('i.scopes', 'a.scopes')} end, ${common('i.categories', 'a.categories')}`,
    ],
    [
      'from auth.integration i join public.tenant t on t.id = i.tenant_id',
      'from auth.integration i join public.tenant t on t.id = i.tenant_id join auth.app a on a.id = of_app',
    ],
  ),
  restated(
    letIn,
    'issue_activated_token',
    ['i auth.integration;', 'i auth.integration;\n      app auth.app;'],
    [
      'if not wanted_scopes <@ i.scopes then',
      `select a.* into app from auth.app a where a.id = of_app;
      if not (wanted_scopes <@ i.scopes and wanted_scopes <@ app.scopes) then`,
    ],
    ['wanted_scopes, null, life)', `wanted_scopes, ${common('i.categories', 'app.categories')}, life)`],
  ),
];

/** What was let in before anybody looked. */
export const boundAnew: readonly string[] = [
  `select auth.narrow_integrations(a, null) from auth.app a where a.removed_at is null`,
  `select auth.end_integration(i.tenant_id, i.id, 'APP_REMOVED', null)
     from auth.app a join auth.integration i on i.client_id = 'app_' || a.id
    where a.removed_at is not null and ${activeIntegration('i')}`,
];
