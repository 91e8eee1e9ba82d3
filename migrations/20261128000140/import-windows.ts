import { room } from '../20261123000002/functions.js';
import { committed } from '../20261123000011/in-force.js';
import { restated } from '../20261123000011/restated.js';
import { livingInstruction } from '../20261123000013/wall.js';
import { authorityReach } from '../20261124000002/reach.js';
import { windowViews } from '../20261124000002/views.js';
import { windowDoors } from '../20261124000002/windows.js';
import { appChanges } from '../20261128000071/app-changes.js';

/**
 * A window for an import keeps, for each tenant that it is for, the instructions under which it was opened, and lives as long as one of them
 * does. What the tenant instructs later opens no window again: that takes another one, which is opened by a second administrator and told.
 */
export const windowColumns: readonly string[] = [`alter table auth.window_tenant add column instructions uuid[] null`];

/** Of windows that were opened before: the instructions that stood then. Those that came since carry none of them on. */
export const keepInstructions = `
  update auth.window_tenant o
     set instructions = array(
           select i.id from auth.instruction i
            where i.tenant_id = o.tenant_id and i.kind = 'IMPORT' and i.status in ('CONFIRMED', 'WITHDRAWN')
              and i.decided_at <= w.opened_at and w.opened_at < least(i.withdrawn_at, i.expires_at))
    from auth.maintenance_window w
   where w.id = o.window_id and w.purpose = 'IMPORT' and w.opened_at is not null and o.instructions is null`;

const ofTenant = [
  'auth.import_instructed_until(who.tenant_id)',
  'auth.window_instructed_until(w.id, who.tenant_id)',
] as const;

export const importWindows: readonly string[] = [
  // The end of the last instruction that it was opened under. None: it ended as it was opened. Of a request, nothing is said.
  ...room({
    signature: 'window_instructed_until(of_window uuid, tenant uuid)',
    returns: 'timestamptz',
    volatility: 'stable',
    body: `
    begin
      return coalesce(
        (select max(least(i.withdrawn_at, i.expires_at))
           from auth.window_tenant o
           join auth.instruction i on i.tenant_id = o.tenant_id and i.id = any (o.instructions)
          where o.window_id = of_window and o.tenant_id = tenant),
        (select w.opened_at from auth.maintenance_window w where w.id = of_window));
    end`,
  }),

  restated(authorityReach, 'living_windows', [
    'auth.import_instructed(tenant)',
    'clock_timestamp() < auth.window_instructed_until(w.id, tenant)',
  ]),
  restated(authorityReach, 'fingerprint', ofTenant),
  restated(authorityReach, 'authorities_of', ofTenant),
  restated(authorityReach, 'addressable_tenants', [
    'auth.import_instructed_until(o.tenant_id)',
    'auth.window_instructed_until(w.id, o.tenant_id)',
  ]),

  restated(
    windowDoors,
    'approve_maintenance_window',
    [
      'perform auth.demand_instructed(asked);',
      `perform auth.demand_instructed(asked);
      if asked.purpose = 'IMPORT' then
        update auth.window_tenant o
           set instructions = array(
                 select i.id from auth.instruction i
                  where i.tenant_id = o.tenant_id and i.kind = 'IMPORT' and ${livingInstruction('i')})
         where o.window_id = asked.id;
      end if;`,
    ],
    // Whose commitment is not in force is a second administrator all the same: another one could have withdrawn it.
    [`u.id <> me and u.deactivated_at is null and ${committed('u')})`, 'u.id <> me and u.deactivated_at is null)'],
  ),

  // The end that the wall knows: to a tenant its own, to administrators that of the last tenant.
  restated(
    windowViews,
    'visible_windows',
    [
      `w.status = 'OPEN' and w.expires_at <= clock_timestamp() then`,
      `w.status = 'OPEN' and e.ends_at <= clock_timestamp() then`,
    ],
    ['w.opened_at::timestamptz, w.expires_at::timestamptz,', 'w.opened_at::timestamptz, e.ends_at::timestamptz,'],
    [
      'join auth.user_account r on r.id = w.requested_by',
      `join auth.user_account r on r.id = w.requested_by
       cross join lateral (
         select case
                  when w.status <> 'OPEN' or w.purpose <> 'IMPORT' then w.expires_at
                  else least(w.expires_at, (
                    select max(auth.window_instructed_until(w.id, n.tenant_id)) from auth.window_tenant n
                     where n.window_id = w.id and (mine is null or n.tenant_id = mine)))
                end as ends_at) e`,
    ],
  ),

  // What was read in a window for an import waits for the end of an instruction that it was opened under, unless another one carries it on.
  restated(appChanges, 'pending_seals', [
    `or (exists (select from auth.maintenance_window w where w.id = any (s.authorities) and w.purpose = 'IMPORT')
              and s.tenant_id = (select i.tenant_id from auth.instruction i where i.id = authority and i.kind = 'IMPORT')
              and not auth.import_instructed(s.tenant_id))`,
    `or exists (
            select from auth.window_tenant o
             where o.tenant_id = s.tenant_id and o.window_id = any (s.authorities) and authority = any (o.instructions)
               and clock_timestamp() >= auth.window_instructed_until(o.window_id, o.tenant_id))`,
  ]),
];
