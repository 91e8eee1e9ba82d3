import { door, reaction, room } from '../20261123000002/functions.js';
import { livingAccess, livingGrant } from '../20261123000002/reach.js';
import { committed } from '../20261123000011/in-force.js';

/**
 * Who has an authority in the tenant, now and at any moment before: the one place that lists them, for whoever explains and previews access.
 * What an authority opens is for the law to say. The past is what is stored: the times of grants, the terms of accesses before each
 * change, and of roles the security events, which are appended with every change of a membership.
 */
export const pastRoles: readonly string[] = [
  `create policy functions_look_back on public.security_event for select to sluice_auth using (kind = 'ROLE_CHANGED')`,
  `grant select on public.security_event to sluice_auth`,
  `create index security_event_role_changed_index on public.security_event (log_id, user_id, id) where kind = 'ROLE_CHANGED'`,
];

/** What an external access was before each change of its terms: from the day of this migration on. */
const pastAccesses: readonly string[] = [
  `create table auth.past_access (
    tenant_id uuid not null,
    access_id uuid not null,
    changed_at timestamptz not null,
    categories text[] not null,
    access text not null,
    expires_at timestamptz(3) null,
    agreement_accepted_at timestamptz(3) null,
    primary key (tenant_id, access_id, changed_at),
    foreign key (tenant_id, access_id) references auth.external_access (tenant_id, id) on delete cascade
  )`,
  `alter table auth.past_access enable row level security`,
  `alter table auth.past_access force row level security`,
  `create policy functions_only on auth.past_access to sluice_auth using (true) with check (true)`,
  ...reaction({
    name: 'keep_past_access',
    body: `
    begin
      insert into auth.past_access (tenant_id, access_id, changed_at, categories, access, expires_at, agreement_accepted_at)
        values (old.tenant_id, old.id, clock_timestamp(), old.categories, old.access, old.expires_at, old.agreement_accepted_at)
        on conflict do nothing;
      return null;
    end`,
  }),
  `create trigger keep_past after update on auth.external_access for each row
     when ((old.categories, old.access, old.expires_at, old.agreement_accepted_at)
           is distinct from (new.categories, new.access, new.expires_at, new.agreement_accepted_at))
     execute function auth.keep_past_access()`,
];

/** Null: now, by the clock; and then as living is said everywhere else. */
const stood = (now: string, then: string): string =>
  `case when asked_at is null then ${now} else coalesce(${then}, false) end`;

const before = (moment: string): string => `(${moment} is null or asked_at < ${moment})`;

/** Of a person's commitment to confidentiality. */
const wasCommitted: readonly string[] = room({
  signature: 'was_committed(person uuid, asked_at timestamptz)',
  returns: 'boolean',
  volatility: 'stable',
  body: `
  begin
    return exists (
      select from auth.user_account u
       where u.id = person and ${stood(committed('u'), `u.confidentiality_accepted_at <= asked_at and ${before('u.confidentiality_until')}`)}
    ) or (asked_at is not null and exists (
      select from auth.agreement_acceptance a join auth.agreement g on g.id = a.agreement_id
       where a.user_id = person and a.kind = 'CONFIDENTIALITY' and a.accepted_at <= asked_at and ${before('a.withdrawn_at')}
         and not exists (
           select from auth.agreement newer
            where newer.kind = a.kind and newer.tenant_id is null and newer.published_at > g.published_at
              and coalesce(newer.deadline, newer.published_at) <= asked_at)));
  end`,
});

/** Whether a person could get in at all: an account that was open, and a factor where one is demanded, as far as that is known. */
const open = `(u.deactivated_at is null or u.deactivated_at > coalesce(asked_at, clock_timestamp()))`;
const enrolled = `(asked_at is not null or u.second_factor or (u.staff is null and not demanded))`;

/**
 * Of a role, the first event behind the moment says what it was until then; unless the membership began in between. Somebody who came back
 * is a member from then on, and was one before if an event says so.
 */
