import { room } from '../20261123000002/functions.js';

/** What somebody had at a moment; null: now. */

/** Of a membership, its role. Of the past, the first event behind the moment says what it was, unless the membership began in between. */
export const roleThen: readonly string[] = room({
  signature: 'role_then(tenant uuid, person uuid, asked_at timestamptz)',
  returns: 'text',
  volatility: 'stable',
  body: `
  declare
    found_membership auth.membership;
    later public.security_event;
  begin
    select m.* into found_membership from auth.membership m where m.tenant_id = tenant and m.user_id = person;
    if asked_at is null then
      return case when found_membership.ended_at is null then found_membership.role end;
    end if;
    select e.* into later
      from public.security_event e
     where e.kind = 'ROLE_CHANGED' and e.log_id = tenant and e.user_id = person and e.at > asked_at
     order by e.id limit 1;
    if later.id is not null then
      return case
               when coalesce(found_membership.created_at <= asked_at or later.at < found_membership.created_at, true)
                 then nullif(split_part(later.detail, ' to ', 1), 'none')
             end;
    end if;
    return case
             when found_membership.created_at <= asked_at and coalesce(asked_at < found_membership.ended_at, true) then found_membership.role
           end;
  end`,
});
