import { room } from '../20261123000002/functions.js';
import { livingAccess } from '../20261123000002/reach.js';
import { standing } from '../20261123000002/standing.js';
import { factorReach } from '../20261123000008/reach.js';
import { agreements } from '../20261123000011/agreements.js';
import { committed, inForceChanges } from '../20261123000011/in-force.js';
import { restated } from '../20261123000011/restated.js';
import { isFor, isOpen } from './external.js';
import { endFor } from './imports.js';

/**
 * The second wall, with invitations that were not accepted yet and with maintenance windows in it. What a member's way costs is as it was:
 * both are looked for only where somebody is neither a member nor let in.
 */
const iso = (moment: string): string => `to_char((${moment}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Windows that are open to this administrator for this tenant by the clock; seeing: only those under which data is seen. */
const livingWindows: readonly string[] = room({
  signature: 'living_windows(tenant uuid, administrator uuid, seeing boolean)',
  returns: 'uuid[]',
  volatility: 'stable',
  body: `
  begin
    return (
      select coalesce(array_agg(w.id), '{}')
        from auth.maintenance_window w
        join auth.window_tenant o on o.tenant_id = tenant and o.window_id = w.id
       where w.requested_by = administrator and w.status = 'OPEN' and clock_timestamp() < w.expires_at
         and not (seeing and w.purpose = 'BACKUP')
         and (w.purpose <> 'IMPORT' or auth.import_instructed(tenant)));
  end`,
});

/** What waits for the agreement, category by category, unless another access opens it now. */
const awaitedAgreements: readonly string[] = room({
  signature: 'awaited_agreements(who auth.actor)',
  returns: 'jsonb',
  volatility: 'stable',
  body: `
  begin
    if who.user_id is null or who.tenant_id is null or who.staff is not null or who.role is not null then
      return '[]';
    end if;
    return (
      select coalesce(jsonb_agg(jsonb_build_object('category', e.category, 'reason', 'AGREEMENT_REQUIRED') order by e.category), '[]')
        from (
          select distinct c.category
            from auth.user_account u
            join auth.external_access x on ${isFor('x', 'u')}, unnest(x.categories) as c (category)
           where u.id = who.user_id and x.tenant_id = who.tenant_id and x.agreement_accepted_at is null and ${isOpen('x')}
             and not exists (
               select from auth.external_access l
                where l.user_id = who.user_id and l.tenant_id = who.tenant_id and ${livingAccess('l')}
                  and c.category = any (l.categories))
        ) e);
  end`,
});

const FRESH = `least(min(${endFor('w', 'who.tenant_id')}), who.stepped_up_until, (select u.confidentiality_until from auth.user_account u where u.id = who.user_id))`;

export const authorityReach: readonly string[] = [
  ...livingWindows,
  ...awaitedAgreements,

  // Who is let in nowhere may still have been invited somewhere, and is told there what is missing.
  restated(
    inForceChanges,
    'current_actor',
    [
      'if candidates is null or cardinality(candidates) > 1 then',
      `candidates := coalesce(candidates, auth.invited_tenants(who.user_id));
        if candidates is null or cardinality(candidates) > 1 then`,
    ],
    [
      'if not who.external then',
      'if not who.external and not coalesce(who.tenant_id = any (auth.invited_tenants(who.user_id)), false) then',
    ],
  ),

  restated(factorReach, 'reached_tenant', [
    'return null;',
    `if who.staff = 'ADMINISTRATOR' and who.stepped_up_until > clock_timestamp()
        and cardinality(auth.living_windows(who.tenant_id, who.user_id, true)) > 0
      then
        return who.tenant_id;
      end if;
      return null;`,
  ]),

  restated(inForceChanges, 'tenant_id', [
    `         limit 1;
      end if;
      return reached;`,
    `         limit 1;
      elsif asking.staff = 'ADMINISTRATOR' and ${committed('asking')}
        and asking.second_factor and fresh_until > clock_timestamp()
      then
        select a.tenant_id into reached
          from auth.tenant_authority a
         where a.tenant_id = substr(wanted, 2)::uuid and cardinality(auth.living_windows(a.tenant_id, asking.id, true)) > 0;
      end if;
      return reached;`,
  ]),

  restated(inForceChanges, 'fingerprint', [
    `      end if;
      print := print`,
    `      elsif who.staff = 'ADMINISTRATOR' then
        select string_agg(w.id::text, ',' order by w.id), case when count(*) > 0 then ${FRESH} end
          into authorities, ends_at
          from auth.maintenance_window w
         where w.id = any (auth.living_windows(who.tenant_id, who.user_id, false));
      end if;
      print := print`,
  ]),

  restated(standing, 'authorities_of', [
    `      end if;
      return coalesce(found_authorities`,
    `      elsif who.staff = 'ADMINISTRATOR' then
        select jsonb_agg(
                 jsonb_build_object('id', w.id, 'kind', 'MAINTENANCE_WINDOW', 'categories', '[]'::jsonb, 'access', 'READ',
                                    'purpose', w.purpose, 'reason', w.reason, 'expiresAt', ${iso(endFor('w', 'who.tenant_id'))})
                 order by w.opened_at, w.id)
          into found_authorities
          from auth.maintenance_window w
         where w.id = any (auth.living_windows(who.tenant_id, who.user_id, false));
      end if;
      return coalesce(found_authorities`,
  ]),

  restated(inForceChanges, 'standing', [
    'auth.ended_consents_of(who)',
    'auth.ended_consents_of(who) || auth.awaited_agreements(who)',
  ]),

  restated(inForceChanges, 'addressable_tenants', [
    '      end if;\n    end',
    `      elsif my_staff = 'ADMINISTRATOR' and committed then
        return query
          select t.id, t.slug, t.name, 'ADMINISTRATOR', null::text, max(${endFor('w', 'o.tenant_id')})::timestamptz
            from auth.maintenance_window w
            join auth.window_tenant o on o.window_id = w.id
            join public.tenant t on t.id = o.tenant_id
           where w.requested_by = me and w.id = any (auth.living_windows(o.tenant_id, me, true))
           group by t.id
           order by 2;
      end if;
    end`,
  ]),

  // The end of an administrator's commitment waits for what is read under windows, as the end of a window does. Tenants' locks come first.
  restated(agreements, 'settle_withdrawal', [
    'end loop;',
    `end loop;
      perform pg_advisory_xact_lock(auth.windows_lock_key());`,
  ]),
];
