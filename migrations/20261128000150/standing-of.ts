import { restated } from '../20261123000011/restated.js';
import { authorities } from '../20261124000004/authorities.js';

/** Of whom there is something to be told: also of administrators whose window reached the tenant once. */
const administrators = [
  `from auth.user_account u join auth.visible_users() v on v.id = u.id
       where u.id = person and u.deactivated_at is null;`,
  `from auth.user_account u
       where u.id = person and u.deactivated_at is null
         and (exists (select from auth.visible_users() v where v.id = u.id)
              or (u.staff = 'ADMINISTRATOR' and exists (
                    select from auth.maintenance_window w join auth.window_tenant o on o.window_id = w.id
                     where o.tenant_id = mine and w.requested_by = u.id and w.opened_at is not null)));`,
] as const;

/** Somebody whose agreement is missing is addressed to the tenant as auth.current_actor() has it, and told what they wait for. */
const invited = [
  'else who.role is not null or who.external end);',
  'else who.role is not null or who.external or coalesce(mine = any (auth.invited_tenants(them.id)), false) end);',
] as const;

export const standingOf: string = restated(authorities, 'standing_of', administrators, invited);
