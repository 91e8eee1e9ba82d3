import { livingAccess, livingGrant, livingSession } from '../20261123000002/reach.js';

/**
 * The policies of row level security ask for the tenant once per table, and the guard once per statement: what they cost, every read pays
 * several times, and most of it was looking for all that an actor might be. So the tenant may be named by its id as well, as `#<uuid>` in
 * `sluice.tenant`, which the API does where it remembers the credential's standing, and then one short query finds a member. Nothing is
 * believed that was not before: a name, in either form, narrows what the presented credential reaches.
 */
const NAMED_BY_ID = `left(wanted, 1) = '#'`;
const NAMED_ID = `substr(wanted, 2)::uuid`;

interface Again {
  readonly signature: string;
  readonly returns: string;
  readonly body: string;
}

/** As it was, but for its body: owner, rights and so on stay. */
const again = ({ signature, returns, body }: Again, settings: string): string =>
  `create or replace function auth.${signature} returns ${returns} language plpgsql stable${settings} as $function$${body}$function$`;
const door = (text: Again): string => again(text, ' security definer set search_path = pg_catalog, pg_temp');
const room = (text: Again): string => again(text, '');

/** Run by whoever owns the tables. */
export const addressable: readonly string[] = [
  // What has no authority can't be addressed, so nobody is a member of it either, and a membership says both.
  `alter table auth.membership add constraint membership_addressable foreign key (tenant_id) references auth.tenant_authority (tenant_id)`,
];

export const quickReach: readonly string[] = [
  room({
    signature: 'current_actor()',
    returns: 'auth.actor',
    body: `
    declare
      who auth.actor;
      wanted text := current_setting('sluice.tenant', true);
      candidates uuid[];
    begin
      if ${NAMED_BY_ID} then
        select u.id, u.staff, u.confidentiality_accepted_at is not null, u.access_version,
               a.tenant_id, a.version, m.role, false
          into who
          from auth.session s
          join auth.user_account u on u.id = s.user_id
          left join auth.tenant_authority a on a.tenant_id = ${NAMED_ID}
          left join auth.membership m
            on m.tenant_id = a.tenant_id and m.user_id = u.id and m.ended_at is null and u.staff is null
         where ${livingSession('s', 'u')};
      elsif wanted <> '' then
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

  // Of one who is no member only what decides is looked for: a support grant for support, an access for an external user.
  door({
    signature: 'tenant_id()',
    returns: 'uuid',
    body: `
    declare
      wanted text := current_setting('sluice.tenant', true);
      asking uuid;
      asking_staff text;
      bound boolean;
      reached uuid;
    begin
      if ${NAMED_BY_ID} is not true then
        return auth.reached_tenant(auth.current_actor());
      end if;
      select u.id, u.staff, u.confidentiality_accepted_at is not null, m.tenant_id
        into asking, asking_staff, bound, reached
        from auth.session s
        join auth.user_account u on u.id = s.user_id
        left join auth.membership m
          on m.tenant_id = ${NAMED_ID} and m.user_id = u.id and m.ended_at is null and u.staff is null
       where ${livingSession('s', 'u')};
      if reached is not null or asking is null then
        return reached;
      end if;
      if asking_staff is null then
        select x.tenant_id into reached
          from auth.external_access x
          join auth.tenant_authority a on a.tenant_id = x.tenant_id
         where x.user_id = asking and x.tenant_id = ${NAMED_ID} and ${livingAccess('x')}
         limit 1;
      elsif asking_staff = 'SUPPORT' and bound then
        select g.tenant_id into reached
          from auth.support_grant g
          join auth.tenant_authority a on a.tenant_id = g.tenant_id
         where g.tenant_id = ${NAMED_ID} and (g.staff_id is null or g.staff_id = asking) and ${livingGrant('g')}
         limit 1;
      end if;
      return reached;
    end`,
  }),

  door({
    signature: 'confirm(expected text)',
    returns: 'table (tenant_id uuid, user_id uuid, remaining_ms bigint)',
    body: `
    declare
      wanted text := current_setting('sluice.tenant', true);
      who auth.actor;
      present record;
    begin
      if ${NAMED_BY_ID} then
        select a.tenant_id, u.id into tenant_id, user_id
          from auth.session s
          join auth.user_account u on u.id = s.user_id
          join auth.membership m
            on m.tenant_id = ${NAMED_ID} and m.user_id = u.id and m.ended_at is null and u.staff is null
          join auth.tenant_authority a on a.tenant_id = m.tenant_id
         where ${livingSession('s', 'u')}
           and u.access_version::text || '/' || a.version::text = expected;
        if found then
          return next;
          return;
        end if;
      end if;
      who := auth.current_actor();
      if who.user_id is null then
        return;
      end if;
      present := auth.fingerprint(who);
      if present.print = expected then
        tenant_id := who.tenant_id;
        user_id := who.user_id;
        remaining_ms := floor(extract(epoch from present.ends_at - clock_timestamp()) * 1000);
        return next;
      end if;
    end`,
  }),
];
