import { door, room } from './functions.js';

/**
 * From the presented credential to what it reaches. This is the second wall: the policies of row level security call these
 * functions, and so no statement, however it came about, sees more than the credential may.
 *
 * They run in every statement: one look-up for a member, and all that time decides is judged by clock_timestamp(), because
 * now() is as old as the transaction.
 */

/**
 * The session whose secret was presented. Compared as text, which no malformed digest can fail: it is one that nobody has.
 */
export const presentedSession = (session: string): string =>
  `encode(${session}.digest, 'hex') collate "C" = current_setting('sluice.credential', true)`;

export const livingSession = (session: string, user: string): string => `
  ${presentedSession(session)}
  and ${session}.ended_at is null
  and clock_timestamp() < ${session}.expires_at
  and clock_timestamp() < ${session}.seen_at + ${session}.idle
  and ${user}.deactivated_at is null`;

export const livingAccess = (access: string): string => `
  ${access}.ended_at is null
  and ${access}.agreement_accepted_at is not null
  and (${access}.expires_at is null or clock_timestamp() < ${access}.expires_at)`;

export const livingGrant = (grant: string): string => `
  ${grant}.status = 'ACTIVE' and clock_timestamp() < ${grant}.expires_at`;

export const types: readonly string[] = [
  // Who asks, and in which tenant. tenant_id is the addressed one; whether its data is within reach is another question.
  `create type auth.actor as (
    user_id uuid,
    staff text,
    confidential boolean,
    access_version uuid,
    tenant_id uuid,
    tenant_version uuid,
    role text,
    external boolean
  )`,
];

export const reach: readonly string[] = [
  // Staff act as staff: what memberships or accesses their accounts may have been given opens nothing.
  ...room({
    signature: 'current_actor()',
    returns: 'auth.actor',
    volatility: 'stable',
    body: `
    declare
      who auth.actor;
      wanted text := current_setting('sluice.tenant', true);
      candidates uuid[];
    begin
      if wanted <> '' then
        select u.id, u.staff, u.confidentiality_accepted_at is not null, u.access_version,
               a.tenant_id, a.version, m.role, false
          into who
          from auth.session s
          join auth.user_account u on u.id = s.user_id
          left join public.tenant t on t.slug = wanted
          left join auth.tenant_authority a on a.tenant_id = t.id
          left join auth.membership m
            on m.tenant_id = a.tenant_id and m.user_id = u.id and m.ended_at is null and u.staff is null
         where ${livingSession('s', 'u')};
      else
        select u.id, u.staff, u.confidentiality_accepted_at is not null, u.access_version
          into who.user_id, who.staff, who.confidential, who.access_version
          from auth.session s
          join auth.user_account u on u.id = s.user_id
         where ${livingSession('s', 'u')};
        if who.user_id is null or who.staff is not null then
          return who;
        end if;
        select array_agg(distinct c.tenant_id)
          into candidates
          from (
            select m.tenant_id from auth.membership m where m.user_id = who.user_id and m.ended_at is null
            union all
            select x.tenant_id from auth.external_access x where x.user_id = who.user_id and ${livingAccess('x')}
          ) c;
        if candidates is null or cardinality(candidates) > 1 then
          return who;
        end if;
        select a.tenant_id, a.version, m.role, false
          into who.tenant_id, who.tenant_version, who.role, who.external
          from auth.tenant_authority a
          left join auth.membership m
            on m.tenant_id = a.tenant_id and m.user_id = who.user_id and m.ended_at is null
         where a.tenant_id = candidates[1];
      end if;

      if who.role is not null or who.tenant_id is null then
        return who;
      end if;
      if who.staff is null then
        who.external := exists (
          select from auth.external_access x
           where x.user_id = who.user_id and x.tenant_id = who.tenant_id and ${livingAccess('x')});
        if not who.external then
          who.tenant_id := null;
          who.tenant_version := null;
        end if;
      elsif not who.confidential then
        who.tenant_id := null;
        who.tenant_version := null;
      end if;
      return who;
    end`,
  }),

  // The tenant whose data this actor reaches: none for staff without a living grant, none ever for administrators.
  ...room({
    signature: 'reached_tenant(who auth.actor)',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    begin
      if who.tenant_id is null or who.role is not null or who.external then
        return who.tenant_id;
      end if;
      if who.staff = 'SUPPORT' and exists (
        select from auth.support_grant g
         where g.tenant_id = who.tenant_id
           and (g.staff_id is null or g.staff_id = who.user_id)
           and ${livingGrant('g')})
      then
        return who.tenant_id;
      end if;
      return null;
    end`,
  }),

  ...door({
    signature: 'user_id()',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    declare
      found_user uuid;
    begin
      select u.id into found_user
        from auth.session s
        join auth.user_account u on u.id = s.user_id
       where ${livingSession('s', 'u')};
      return found_user;
    end`,
  }),

  ...door({
    signature: 'tenant_id()',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    begin
      return auth.reached_tenant(auth.current_actor());
    end`,
  }),

  // Staff write nothing: without instructions there is nothing to write under. Externals do where their access says so.
  ...door({
    signature: 'writable_tenant_id()',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    declare
      who auth.actor := auth.current_actor();
    begin
      if who.role in ('OWNER', 'ADMIN', 'EDITOR') then
        return who.tenant_id;
      end if;
      if who.external and exists (
        select from auth.external_access x
         where x.user_id = who.user_id and x.tenant_id = who.tenant_id and x.access = 'READ_WRITE' and ${livingAccess('x')})
      then
        return who.tenant_id;
      end if;
      return null;
    end`,
  }),

  // Tickets belong to tenant and support: no grant is needed, but neither externals nor administrators take part.
  ...door({
    signature: 'support_tenant_id()',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    declare
      who auth.actor := auth.current_actor();
    begin
      return case when who.role is not null or who.staff = 'SUPPORT' then who.tenant_id end;
    end`,
  }),

  ...door({
    signature: 'gdpr_tenant_id()',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    declare
      who auth.actor := auth.current_actor();
    begin
      return case when who.role in ('OWNER', 'ADMIN') then who.tenant_id end;
    end`,
  }),

  ...door({
    signature: 'tenant_lock_key(tenant uuid)',
    returns: 'bigint',
    volatility: 'immutable',
    body: `
    begin
      return hashtextextended(tenant::text, 0);
    end`,
  }),
];
