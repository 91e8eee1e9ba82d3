import { reaction } from '../20261123000002/functions.js';
import { presentedSession } from '../20261123000002/reach.js';
import { restated } from '../20261123000011/restated.js';
import { provenReach } from '../20261128000040/proof-of-membership.js';
import { reachProof } from '../20261128000080/proof-of-reach.js';

/**
 * What a proof says, summed up when it is made: setting up two dozen comparisons cost a point read a fifth of its time in the database, and most
 * of them are between a session and itself.
 *
 * - `proven_for`: the tenant, as requests name it (`sluice.tenant`).
 * - `proven_as`: the whole fingerprint of a member, as statements expect it (`sluice.print`). Of support staff, of whom no statement expects
 *   any, it is empty.
 * - `proven_ends`: when the first part of that ends or would read otherwise: the session, the code that was shown, a grant, the commitment to
 *   confidentiality, the time that the tenant has to agree to new terms.
 *
 * None of it outlives what it sums up: the tenant's version stands for the tenant, its members' accounts and its grants, and is still compared;
 * a change of the session itself takes the sum away. That a session has ended or is idle is still asked.
 */
export const sumColumns: readonly string[] = [
  `alter table auth.session
     add column proven_for text null,
     add column proven_as text null,
     add column proven_ends timestamptz null,
     add constraint session_proven_for_check check (proven_for is null or (proven_as is not null and proven_ends is not null))`,
];

/** Where nothing is expected, as what follows a proof is all the same. */
export const sumView: readonly string[] = [
  `create or replace view auth.proven_membership with (security_barrier) as
   select s.proven_tenant as tenant_id, s.user_id
     from auth.session s, auth.tenant_authority a
    where ${presentedSession('s')}
      and s.ended_at is null
      and clock_timestamp() < s.proven_ends
      and clock_timestamp() < s.seen_at + s.idle
      and s.proven_for = current_setting('sluice.tenant', true)
      and coalesce(nullif(current_setting('sluice.print', true), ''), s.proven_as) = s.proven_as
      and a.tenant_id = s.proven_tenant
      and a.version = s.proven_version`,
];

/** One look at the clock for all: what reads as it does now must end when it would not any more. */
const AT_ONCE = `
      looked timestamptz := clock_timestamp();`;

const WANTED = `
      wanted text := current_setting('sluice.tenant', true);`;

export const sumProofs: readonly string[] = [
  restated(
    provenReach,
    'prove_membership',
    [WANTED, `${WANTED}${AT_ONCE}`],
    [
      `
             proven_print = u.access_version::text || '/' || a.version::text || '/'
`,
      `
             proven_print = u.access_version::text || '/' || a.version::text || '/',
             proven_for = wanted,
             proven_as = u.access_version::text || '/' || a.version::text || '/'
               || case when s.stepped_up_until > looked then extract(epoch from s.stepped_up_until)::text else '-' end
               || case when a.agreement_until <= looked then '/lapsed' else '' end,
             proven_ends = least(
               s.expires_at,
               case when s.stepped_up_until > looked then s.stepped_up_until end,
               case when a.agreement_until > looked then a.agreement_until end)
`,
    ],
    [
      'and s.proven_version is distinct from a.version',
      `and (s.proven_version is distinct from a.version or s.proven_for is distinct from wanted or s.proven_ends <= looked)`,
    ],
  ),
  restated(
    reachProof,
    'prove_reach',
    [WANTED, `${WANTED}${AT_ONCE}`],
    [
      `proven_grants = g.ids, proven_until = least(g.ends_at, u.confidentiality_until)
`,
      `proven_grants = g.ids, proven_until = least(g.ends_at, u.confidentiality_until),
             proven_for = case when s.stepped_up_until > looked then wanted end,
             proven_as = '',
             proven_ends = least(s.expires_at, s.stepped_up_until, g.ends_at, u.confidentiality_until)
`,
    ],
  ),
  ...reaction({
    name: 'forget_sum_of_proof',
    body: `
    begin
      new.proven_for := null;
      return new;
    end`,
  }),
  `create trigger forget_sum_of_proof before update of user_id, expires_at, stepped_up_until on auth.session
     for each row when ((old.user_id, old.expires_at, old.stepped_up_until) is distinct from (new.user_id, new.expires_at, new.stepped_up_until))
     execute function auth.forget_sum_of_proof()`,
];
