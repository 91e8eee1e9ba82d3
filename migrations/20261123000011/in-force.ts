import { identity } from '../20261123000002/identity.js';
import { reach } from '../20261123000002/reach.js';
import { factorReach } from '../20261123000008/reach.js';
import { factorStanding, factorViews } from '../20261123000008/standing.js';
import { restated } from './restated.js';

/**
 * What was accepted counts until a newer version takes its place: from the deadline of that one on, by the database's clock, it is as if
 * nothing had been accepted. Said once, for every function that asks.
 */
const inForce = (row: string, acceptance: string): string =>
  `(${row}.${acceptance}_accepted_at is not null and coalesce(clock_timestamp() < ${row}.${acceptance}_until, true))`;

/** Of a staff account: its commitment to confidentiality. */
export const committed = (user: string): string => inForce(user, 'confidentiality');

/** Of a tenant: the data processing agreement. */
export const agreed = (authority: string): string => inForce(authority, 'agreement');

/** Part of the fingerprint: that the deadline has passed changes what may be written, and no row. */
const lapse = (authority: string): string =>
  `case when ${authority}.agreement_until <= clock_timestamp() then '/lapsed' else '' end`;

const COMMITTED_BEFORE = 'u.confidentiality_accepted_at is not null';
const COMMITTED = [COMMITTED_BEFORE, committed('u')] as const;

/** Whom a tenant still has to do with: its members, and those who were deactivated and may come back. */
const MEMBERS_BEFORE = 'where m.tenant_id = mine and m.ended_at is null)';
const MEMBERS = 'where m.tenant_id = mine and (m.ended_at is null or m.deactivated_at is not null))';

const columns: readonly string[] = [
  `alter table auth.user_account add column confidentiality_until timestamptz(3) null`,
  `alter table auth.tenant_authority add column agreement_until timestamptz(3) null`,
];

export const inForceChanges: readonly string[] = [
  ...columns,
  restated(factorReach, 'current_actor', COMMITTED),
  restated(
    factorReach,
    'tenant_id',
    [
      'u.confidentiality_accepted_at, u.second_factor',
      'u.confidentiality_accepted_at, u.confidentiality_until, u.second_factor',
    ],
    [
      'asking.confidentiality_accepted_at, asking.second_factor',
      'asking.confidentiality_accepted_at, asking.confidentiality_until, asking.second_factor',
    ],
    ['asking.confidentiality_accepted_at is not null', committed('asking')],
  ),
  restated(factorReach, 'confirm', ["else '-' end = expected", `else '-' end || ${lapse('a')} = expected`]),
  restated(
    factorReach,
    'fingerprint',
    [
      "else '-' end;",
      `else '-' end || coalesce((select ${lapse('a')} from auth.tenant_authority a where a.tenant_id = who.tenant_id), '');`,
    ],
    [
      'least(ends_at, who.stepped_up_until)',
      `least(ends_at, who.stepped_up_until, (select u.confidentiality_until from auth.user_account u where u.id = who.user_id))`,
    ],
  ),
  restated(factorReach, 'demand_support', COMMITTED),
  restated(factorStanding, 'standing', COMMITTED, ['a.agreement_accepted_at is not null', agreed('a')]),
  restated(factorViews, 'stream_events', COMMITTED),
  restated(identity, 'addressable_tenants', COMMITTED),
  restated(identity, 'visible_users', [MEMBERS_BEFORE, MEMBERS]),

  // A grant that names one person rests on that person's commitment as well.
  restated(factorViews, 'visible_grants', COMMITTED, [
    `then 'EXPIRED'\n`,
    `then 'EXPIRED'
                 when g.status = 'ACTIVE' and exists (
                   select from auth.user_account named where named.id = g.staff_id and not ${committed('named')}) then 'SUSPENDED'\n`,
  ]),

  // The law says it first, and why; behind it the wall lets nothing through either.
  restated(reach, 'writable_tenant_id', [
    'begin\n',
    `begin
      if not exists (select from auth.tenant_authority a where a.tenant_id = who.tenant_id and ${agreed('a')}) then
        return null;
      end if;\n`,
  ]),
];
