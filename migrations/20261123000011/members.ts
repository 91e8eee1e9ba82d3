import { door, reaction, replacing, room } from '../20261123000002/functions.js';
import { livingAccess } from '../20261123000002/reach.js';

/**
 * Who belongs to a tenant, and as what. A membership that was deactivated has ended as any other, for all that looks at it, and only says in
 * addition that it can be begun again. Whoever changes memberships holds the tenant's lock, so that of two last owners one stays.
 */
export const memberColumns: readonly string[] = [
  `alter table auth.membership add column id uuid not null default gen_random_uuid()`,
  `alter table auth.membership add column deactivated_at timestamptz(3) null`,
  `alter table auth.membership add constraint membership_deactivated_check check (deactivated_at is null or ended_at is not null)`,
  `create unique index membership_id_index on auth.membership (id)`,
];

/** From least to most. */
const RANKS = `array['VIEWER', 'EDITOR', 'ADMIN', 'OWNER']`;
export const rank = (role: string): string => `array_position(${RANKS}, ${role})`;

export const MANAGERS = `array['OWNER', 'ADMIN'], 'Only an owner or admin of the tenant looks after its members.'`;

const rooms: readonly string[] = [
  ...room({
    signature: 'demand_role(who auth.actor, roles text[], sentence text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if who.user_id is null then
        perform auth.refuse('UNAUTHENTICATED', 'Nobody is signed in.');
      elsif who.tenant_id is null or who.role is null or who.role <> all (roles) then
        perform auth.refuse('FORBIDDEN', sentence);
      end if;
    end`,
  }),

  // Rights are asked for again after the wait, as for every change of consent.
  ...room({
    signature: 'locked_member(roles text[], sentence text)',
    returns: 'auth.actor',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.current_actor();
      locked uuid := who.tenant_id;
    begin
      perform auth.demand_role(who, roles, sentence);
      perform auth.lock_tenant(locked);
      who := auth.current_actor();
      perform auth.demand_role(who, roles, sentence);
      if who.tenant_id is distinct from locked then
        perform auth.refuse('CONFLICT', 'The tenant changed meanwhile: try again.');
      end if;
      return who;
    end`,
  }),

  // Another member, of a role that is not above one's own.
  ...room({
    signature: 'managed_member(who auth.actor, member uuid)',
    returns: 'auth.membership',
    volatility: 'volatile',
    body: `
    declare
      managed auth.membership;
    begin
      select m.* into managed from auth.membership m
       where m.tenant_id = who.tenant_id and m.id = member and (m.ended_at is null or m.deactivated_at is not null)
         for no key update;
      if managed.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      elsif managed.user_id = who.user_id then
        perform auth.refuse('CONFLICT', 'This is your own membership: somebody else changes it, or you leave with leaveTenant.');
      elsif ${rank('managed.role')} > ${rank('who.role')} then
        perform auth.refuse('FORBIDDEN', 'An owner is changed by an owner only.');
      end if;
      return managed;
    end`,
  }),

  // Nobody gives more than they have; and ownership is given by somebody who has just shown who they are.
  ...room({
    signature: 'demand_role_to_give(who auth.actor, wanted text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if ${rank('wanted')} is null then
        perform auth.refuse('BAD_USER_INPUT', 'A role is OWNER, ADMIN, EDITOR or VIEWER.');
      elsif ${rank('wanted')} > ${rank('who.role')} then
        perform auth.refuse('FORBIDDEN', 'Nobody gives a role above their own.');
      elsif wanted = 'OWNER' and not auth.is_stepped_up() then
        perform auth.refuse('SECOND_FACTOR_REQUIRED', 'To decide this, show a code of your own second factor first.');
      end if;
    end`,
  }),

  // In a statement of its own under the tenant's lock: so it sees what the last one did who held it.
  ...room({
    signature: 'demand_other_owner(tenant uuid, leaving uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if not exists (
        select from auth.membership m join auth.user_account u on u.id = m.user_id
         where m.tenant_id = tenant and m.role = 'OWNER' and m.ended_at is null and m.user_id <> leaving
           and u.deactivated_at is null)
      then
        perform auth.refuse('CONFLICT', 'A tenant keeps at least one owner: make somebody else an owner first.');
      end if;
    end`,
  }),
];

