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

/** What the look for a proof brings, and what of it is asked here: expressions of the language are made ready once in a transaction, those of a query each time. */
const PROOF_VARIABLES = `
      proven record;
      current_print text;`;

const FIND_PROOF = `
        select s.proven_tenant as tenant, s.user_id as person, s.proven_print as print, s.proven_factor as factor,
               s.stepped_up_until as fresh_until, s.ended_at, s.expires_at, s.seen_at + s.idle as idle_at, a.agreement_until
          into proven
          from auth.session s
          join auth.tenant_authority a on a.tenant_id = s.proven_tenant and a.version = s.proven_version
         where ${presentedSession('s')};
        if '#' || proven.tenant::text = wanted and proven.ended_at is null and clock_timestamp() < proven.expires_at
          and clock_timestamp() < proven.idle_at and (not proven.factor or proven.fresh_until is not null)
        then
          current_print := proven.print
            || case when proven.fresh_until > clock_timestamp() then extract(epoch from proven.fresh_until)::text else '-' end
            || case when proven.agreement_until <= clock_timestamp() then '/lapsed' else '' end;`;

export const provenReach: readonly string[] = [
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
      ${PROOF_VARIABLES}
    begin
      if left(wanted, 1) = '#' then ${FIND_PROOF}
          if expected = '' or expected is null or expected = current_print then
            return proven.tenant;
          end if;
        end if;
      end if;
      if expected <> '' and not exists (select from auth.confirm(expected)) then
        return null;
      end if;
`,
  ]),

  restated(inForceChanges, 'confirm', [
    `      present record;
    begin
`,
    `      present record;
      ${PROOF_VARIABLES}
    begin
      if left(wanted, 1) = '#' then ${FIND_PROOF}
          if current_print = expected then
            tenant_id := proven.tenant;
            user_id := proven.person;
            return next;
            return;
          end if;
        end if;
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
