import { door, room } from './functions.js';
import { livingAccess, livingGrant, presentedSession } from './reach.js';

/**
 * What the API needs to know of an actor to judge a request, and the check that what it remembers of it still holds.
 * Whatever standing() tells must move the fingerprint: rows by the versions that their triggers renew, the passing of time by
 * the ids of the authorities, each of which drops out when it ends.
 */

const iso = (moment: string): string => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const grantsForActor = (grant: string): string => `
  ${grant}.tenant_id = who.tenant_id and (${grant}.staff_id is null or ${grant}.staff_id = who.user_id)`;

export const standing: readonly string[] = [
  ...room({
    signature: 'fingerprint(who auth.actor, out print text, out ends_at timestamptz)',
    returns: 'record',
    volatility: 'stable',
    body: `
    declare
      authorities text;
    begin
      print := coalesce(who.access_version::text, '-') || '/' || coalesce(who.tenant_version::text, '-');
      if who.tenant_id is null or who.role is not null then
        return;
      end if;
      if who.external then
        select string_agg(x.id::text, ',' order by x.id), min(x.expires_at)
          into authorities, ends_at
          from auth.external_access x
         where x.user_id = who.user_id and x.tenant_id = who.tenant_id and ${livingAccess('x')};
      elsif who.staff = 'SUPPORT' then
        select string_agg(g.id::text, ',' order by g.id), min(g.expires_at)
          into authorities, ends_at
          from auth.support_grant g
         where ${grantsForActor('g')} and ${livingGrant('g')};
      end if;
      print := print || '/' || coalesce(authorities, '-');
    end`,
  }),

  // One row when the session lives and nothing that the fingerprint stands for has changed; otherwise none. tenant_id is the
  // addressed tenant, remaining_ms what is left of the authority that ends first (null: nothing ends by itself).
  ...door({
    signature: 'confirm(expected text)',
    returns: 'table (tenant_id uuid, user_id uuid, remaining_ms bigint)',
    volatility: 'stable',
    body: `
    declare
      who auth.actor := auth.current_actor();
      present record;
    begin
      if who.user_id is null then
        return;
      end if;
      present := auth.fingerprint(who);
      if present.print = expected then
        tenant_id := who.tenant_id;
        user_id := who.user_id;
        remaining_ms := floor(extract(epoch from present.ends_at - clock_timestamp()) * 1000);
        return next;
      end if;
    end`,
  }),

  ...room({
    signature: 'authorities_of(who auth.actor)',
    returns: 'jsonb',
    volatility: 'stable',
    body: `
    declare
      found_authorities jsonb;
    begin
      if who.external then
        select jsonb_agg(
                 jsonb_build_object('id', x.id, 'kind', 'EXTERNAL_ACCESS', 'categories', x.categories, 'access', x.access,
                                    'purpose', null, 'reason', null, 'expiresAt', ${iso('x.expires_at')})
                 order by x.created_at, x.id)
          into found_authorities
          from auth.external_access x
         where x.user_id = who.user_id and x.tenant_id = who.tenant_id and ${livingAccess('x')};
      elsif who.staff = 'SUPPORT' then
        select jsonb_agg(
                 jsonb_build_object('id', g.id, 'kind', 'SUPPORT_GRANT', 'categories', g.categories, 'access', g.access,
                                    'purpose', g.purpose, 'reason', g.reason, 'expiresAt', ${iso('g.expires_at')})
                 order by g.granted_at, g.id)
          into found_authorities
          from auth.support_grant g
         where ${grantsForActor('g')} and ${livingGrant('g')};
      end if;
      return coalesce(found_authorities, '[]');
    end`,
  }),

  // Per category how the last consent to it ended, for 30 days, unless another one covers it now. A consent that was taken
  // back was taken back before it would have expired, so that expires_at bounds what has to be looked at.
  ...room({
    signature: 'ended_consents_of(who auth.actor)',
    returns: 'jsonb',
    volatility: 'stable',
    body: `
    declare
      ended jsonb;
    begin
      if who.staff is distinct from 'SUPPORT' then
        return '[]';
      end if;
      select jsonb_agg(jsonb_build_object('category', e.category, 'reason', e.reason) order by e.category)
        into ended
        from (
          select distinct on (c.category) c.category,
                 case when g.status = 'ACTIVE' then 'CONSENT_EXPIRED' else 'CONSENT_REVOKED' end as reason
            from auth.support_grant g, unnest(g.categories) as c (category)
           where ${grantsForActor('g')}
             and g.status in ('ACTIVE', 'REVOKED', 'RETURNED')
             and g.expires_at > clock_timestamp() - interval '30 days'
             and coalesce(g.revoked_at, g.expires_at) between clock_timestamp() - interval '30 days' and clock_timestamp()
             and not exists (
               select from auth.support_grant l
                where ${grantsForActor('l')} and ${livingGrant('l')} and c.category = any (l.categories))
           order by c.category, coalesce(g.revoked_at, g.expires_at) desc, g.id desc
        ) e;
      return coalesce(ended, '[]');
    end`,
  }),

  ...door({
    signature: 'standing()',
    returns: 'jsonb',
    volatility: 'stable',
    body: `
    declare
      who auth.actor := auth.current_actor();
      reached uuid := auth.reached_tenant(who);
      present record := auth.fingerprint(who);
      actor_user jsonb;
      actor_session jsonb;
      addressed jsonb;
      fields jsonb := '[]';
    begin
      select jsonb_build_object('id', u.id, 'name', u.name, 'email', u.email, 'staff', u.staff,
                                'secondFactor', u.second_factor, 'confidential', u.confidentiality_accepted_at is not null),
             jsonb_build_object('expiresAt', ${iso('s.expires_at')})
        into actor_user, actor_session
        from auth.session s
        join auth.user_account u on u.id = s.user_id
       where ${presentedSession('s')} and u.id = who.user_id;

      select jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name,
                                'dataKey', case when reached = t.id then encode(a.data_key, 'hex') end,
                                'agreementAccepted', a.agreement_accepted_at is not null)
        into addressed
        from public.tenant t
        join auth.tenant_authority a on a.tenant_id = t.id
       where t.id = who.tenant_id;

      if reached is not null then
        select coalesce(jsonb_agg(
                 jsonb_build_object('id', f.id, 'subject', f.subject, 'key', f.key, 'label', f.label,
                                    'category', f.category, 'type', f.type, 'choices', f.choices)
                 order by f.key, f.subject), '[]')
          into fields
          from public.custom_field f
         where f.tenant_id = reached;
      end if;

      return jsonb_build_object(
        'user', actor_user,
        'tenant', addressed,
        'member', case when who.role is not null then jsonb_build_object('role', who.role) end,
        'authorities', auth.authorities_of(who),
        'ended', auth.ended_consents_of(who),
        'customFields', fields,
        'fingerprint', present.print,
        'session', actor_session);
    end`,
  }),
];

/** What standing() is made of renews the version that it hangs on, whoever changes it and by whatever statement. */
export const versionTriggers: readonly string[] = [
  `create trigger renew_version before update on auth.user_account
     for each row when (old is distinct from new) execute function auth.renew_access_version()`,
  `create trigger renew_version before update on auth.tenant_authority
     for each row execute function auth.renew_own_version()`,
  ...['auth.membership', 'auth.external_access', 'auth.support_grant', 'public.custom_field'].map(
    (table) => `create trigger renew_version after insert or update or delete on ${table}
      for each row execute function auth.renew_tenant_version()`,
  ),
  `create trigger renew_version after update on public.tenant
     for each row execute function auth.renew_version_of_tenant()`,
];