const doors: readonly string[] = [
  ...door({
    signature: 'change_member_role(member uuid, wanted text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_member(${MANAGERS});
      managed auth.membership := auth.managed_member(who, member);
    begin
      perform auth.demand_role_to_give(who, wanted);
      if managed.role = 'OWNER' and wanted <> 'OWNER' then
        perform auth.demand_other_owner(who.tenant_id, managed.user_id);
      end if;
      update auth.membership m set role = wanted where m.tenant_id = who.tenant_id and m.id = member and m.role <> wanted;
    end`,
  }),

  // Whoever is taken back is given the role again, so it must be one to give.
  ...door({
    signature: 'set_member_active(member uuid, active boolean)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_member(${MANAGERS});
      managed auth.membership := auth.managed_member(who, member);
    begin
      if active then
        perform auth.demand_role_to_give(who, managed.role);
        update auth.membership m set ended_at = null, deactivated_at = null
         where m.tenant_id = who.tenant_id and m.id = member and m.deactivated_at is not null;
        return;
      end if;
      if managed.role = 'OWNER' then
        perform auth.demand_other_owner(who.tenant_id, managed.user_id);
      end if;
      update auth.membership m set ended_at = clock_timestamp(), deactivated_at = clock_timestamp()
       where m.tenant_id = who.tenant_id and m.id = member and m.ended_at is null;
    end`,
  }),

  ...door({
    signature: 'remove_member(member uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_member(${MANAGERS});
      managed auth.membership := auth.managed_member(who, member);
    begin
      if managed.role = 'OWNER' then
        perform auth.demand_other_owner(who.tenant_id, managed.user_id);
      end if;
      update auth.membership m set ended_at = coalesce(m.ended_at, clock_timestamp()), deactivated_at = null
       where m.tenant_id = who.tenant_id and m.id = member;
    end`,
  }),

  ...door({
    signature: 'leave_tenant()',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_member(${RANKS}, 'Only members of a tenant can leave it.');
    begin
      if who.role = 'OWNER' then
        perform auth.demand_other_owner(who.tenant_id, who.user_id);
      end if;
      update auth.membership m set ended_at = clock_timestamp()
       where m.tenant_id = who.tenant_id and m.user_id = who.user_id and m.ended_at is null;
    end`,
  }),

  // To somebody who is a member now; whoever gave it stays as an admin.
  ...door({
    signature: 'transfer_ownership(member uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_member(array['OWNER'], 'Only an owner of the tenant transfers ownership.');
      managed auth.membership := auth.managed_member(who, member);
    begin
      perform auth.demand_role_to_give(who, 'OWNER');
      if managed.ended_at is not null then
        perform auth.refuse('CONFLICT', 'This member was deactivated: reactivate the membership first.');
      end if;
      update auth.membership m set role = 'OWNER' where m.tenant_id = who.tenant_id and m.id = member and m.role <> 'OWNER';
      update auth.membership m set role = 'ADMIN' where m.tenant_id = who.tenant_id and m.user_id = who.user_id;
    end`,
  }),

  ...door({
    signature: 'visible_members()',
    returns: `table (
      id uuid, tenant_id uuid, user_id uuid, role text, status text, joined_at timestamptz, deactivated_at timestamptz)`,
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
    begin
      return query
        select m.id, m.tenant_id, m.user_id, m.role, case when m.ended_at is null then 'ACTIVE' else 'DEACTIVATED' end,
               m.created_at::timestamptz, m.deactivated_at::timestamptz
          from auth.membership m
         where m.tenant_id = mine and (m.ended_at is null or m.deactivated_at is not null);
    end`,
  }),
];

/**
 * Redefined: sessions belong to the person and not to the tenant. They end where nothing is left that they could reach; where the person has
 * another tenant they go on, and reach nothing of this one.
 */
const endIfNothingIsLeft = (user: string): string => `
  if not exists (select from auth.membership m where m.user_id = ${user} and m.ended_at is null)
    and not exists (select from auth.external_access x where x.user_id = ${user} and ${livingAccess('x')})
  then
    perform auth.end_sessions_of(${user}, false);
  end if;`;

const reactions: readonly string[] = replacing([
  ...reaction({
    name: 'membership_changed',
    body: `
    begin
      if new.ended_at is not null and old.ended_at is null then
        perform auth.record_security_event('ROLE_CHANGED', new.user_id, new.tenant_id, old.role || ' to none');
        ${endIfNothingIsLeft('new.user_id')}
      elsif new.ended_at is null and (new.role is distinct from old.role or old.ended_at is not null) then
        perform auth.record_security_event(
          'ROLE_CHANGED', new.user_id, new.tenant_id,
          case when old.ended_at is null then old.role else 'none' end || ' to ' || new.role);
      end if;
      return null;
    end`,
  }),
  ...reaction({
    name: 'membership_removed',
    body: `
    begin
      if old.ended_at is null then
        perform auth.record_security_event('ROLE_CHANGED', old.user_id, old.tenant_id, old.role || ' to none');
        ${endIfNothingIsLeft('old.user_id')}
      end if;
      return null;
    end`,
  }),
]);

export const members: readonly string[] = [...rooms, ...doors, ...reactions];
