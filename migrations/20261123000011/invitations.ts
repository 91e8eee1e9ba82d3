import { door, room } from '../20261123000002/functions.js';
import { MANAGERS, rank } from './members.js';

/**
 * Invitations: bound to an address, for one role, once, for a while. Of what is in the link only the digest is kept. One counts as long as
 * whoever sent it could send it still.
 */
export const invitationTable: readonly string[] = [
  `create table auth.invitation (
    tenant_id uuid not null references auth.tenant_authority (tenant_id),
    id uuid not null unique,
    email text not null check (email = lower(email) and length(email) between 3 and 320),
    role text not null check (role in ('OWNER', 'ADMIN', 'EDITOR', 'VIEWER')),
    digest bytea not null unique check (octet_length(digest) = 32),
    invited_by uuid not null references auth.user_account (id),
    invited_at timestamptz(3) not null default clock_timestamp(),
    expires_at timestamptz(3) not null,
    accepted_by uuid null references auth.user_account (id),
    accepted_at timestamptz(3) null,
    withdrawn_by uuid null references auth.user_account (id),
    withdrawn_at timestamptz(3) null,
    primary key (tenant_id, id),
    check ((accepted_at is null) = (accepted_by is null)),
    check ((withdrawn_at is null) = (withdrawn_by is null)),
    check (accepted_at is null or withdrawn_at is null)
  )`,
  `create index invitation_email_index on auth.invitation (tenant_id, email)`,
  `alter table auth.invitation enable row level security`,
  `alter table auth.invitation force row level security`,
  `create policy functions_only on auth.invitation to sluice_auth using (true) with check (true)`,
];

const waiting = (invitation: string): string =>
  `${invitation}.accepted_at is null and ${invitation}.withdrawn_at is null`;

const senderMay = (invitation: string): string => `exists (
  select from auth.membership s join auth.user_account v on v.id = s.user_id
   where s.tenant_id = ${invitation}.tenant_id and s.user_id = ${invitation}.invited_by and s.ended_at is null
     and v.deactivated_at is null and s.role in ('OWNER', 'ADMIN') and ${rank('s.role')} >= ${rank(`${invitation}.role`)})`;

const open = (invitation: string): string =>
  `${waiting(invitation)} and clock_timestamp() < ${invitation}.expires_at and ${senderMay(invitation)}`;

