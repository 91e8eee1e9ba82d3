import { invitations } from '../20261123000011/invitations.js';
import { rank } from '../20261123000011/members.js';
import { restated } from '../20261123000011/restated.js';

/** By the rules by which it is withdrawn otherwise: by nobody below the role that it gives, and told. */
const REPLACED = `
      -- Asked again: the newer one counts.
      if exists (
        select from auth.invitation i
          join auth.membership s on s.tenant_id = i.tenant_id and s.user_id = i.invited_by and s.ended_at is null
          join auth.user_account v on v.id = s.user_id and v.deactivated_at is null
         where i.tenant_id = who.tenant_id and i.email = lower(address) and i.accepted_at is null and i.withdrawn_at is null
           and clock_timestamp() < i.expires_at and ${rank('s.role')} >= ${rank('i.role')} and ${rank('i.role')} > ${rank('who.role')})
      then
        perform auth.refuse('FORBIDDEN', 'Nobody gives a role above their own.');
      end if;
      for replaced in
        update auth.invitation i set withdrawn_at = clock_timestamp(), withdrawn_by = who.user_id
         where i.tenant_id = who.tenant_id and i.email = lower(address) and i.accepted_at is null and i.withdrawn_at is null
        returning i.*
      loop
        perform auth.record_tenant_event('INVITATION_WITHDRAWN', who.tenant_id, replaced.role);
      end loop;`;

export const replacedInvitations: readonly string[] = [
  restated(
    invitations,
    'invite_member',
    ['who auth.actor := auth.locked_member(', 'replaced auth.invitation;\n      who auth.actor := auth.locked_member('],
    // Whose address it is shows when somebody accepts. Staff are refused there.
    [
      `if exists (select from auth.user_account u where u.email = lower(address) and u.staff is not null) then
        perform auth.refuse('FORBIDDEN', 'Staff of the vendor are never members of a tenant.');
      elsif exists (`,
      `if exists (`,
    ],
    [
      `
      -- Asked again: the newer one counts.
      update auth.invitation i set withdrawn_at = clock_timestamp(), withdrawn_by = who.user_id
       where i.tenant_id = who.tenant_id and i.email = lower(address) and i.accepted_at is null and i.withdrawn_at is null;`,
      REPLACED,
    ],
  ),
];
