import { door, room } from '../20261123000002/functions.js';
import { committed } from '../20261123000011/in-force.js';

/** Maintenance windows: asked for by one administrator, opened by a second, told to every tenant that they reach, and closed at once. */

export const windowRules: readonly string[] = [
  // One lock for all windows: those that are for all tenants would need all of theirs. Readers under windows share it.
  ...room({
    signature: 'windows_lock_key()',
    returns: 'bigint',
    volatility: 'immutable',
    body: `
    begin
      return hashtextextended('maintenance windows', 0);
    end`,
  }),

  ...room({
    signature: 'demand_administrator(fresh boolean)',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.user_id();
      enrolled boolean;
    begin
      if me is null then
        perform auth.refuse('UNAUTHENTICATED', 'Nobody is signed in.');
      end if;
      select u.second_factor into enrolled from auth.user_account u
        where u.id = me and u.staff = 'ADMINISTRATOR' and ${committed('u')};
      if not found then
        perform auth.refuse('FORBIDDEN', 'Only system administrators bound to confidentiality can do this.');
      elsif not enrolled then
        perform auth.refuse('SECOND_FACTOR_REQUIRED', 'Staff need a second factor: enrol one first.');
      elsif fresh and not auth.is_stepped_up() then
        perform auth.refuse('SECOND_FACTOR_REQUIRED', 'To open a window, show a code of your own second factor first.');
      end if;
      return me;
    end`,
  }),

  ...room({
    signature: 'locked_window(window_id uuid)',
    returns: 'auth.maintenance_window',
    volatility: 'volatile',
    body: `
    declare
      asked auth.maintenance_window;
    begin
      select w.* into asked from auth.maintenance_window w where w.id = window_id for no key update;
      if asked.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      return asked;
    end`,
  }),

  ...room({
    signature: 'requested_window(window_id uuid)',
    returns: 'auth.maintenance_window',
    volatility: 'volatile',
    body: `
    declare
      asked auth.maintenance_window := auth.locked_window(window_id);
    begin
      if asked.status <> 'REQUESTED' then
        perform auth.refuse('CONFLICT', 'This request has been answered already.');
      elsif asked.expires_at <= clock_timestamp() then
        perform auth.refuse('CONFLICT', 'This request has lapsed: its time was over before anybody answered.');
      end if;
      return asked;
    end`,
  }),

  ...room({
    signature: 'demand_instructed(asked auth.maintenance_window)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if asked.purpose = 'IMPORT' and exists (
        select from auth.window_tenant o where o.window_id = asked.id and not auth.import_instructed(o.tenant_id))
      then
        perform auth.refuse('INSTRUCTION_REQUIRED', 'Data is imported on instruction only, and a tenant of this window has not confirmed one.');
      end if;
    end`,
  }),

  // One row in the log of each tenant that the window reaches, and one in the administrator's own.
  ...room({
    signature: 'tell_of_window(what text, account uuid, asked auth.maintenance_window)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      moment timestamptz := clock_timestamp();
      ticks bigint := floor(extract(epoch from moment) * 4096000)::bigint;
      stamp bytea := substring(int8send(ticks / 4096) from 3) || substring(int4send(28672 + (ticks % 4096)::int) from 3);
    begin
      perform auth.record_security_event(what, account, null, 'win_' || asked.id || ' ' || asked.purpose);
      insert into public.security_event (log_id, id, at, kind, user_id, by_id, detail)
      select o.tenant_id, encode(r.bytes, 'hex')::uuid, moment, what, account, null, 'win_' || asked.id || ' ' || asked.purpose
        from auth.window_tenant o
       cross join lateral (
         select overlay(uuid_send(gen_random_uuid()) placing stamp from 1 for 8) as bytes where o.tenant_id is not null) r
       where o.window_id = asked.id;
    end`,
  }),
];

export const windowDoors: readonly string[] = [
  // wanted_tenants: slugs; null: all that there are when the window is opened.
  ...door({
    signature:
      'request_maintenance_window(new_id uuid, wanted_purpose text, wanted_reason text, wanted_end timestamptz, wanted_tenants text[])',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_administrator(true);
      ends timestamptz := date_trunc('milliseconds', wanted_end);
      asked auth.maintenance_window;
    begin
      if wanted_purpose is null or wanted_purpose not in ('DEPLOY', 'PATCH', 'BACKUP', 'IMPORT') then
        perform auth.refuse('BAD_USER_INPUT', 'The purpose of a window is DEPLOY, PATCH, BACKUP or IMPORT.');
      elsif coalesce(btrim(wanted_reason), '') = '' then
        perform auth.refuse('BAD_USER_INPUT', 'Give a reason: every tenant that the window reaches reads it.');
      elsif length(wanted_reason) > 1000 then
        perform auth.refuse('BAD_USER_INPUT', 'A reason has at most 1000 characters.');
      elsif not coalesce(ends > clock_timestamp() and ends <= clock_timestamp() + interval '8 hours', false) then
        perform auth.refuse('BAD_USER_INPUT', 'A window ends in the future, at most 8 hours ahead.');
      elsif wanted_tenants is not null and cardinality(wanted_tenants) not between 1 and 100 then
        perform auth.refuse('BAD_USER_INPUT', 'Name between 1 and 100 tenants, or say that the window is for all.');
      elsif wanted_purpose = 'IMPORT' and wanted_tenants is null then
        perform auth.refuse('BAD_USER_INPUT', 'An import is for tenants that are named.');
      elsif exists (
        select from unnest(wanted_tenants) as n (slug)
         where not exists (select from public.tenant t join auth.tenant_authority a on a.tenant_id = t.id where t.slug = n.slug))
      then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      if (select count(*) from auth.maintenance_window w
           where w.status in ('REQUESTED', 'OPEN') and w.expires_at > clock_timestamp()) >= 50
      then
        perform auth.refuse('CONFLICT', 'There are 50 open windows and requests: close some of them first.');
      end if;
      insert into auth.maintenance_window (id, status, purpose, reason, for_all, requested_by, expires_at)
        values (new_id, 'REQUESTED', wanted_purpose, wanted_reason, wanted_tenants is null, me, ends)
        on conflict do nothing
        returning * into asked;
      if asked.id is null then
        perform auth.refuse('CONFLICT', 'A record with this id exists already.');
      end if;
      insert into auth.window_tenant (tenant_id, window_id)
        select distinct t.id, asked.id from public.tenant t where t.slug = any (wanted_tenants);
      perform auth.demand_instructed(asked);
      perform auth.record_security_event('MAINTENANCE_REQUESTED', me, null, 'win_' || asked.id || ' ' || asked.purpose);
    end`,
  }),

  // Four eyes. alone: the installation says that it has one administrator; believed only where there is no second.
  ...door({
    signature: 'approve_maintenance_window(window_id uuid, alone boolean)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_administrator(true);
      asked auth.maintenance_window := auth.requested_window(window_id);
      own boolean := asked.requested_by = me;
    begin
      if own and not coalesce(alone, false) then
        perform auth.refuse('FORBIDDEN', 'A second administrator opens the window: nobody does so alone.');
      elsif own and exists (
        select from auth.user_account u
         where u.staff = 'ADMINISTRATOR' and u.id <> me and u.deactivated_at is null and ${committed('u')})
      then
        perform auth.refuse('FORBIDDEN', 'There is a second administrator: nobody opens a window alone.');
      elsif not exists (
        select from auth.user_account u
         where u.id = asked.requested_by and u.staff = 'ADMINISTRATOR' and u.deactivated_at is null
           and ${committed('u')})
      then
        perform auth.refuse('CONFLICT', 'Whoever asked is no longer an administrator.');
      end if;
      perform auth.demand_instructed(asked);
      if asked.for_all then
        insert into auth.window_tenant (tenant_id, window_id)
          select a.tenant_id, asked.id from auth.tenant_authority a on conflict do nothing;
      end if;
      update auth.maintenance_window w
         set status = 'OPEN', approved_by = me, opened_at = date_trunc('milliseconds', clock_timestamp()), single_administrator = own
       where w.id = asked.id;
      perform auth.tell_of_window(case when own then 'MAINTENANCE_OPENED_ALONE' else 'MAINTENANCE_OPENED' end, me, asked);
    end`,
  }),

  ...door({
    signature: 'deny_maintenance_window(window_id uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_administrator(false);
      asked auth.maintenance_window := auth.requested_window(window_id);
    begin
      update auth.maintenance_window w
         set status = 'DENIED', denied_by = me, denied_at = date_trunc('milliseconds', clock_timestamp())
       where w.id = asked.id;
      perform auth.record_security_event('MAINTENANCE_DENIED', me, null, 'win_' || asked.id || ' ' || asked.purpose);
    end`,
  }),

  // Waits for every reader under a window that is in its transaction; each of those has left a seal.
  ...door({
    signature: 'close_maintenance_window(window_id uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_administrator(false);
      asked auth.maintenance_window;
      moment timestamptz;
    begin
      if current_setting('transaction_isolation') <> 'read committed' then
        perform auth.refuse('INTERNAL_SERVER_ERROR', 'Consent is changed in a transaction that is READ COMMITTED.');
      end if;
      perform pg_advisory_xact_lock(auth.windows_lock_key());
      me := auth.demand_administrator(false);
      asked := auth.locked_window(window_id);
      if asked.status in ('REQUESTED', 'DENIED') then
        perform auth.refuse('CONFLICT', 'This window was never opened, so there is nothing to close.');
      elsif asked.status = 'CLOSED' then
        return asked.closed_at;
      elsif asked.expires_at <= clock_timestamp() then
        return asked.expires_at;
      end if;
      moment := date_trunc('milliseconds', clock_timestamp());
      update auth.maintenance_window w set status = 'CLOSED', closed_at = moment, closed_by = me where w.id = asked.id;
      perform auth.tell_of_window('MAINTENANCE_CLOSED', me, asked);
      return moment;
    end`,
  }),

  // Beside the tenant's own, and before the snapshot, for who reads under a window. Refused, and not waited for, as there.
  ...door({
    signature: 'hold_windows()',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if not pg_try_advisory_xact_lock_shared(auth.windows_lock_key()) then
        raise exception using errcode = 'SL002', message = 'A window is being closed: try again.';
      end if;
    end`,
  }),

  // Until it is given back with all others of the session.
  ...door({
    signature: 'keep_windows()',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      perform pg_advisory_lock_shared(auth.windows_lock_key());
    end`,
  }),
];
