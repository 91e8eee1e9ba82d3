import { door, replacing, room } from '../20261123000002/functions.js';
import { restated } from '../20261123000011/restated.js';
import { tokenDoors, tokenViews } from '../20261128000010/doors.js';
import { activeIntegration } from '../20261128000010/presented.js';
import { lockedManager, moment, tokenRules } from '../20261128000010/rules.js';
import { appChanges } from '../20261128000071/app-changes.js';
import { APP_OF_CLIENT, boundByApp } from './app-bounds.js';

/**
 * Four eyes on what programs of third parties may: nobody has terms of an integration in force that no second owner or admin has proposed. What
 * is proposed is kept beside what is in force, with who proposed it, and waits. Of one that was never on, the terms are what is proposed.
 */
export const proposalColumns: readonly string[] = [
  `alter table auth.integration
     add column proposed_by uuid null references auth.user_account (id),
     add column proposed_at timestamptz(3) null,
     add column proposed_scopes text[] null check (cardinality(proposed_scopes) between 1 and 50),
     add column proposed_categories text[] null check (cardinality(proposed_categories) <= 100),
     add constraint integration_proposal_check check (
       num_nulls(proposed_by, proposed_at, proposed_scopes, proposed_categories) in (0, 4))`,
];

const NOTHING_PROPOSED = 'proposed_by = null, proposed_at = null, proposed_scopes = null, proposed_categories = null';

/** Those from before this migration were proposed by whoever made them. */
const offered = (integration: string, column: string, first: string): string =>
  `coalesce(${integration}.proposed_${column}, case when ${integration}.activated_at is null then ${integration}.${first} end)`;

const weighing: readonly string[] = room({
  signature: 'weighed_terms(asked auth.integration, person uuid, wanted_scopes text[], wanted_categories text[])',
  returns: 'text',
  volatility: 'volatile',
  body: `
  declare
    proposer uuid := ${offered('asked', 'by', 'created_by')};
    offered_scopes text[] := ${offered('asked', 'scopes', 'scopes')};
    offered_categories text[] := ${offered('asked', 'categories', 'categories')};
    within boolean := wanted_scopes <@ offered_scopes and wanted_categories <@ offered_categories;
  begin
    if not (select a.token_four_eyes from auth.tenant_authority a where a.tenant_id = asked.tenant_id) then
      return 'IN_FORCE';
    elsif ${activeIntegration('asked')} and wanted_scopes <@ asked.scopes and wanted_categories <@ asked.categories then
      return 'IN_FORCE';
    elsif proposer = person and within and offered_scopes <@ wanted_scopes and offered_categories <@ wanted_categories then
      return 'WAITS';
    elsif proposer <> person and within and exists (
      select from auth.membership m join auth.user_account u on u.id = m.user_id
       where m.tenant_id = asked.tenant_id and m.user_id = proposer and m.role in ('OWNER', 'ADMIN') and m.ended_at is null
         and u.deactivated_at is null)
    then
      return 'IN_FORCE';
    end if;
    return 'PROPOSED';
  end`,
});

