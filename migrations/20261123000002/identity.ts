import { door, room } from './functions.js';
import { livingAccess, livingGrant, presentedSession } from './reach.js';

/**
 * Signing in and out, and who an actor may know of. The API checks a password (argon2id doesn't belong in a database) and
 * proves that it did by bringing the stored hash along.
 */
export const identity: readonly string[] = [
  // Failures are sentences for a person under one SQLSTATE; the hint carries the code of the public contract.
  ...room({
    signature: 'refuse(code text, sentence text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      raise exception using errcode = 'SL001', message = sentence, hint = code;
    end`,
  }),

  ...door({
    signature: 'password_of(address text)',
    returns: 'table (user_id uuid, password_hash text)',
    volatility: 'stable',
    body: `
    begin
      return query
        select u.id, u.password_hash from auth.user_account u
         where u.email = lower(address) and u.deactivated_at is null and u.password_hash is not null;
    end`,
  }),

  // Dead sessions of the account go, and of the living only the 49 youngest stay: an account's sessions are bounded.
  ...door({
    signature: 'begin_session(account uuid, proof text, new_digest bytea, new_idle interval, new_lifetime interval)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      ends timestamptz := clock_timestamp() + new_lifetime;
    begin
      if octet_length(new_digest) is distinct from 32 or not coalesce(new_idle > interval '0', false)
        or not coalesce(new_lifetime > interval '0' and new_lifetime <= interval '366 days', false)
      then
        perform auth.refuse('BAD_USER_INPUT', 'A session needs a digest of 32 bytes, an idle time and a lifetime of at most a year.');
      end if;
      perform from auth.user_account u
        where u.id = account and u.password_hash = proof and u.deactivated_at is null for no key update;
      if not found then
        perform auth.refuse('UNAUTHENTICATED', 'The e-mail address or the password is wrong.');
      end if;
      delete from auth.session s
       where s.user_id = account
         and (s.ended_at is not null or s.expires_at <= clock_timestamp() or s.seen_at + s.idle <= clock_timestamp()
              or s.digest in (select o.digest from auth.session o where o.user_id = account
                               order by o.created_at desc, o.digest offset 49));
      insert into auth.session (digest, user_id, created_at, seen_at, expires_at, idle)
        values (new_digest, account, clock_timestamp(), clock_timestamp(), ends, new_idle)
        on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'This session exists already.');
      end if;
      return ends;
    end`,
  }),

  ...door({
    signature: 'end_session()',
    returns: 'boolean',
    volatility: 'volatile',
    body: `
    begin
      update auth.session s set ended_at = clock_timestamp() where ${presentedSession('s')} and s.ended_at is null;
      return found;
    end`,
  }),

  // Never revives: only a session that lives is touched, and at most once a minute, so that reading stays reading.
  ...door({
    signature: 'touch_session()',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      update auth.session s set seen_at = clock_timestamp()
       where ${presentedSession('s')} and s.ended_at is null
         and s.seen_at < clock_timestamp() - least(interval '1 minute', s.idle / 4)
         and clock_timestamp() < s.expires_at and clock_timestamp() < s.seen_at + s.idle;
    end`,
  }),

  ...door({
    signature: 'addressable_tenants()',
    returns: 'table (tenant_id uuid, slug text, name text, actor text, role text, until timestamptz)',
    volatility: 'stable',
    body: `
    declare
      me uuid := auth.user_id();
      my_staff text;
      committed boolean;
    begin
      select u.staff, u.confidentiality_accepted_at is not null into my_staff, committed
        from auth.user_account u where u.id = me;
      if my_staff is null then
        return query
          select t.id, t.slug, t.name, 'MEMBER', m.role, null::timestamptz
            from auth.membership m join public.tenant t on t.id = m.tenant_id
           where m.user_id = me and m.ended_at is null
          union all
          select t.id, t.slug, t.name, 'EXTERNAL', null, nullif(max(coalesce(x.expires_at, 'infinity')), 'infinity')
            from auth.external_access x join public.tenant t on t.id = x.tenant_id
           where x.user_id = me and ${livingAccess('x')}
             and not exists (select from auth.membership m
                              where m.tenant_id = x.tenant_id and m.user_id = me and m.ended_at is null)
           group by t.id
          order by 2;
      elsif my_staff = 'SUPPORT' and committed then
        return query
          select t.id, t.slug, t.name, 'SUPPORT', null::text, max(g.expires_at)::timestamptz
            from auth.support_grant g join public.tenant t on t.id = g.tenant_id
           where (g.staff_id is null or g.staff_id = me) and ${livingGrant('g')}
           group by t.id
           order by 2;
      end if;
    end`,
  }),

  // Oneself, and for those who look after a tenant: its members, its externals and the vendor's support staff.
  ...door({
    signature: 'visible_users()',
    returns: 'table (id uuid, name text, email text, second_factor boolean)',
    volatility: 'stable',
    body: `
    declare
      me uuid := auth.user_id();
      mine uuid := auth.gdpr_tenant_id();
    begin
      return query
        select u.id, u.name, u.email, u.second_factor
          from auth.user_account u
         where u.id = me
            or (mine is not null and (
                 (u.staff = 'SUPPORT' and u.deactivated_at is null)
                 or u.id in (select m.user_id from auth.membership m where m.tenant_id = mine and m.ended_at is null)
                 or u.id in (select x.user_id from auth.external_access x where x.tenant_id = mine and x.ended_at is null)))
         order by u.name collate "und-x-icu", u.id;
    end`,
  }),

  ...door({
    signature: 'support_staff()',
    returns: 'table (id uuid, name text, email text, second_factor boolean)',
    volatility: 'stable',
    body: `
    begin
      if auth.gdpr_tenant_id() is null then
        return;
      end if;
      return query
        select u.id, u.name, u.email, u.second_factor from auth.user_account u
         where u.staff = 'SUPPORT' and u.deactivated_at is null
         order by u.name collate "und-x-icu", u.id;
    end`,
  }),

  ...door({
    signature: 'development_secret()',
    returns: 'bytea',
    volatility: 'stable',
    body: `
    begin
      return (select d.secret from auth.development_secret d);
    end`,
  }),

  ...door({
    signature: 'schema_version()',
    returns: 'text',
    volatility: 'stable',
    body: `
    begin
      return (select max(m.name) from auth.migration m);
    end`,
  }),
];
