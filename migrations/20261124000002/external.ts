import { door, room } from '../20261123000002/functions.js';

/** External users: invited under an agreement, bound by accepting it, and ended at once like a grant. */

/** Whose invitation it is: the account that accepted it, or the one with the address that it was sent to. */
export const isFor = (access: string, user: string): string => `
  (${access}.user_id = ${user}.id or (${access}.user_id is null and ${access}.invited_email = ${user}.email))`;

export const isOpen = (access: string): string => `
  ${access}.ended_at is null and (${access}.expires_at is null or clock_timestamp() < ${access}.expires_at)`;

export const externalRules: readonly string[] = [
  // Where somebody would be let in, if only he accepted the agreement that stands now.
  ...room({
    signature: 'invited_tenants(account uuid)',
    returns: 'uuid[]',
    volatility: 'stable',
    body: `
    begin
      return (
        select array_agg(distinct x.tenant_id)
          from auth.user_account u
          join auth.external_access x on ${isFor('x', 'u')}
         where u.id = account and u.staff is null and x.agreement_accepted_at is null and ${isOpen('x')});
    end`,
  }),

  ...room({
    signature: 'proper_access_end(wanted timestamptz)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      ends timestamptz := date_trunc('milliseconds', wanted);
    begin
      if not coalesce(ends > clock_timestamp() and ends <= clock_timestamp() + interval '2 years', false) then
        perform auth.refuse('BAD_USER_INPUT', 'The access of an external user ends in the future, at most two years ahead.');
      end if;
      return ends;
    end`,
  }),

  // What the tenant offers, it has accepted. The database makes the hash, so that none can be of another text.
  ...room({
    signature: 'offer_agreement(tenant uuid, access_id uuid, new_version text, new_text text, person uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      moment timestamptz := date_trunc('milliseconds', clock_timestamp());
      latest int := (select coalesce(max(g.number), 0) from auth.external_agreement g
                      where g.tenant_id = tenant and g.access_id = offer_agreement.access_id);
    begin
      if coalesce(btrim(new_version), '') = '' or length(new_version) > 50 or coalesce(btrim(new_text), '') = '' or length(new_text) > 20000 then
        perform auth.refuse('BAD_USER_INPUT', 'An agreement has a version of at most 50 characters, and a text of at most 20000.');
      elsif latest >= 50 then
        perform auth.refuse('CONFLICT', 'This agreement has had 50 versions: end the access, and invite anew.');
      end if;
      insert into auth.external_agreement (tenant_id, access_id, number, version, text, hash, offered_by, offered_at)
        values (tenant, access_id, latest + 1, new_version, new_text, encode(sha256(convert_to(new_text, 'UTF8')), 'hex'), person, moment)
        on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'The agreement has had this version already.');
      end if;
      update auth.external_access x set agreement_number = latest + 1, agreement_accepted_at = null
       where x.tenant_id = tenant and x.id = access_id;
      return moment;
    end`,
  }),

  // An open access of the tenant, locked. The caller holds the tenant's lock.
  ...room({
    signature: 'open_external_access(tenant uuid, access_id uuid)',
    returns: 'auth.external_access',
    volatility: 'volatile',
    body: `
    declare
      found_access auth.external_access;
    begin
      select x.* into found_access from auth.external_access x where x.tenant_id = tenant and x.id = access_id for no key update;
      if found_access.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      elsif found_access.ended_at is not null or found_access.expires_at <= clock_timestamp() then
        perform auth.refuse('CONFLICT', 'This access has ended.');
      end if;
      return found_access;
    end`,
  }),

  ...room({
    signature: 'end_external(tenant uuid, access_id uuid, ending text, person uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      old_access auth.external_access;
      moment timestamptz := date_trunc('milliseconds', clock_timestamp());
    begin
      select x.* into old_access from auth.external_access x where x.tenant_id = tenant and x.id = access_id for no key update;
      if old_access.ended_at is not null then
        return old_access.ended_at;
      elsif old_access.expires_at <= clock_timestamp() then
        return old_access.expires_at;
      end if;
      update auth.external_access x set ended_at = moment, ended_how = ending, ended_by = person
       where x.tenant_id = tenant and x.id = access_id;
      perform auth.record_security_event('EXTERNAL_ACCESS_ENDED', old_access.user_id, tenant, 'ext_' || access_id || ' ' || ending);
      return moment;
    end`,
  }),
];

export const externalDoors: readonly string[] = [
  ...door({
    signature:
      'invite_external_user(new_id uuid, wanted_email text, wanted_name text, wanted_categories text[], wanted_access text, wanted_end timestamptz, agreement_version text, agreement_text text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
      address text := lower(btrim(wanted_email));
      ends timestamptz := auth.proper_access_end(wanted_end);
    begin
      if not coalesce(length(address) between 3 and 320 and position('@' in address) > 1, false) then
        perform auth.refuse('BAD_USER_INPUT', 'Give the e-mail address of whoever is invited.');
      elsif length(wanted_name) > 200 then
        perform auth.refuse('BAD_USER_INPUT', 'A name has at most 200 characters.');
      elsif wanted_access is null or wanted_access not in ('READ', 'READ_WRITE') then
        perform auth.refuse('BAD_USER_INPUT', 'Access is READ or READ_WRITE.');
      elsif (select count(*) from auth.external_access x where x.tenant_id = who.tenant_id and ${isOpen('x')}) >= 200 then
        perform auth.refuse('CONFLICT', 'The tenant has 200 external users and invitations: end some of them first.');
      end if;
      insert into auth.external_access
        (tenant_id, id, user_id, categories, access, created_at, expires_at, invited_email, invited_name, invited_by)
      values
        (who.tenant_id, new_id, null, auth.proper_categories(wanted_categories), wanted_access,
         date_trunc('milliseconds', clock_timestamp()), ends, address, wanted_name, who.user_id)
      on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'A record with this id exists already.');
      end if;
      perform auth.offer_agreement(who.tenant_id, new_id, agreement_version, agreement_text, who.user_id);
      perform auth.record_security_event('EXTERNAL_USER_INVITED', null, who.tenant_id, 'ext_' || new_id || ' ' || address);
    end`,
  }),

  // Whoever accepts shows what he accepts: a version that came in between is not what he has read.
  ...door({
    signature: 'accept_external_agreement(access_id uuid, shown_hash text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_user();
      lets_in uuid;
      asked auth.external_access;
      moment timestamptz;
    begin
      select x.tenant_id into lets_in
        from auth.user_account u join auth.external_access x on ${isFor('x', 'u')}
       where u.id = me and x.id = access_id;
      if lets_in is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      perform auth.lock_tenant(lets_in);
      me := auth.demand_user();
      asked := auth.open_external_access(lets_in, access_id);
      if not exists (select from auth.user_account u where u.id = me and (asked.user_id = u.id or (asked.user_id is null and asked.invited_email = u.email))) then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      elsif exists (select from auth.user_account u where u.id = me and u.staff is not null) then
        perform auth.refuse('FORBIDDEN', 'Staff are never let in as external users: they ask for support access.');
      elsif asked.agreement_accepted_at is not null then
        return;
      end if;
      moment := date_trunc('milliseconds', clock_timestamp());
      update auth.external_agreement g set accepted_by = me, accepted_at = moment
       where g.tenant_id = lets_in and g.access_id = asked.id and g.number = asked.agreement_number and g.hash = shown_hash;
      if not found then
        perform auth.refuse('CONFLICT', 'This is not the agreement that stands now: read it again, and accept that.');
      end if;
      update auth.external_access x
         set user_id = me, agreement_accepted_at = moment, first_accepted_at = coalesce(x.first_accepted_at, moment)
       where x.tenant_id = lets_in and x.id = asked.id;
      perform auth.record_security_event('EXTERNAL_AGREEMENT_ACCEPTED', me, lets_in, 'ext_' || asked.id || ' ' || shown_hash);
    end`,
  }),

  // Suspends until it is accepted. Asked again because nobody knew whether it was done, it tells when it was.
  ...door({
    signature: 'renew_external_agreement(access_id uuid, new_version text, new_text text)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
      asked auth.external_access := auth.open_external_access(who.tenant_id, access_id);
      moment timestamptz;
    begin
      select g.offered_at into moment from auth.external_agreement g
       where g.tenant_id = who.tenant_id and g.access_id = asked.id and g.number = asked.agreement_number
         and g.version = new_version and g.text = new_text;
      if found then
        return moment;
      end if;
      moment := auth.offer_agreement(who.tenant_id, asked.id, new_version, new_text, who.user_id);
      perform auth.record_security_event(
        'EXTERNAL_AGREEMENT_CHANGED', asked.user_id, who.tenant_id, 'ext_' || asked.id || ' ' || new_version);
      return moment;
    end`,
  }),

  ...door({
    signature:
      'narrow_external_access(access_id uuid, wanted_categories text[], wanted_access text, wanted_end timestamptz)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
      asked auth.external_access := auth.open_external_access(who.tenant_id, access_id);
      left_categories text[] := case when wanted_categories is null then asked.categories else auth.proper_categories(wanted_categories) end;
      left_access text := coalesce(wanted_access, asked.access);
      left_end timestamptz := case when wanted_end is null then asked.expires_at else auth.proper_access_end(wanted_end) end;
    begin
      if left_access not in ('READ', 'READ_WRITE') then
        perform auth.refuse('BAD_USER_INPUT', 'Access is READ or READ_WRITE.');
      elsif not left_categories <@ asked.categories or (left_access = 'READ_WRITE' and asked.access = 'READ')
        or coalesce(left_end > asked.expires_at, false)
      then
        perform auth.refuse('BAD_USER_INPUT', 'What was given can be narrowed, never widened: invite anew for more.');
      end if;
      update auth.external_access x set categories = left_categories, access = left_access, expires_at = left_end
       where x.tenant_id = who.tenant_id and x.id = asked.id;
      perform auth.record_security_event('EXTERNAL_ACCESS_NARROWED', asked.user_id, who.tenant_id, 'ext_' || asked.id);
      return date_trunc('milliseconds', clock_timestamp());
    end`,
  }),

  ...door({
    signature: 'end_external_access(access_id uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
    begin
      if not exists (select from auth.external_access x where x.tenant_id = who.tenant_id and x.id = access_id) then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      return auth.end_external(who.tenant_id, access_id, 'REVOKED', who.user_id);
    end`,
  }),

  // An invitation that nobody accepted is handed back as well: declined.
  ...door({
    signature: 'return_external_access(access_id uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_user();
      let_in uuid;
    begin
      select x.tenant_id into let_in
        from auth.user_account u join auth.external_access x on ${isFor('x', 'u')}
       where u.id = me and x.id = access_id;
      if let_in is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      perform auth.lock_tenant(let_in);
      me := auth.demand_user();
      return auth.end_external(let_in, access_id, 'RETURNED', me);
    end`,
  }),
];
