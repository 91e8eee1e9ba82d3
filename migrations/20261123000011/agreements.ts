import { door, room } from '../20261123000002/functions.js';
import { committed } from './in-force.js';

/**
 * Agreements: texts that are published in versions, and who accepted which. A version is never changed and an acceptance never taken away, so
 * what was agreed when can be read later. What counts now stands where reads and writes look: beside the tenant, and beside the account.
 */
export const agreementTables: readonly string[] = [
  // Without a tenant it is the vendor's, for all.
  `create table auth.agreement (
    id uuid primary key,
    tenant_id uuid null references public.tenant (id),
    kind text not null check (kind ~ '^[A-Z][A-Z_]{1,31}$'),
    version text not null check (length(version) between 1 and 50),
    text text not null check (length(text) between 1 and 100000),
    text_hash text not null check (text_hash ~ '^[0-9a-f]{64}$'),
    published_by uuid not null references auth.user_account (id),
    published_at timestamptz(3) not null default clock_timestamp(),
    deadline timestamptz(3) null,
    unique nulls not distinct (kind, tenant_id, version)
  )`,
  `create index agreement_newest_index on auth.agreement (kind, tenant_id, published_at desc, id desc)`,

  // Version, hash and name are copied: what was accepted, and as whom, is said by the row itself.
  `create table auth.agreement_acceptance (
    id uuid primary key,
    agreement_id uuid not null references auth.agreement (id),
    kind text not null,
    version text not null,
    text_hash text not null,
    tenant_id uuid null references public.tenant (id),
    user_id uuid not null references auth.user_account (id),
    name text not null,
    accepted_at timestamptz(3) not null default clock_timestamp(),
    withdrawn_at timestamptz(3) null,
    withdrawn_by uuid null references auth.user_account (id),
    check ((withdrawn_at is null) = (withdrawn_by is null))
  )`,
  `create index agreement_acceptance_tenant_id_index on auth.agreement_acceptance (tenant_id) where tenant_id is not null`,
  `create index agreement_acceptance_user_id_index on auth.agreement_acceptance (user_id)`,
  ...['agreement', 'agreement_acceptance'].flatMap((table) => [
    `alter table auth.${table} enable row level security`,
    `alter table auth.${table} force row level security`,
    `create policy functions_only on auth.${table} to sluice_auth using (true) with check (true)`,
  ]),
];

/** Of all versions of a kind, the one that is asked for now. */
const newest = (agreement: string): string => `not exists (
  select from auth.agreement newer
   where newer.kind = ${agreement}.kind and newer.tenant_id is not distinct from ${agreement}.tenant_id
     and (newer.published_at, newer.id) > (${agreement}.published_at, ${agreement}.id))`;

