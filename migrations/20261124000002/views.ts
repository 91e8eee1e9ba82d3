import { door } from '../20261123000002/functions.js';
import { committed } from '../20261123000011/in-force.js';
import { isFor } from './external.js';

/** log_id: in whose list a row stands, the tenant's or that of whoever is let in. */
export const externalViews: readonly string[] = door({
  signature: 'visible_external_accesses()',
  returns: `table (
    id uuid, log_id uuid, tenant_slug text, tenant_name text, status text, access text, categories text[], email text, name text,
    user_id uuid, invited_by uuid, invited_at timestamptz, expires_at timestamptz, agreement_version text, agreement_hash text,
    agreement_text text, tenant_accepted_at timestamptz, accepted_at timestamptz, ended_at timestamptz, agreements jsonb)`,
  volatility: 'stable',
  body: `
  declare
    mine uuid := auth.gdpr_tenant_id();
    me uuid := auth.user_id();
  begin
    return query
      select x.id, o.log_id, t.slug, t.name,
             case
               when x.ended_at is not null then coalesce(x.ended_how, 'REVOKED')
               when x.expires_at <= clock_timestamp() then case when x.first_accepted_at is null then 'LAPSED' else 'EXPIRED' end
               when x.agreement_accepted_at is not null then 'ACTIVE'
               when x.first_accepted_at is not null then 'SUSPENDED'
               else 'INVITED'
             end,
             x.access, x.categories, x.invited_email, x.invited_name, x.user_id, x.invited_by, x.created_at::timestamptz,
             x.expires_at::timestamptz, g.version, g.hash, g.text, g.offered_at::timestamptz, x.agreement_accepted_at::timestamptz,
             x.ended_at::timestamptz,
             (select coalesce(jsonb_agg(jsonb_build_object(
                'version', h.version, 'hash', h.hash,
                'offeredAt', to_char(h.offered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'acceptedAt', to_char(h.accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by h.number), '[]')
                from auth.external_agreement h where h.tenant_id = x.tenant_id and h.access_id = x.id)
        from (
          select a.tenant_id, a.id, mine as log_id from auth.external_access a where a.tenant_id = mine
          union all
          select a.tenant_id, a.id, me
            from auth.user_account u join auth.external_access a on ${isFor('a', 'u')}
           where u.id = me and a.tenant_id is distinct from mine) o
        join auth.external_access x on x.tenant_id = o.tenant_id and x.id = o.id
        join public.tenant t on t.id = x.tenant_id
        left join auth.external_agreement g
          on g.tenant_id = x.tenant_id and g.access_id = x.id and g.number = x.agreement_number;
  end`,
});

/** log_id: in whose list a row stands. A tenant reads of windows that were opened for it, and of no other tenant. */
export const windowViews: readonly string[] = door({
  signature: 'visible_windows()',
  returns: `table (
    id uuid, log_id uuid, status text, purpose text, reason text, for_all boolean, tenants jsonb, requested_by text, approved_by text,
    single_administrator boolean, requested_at timestamptz, opened_at timestamptz, expires_at timestamptz, closed_at timestamptz, closed_by text)`,
  volatility: 'stable',
  body: `
  declare
    mine uuid := auth.gdpr_tenant_id();
    me uuid;
  begin
    if mine is null then
      select u.id into me from auth.user_account u
       where u.id = auth.user_id() and u.staff = 'ADMINISTRATOR' and ${committed('u')} and u.second_factor;
    end if;
    return query
      select w.id, coalesce(mine, me),
             case
               when w.status = 'REQUESTED' and w.expires_at <= clock_timestamp() then 'LAPSED'
               when w.status = 'OPEN' and w.expires_at <= clock_timestamp() then 'EXPIRED'
               else w.status
             end,
             w.purpose, w.reason, w.for_all,
             (select coalesce(jsonb_agg(jsonb_build_object('slug', t.slug, 'name', t.name) order by t.slug), '[]')
                from auth.window_tenant n join public.tenant t on t.id = n.tenant_id
               where n.window_id = w.id and (n.tenant_id = mine or (mine is null and not w.for_all))),
             r.name, a.name, w.single_administrator, w.requested_at::timestamptz, w.opened_at::timestamptz, w.expires_at::timestamptz,
             w.closed_at::timestamptz, c.name
        from auth.maintenance_window w
        join auth.user_account r on r.id = w.requested_by
        left join auth.user_account a on a.id = w.approved_by
        left join auth.user_account c on c.id = w.closed_by
       where me is not null
          or (w.opened_at is not null and exists (
                select from auth.window_tenant o where o.tenant_id = mine and o.window_id = w.id));
  end`,
});
