import { identity } from '../20261123000002/identity.js';
import { reach } from '../20261123000002/reach.js';
import { inForceChanges } from '../20261123000011/in-force.js';
import { restated } from '../20261123000011/restated.js';
import { authorityReach } from '../20261124000002/reach.js';
import { DATA, TICKETS } from './presented.js';

/**
 * Where the second wall comes to a presented token: at the end of each function that everybody's reads go through, and only where it has found
 * no living session. What a member's way costs is as it was.
 */
export const tokenHooks: readonly string[] = [
  restated(
    authorityReach,
    'tenant_id',
    [
      'return auth.reached_tenant(auth.current_actor());',
      `who := auth.current_actor();
        return case when who.user_id is null then auth.token_tenant_id('${DATA}') else auth.reached_tenant(who) end;`,
    ],
    ['asking auth.user_account;', 'asking auth.user_account;\n      who auth.actor;'],
    [
      `if member_of is not null or asking.id is null then
        return reached;
      end if;`,
      `if member_of is not null then
        return reached;
      elsif asking.id is null then
        return auth.token_tenant_id('${DATA}');
      end if;`,
    ],
  ),

  restated(inForceChanges, 'confirm', [
    `if who.user_id is null then
        return;`,
    `if who.user_id is null then
        return query select t.* from auth.confirm_token(expected) t;
        return;`,
  ]),

  restated(authorityReach, 'standing', [
    'begin\n',
    `begin
      if who.user_id is null then
        return auth.token_standing();
      end if;\n`,
  ]),

  restated(inForceChanges, 'writable_tenant_id', [
    'begin\n',
    `begin
      if who.user_id is null then
        return auth.token_writable_tenant_id();
      end if;\n`,
  ]),

  restated(reach, 'support_tenant_id', [
    'begin\n',
    `begin
      if who.user_id is null then
        return auth.token_tenant_id('${TICKETS}');
      end if;\n`,
  ]),

  // Out of the way of any request, and for a token by the minute, every few: it says whether it is still in use, and not what for.
  restated(identity, 'touch_session', [
    's.seen_at + s.idle;',
    `s.seen_at + s.idle;
      if not found then
        update auth.api_token t set last_used_at = greatest(t.created_at, date_trunc('minute', clock_timestamp()))
         where t.id = auth.token_id() and coalesce(t.last_used_at < clock_timestamp() - interval '5 minutes', true);
      end if;`,
  ]),
];

/** Run by whoever owns the tables. A token writes into the logs as itself, and under no other authority. */
export const tokenPolicies: readonly string[] = [
  `create policy tokens_append on public.access_entry for insert to sluice_api
     with check (tenant_id = (select auth.tenant_id()) and actor = 'INTEGRATION' and actor_id = (select auth.token_maker_id())
                 and authority = (select auth.token_id()) and authority_kind = 'API_TOKEN' and place is null and hash is null)`,
  `create policy tokens_append on public.change_entry for insert to sluice_api
     with check (tenant_id = (select auth.writable_tenant_id()) and actor = 'INTEGRATION' and actor_id = (select auth.token_maker_id())
                 and authority = (select auth.token_id()) and authority_kind = 'API_TOKEN' and instruction is null)`,

  // Reading tickets is one scope, writing them another.
  `drop policy api_creates on public.ticket`,
  `create policy api_creates on public.ticket for insert to sluice_api
     with check ((tenant_id, opened_by) = (select a.tenant_id, a.id from auth.ticket_author() a))`,
  `drop policy api_changes on public.ticket`,
  `create policy api_changes on public.ticket for update to sluice_api
     using (tenant_id = (select a.tenant_id from auth.ticket_author() a))
     with check (tenant_id = (select a.tenant_id from auth.ticket_author() a))`,
  `drop policy api_creates on public.ticket_message`,
  `create policy api_creates on public.ticket_message for insert to sluice_api
     with check ((tenant_id, author_id) = (select a.tenant_id, a.id from auth.ticket_author() a))`,
];
