import { authorities } from '../20261124000004/authorities.js';
import { restated } from '../20261123000011/restated.js';
import { activeIntegration, tokenEnd } from '../20261128000010/presented.js';

/**
 * Programs among those who have an authority in the tenant: each key of the tenant's own, and each integration, whose keys and passing tokens
 * open at most what it does. Its role is that of whoever bounds it, at the moment that is asked about. The terms of an integration are those
 * of today also where the past is asked about.
 */
const MAKERS_ROLE = (person: string): string => `
  left join lateral (
    select split_part(e.detail, ' to ', 1) as role from public.security_event e
     where asked_at is not null and e.kind = 'ROLE_CHANGED' and e.log_id = mine and e.user_id = ${person} and e.at > asked_at
     order by e.id limit 1) later on true
  left join auth.membership m on m.tenant_id = mine and m.user_id = ${person}
  join auth.user_account u on u.id = ${person} and u.staff is null
   and (u.deactivated_at is null or u.deactivated_at > coalesce(asked_at, clock_timestamp()))
  cross join lateral (
    select case
             when asked_at is null then case when m.ended_at is null then m.role end
             when later.role is not null then nullif(later.role, 'none')
             when m.created_at <= asked_at and (m.ended_at is null or asked_at < m.ended_at) then m.role
           end as role) r`;

const FACTOR = '(asked_at is not null or u.second_factor or not demanded)';

const TOKENS = `
  select 'e' || t.id, 'API_TOKEN', t.id, 'INTEGRATION', r.role, u.id, t.categories, 'READ_WRITE', null, t.name,
         t.approved_at::timestamptz, least(t.revoked_at, ${tokenEnd('t', 'a')})::timestamptz, false, ${FACTOR}, t.scopes
    from auth.api_token t
    join auth.tenant_authority a on a.tenant_id = t.tenant_id
    ${MAKERS_ROLE('t.maker_id')}
   where t.tenant_id = mine and t.kind = 'KEY' and t.integration_id is null and r.role is not null and t.approved_at is not null
     and case when asked_at is null then t.revoked_at is null and clock_timestamp() < ${tokenEnd('t', 'a')}
              else t.approved_at <= asked_at and asked_at < least(t.revoked_at, ${tokenEnd('t', 'a')}) end`;

const INTEGRATIONS = `
  select 'f' || i.id, 'INTEGRATION', i.id, 'INTEGRATION', r.role, u.id, i.categories, 'READ_WRITE', null, i.name,
         i.activated_at::timestamptz, i.deactivated_at::timestamptz, false, ${FACTOR}, i.scopes
    from auth.integration i
    ${MAKERS_ROLE('i.activated_by')}
   where i.tenant_id = mine and r.role is not null
     and case when asked_at is null then ${activeIntegration('i')}
              else i.activated_at <= asked_at and (i.deactivated_at is null or asked_at < i.deactivated_at) end`;

/** The other kinds have no scopes. */
const withScopes = (text: string): string => text.replaceAll(/\n {4}from auth\./g, `, null::text[]\n    from auth.`);

export const programAuthorities: readonly string[] = [
  'drop function auth.authorities_at(timestamptz, text, int, boolean)',
  restated(
    authorities.map(withScopes),
    'authorities_at',
    ['second_factor boolean)', 'second_factor boolean, scopes text[])'],
    ['since, until, confidential, factor_met)', 'since, until, confidential, factor_met, scopes)'],
    [
      'select h.*, p.name, p.email, p.second_factor',
      'select h.place, h.kind, h.id, h.actor, h.role, h.user_id, h.categories, h.access, h.purpose, h.reason, h.since, h.until, h.confidential, h.factor_met, p.name, p.email, p.second_factor, h.scopes',
    ],
    [') as h (', ` union all ${TOKENS} union all ${INTEGRATIONS}) as h (`],
  ),
  'revoke all on function auth.authorities_at(timestamptz, text, int, boolean) from public',
  'grant execute on function auth.authorities_at(timestamptz, text, int, boolean) to sluice_api',
];