/** Null: nothing is in force that was not before; what was asked for waits for somebody else. */
const activating: readonly string[] = replacing(
  door({
    signature:
      'activate_integration(integration_id uuid, wanted_scopes text[], wanted_categories text[], title text, version text, hash text)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor;
      app auth.app;
      asked auth.integration;
      proper text[];
      proper_kinds text[];
      theirs boolean;
    begin
      select a.* into app from auth.app a where a.id = ${APP_OF_CLIENT} and a.removed_at is null for share;
      who := ${lockedManager};
      select i.* into asked from auth.integration i where i.tenant_id = who.tenant_id and i.id = integration_id for no key update;
      if asked.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      elsif coalesce(length(btrim(title)) between 1 and 200 and length(btrim(version)) between 1 and 50 and hash ~ '^[0-9a-f]{64}$', false)
        is not true
      then
        perform auth.refuse('BAD_USER_INPUT',
          'Record the agreement with the third party: a title of at most 200 characters, a version of at most 50, and the SHA-256 of its text.');
      end if;
      theirs := asked.proposed_by <> who.user_id and (
        select a.token_four_eyes from auth.tenant_authority a where a.tenant_id = who.tenant_id);
      proper := auth.proper_scopes(coalesce(wanted_scopes, case when theirs then asked.proposed_scopes end, asked.scopes));
      proper_kinds := auth.proper_token_categories(
        coalesce(wanted_categories, case when theirs then asked.proposed_categories end, asked.categories), proper);
      ${boundByApp}
      case auth.weighed_terms(asked, who.user_id, proper, proper_kinds)
        when 'WAITS' then
          perform auth.refuse('FORBIDDEN', 'A second owner or admin activates an integration: nobody does so alone.');
        when 'PROPOSED' then
          update auth.integration i
             set proposed_by = who.user_id, proposed_at = ${moment}, proposed_scopes = proper, proposed_categories = proper_kinds,
                 scopes = case when i.activated_at is null then proper else i.scopes end,
                 categories = case when i.activated_at is null then proper_kinds else i.categories end
           where i.tenant_id = who.tenant_id and i.id = integration_id;
          return null;
        else
          update auth.integration i
             set scopes = proper, categories = proper_kinds, ${NOTHING_PROPOSED},
                 agreement_title = btrim(title), agreement_version = btrim(activate_integration.version), agreement_hash = hash,
                 agreement_recorded_at = ${moment}, agreement_recorded_by = who.user_id,
                 activated_by = who.user_id, activated_at = ${moment},
                 deactivated_at = null, deactivated_by = null, deactivated_how = null
           where i.tenant_id = who.tenant_id and i.id = integration_id;
          return ${moment};
      end case;
    end`,
  }),
);

/** What is shown to whoever is to confirm it. */
const SHOWN = [
  `${offered('i', 'by', 'created_by')}, ${offered('i', 'at', 'created_at')}::timestamptz`,
  `${offered('i', 'scopes', 'scopes')}, ${offered('i', 'categories', 'categories')}`,
].join(', ');

export const proposals: readonly string[] = [
  ...weighing,
  restated(
    tokenDoors,
    'propose_integration',
    [
      'scopes, categories, created_by, created_at)',
      'scopes, categories, created_by, created_at, proposed_by, proposed_at, proposed_scopes, proposed_categories)',
    ],
    [
      `auth.proper_token_categories(wanted_categories, proper), who.user_id, ${moment})`,
      `auth.proper_token_categories(wanted_categories, proper), who.user_id, ${moment},
         who.user_id, ${moment}, proper, auth.proper_token_categories(wanted_categories, proper))`,
    ],
  ),
  ...activating,

  // What was proposed was proposed for what is over.
  restated(tokenRules, 'end_integration', [
    'deactivated_by = person, deactivated_how = how\n',
    `deactivated_by = person, deactivated_how = how, ${NOTHING_PROPOSED}\n`,
  ]),

  // Whoever consents to what somebody else has proposed confirms it; to more, proposes that. Its agreement is recorded with the proposal, for whoever
  // confirms it by hand.
  restated(
    appChanges,
    'let_app_in',
    [
      `lives boolean;
      eyes boolean;`,
      `lives boolean;
      all_scopes text[];
      all_categories text[];
      proof text;`,
    ],
    [`eyes := (select a.token_four_eyes from auth.tenant_authority a where a.tenant_id = who.tenant_id);\n`, ''],
    [
      `if eyes then
          return 'PROPOSED';
        end if;
        perform auth.activate_integration(
          present.id,
          case when lives then array(select distinct s.word from unnest(present.scopes || wanted_scopes) s (word) order by 1)
               else wanted_scopes end,
          case when lives then array(select distinct c.word from unnest(present.categories || wanted_categories) c (word) order by 1)
               else wanted_categories end,
          app.agreement_title, app.agreement_version, encode(sha256(convert_to(app.agreement_text, 'UTF8')), 'hex'));`,
      `all_scopes := case when lives then present.scopes || wanted_scopes else wanted_scopes end;
        all_categories := case when lives then present.categories || wanted_categories else wanted_categories end;
        proof := encode(sha256(convert_to(app.agreement_text, 'UTF8')), 'hex');
        if auth.weighed_terms(present, who.user_id, all_scopes, all_categories) = 'WAITS'
          or auth.activate_integration(
               present.id, all_scopes, array(select distinct c.word from unnest(all_categories) c (word) order by 1),
               app.agreement_title, app.agreement_version, proof) is null
        then
          update auth.integration i
             set agreement_title = app.agreement_title, agreement_version = app.agreement_version, agreement_hash = proof,
                 agreement_recorded_at = ${moment}, agreement_recorded_by = who.user_id
           where i.tenant_id = who.tenant_id and i.id = present.id and i.activated_at is null;
          return 'PROPOSED';
        end if;`,
    ],
  ),

  // Other columns of its result make it another function.
  `drop function auth.visible_integrations()`,
  restated(
    tokenViews,
    'visible_integrations',
    [
      'deactivated_how text)',
      'deactivated_how text, proposed_by uuid, proposed_at timestamptz, proposed_scopes text[], proposed_categories text[])',
    ],
    ['i.deactivated_at::timestamptz, i.deactivated_how', `i.deactivated_at::timestamptz, i.deactivated_how, ${SHOWN}`],
  ).replace('create or replace', 'create'),
  `revoke all on function auth.visible_integrations() from public`,
  `grant execute on function auth.visible_integrations() to sluice_api`,
];