const MEMBERSHIPS = `
  select 'a' || m.id, 'MEMBERSHIP', m.id, 'MEMBER', r.role, u.id, '{}'::text[], null::text, null::text, null::text,
         coalesce(earlier.at, m.created_at)::timestamptz, coalesce(later.at, m.ended_at)::timestamptz, false, ${enrolled}
    from auth.membership m
    join auth.user_account u on u.id = m.user_id and u.staff is null and ${open}
    left join lateral (
      select e.at, split_part(e.detail, ' to ', 1) as role from public.security_event e
       where asked_at is not null and e.kind = 'ROLE_CHANGED' and e.log_id = mine and e.user_id = m.user_id and e.at > asked_at
       order by e.id limit 1) later on true
    left join lateral (
      select e.at from public.security_event e
       where e.kind = 'ROLE_CHANGED' and e.log_id = mine and e.user_id = m.user_id and e.at <= coalesce(asked_at, e.at)
       order by e.id desc limit 1) earlier on true
    cross join lateral (
      select case
               when later.at is not null and (m.created_at <= asked_at or later.at < m.created_at) then nullif(later.role, 'none')
               when later.at is not null then null
               when ${stood('m.ended_at is null', `m.created_at <= asked_at and ${before('m.ended_at')}`)} then m.role
             end as role) r
   where m.tenant_id = mine and r.role is not null`;

const GRANTS = `
  select 'b' || g.id, 'SUPPORT_GRANT', g.id, 'SUPPORT', null, g.staff_id, g.categories, g.access, g.purpose, g.reason,
         g.granted_at::timestamptz, least(g.revoked_at, g.expires_at)::timestamptz,
         g.staff_id is null or auth.was_committed(g.staff_id, asked_at), g.staff_id is null or ${enrolled}
    from auth.support_grant g
    left join auth.user_account u on u.id = g.staff_id
   where g.tenant_id = mine and (g.staff_id is null or ${open})
     and ${stood(livingGrant('g'), `g.granted_at <= asked_at and asked_at < least(g.revoked_at, g.expires_at)`)}`;

/** As the access stood: before the first change behind the moment, or as it is. */
const ACCESSES = `
  select 'c' || x.id, 'EXTERNAL_ACCESS', x.id, 'EXTERNAL', null, x.user_id, t.categories, t.access, null, null,
         t.agreement_accepted_at::timestamptz, least(x.ended_at, t.expires_at, t.changed_at)::timestamptz, false, ${enrolled}
    from auth.external_access x
    join auth.user_account u on u.id = x.user_id and u.staff is null and ${open}
    left join lateral (
      select p.* from auth.past_access p
       where p.tenant_id = mine and p.access_id = x.id and p.changed_at > asked_at
       order by p.changed_at limit 1) earlier on true
    cross join lateral (
      select coalesce(earlier.categories, x.categories) as categories, coalesce(earlier.access, x.access) as access,
             case when earlier.changed_at is null then x.expires_at else earlier.expires_at end as expires_at,
             case when earlier.changed_at is null then x.agreement_accepted_at else earlier.agreement_accepted_at end
               as agreement_accepted_at,
             earlier.changed_at) t
   where x.tenant_id = mine
     and not exists (
       select from auth.membership m where m.tenant_id = mine and m.user_id = x.user_id and m.ended_at is null and asked_at is null)
     and ${stood(livingAccess('x'), `t.agreement_accepted_at <= asked_at and ${before('x.ended_at')} and ${before('t.expires_at')}`)}`;