const rooms: readonly string[] = [
  // Whoever publishes a version is alone with its kind; whoever accepts one holds it still.
  ...room({
    signature: 'agreement_lock_key(kind text)',
    returns: 'bigint',
    volatility: 'immutable',
    body: `
    begin
      return hashtextextended('agreement ' || kind, 0);
    end`,
  }),

  ...room({
    signature: 'demand_staff(kinds text[])',
    returns: 'auth.user_account',
    volatility: 'volatile',
    body: `
    declare
      mine auth.user_account := auth.locked_account();
    begin
      if mine.staff is null or mine.staff <> all (kinds) then
        perform auth.refuse('FORBIDDEN', 'This is for staff of the vendor.');
      elsif not mine.second_factor then
        perform auth.refuse('SECOND_FACTOR_REQUIRED', 'Staff need a second factor: enrol one first.');
      end if;
      return mine;
    end`,
  }),

  // What was accepted goes on counting until the new version's deadline. Rows are locked in the order in which everybody locks them.
  ...room({
    signature: 'let_lapse(lapsing text, at_last timestamptz)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if lapsing = 'DPA' then
        perform from auth.tenant_authority a
          where a.agreement_accepted_at is not null order by a.tenant_id for no key update;
        update auth.tenant_authority a set agreement_until = least(a.agreement_until, at_last)
         where a.agreement_accepted_at is not null;
      else
        perform from auth.user_account u
          where u.confidentiality_accepted_at is not null order by u.id for no key update;
        update auth.user_account u set confidentiality_until = least(u.confidentiality_until, at_last)
         where u.confidentiality_accepted_at is not null;
      end if;
    end`,
  }),
];

const accepting: readonly string[] = [
  ...room({
    signature: 'keep_acceptance(new_id uuid, accepted auth.agreement, tenant uuid, person uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      insert into auth.agreement_acceptance (id, agreement_id, kind, version, text_hash, tenant_id, user_id, name)
        select new_id, accepted.id, accepted.kind, accepted.version, accepted.text_hash, tenant, u.id, u.name
          from auth.user_account u where u.id = person;
      perform auth.record_security_event('AGREEMENT_ACCEPTED', person, tenant, accepted.kind || ' ' || accepted.version);
    end`,
  }),

  // For the tenant, by an owner; by staff, for themselves.
  ...door({
    signature: 'accept_agreement(new_id uuid, wanted uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      accepted auth.agreement;
      who auth.actor;
      mine auth.user_account;
    begin
      select g.* into accepted from auth.agreement g
       where g.id = wanted and g.tenant_id is null and g.kind in ('DPA', 'CONFIDENTIALITY');
      if accepted.kind = 'DPA' then
        perform pg_advisory_xact_lock_shared(auth.agreement_lock_key(accepted.kind));
        who := auth.locked_member(array['OWNER'], 'Only an owner of the tenant accepts agreements.');
      elsif accepted.kind = 'CONFIDENTIALITY' then
        perform pg_advisory_xact_lock_shared(auth.agreement_lock_key(accepted.kind));
        mine := auth.demand_staff(array['SUPPORT', 'ADMINISTRATOR']);
      else
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      if not ${newest('accepted')} then
        perform auth.refuse('CONFLICT', 'There is a newer version of this agreement: read and accept that one.');
      end if;
      if accepted.kind = 'DPA' then
        perform auth.keep_acceptance(new_id, accepted, who.tenant_id, who.user_id);
        update auth.tenant_authority a set agreement_accepted_at = clock_timestamp(), agreement_until = null
         where a.tenant_id = who.tenant_id;
      else
        perform auth.keep_acceptance(new_id, accepted, null, mine.id);
        update auth.user_account u set confidentiality_accepted_at = clock_timestamp(), confidentiality_until = null
         where u.id = mine.id;
      end if;
    end`,
  }),
];

const publishing: readonly string[] = door({
  signature:
    'publish_agreement(new_id uuid, wanted_kind text, wanted_version text, wanted_text text, wanted_deadline timestamptz)',
  returns: 'void',
  volatility: 'volatile',
  body: `
  declare
    me uuid;
    is_first boolean;
  begin
    if wanted_kind is null or wanted_kind not in ('DPA', 'CONFIDENTIALITY') then
      perform auth.refuse('BAD_USER_INPUT', 'The vendor publishes agreements of kind DPA and CONFIDENTIALITY.');
    end if;
    perform pg_advisory_xact_lock(auth.agreement_lock_key(wanted_kind));
    me := (auth.demand_staff(array['ADMINISTRATOR'])).id;
    if not auth.is_stepped_up() then
      perform auth.refuse('SECOND_FACTOR_REQUIRED', 'To decide this, show a code of your own second factor first.');
    end if;
    if coalesce(length(btrim(wanted_version)), 0) not between 1 and 50 then
      perform auth.refuse('BAD_USER_INPUT', 'A version is named in 1 to 50 characters.');
    elsif coalesce(btrim(wanted_text), '') = '' or length(wanted_text) > 100000 then
      perform auth.refuse('BAD_USER_INPUT', 'The text of an agreement has 1 to 100000 characters.');
    end if;
    is_first := not exists (select from auth.agreement g where g.kind = wanted_kind and g.tenant_id is null);
    if not is_first and not coalesce(
      wanted_deadline > clock_timestamp() and wanted_deadline <= clock_timestamp() + interval '366 days', false)
    then
      perform auth.refuse('BAD_USER_INPUT', 'A new version needs a deadline in the future, at most a year ahead: until then an older one counts.');
    end if;
    insert into auth.agreement (id, kind, version, text, text_hash, published_by, deadline)
      values (new_id, wanted_kind, btrim(wanted_version), wanted_text,
              encode(sha256(convert_to(wanted_text, 'UTF8')), 'hex'), me, case when not is_first then wanted_deadline end)
      on conflict do nothing;
    if not found then
      perform auth.refuse('CONFLICT', 'There is a version of this name already, and versions are never changed.');
    end if;
    if not is_first then
      perform auth.let_lapse(wanted_kind, wanted_deadline);
    end if;
  end`,
});

/**
 * The end of a commitment suspends all that rests on it. First it is over, for whoever asks from then on; then, in a statement of its own,
 * each tenant's lock is taken, and so every read is waited for that still saw it. A grant that is not yet seen here is one that no such read
 * could see.
 */
const withdrawing: readonly string[] = [
  ...door({
    signature: 'withdraw_confidentiality(person uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      me uuid;
      theirs auth.user_account;
      moment timestamptz := date_trunc('milliseconds', clock_timestamp());
    begin
      perform from auth.user_account u where u.id in (person, auth.user_id()) order by u.id for no key update;
      me := (auth.demand_staff(array['SUPPORT', 'ADMINISTRATOR'])).id;
      select u.* into theirs from auth.user_account u where u.id = person and u.staff is not null;
      if theirs.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      elsif me <> person and not exists (select from auth.user_account u where u.id = me and u.staff = 'ADMINISTRATOR') then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      elsif me <> person and not auth.is_stepped_up() then
        perform auth.refuse('SECOND_FACTOR_REQUIRED', 'To decide this, show a code of your own second factor first.');
      end if;
      if theirs.confidentiality_accepted_at is null then
        -- It stays as it ended; of one that was recorded without a version only now is known.
        return coalesce(
          (select max(a.withdrawn_at) from auth.agreement_acceptance a where a.user_id = person and a.kind = 'CONFIDENTIALITY'),
          moment);
      end if;
      update auth.agreement_acceptance a set withdrawn_at = moment, withdrawn_by = me
       where a.user_id = person and a.kind = 'CONFIDENTIALITY' and a.withdrawn_at is null;
      update auth.user_account u set confidentiality_accepted_at = null, confidentiality_until = null where u.id = person;
      perform auth.record_security_event('AGREEMENT_WITHDRAWN', person, null, 'CONFIDENTIALITY');
      return moment;
    end`,
  }),

  // Grants that name the person change place in the stream, so that whoever follows them sees how they stand.
  ...door({
    signature: 'settle_withdrawal(person uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      tenant uuid;
    begin
      perform auth.demand_staff(array['SUPPORT', 'ADMINISTRATOR']);
      if exists (select from auth.user_account u where u.id = person and ${committed('u')}) then
        return;
      end if;
      for tenant in
        select distinct g.tenant_id from auth.support_grant g
         where g.status = 'ACTIVE' and g.expires_at > clock_timestamp() - interval '1 minute'
           and (g.staff_id is null or g.staff_id = person)
         order by g.tenant_id
      loop
        perform auth.lock_tenant(tenant);
        update auth.support_grant g set xid = pg_current_xact_id()
         where g.tenant_id = tenant and g.staff_id = person and g.status = 'ACTIVE';
      end loop;
    end`,
  }),
];

const reading: readonly string[] = [
  // accepted_at: by whoever reads, or for the tenant that is read in.
  ...door({
    signature: 'visible_agreements()',
    returns: `table (
      id uuid, kind text, version text, text text, text_hash text, published_at timestamptz, deadline timestamptz,
      newest boolean, accepted_at timestamptz)`,
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
      me uuid;
    begin
      if mine is null then
        select u.id into me from auth.user_account u where u.id = auth.user_id() and u.staff is not null and u.second_factor;
      end if;
      return query
        select g.id, g.kind, g.version, g.text, g.text_hash, g.published_at::timestamptz, g.deadline::timestamptz, ${newest('g')},
               (select max(a.accepted_at)::timestamptz from auth.agreement_acceptance a
                 where a.agreement_id = g.id and a.withdrawn_at is null
                   and (a.tenant_id = mine or (me is not null and a.user_id = me and a.tenant_id is null)))
          from auth.agreement g
         where (me is not null and g.tenant_id is null)
            or (mine is not null and ((g.tenant_id is null and g.kind = 'DPA') or g.tenant_id = mine));
    end`,
  }),

  // To a tenant its own; to staff their own; and to administrators what was accepted of the vendor's agreements, by whomever.
  ...door({
    signature: 'visible_acceptances()',
    returns: `table (
      id uuid, tenant_id uuid, agreement_id uuid, kind text, version text, text_hash text, tenant_slug text, tenant_name text,
      name text, accepted_at timestamptz, withdrawn_at timestamptz)`,
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
      me auth.user_account;
    begin
      if mine is null then
        select u.* into me from auth.user_account u where u.id = auth.user_id() and u.staff is not null and u.second_factor;
      end if;
      return query
        select a.id, a.tenant_id, a.agreement_id, a.kind, a.version, a.text_hash, t.slug, t.name, a.name,
               a.accepted_at::timestamptz, a.withdrawn_at::timestamptz
          from auth.agreement_acceptance a
          left join public.tenant t on t.id = a.tenant_id
         where a.tenant_id = mine
            or (a.tenant_id is null and a.user_id = me.id)
            or (me.staff = 'ADMINISTRATOR' and a.kind in ('DPA', 'CONFIDENTIALITY'));
    end`,
  }),
];

export const agreements: readonly string[] = [...rooms, ...accepting, ...publishing, ...withdrawing, ...reading];
