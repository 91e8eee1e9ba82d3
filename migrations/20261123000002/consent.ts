import { door, room } from './functions.js';

/**
 * The rules that every change of a grant obeys. Who changes one first takes the tenant's lock, and so waits for every reader
 * that is inside its transaction; then the version's row, always in this order, or two of them would deadlock; and only then
 * asks whether he may, because his own rights may have ended while he waited.
 */
export const consentRules: readonly string[] = [
  // The lock must be older than the snapshots that follow it; under any other isolation level there is only one snapshot.
  ...room({
    signature: 'lock_tenant(tenant uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if current_setting('transaction_isolation') <> 'read committed' then
        perform auth.refuse('INTERNAL_SERVER_ERROR', 'Consent is changed in a transaction that is READ COMMITTED.');
      end if;
      perform pg_advisory_xact_lock(auth.tenant_lock_key(tenant));
      perform from auth.tenant_authority a where a.tenant_id = tenant for no key update;
    end`,
  }),

  ...room({
    signature: 'demand_consenter(who auth.actor)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if who.user_id is null then
        perform auth.refuse('UNAUTHENTICATED', 'Nobody is signed in.');
      elsif who.tenant_id is null or who.role is null or who.role not in ('OWNER', 'ADMIN') then
        perform auth.refuse('FORBIDDEN', 'Only an owner or administrator of the tenant decides on support access.');
      end if;
    end`,
  }),

  ...room({
    signature: 'locked_consenter()',
    returns: 'auth.actor',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.current_actor();
      locked uuid := who.tenant_id;
    begin
      perform auth.demand_consenter(who);
      perform auth.lock_tenant(locked);
      who := auth.current_actor();
      perform auth.demand_consenter(who);
      if who.tenant_id is distinct from locked then
        perform auth.refuse('CONFLICT', 'The tenant changed meanwhile: try again.');
      end if;
      return who;
    end`,
  }),

  // Support staff, active and bound to confidentiality, whatever tenant is addressed.
  ...room({
    signature: 'demand_support()',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.user_id();
    begin
      if me is null then
        perform auth.refuse('UNAUTHENTICATED', 'Nobody is signed in.');
      end if;
      perform from auth.user_account u
        where u.id = me and u.staff = 'SUPPORT' and u.confidentiality_accepted_at is not null;
      if not found then
        perform auth.refuse('FORBIDDEN', 'Only support staff bound to confidentiality can do this.');
      end if;
      return me;
    end`,
  }),

  // Form only: which categories exist is the law's business, and one that doesn't opens nothing.
  ...room({
    signature: 'proper_categories(wanted text[])',
    returns: 'text[]',
    volatility: 'volatile',
    body: `
    declare
      proper text[];
    begin
      select array_agg(distinct c.name order by c.name) into proper from unnest(wanted) as c (name);
      if proper is null or cardinality(proper) > 100
        or exists (select from unnest(proper) as c (name) where c.name is null or c.name !~ '^[A-Z][A-Z0-9_]{0,63}$')
      then
        perform auth.refuse('BAD_USER_INPUT', 'Name between 1 and 100 categories, such as CONTACT_DETAILS.');
      end if;
      return proper;
    end`,
  }),

  ...room({
    signature: 'proper_end(wanted timestamptz)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      ends timestamptz := date_trunc('milliseconds', coalesce(wanted, clock_timestamp() + interval '8 hours'));
    begin
      if ends <= clock_timestamp() or ends > clock_timestamp() + interval '30 days' then
        perform auth.refuse('BAD_USER_INPUT', 'Access ends in the future, at most 30 days ahead.');
      end if;
      return ends;
    end`,
  }),

  ...room({
    signature:
      'demand_proper_terms(tenant uuid, wanted_access text, wanted_purpose text, wanted_reason text, wanted_ticket uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if wanted_access is null or wanted_access not in ('READ', 'READ_WRITE') then
        perform auth.refuse('BAD_USER_INPUT', 'Access is READ or READ_WRITE.');
      end if;
      if wanted_purpose is null or wanted_purpose not in ('SUPPORT_TICKET', 'INCIDENT', 'LEGAL') then
        perform auth.refuse('BAD_USER_INPUT', 'The purpose of support access is SUPPORT_TICKET, INCIDENT or LEGAL.');
      end if;
      if length(wanted_reason) > 1000 then
        perform auth.refuse('BAD_USER_INPUT', 'A reason has at most 1000 characters.');
      end if;
      if wanted_ticket is not null
        and not exists (select from public.ticket t where t.tenant_id = tenant and t.id = wanted_ticket)
      then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
    end`,
  }),

  // Each living or open grant is weighed in every request of its staff, so a tenant has a bounded number of them.
  ...room({
    signature: 'demand_room_for_grant(tenant uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if (select count(*) from auth.support_grant g
           where g.tenant_id = tenant
             and ((g.status = 'ACTIVE' and g.expires_at > clock_timestamp())
                  or (g.status = 'REQUESTED' and g.requested_expires_at > clock_timestamp()))) >= 200
      then
        perform auth.refuse('CONFLICT', 'The tenant has 200 open requests and grants: end some of them first.');
      end if;
    end`,
  }),

  ...room({
    signature: 'demand_active_support(person uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if person is not null and not exists (
        select from auth.user_account u where u.id = person and u.staff = 'SUPPORT' and u.deactivated_at is null)
      then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
    end`,
  }),
];

export const visibleGrants: readonly string[] = door({
  signature: 'visible_grants()',
  returns: `table (
    id uuid, tenant_id uuid, tenant_slug text, tenant_name text, status text, access text, categories text[], purpose text,
    reason text, ticket_id uuid, staff_id uuid, requested_at timestamptz, granted_at timestamptz, expires_at timestamptz,
    revoked_at timestamptz)`,
  volatility: 'stable',
  body: `
  declare
    mine uuid := auth.gdpr_tenant_id();
    me uuid;
  begin
    if mine is null then
      select u.id into me from auth.user_account u
       where u.id = auth.user_id() and u.staff = 'SUPPORT' and u.confidentiality_accepted_at is not null;
    end if;
    if mine is null and me is null then
      return;
    end if;
    return query
      select g.id, g.tenant_id, t.slug, t.name,
             case
               when g.status = 'REQUESTED' and g.requested_expires_at <= clock_timestamp() then 'LAPSED'
               when g.status = 'ACTIVE' and g.expires_at <= clock_timestamp() then 'EXPIRED'
               else g.status
             end,
             g.access, g.categories, g.purpose, g.reason, g.ticket_id, g.staff_id,
             g.requested_at::timestamptz, g.granted_at::timestamptz,
             coalesce(g.expires_at, g.requested_expires_at)::timestamptz, g.revoked_at::timestamptz
        from auth.support_grant g
        join public.tenant t on t.id = g.tenant_id
       where g.tenant_id = mine or (me is not null and (g.staff_id is null or g.staff_id = me));
  end`,
});
