import { door, replacing, room } from '../20261123000002/functions.js';
import { livingAccess, livingGrant, presentedSession } from '../20261123000002/reach.js';

/**
 * The second wall, with the second factor in it: where an account has one, only a session that has shown a code is anybody's; where one is
 * demanded and missing, no tenant is reached in any way; and no grant opens anything to a session whose last code is too old.
 */
const livingSession = (session: string, user: string): string => `
  ${presentedSession(session)}
  and ${session}.ended_at is null
  and clock_timestamp() < ${session}.expires_at
  and clock_timestamp() < ${session}.seen_at + ${session}.idle
  and ${user}.deactivated_at is null
  and (not ${user}.second_factor or ${session}.stepped_up_until is not null)`;

/** As migration 6 has it. */
const NAMED_BY_ID = `left(wanted, 1) = '#'`;
const NAMED_ID = `substr(wanted, 2)::uuid`;

/** Part of the fingerprint: a code that becomes too old, and one that is shown, change what somebody may do. */
const freshness = (moment: string): string =>
  `case when ${moment} > clock_timestamp() then extract(epoch from ${moment})::text else '-' end`;

const met = (user: string, authority: string): string =>
  `(${user}.second_factor or not ${authority}.second_factor_required)`;

export const factorReach: readonly string[] = replacing([
  // The tenant's version stays with whoever lacks a factor: when the tenant no longer demands it, what is remembered of them is stale.
  ...room({
    signature: 'current_actor()',
    returns: 'auth.actor',
    volatility: 'stable',
    body: `
    declare
      who auth.actor;
      wanted text := current_setting('sluice.tenant', true);
      candidates uuid[];
      enrolled boolean;
    begin
      if ${NAMED_BY_ID} then
        select u.id, u.staff, u.confidentiality_accepted_at is not null, u.access_version,
               a.tenant_id, a.version, m.role, false,
               not u.second_factor and (u.staff is not null or coalesce(a.second_factor_required, false)),
               s.stepped_up_until
          into who
          from auth.session s
          join auth.user_account u on u.id = s.user_id
          left join auth.tenant_authority a on a.tenant_id = ${NAMED_ID}
          left join auth.membership m
            on m.tenant_id = a.tenant_id and m.user_id = u.id and m.ended_at is null and u.staff is null
         where ${livingSession('s', 'u')};
      elsif wanted <> '' then
        select u.id, u.staff, u.confidentiality_accepted_at is not null, u.access_version,
               a.tenant_id, a.version, m.role, false,
               not u.second_factor and (u.staff is not null or coalesce(a.second_factor_required, false)),
               s.stepped_up_until
          into who
          from auth.session s
          join auth.user_account u on u.id = s.user_id
          left join public.tenant t on t.slug = wanted
          left join auth.tenant_authority a on a.tenant_id = t.id
          left join auth.membership m
            on m.tenant_id = a.tenant_id and m.user_id = u.id and m.ended_at is null and u.staff is null
         where ${livingSession('s', 'u')};
      else
        select u.id, u.staff, u.confidentiality_accepted_at is not null, u.access_version,
               u.second_factor, u.staff is not null and not u.second_factor, s.stepped_up_until
          into who.user_id, who.staff, who.confidential, who.access_version, enrolled, who.factor_missing, who.stepped_up_until
          from auth.session s
          join auth.user_account u on u.id = s.user_id
         where ${livingSession('s', 'u')};
        if who.user_id is null or who.staff is not null then
          return who;
        end if;
        select array_agg(distinct c.tenant_id)
          into candidates
          from (
            select m.tenant_id from auth.membership m where m.user_id = who.user_id and m.ended_at is null
            union all
            select x.tenant_id from auth.external_access x where x.user_id = who.user_id and ${livingAccess('x')}
          ) c;
        if candidates is null or cardinality(candidates) > 1 then
          return who;
        end if;
        select a.tenant_id, a.version, m.role, false, a.second_factor_required and not enrolled
          into who.tenant_id, who.tenant_version, who.role, who.external, who.factor_missing
          from auth.tenant_authority a
          left join auth.membership m
            on m.tenant_id = a.tenant_id and m.user_id = who.user_id and m.ended_at is null
         where a.tenant_id = candidates[1];
      end if;

      if who.tenant_id is null then
        return who;
      end if;
      if who.staff is not null then
        if not who.confidential then
          who.tenant_id := null;
          who.tenant_version := null;
        end if;
      elsif who.role is null then
        who.external := exists (
          select from auth.external_access x
           where x.user_id = who.user_id and x.tenant_id = who.tenant_id and ${livingAccess('x')});
        if not who.external then
          who.tenant_id := null;
          who.tenant_version := null;
          who.factor_missing := false;
        end if;
      end if;
      if who.factor_missing then
        who.tenant_id := null;
        who.role := null;
        who.external := false;
      end if;
      return who;
    end`,
  }),

  ...room({
    signature: 'reached_tenant(who auth.actor)',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    begin
      if who.tenant_id is null or who.role is not null or who.external then
        return who.tenant_id;
      end if;
      if who.staff = 'SUPPORT' and who.stepped_up_until > clock_timestamp() and exists (
        select from auth.support_grant g
         where g.tenant_id = who.tenant_id
           and (g.staff_id is null or g.staff_id = who.user_id)
           and ${livingGrant('g')})
      then
        return who.tenant_id;
      end if;
      return null;
    end`,
  }),

  ...door({
    signature: 'user_id()',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    declare
      found_user uuid;
    begin
      select u.id into found_user
        from auth.session s
        join auth.user_account u on u.id = s.user_id
       where ${livingSession('s', 'u')};
      return found_user;
    end`,
  }),

  ...door({
    signature: 'tenant_id()',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    declare
      wanted text := current_setting('sluice.tenant', true);
      asking auth.user_account;
      fresh_until timestamptz;
      member_of uuid;
      reached uuid;
    begin
      if ${NAMED_BY_ID} is not true then
        return auth.reached_tenant(auth.current_actor());
      end if;
      select u.id, u.staff, u.confidentiality_accepted_at, u.second_factor, s.stepped_up_until, m.tenant_id,
             case when ${met('u', 'a')} then m.tenant_id end
        into asking.id, asking.staff, asking.confidentiality_accepted_at, asking.second_factor, fresh_until, member_of, reached
        from auth.session s
        join auth.user_account u on u.id = s.user_id
        left join auth.membership m
          on m.tenant_id = ${NAMED_ID} and m.user_id = u.id and m.ended_at is null and u.staff is null
        left join auth.tenant_authority a on a.tenant_id = m.tenant_id
       where ${livingSession('s', 'u')};
      if member_of is not null or asking.id is null then
        return reached;
      end if;
      if asking.staff is null then
        select x.tenant_id into reached
          from auth.external_access x
          join auth.tenant_authority a on a.tenant_id = x.tenant_id
         where x.user_id = asking.id and x.tenant_id = ${NAMED_ID} and ${livingAccess('x')} and ${met('asking', 'a')}
         limit 1;
      elsif asking.staff = 'SUPPORT' and asking.confidentiality_accepted_at is not null
        and asking.second_factor and fresh_until > clock_timestamp()
      then
        select g.tenant_id into reached
          from auth.support_grant g
          join auth.tenant_authority a on a.tenant_id = g.tenant_id
         where g.tenant_id = ${NAMED_ID} and (g.staff_id is null or g.staff_id = asking.id) and ${livingGrant('g')}
         limit 1;
      end if;
      return reached;
    end`,
  }),

  ...door({
    signature: 'confirm(expected text)',
    returns: 'table (tenant_id uuid, user_id uuid, remaining_ms bigint)',
    volatility: 'stable',
    body: `
    declare
      wanted text := current_setting('sluice.tenant', true);
      who auth.actor;
      present record;
    begin
      if ${NAMED_BY_ID} then
        select a.tenant_id, u.id into tenant_id, user_id
          from auth.session s
          join auth.user_account u on u.id = s.user_id
          join auth.membership m
            on m.tenant_id = ${NAMED_ID} and m.user_id = u.id and m.ended_at is null and u.staff is null
          join auth.tenant_authority a on a.tenant_id = m.tenant_id
         where ${livingSession('s', 'u')} and ${met('u', 'a')}
           and u.access_version::text || '/' || a.version::text || '/' || ${freshness('s.stepped_up_until')} = expected;
        if found then
          return next;
          return;
        end if;
      end if;
      who := auth.current_actor();
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

  // That the last code has become too old is an end like that of a grant: the print changes, and what is left of the time bounds the answer.
  ...room({
    signature: 'fingerprint(who auth.actor, out print text, out ends_at timestamptz)',
    returns: 'record',
    volatility: 'stable',
    body: `
    declare
      authorities text;
    begin
      print := coalesce(who.access_version::text, '-') || '/' || coalesce(who.tenant_version::text, '-')
        || '/' || ${freshness('who.stepped_up_until')};
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
         where g.tenant_id = who.tenant_id and (g.staff_id is null or g.staff_id = who.user_id) and ${livingGrant('g')};
        ends_at := case when ends_at is not null then least(ends_at, who.stepped_up_until) end;
      end if;
      print := print || '/' || coalesce(authorities, '-');
    end`,
  }),

  // Support staff, active, bound to confidentiality and with a second factor, whatever tenant is addressed.
  ...room({
    signature: 'demand_support()',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.user_id();
      enrolled boolean;
    begin
      if me is null then
        perform auth.refuse('UNAUTHENTICATED', 'Nobody is signed in.');
      end if;
      select u.second_factor into enrolled from auth.user_account u
        where u.id = me and u.staff = 'SUPPORT' and u.confidentiality_accepted_at is not null;
      if not found then
        perform auth.refuse('FORBIDDEN', 'Only support staff bound to confidentiality can do this.');
      elsif not enrolled then
        perform auth.refuse('SECOND_FACTOR_REQUIRED', 'Staff need a second factor: enrol one first.');
      end if;
      return me;
    end`,
  }),
]);
