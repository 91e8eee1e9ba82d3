import { door, room } from './functions.js';

/** The changes of a grant: asked, approved, denied, given, taken back, handed back. */
export const grants: readonly string[] = [
  ...door({
    signature:
      'grant_support_access(new_id uuid, wanted_categories text[], wanted_access text, wanted_purpose text, wanted_end timestamptz, wanted_reason text, wanted_ticket uuid, wanted_staff uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
    begin
      perform auth.demand_proper_terms(who.tenant_id, wanted_access, wanted_purpose, wanted_reason, wanted_ticket);
      perform auth.demand_active_support(wanted_staff);
      perform auth.demand_room_for_grant(who.tenant_id);
      insert into auth.support_grant
        (tenant_id, id, status, access, categories, purpose, reason, ticket_id, staff_id, granted_by, granted_at, expires_at)
      values
        (who.tenant_id, new_id, 'ACTIVE', wanted_access, auth.proper_categories(wanted_categories), wanted_purpose,
         wanted_reason, wanted_ticket, wanted_staff, who.user_id, date_trunc('milliseconds', clock_timestamp()),
         auth.proper_end(wanted_end))
      on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'A record with this id exists already.');
      end if;
    end`,
  }),

  // For whoever asks, and nobody else: a request speaks for one person.
  ...door({
    signature:
      'request_support_access(new_id uuid, wanted_slug text, wanted_categories text[], wanted_access text, wanted_purpose text, wanted_end timestamptz, wanted_reason text, wanted_ticket uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_support();
      asked uuid;
    begin
      select a.tenant_id into asked
        from public.tenant t join auth.tenant_authority a on a.tenant_id = t.id where t.slug = wanted_slug;
      if asked is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      perform auth.lock_tenant(asked);
      me := auth.demand_support();
      if coalesce(btrim(wanted_reason), '') = '' then
        perform auth.refuse('BAD_USER_INPUT', 'Give a reason: it is what the tenant decides by.');
      end if;
      perform auth.demand_proper_terms(asked, wanted_access, wanted_purpose, wanted_reason, wanted_ticket);
      perform auth.demand_room_for_grant(asked);
      insert into auth.support_grant
        (tenant_id, id, status, access, categories, purpose, reason, ticket_id, staff_id, requested_by, requested_at,
         requested_expires_at)
      values
        (asked, new_id, 'REQUESTED', wanted_access, auth.proper_categories(wanted_categories), wanted_purpose,
         wanted_reason, wanted_ticket, me, me, date_trunc('milliseconds', clock_timestamp()), auth.proper_end(wanted_end))
      on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'A record with this id exists already.');
      end if;
    end`,
  }),

  ...room({
    signature: 'open_request(tenant uuid, grant_id uuid)',
    returns: 'auth.support_grant',
    volatility: 'volatile',
    body: `
    declare
      asked auth.support_grant;
    begin
      select g.* into asked from auth.support_grant g where g.tenant_id = tenant and g.id = grant_id for no key update;
      if asked.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      elsif asked.status <> 'REQUESTED' then
        perform auth.refuse('CONFLICT', 'This request has been answered already.');
      elsif asked.requested_expires_at <= clock_timestamp() then
        perform auth.refuse('CONFLICT', 'This request has lapsed: its time was over before anybody answered.');
      end if;
      return asked;
    end`,
  }),

  ...door({
    signature:
      'approve_support_access(grant_id uuid, wanted_categories text[], wanted_access text, wanted_end timestamptz)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
      asked auth.support_grant := auth.open_request(who.tenant_id, grant_id);
      given text[] := case when wanted_categories is null then asked.categories else auth.proper_categories(wanted_categories) end;
      given_access text := coalesce(wanted_access, asked.access);
      given_end timestamptz := auth.proper_end(coalesce(wanted_end, asked.requested_expires_at));
    begin
      if given_access not in ('READ', 'READ_WRITE') then
        perform auth.refuse('BAD_USER_INPUT', 'Access is READ or READ_WRITE.');
      end if;
      if not given <@ asked.categories or (given_access = 'READ_WRITE' and asked.access = 'READ')
        or given_end > asked.requested_expires_at
      then
        perform auth.refuse('BAD_USER_INPUT', 'An approval may narrow what was asked, never widen it.');
      end if;
      if not exists (select from auth.user_account u
                      where u.id = asked.staff_id and u.staff = 'SUPPORT' and u.deactivated_at is null) then
        perform auth.refuse('CONFLICT', 'Whoever asked is no longer with support.');
      end if;
      update auth.support_grant g
         set status = 'ACTIVE', categories = given, access = given_access, expires_at = given_end,
             granted_by = who.user_id, granted_at = date_trunc('milliseconds', clock_timestamp())
       where g.tenant_id = who.tenant_id and g.id = grant_id;
    end`,
  }),

  ...door({
    signature: 'deny_support_access(grant_id uuid, wanted_reason text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
      asked auth.support_grant := auth.open_request(who.tenant_id, grant_id);
    begin
      if length(wanted_reason) > 1000 then
        perform auth.refuse('BAD_USER_INPUT', 'A reason has at most 1000 characters.');
      end if;
      update auth.support_grant g
         set status = 'DENIED', denied_by = who.user_id, denied_at = date_trunc('milliseconds', clock_timestamp()),
             deny_reason = wanted_reason
       where g.tenant_id = asked.tenant_id and g.id = asked.id;
    end`,
  }),

  // Ends a living grant; one that has ended already keeps its first end. The caller holds the tenant's lock.
  ...room({
    signature: 'end_grant(tenant uuid, grant_id uuid, ending text, person uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      old_grant auth.support_grant;
      moment timestamptz := date_trunc('milliseconds', clock_timestamp());
    begin
      select g.* into old_grant from auth.support_grant g where g.tenant_id = tenant and g.id = grant_id for no key update;
      if old_grant.status in ('REQUESTED', 'DENIED') then
        perform auth.refuse('CONFLICT', 'This access was never given, so there is nothing to end.');
      elsif old_grant.status in ('REVOKED', 'RETURNED') then
        return old_grant.revoked_at;
      elsif old_grant.expires_at <= clock_timestamp() then
        return old_grant.expires_at;
      end if;
      update auth.support_grant g set status = ending, revoked_at = moment, ended_by = person
       where g.tenant_id = tenant and g.id = grant_id;
      return moment;
    end`,
  }),

  ...door({
    signature: 'revoke_support_access(grant_id uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
    begin
      if not exists (select from auth.support_grant g where g.tenant_id = who.tenant_id and g.id = grant_id) then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      return auth.end_grant(who.tenant_id, grant_id, 'REVOKED', who.user_id);
    end`,
  }),

  ...door({
    signature: 'return_support_access(grant_id uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_support();
      given_by uuid;
    begin
      select g.tenant_id into given_by
        from auth.support_grant g where g.id = grant_id and (g.staff_id is null or g.staff_id = me);
      if given_by is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      perform auth.lock_tenant(given_by);
      me := auth.demand_support();
      return auth.end_grant(given_by, grant_id, 'RETURNED', me);
    end`,
  }),
];
