import { door, replacing } from '../20261123000002/functions.js';
import { presentedSession } from '../20261123000002/reach.js';

const iso = (moment: string): string => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export const factorStanding: readonly string[] = [
  ...replacing(
    door({
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
                                'agreementAccepted', a.agreement_accepted_at is not null,
                                'secondFactorRequired', a.second_factor_required)
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
        'factorMet', not coalesce(who.factor_missing, false),
        'steppedUp', coalesce(who.stepped_up_until > clock_timestamp(), false),
        'session', actor_session);
    end`,
    }),
  ),
];

/** What staff are told of wherever it concerns them, they are told with a second factor only. */
const knownStaff = (user: string): string =>
  `${user}.staff = 'SUPPORT' and ${user}.confidentiality_accepted_at is not null and ${user}.second_factor`;

const page = (table: string, where: string, record: string, kind: string): string => `
  return query
    select e.xid::text, e.id, ${record}, ${kind}
      from ${table} e
     where ${where} and (e.xid, e.id) > (after_xid::xid8, after_id) and e.xid < horizon
     order by e.xid, e.id
     limit most`;

export const factorViews: readonly string[] = replacing([
  ...door({
    signature: 'visible_grants()',
    returns: `table (
    id uuid, tenant_id uuid, tenant_slug text, tenant_name text, status text, access text, categories text[], purpose text,
    reason text, ticket_id uuid, staff_id uuid, requested_at timestamptz, granted_at timestamptz, expires_at timestamptz,
    revoked_at timestamptz)`,
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
      me uuid;
    begin
      if mine is null then
        select u.id into me from auth.user_account u where u.id = auth.user_id() and ${knownStaff('u')};
      end if;
      if mine is null and me is null then
        return;
      end if;
      return query
        select g.id, g.tenant_id, t.slug, t.name,
               case
                 when g.status = 'REQUESTED' and g.requested_expires_at <= clock_timestamp() then 'LAPSED'
                 when g.status = 'ACTIVE' and g.expires_at <= clock_timestamp() then 'EXPIRED'
                 else g.status
               end,
               g.access, g.categories, g.purpose, g.reason, g.ticket_id, g.staff_id,
               g.requested_at::timestamptz, g.granted_at::timestamptz,
               coalesce(g.expires_at, g.requested_expires_at)::timestamptz, g.revoked_at::timestamptz
          from auth.support_grant g
          join public.tenant t on t.id = g.tenant_id
         where g.tenant_id = mine or (me is not null and (g.staff_id is null or g.staff_id = me));
    end`,
  }),

  ...door({
    signature: 'stream_events(stream text, place uuid, after_xid text, after_id uuid, most int)',
    returns: 'table (event_xid text, event_id uuid, record_id uuid, kind text)',
    volatility: 'stable',
    body: `
    declare
      horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
      reached uuid;
      staff_member uuid;
    begin
      if stream = 'Contact' then
        reached := auth.tenant_id();
      else
        reached := auth.gdpr_tenant_id();
      end if;
      if reached is null and stream = 'SupportGrant' then
        select u.id into staff_member from auth.user_account u where u.id = auth.user_id() and ${knownStaff('u')};
      end if;
      if place is null or coalesce(reached, staff_member) is distinct from place then
        return;
      end if;
      event_xid := horizon::text;
      return next;
      if after_xid is null then
        return;
      end if;
      if stream = 'Contact' then
        ${page('public.change_entry', `e.tenant_id = reached and e.subject = 'Contact'`, 'e.record_id', 'e.action')};
      elsif stream = 'AccessEntry' then
        ${page('public.access_entry', 'e.tenant_id = reached', 'e.id', `'CREATE'::text`)};
      elsif staff_member is null then
        ${page('auth.support_grant', 'e.tenant_id = reached', 'e.id', `'UPDATE'::text`)};
      else
        ${page('auth.support_grant', '(e.staff_id is null or e.staff_id = staff_member)', 'e.id', `'UPDATE'::text`)};
      end if;
    end`,
  }),
]);

/** A session begins with the password, and where there is a second factor with that, in one transaction. */
export const factorSignIn: readonly string[] = [
  `drop function auth.begin_session(uuid, text, bytea, interval, interval)`,
  ...door({
    signature:
      'begin_session(account uuid, proof text, new_digest bytea, new_idle interval, new_lifetime interval, factor_proof bytea, factor_step bigint, recovery bytea, step_up interval)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      ends timestamptz := clock_timestamp() + new_lifetime;
      enrolled boolean;
    begin
      if octet_length(new_digest) is distinct from 32 or not coalesce(new_idle > interval '0', false)
        or not coalesce(new_lifetime > interval '0' and new_lifetime <= interval '366 days', false)
      then
        perform auth.refuse('BAD_USER_INPUT', 'A session needs a digest of 32 bytes, an idle time and a lifetime of at most a year.');
      end if;
      if not coalesce(step_up > interval '0' and step_up <= interval '1 day', false) then
        perform auth.refuse('BAD_USER_INPUT', 'A code counts for a time of at most a day.');
      end if;
      select u.second_factor into enrolled from auth.user_account u
        where u.id = account and u.password_hash = proof and u.deactivated_at is null for no key update;
      if not found then
        perform auth.refuse('UNAUTHENTICATED', 'The e-mail address or the password is wrong.');
      end if;
      if enrolled then
        perform auth.pass_factor(account, factor_proof, factor_step, recovery);
      end if;
      delete from auth.session s
       where s.user_id = account
         and (s.ended_at is not null or s.expires_at <= clock_timestamp() or s.seen_at + s.idle <= clock_timestamp()
              or s.digest in (select o.digest from auth.session o where o.user_id = account
                               order by o.created_at desc, o.digest offset 49));
      insert into auth.session (digest, user_id, created_at, seen_at, expires_at, idle, stepped_up_until)
        values (new_digest, account, clock_timestamp(), clock_timestamp(), ends, new_idle,
                case when enrolled then clock_timestamp() + step_up end)
        on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'This session exists already.');
      end if;
      return ends;
    end`,
  }),
];
