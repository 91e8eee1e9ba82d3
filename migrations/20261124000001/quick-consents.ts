import { replacing, room } from '../20261123000002/functions.js';
import { livingGrant } from '../20261123000002/reach.js';

const grantsForActor = (grant: string): string => `
  ${grant}.tenant_id = who.tenant_id and (${grant}.staff_id is null or ${grant}.staff_id = who.user_id)`;

/** A tenant may have had thousands of grants in thirty days, and every one that is living or ended of late is looked at with each change. */
export const quickConsents: readonly string[] = [
  // Of what was revoked the time is not over either: only this index has the living ones among few others.
  `create index support_grant_active_index on auth.support_grant (tenant_id, expires_at) where status = 'ACTIVE'`,

  // As before, but what is open is looked up once, and not again for each category of each grant that ended.
  ...replacing(
    room({
      signature: 'ended_consents_of(who auth.actor)',
      returns: 'jsonb',
      volatility: 'stable',
      body: `
    declare
      open text[];
      ended jsonb;
    begin
      if who.staff is distinct from 'SUPPORT' then
        return '[]';
      end if;
      select array_agg(distinct c.category) into open
        from auth.support_grant g, unnest(g.categories) as c (category)
       where ${grantsForActor('g')} and ${livingGrant('g')};
      select jsonb_agg(jsonb_build_object('category', e.category, 'reason', e.reason) order by e.category)
        into ended
        from (
          select distinct on (c.category) c.category,
                 case when g.status = 'ACTIVE' then 'CONSENT_EXPIRED' else 'CONSENT_REVOKED' end as reason
            from auth.support_grant g, unnest(g.categories) as c (category)
           where ${grantsForActor('g')}
             and g.status in ('ACTIVE', 'REVOKED', 'RETURNED')
             and g.expires_at > statement_timestamp() - interval '30 days'
             and coalesce(g.revoked_at, g.expires_at) between clock_timestamp() - interval '30 days' and clock_timestamp()
             and (c.category = any (open)) is not true
           order by c.category, coalesce(g.revoked_at, g.expires_at) desc, g.id desc
        ) e;
      return coalesce(ended, '[]');
    end`,
    }),
  ),
];