const inviting: readonly string[] = [
  ...door({
    signature: 'invite_member(new_id uuid, address text, wanted_role text, new_digest bytea, valid interval)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_member(${MANAGERS});
    begin
      perform auth.demand_role_to_give(who, wanted_role);
      if octet_length(new_digest) is distinct from 32
        or not coalesce(valid > interval '0' and valid <= interval '30 days', false)
      then
        perform auth.refuse('BAD_USER_INPUT', 'An invitation needs a digest of 32 bytes and holds for at most 30 days.');
      elsif not coalesce(length(address) between 3 and 320, false) then
        perform auth.refuse('BAD_USER_INPUT', 'An e-mail address has 3 to 320 characters.');
      end if;
      if exists (select from auth.user_account u where u.email = lower(address) and u.staff is not null) then
        perform auth.refuse('FORBIDDEN', 'Staff of the vendor are never members of a tenant.');
      elsif exists (
        select from auth.user_account u join auth.membership m on m.user_id = u.id
         where u.email = lower(address) and m.tenant_id = who.tenant_id and (m.ended_at is null or m.deactivated_at is not null))
      then
        perform auth.refuse('CONFLICT', 'Whoever has this address is a member already.');
      end if;
      -- Asked again: the newer one counts.
      update auth.invitation i set withdrawn_at = clock_timestamp(), withdrawn_by = who.user_id
       where i.tenant_id = who.tenant_id and i.email = lower(address) and ${waiting('i')};
      if (select count(*) from auth.invitation i
           where i.tenant_id = who.tenant_id and ${waiting('i')} and clock_timestamp() < i.expires_at) >= 200
      then
        perform auth.refuse('CONFLICT', 'The tenant has 200 open invitations: withdraw some of them first.');
      end if;
      insert into auth.invitation (tenant_id, id, email, role, digest, invited_by, expires_at)
        values (who.tenant_id, new_id, lower(address), wanted_role, new_digest, who.user_id, clock_timestamp() + valid);
      perform auth.record_tenant_event('MEMBER_INVITED', who.tenant_id, wanted_role);
    end`,
  }),

  ...door({
    signature: 'withdraw_invitation(invitation uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_member(${MANAGERS});
      withdrawn auth.invitation;
    begin
      select i.* into withdrawn from auth.invitation i where i.tenant_id = who.tenant_id and i.id = invitation for update;
      if withdrawn.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      elsif withdrawn.accepted_at is not null then
        perform auth.refuse('CONFLICT', 'This invitation was accepted already: remove the member instead.');
      elsif ${rank('withdrawn.role')} > ${rank('who.role')} then
        perform auth.refuse('FORBIDDEN', 'Nobody gives a role above their own.');
      elsif withdrawn.withdrawn_at is null then
        update auth.invitation i set withdrawn_at = clock_timestamp(), withdrawn_by = who.user_id
         where i.tenant_id = who.tenant_id and i.id = invitation;
        perform auth.record_tenant_event('INVITATION_WITHDRAWN', who.tenant_id, withdrawn.role);
      end if;
    end`,
  }),

  ...door({
    signature: 'visible_invitations()',
    returns: `table (
      id uuid, tenant_id uuid, email text, role text, status text, invited_by uuid, invited_at timestamptz, expires_at timestamptz,
      accepted_at timestamptz, withdrawn_at timestamptz)`,
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
    begin
      return query
        select i.id, i.tenant_id, i.email, i.role,
               case
                 when i.accepted_at is not null then 'ACCEPTED'
                 when i.withdrawn_at is not null or not ${senderMay('i')} then 'WITHDRAWN'
                 when i.expires_at <= clock_timestamp() then 'EXPIRED'
                 else 'PENDING'
               end,
               i.invited_by, i.invited_at::timestamptz, i.expires_at::timestamptz, i.accepted_at::timestamptz,
               i.withdrawn_at::timestamptz
          from auth.invitation i
         where i.tenant_id = mine;
    end`,
  }),
];

const accepting: readonly string[] = [
  // The tenant's lock first, as for every change of its members; then it is asked whether the invitation still holds.
  ...room({
    signature: 'open_invitation(proof bytea)',
    returns: 'auth.invitation',
    volatility: 'volatile',
    body: `
    declare
      invited auth.invitation;
      into_tenant uuid;
    begin
      select i.tenant_id into into_tenant from auth.invitation i where i.digest = proof;
      if into_tenant is not null then
        perform auth.lock_tenant(into_tenant);
        select i.* into invited from auth.invitation i where i.digest = proof and ${open('i')} for update;
      end if;
      if invited.id is null then
        perform auth.refuse('BAD_USER_INPUT', 'This invitation was used, withdrawn or replaced, or is too old: ask for another.');
      end if;
      return invited;
    end`,
  }),

  ...room({
    signature: 'join_tenant(invited auth.invitation, person uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      newly boolean := not exists (
        select from auth.membership m where m.tenant_id = invited.tenant_id and m.user_id = person);
    begin
      if exists (select from auth.membership m
                  where m.tenant_id = invited.tenant_id and m.user_id = person
                    and (m.ended_at is null or m.deactivated_at is not null))
      then
        perform auth.refuse('CONFLICT', 'Whoever has this address is a member already.');
      end if;
      insert into auth.membership as m (tenant_id, user_id, role, created_at)
        values (invited.tenant_id, person, invited.role, clock_timestamp())
        on conflict (tenant_id, user_id) do update
          set role = excluded.role, created_at = excluded.created_at, ended_at = null;
      if newly then
        perform auth.record_security_event('ROLE_CHANGED', person, invited.tenant_id, 'none to ' || invited.role);
      end if;
      update auth.invitation i set accepted_at = clock_timestamp(), accepted_by = person
       where i.tenant_id = invited.tenant_id and i.id = invited.id;
    end`,
  }),

  // For whoever holds the link: to whom it is, and whether there is an account that it is for. Spends nothing.
  ...door({
    signature: 'invitation_of(proof bytea)',
    returns: 'table (email text, known boolean)',
    volatility: 'stable',
    body: `
    begin
      return query
        select i.email, exists (select from auth.user_account u where u.email = i.email)
          from auth.invitation i where i.digest = proof and ${open('i')};
    end`,
  }),

  // By whoever is signed in with the address that it is to. In return the name of the tenant in x-tenant.
  ...door({
    signature: 'accept_invitation(proof bytea)',
    returns: 'text',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_user();
      invited auth.invitation := auth.open_invitation(proof);
      mine auth.user_account;
    begin
      select u.* into mine from auth.user_account u where u.id = me for no key update;
      if auth.user_id() is distinct from me then
        perform auth.refuse('UNAUTHENTICATED', 'Nobody is signed in.');
      elsif mine.staff is not null then
        perform auth.refuse('FORBIDDEN', 'Staff of the vendor are never members of a tenant.');
      elsif mine.email <> invited.email then
        perform auth.refuse('FORBIDDEN', 'This invitation is to another address: sign in with the account of that address.');
      end if;
      perform auth.join_tenant(invited, me);
      return (select t.slug from public.tenant t where t.id = invited.tenant_id);
    end`,
  }),

  // The link shows that the address is theirs: nothing else is asked of somebody who has no account yet.
  ...door({
    signature: 'accept_invitation_as_new(proof bytea, new_id uuid, new_name text, new_hash text)',
    returns: 'text',
    volatility: 'volatile',
    body: `
    declare
      invited auth.invitation := auth.open_invitation(proof);
    begin
      if exists (select from auth.user_account u where u.email = invited.email) then
        perform auth.refuse('CONFLICT', 'There is an account of this address: sign in with it, and accept the invitation then.');
      end if;
      perform auth.demand_hash(new_hash);
      if coalesce(length(btrim(new_name)), 0) not between 1 and 200 or new_name ~ '[[:cntrl:]]' then
        perform auth.refuse('BAD_USER_INPUT', 'A name has 1 to 200 characters.');
      end if;
      insert into auth.user_account (id, email, name, password_hash, email_verified_at)
        values (new_id, invited.email, btrim(new_name), new_hash, clock_timestamp())
        on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'There is an account of this address: sign in with it, and accept the invitation then.');
      end if;
      perform auth.join_tenant(invited, new_id);
      return (select t.slug from public.tenant t where t.id = invited.tenant_id);
    end`,
  }),
];

export const invitations: readonly string[] = [
  // What happened in a tenant, to no account: in the tenant's log only.
  ...room({
    signature: 'record_tenant_event(what text, tenant uuid, more text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      moment timestamptz := clock_timestamp();
      ticks bigint := floor(extract(epoch from moment) * 4096000)::bigint;
      stamp bytea := substring(int8send(ticks / 4096) from 3) || substring(int4send(28672 + (ticks % 4096)::int) from 3);
    begin
      insert into public.security_event (log_id, id, at, kind, user_id, by_id, detail, address, client)
        values (tenant, encode(overlay(uuid_send(gen_random_uuid()) placing stamp from 1 for 8), 'hex')::uuid, moment, what,
                null, auth.user_id(), left(more, 200),
                nullif(left(current_setting('sluice.address', true), 64), ''),
                nullif(left(current_setting('sluice.client', true), 64), ''));
    end`,
  }),
  ...inviting,
  ...accepting,
];
