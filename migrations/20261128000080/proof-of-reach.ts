import { door, reaction } from '../20261123000002/functions.js';
import { livingGrant, presentedSession } from '../20261123000002/reach.js';
import { committed } from '../20261123000011/in-force.js';

/**
 * A session of support staff may hold a proof as well: at this version of the tenant, and with the account as it is, its user is let in by
 * these grants until the first of them ends. Any change of a grant renews the tenant's version; any change of the account takes the proof
 * away, in the same transaction; what time ends is asked each time. So whatever a statement sees of the proof, it sees of the rights too.
 *
 * `proven_print` stays empty, so nothing that knows members' proofs only takes this for one of them.
 */
export const reachColumns: readonly string[] = [
  `alter table auth.session
     add column proven_until timestamptz null,
     add column proven_reach text null,
     add column proven_grants text null,
     add constraint session_proven_until_check check (proven_until is null or proven_print is null)`,
];

const living = (session: string): string => `
  ${presentedSession(session)}
  and ${session}.ended_at is null
  and clock_timestamp() < ${session}.expires_at
  and clock_timestamp() < ${session}.seen_at + ${session}.idle`;

const proves = (session: string, authority: string): string => `
  ${living(session)}
  and ${authority}.tenant_id = ${session}.proven_tenant
  and ${authority}.version = ${session}.proven_version
  and '#' || ${session}.proven_tenant::text = current_setting('sluice.tenant', true)`;

const inTime = (session: string): string =>
  `clock_timestamp() < ${session}.proven_until and clock_timestamp() < ${session}.stepped_up_until`;

/** Of what differs from session to session, as the fingerprint tells it. */
const shown = (session: string, authority: string): string => `
  case when ${session}.stepped_up_until > clock_timestamp() then extract(epoch from ${session}.stepped_up_until)::text else '-' end
    || case when ${authority}.agreement_until <= clock_timestamp() then '/lapsed' else '' end`;

/** Tells the presented credential which tenant it reaches by the proof of its session, and whose session it is. */
export const reachView: readonly string[] = [
  `create or replace view auth.proven_membership with (security_barrier) as
   select s.proven_tenant as tenant_id, s.user_id
     from auth.session s, auth.tenant_authority a
    where ${proves('s', 'a')}
      and (not s.proven_factor or s.stepped_up_until is not null)
      and (s.proven_until is null or (${inTime('s')}))
      and (coalesce(current_setting('sluice.print', true), '') = ''
           or current_setting('sluice.print', true) = s.proven_print || ${shown('s', 'a')})`,
];

export const reachProof: readonly string[] = [
  // Whether it was made, or there is none to make; false: somebody is changing what it would rest on, and it may be asked for again. The
  // account is held still, so that its change finds the proof or is found by it. Nobody waits here, so nobody waits for each other.
  ...door({
    signature: 'prove_reach()',
    returns: 'boolean',
    volatility: 'volatile',
    body: `
    declare
      wanted text := current_setting('sluice.tenant', true);
      whose uuid;
    begin
      if left(wanted, 1) is distinct from '#' then
        return true;
      end if;
      -- A proof that is lost is made again.
      perform set_config('synchronous_commit', 'off', true);
      select s.user_id into whose from auth.session s where ${living('s')} for no key update skip locked;
      perform from auth.user_account u where u.id = whose for share skip locked;
      if not found then
        return false;
      end if;
      update auth.session s
         set proven_tenant = a.tenant_id, proven_version = a.version, proven_factor = true, proven_print = null,
             proven_reach = u.access_version::text || '/' || a.version::text || '/',
             proven_grants = g.ids, proven_until = least(g.ends_at, u.confidentiality_until)
        from auth.user_account u
        join auth.tenant_authority a on a.tenant_id = substr(wanted, 2)::uuid
       cross join lateral (
         select string_agg(g.id::text, ',' order by g.id) as ids, min(g.expires_at) as ends_at
           from auth.support_grant g
          where g.tenant_id = a.tenant_id and (g.staff_id is null or g.staff_id = u.id) and ${livingGrant('g')}) g
       where u.id = whose and s.user_id = u.id and ${living('s')}
         and u.staff = 'SUPPORT' and u.deactivated_at is null and u.second_factor and ${committed('u')}
         and g.ids is not null;
      return true;
    end`,
  }),

  // What auth.confirm() says, found by the proof where there is one.
  ...door({
    signature: 'confirm_reach(expected text)',
    returns: 'table (tenant_id uuid, user_id uuid, remaining_ms bigint)',
    volatility: 'stable',
    body: `
    begin
      select s.proven_tenant, s.user_id, floor(extract(epoch from least(s.proven_until, s.stepped_up_until) - clock_timestamp()) * 1000)
        into tenant_id, user_id, remaining_ms
        from auth.session s, auth.tenant_authority a
       where ${proves('s', 'a')} and ${inTime('s')}
         and s.proven_reach || ${shown('s', 'a')} || '/' || s.proven_grants = expected;
      if found then
        return next;
        return;
      end if;
      return query select c.* from auth.confirm(expected) c;
    end`,
  }),

  ...reaction({
    name: 'forget_proofs_of_reach',
    body: `
    begin
      update auth.session s
         set proven_tenant = null, proven_version = null, proven_until = null, proven_reach = null, proven_grants = null
       where s.user_id = new.id and s.proven_until is not null;
      return null;
    end`,
  }),
  `create trigger forget_proofs_of_reach after update on auth.user_account
     for each row when (old is distinct from new) execute function auth.forget_proofs_of_reach()`,
];