/** Of a window each tenant that it is for; what it opens is said by its purpose. */
const WINDOWS = `
  select 'd' || w.id, 'MAINTENANCE_WINDOW', w.id, 'ADMINISTRATOR', null, w.requested_by, '{}'::text[], 'READ', w.purpose, w.reason,
         w.opened_at::timestamptz, least(w.closed_at, w.expires_at)::timestamptz, auth.was_committed(w.requested_by, asked_at), ${enrolled}
    from auth.maintenance_window w
    join auth.window_tenant o on o.tenant_id = mine and o.window_id = w.id
    join auth.user_account u on u.id = w.requested_by and ${open}
   where ${stood(`w.id = any (auth.living_windows(mine, w.requested_by, false))`, `w.opened_at <= asked_at and asked_at < least(w.closed_at, w.expires_at)`)}`;

const doors: readonly string[] = [
  ...door({
    signature: 'authorities_at(asked_at timestamptz, behind text, most int, backwards boolean)',
    returns: `table (
      place text, kind text, id uuid, actor text, role text, user_id uuid, categories text[], access text, purpose text, reason text,
      since timestamptz, until timestamptz, confidential boolean, factor_met boolean, name text, email text, second_factor boolean)`,
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
      demanded boolean;
    begin
      if asked_at > clock_timestamp() then
        perform auth.refuse('BAD_USER_INPUT', 'This moment is still to come: ask about now, or about the past.');
      end if;
      select a.second_factor_required into demanded from auth.tenant_authority a where a.tenant_id = mine;
      return query
        select h.*, p.name, p.email, p.second_factor
          from (${[MEMBERSHIPS, GRANTS, ACCESSES, WINDOWS].join(' union all ')}) as h (
            place, kind, id, actor, role, user_id, categories, access, purpose, reason, since, until, confidential, factor_met)
          left join auth.user_account p on p.id = h.user_id
         where mine is not null
           and case when backwards then h.place collate "C" < behind else h.place collate "C" > behind end
         order by case when backwards then h.place collate "C" end desc, h.place collate "C"
         limit most;
    end`,
  }),

  // Behind this there is nothing to be told: roles are recorded from the first day of a tenant on.
  ...door({
    signature: 'roles_known_since()',
    returns: 'timestamptz',
    volatility: 'stable',
    body: `
    begin
      return (select t.created_at from public.tenant t where t.id = auth.gdpr_tenant_id());
    end`,
  }),

  // Somebody with whom the tenant has to do, as the law is told of whoever asks: what they hold now, and what ended of late.
  ...door({
    signature: 'standing_of(person uuid)',
    returns: 'jsonb',
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
      them auth.user_account;
      who auth.actor;
      demanded boolean;
    begin
      if mine is null then
        return null;
      end if;
      select u.* into them
        from auth.user_account u join auth.visible_users() v on v.id = u.id
       where u.id = person and u.deactivated_at is null;
      if them.id is null then
        return null;
      end if;
      select a.second_factor_required into demanded from auth.tenant_authority a where a.tenant_id = mine;
      who.user_id := them.id;
      who.staff := them.staff;
      who.confidential := ${committed('them')};
      who.tenant_id := mine;
      if them.staff is null then
        select m.role into who.role from auth.membership m
         where m.tenant_id = mine and m.user_id = them.id and m.ended_at is null;
        who.external := who.role is null and exists (
          select from auth.external_access x where x.tenant_id = mine and x.user_id = them.id and ${livingAccess('x')});
      end if;
      return jsonb_build_object(
        'user', jsonb_build_object('id', them.id, 'name', them.name, 'email', them.email, 'staff', them.staff,
                                   'secondFactor', them.second_factor, 'confidential', who.confidential),
        'member', case when who.role is not null then jsonb_build_object('role', who.role) end,
        'authorities', auth.authorities_of(who),
        'ended', auth.ended_consents_of(who) || auth.awaited_agreements(who),
        'factorMet', them.second_factor or (them.staff is null and not demanded),
        'within', case when them.staff is not null then who.confidential else who.role is not null or who.external end);
    end`,
  }),
];

export const authorities: readonly string[] = [...pastAccesses, ...wasCommitted, ...doors];
