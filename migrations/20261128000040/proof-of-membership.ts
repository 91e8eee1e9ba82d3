import { door, reaction } from '../20261123000002/functions.js';
import { presentedSession } from '../20261123000002/reach.js';
import { inForceChanges } from '../20261123000011/in-force.js';
import { restated } from '../20261123000011/restated.js';
import { authorityReach } from '../20261124000002/reach.js';

/**
 * The second wall asks for the tenant once per table of a statement, and most of what that costs is setting up a look through four tables.
 * So a session may hold a proof: at this version of the tenant, this session's user was a member of it who met its demands. A version is
 * random and never comes back, so a proof is never wrong. It is passed over once the tenant has another version, and the long way decides.
 * For that, a member's account is part of what the tenant's version stands for.
 *
 * A session holds one proof: of the tenant that it was last asked for.
 */
export const proofColumns: readonly string[] = [
  `alter table auth.session
     add column proven_tenant uuid null,
     add column proven_version uuid null,
     add column proven_print text null,
     add column proven_factor boolean null`,
];

const living = (session: string): string => `
  ${presentedSession(session)}
  and ${session}.ended_at is null
  and clock_timestamp() < ${session}.expires_at
  and clock_timestamp() < ${session}.seen_at + ${session}.idle`;

/** All that a proof leaves open, of a session and the authority of the tenant that it names. */
const proves = (session: string, authority: string): string => `
  ${living(session)}
  and ${authority}.tenant_id = ${session}.proven_tenant
  and ${authority}.version = ${session}.proven_version
  and '#' || ${session}.proven_tenant::text = current_setting('sluice.tenant', true)
  and (not ${session}.proven_factor or ${session}.stepped_up_until is not null)`;

const print = (session: string, authority: string): string => `${session}.proven_print
    || case when ${session}.stepped_up_until > clock_timestamp() then extract(epoch from ${session}.stepped_up_until)::text else '-' end
    || case when ${authority}.agreement_until <= clock_timestamp() then '/lapsed' else '' end`;

/**
 * The one view of schema auth that the API's role may read: it tells nobody but the presented credential of a tenant, and nothing but that it is a member of
 * it. A view, because the planner takes it into the statement, where setting up a function costs as much as the rest of a point read.
 */
const provenMembership: readonly string[] = [
  `create view auth.proven_membership with (security_barrier) as
   select s.proven_tenant as tenant_id
     from auth.session s, auth.tenant_authority a
    where ${proves('s', 'a')}
      and (coalesce(current_setting('sluice.print', true), '') = '' or current_setting('sluice.print', true) = ${print('s', 'a')})`,
  `revoke all on auth.proven_membership from public`,
  `grant select on auth.proven_membership to sluice_api`,
];

export const provenReach: readonly string[] = [
  ...provenMembership,

  ...door({
    signature: 'prove_membership()',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      wanted text := current_setting('sluice.tenant', true);
    begin
      if left(wanted, 1) is distinct from '#' then
        return;
      end if;
      -- A proof that is lost is made again.
      perform set_config('synchronous_commit', 'off', true);
      update auth.session s
         set proven_tenant = m.tenant_id, proven_version = a.version, proven_factor = u.second_factor,
             proven_print = u.access_version::text || '/' || a.version::text || '/'
        from auth.user_account u
        join auth.membership m on m.user_id = u.id
        join auth.tenant_authority a on a.tenant_id = m.tenant_id
       where u.id = s.user_id and m.tenant_id = substr(wanted, 2)::uuid and ${living('s')}
         and (not u.second_factor or s.stepped_up_until is not null)
         and u.deactivated_at is null and u.staff is null and m.ended_at is null
         and (u.second_factor or not a.second_factor_required)
         and s.proven_version is distinct from a.version;
    end`,
  }),

  // Where the statement says what it expects (sluice.print), this is the guard as well: rows come only if all of it still is so.
  restated(authorityReach, 'tenant_id', [
    `
    begin
`,
    `
      expected text := current_setting('sluice.print', true);
    begin
      if expected <> '' and not exists (select from auth.confirm(expected)) then
        return null;
      end if;
`,
  ]),

  restated(inForceChanges, 'confirm', [
    `
    begin
`,
    `
    begin
      select s.proven_tenant, s.user_id into tenant_id, user_id
        from auth.session s, auth.tenant_authority a
       where ${proves('s', 'a')} and ${print('s', 'a')} = expected;
      if found then
        return next;
        return;
      end if;
`,
  ]),

  ...reaction({
    name: 'renew_versions_of_memberships',
    body: `
    declare
      theirs uuid;
    begin
      for theirs in
        select a.tenant_id
          from auth.tenant_authority a
         where a.tenant_id in (select m.tenant_id from auth.membership m where m.user_id = new.id and m.ended_at is null)
         order by a.tenant_id
           for no key update
      loop
        update auth.tenant_authority a set version = gen_random_uuid() where a.tenant_id = theirs;
      end loop;
      return null;
    end`,
  }),
];

export const proofTriggers: readonly string[] = [
  `create trigger renew_versions_of_memberships after update on auth.user_account
     for each row when (old is distinct from new) execute function auth.renew_versions_of_memberships()`,
];

/** Run by whoever owns the tables. Of the two, the second is only asked where the first is nobody's. */
export const provenPolicies: readonly string[] = ['company', 'contact', 'invoice', 'custom_value', 'custom_field'].map(
  (table) =>
    `alter policy api_reads on public.${table}
       using (tenant_id = coalesce((select p.tenant_id from auth.proven_membership p), (select auth.tenant_id())))`,
);
