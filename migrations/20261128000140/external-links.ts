import { door, room } from '../20261123000002/functions.js';
import { isOpen } from '../20261124000002/external.js';

/**
 * The link that goes to the address of whoever is invited from outside: by it somebody without an account reads the agreement, makes an
 * account and accepts. Of what is in it only the digest is kept. It holds once, for a while, and no longer than what it is for is open;
 * whoever has an account accepts by signing in, as before, and the link is spent by that, too.
 */
export const externalLinkColumns: readonly string[] = [
  `alter table auth.external_access
     add column link_digest bytea null unique check (octet_length(link_digest) = 32),
     add column link_until timestamptz(3) null,
     add check ((link_digest is null) = (link_until is null))`,
];

const holds = (access: string): string =>
  `${access}.user_id is null and clock_timestamp() < ${access}.link_until and ${isOpen(access)}`;

export const externalLinks: readonly string[] = [
  ...door({
    signature:
      'invite_external_by_mail(new_id uuid, wanted_email text, wanted_name text, wanted_categories text[], wanted_access text, wanted_end timestamptz, agreement_version text, agreement_text text, new_digest bytea, valid interval)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if octet_length(new_digest) is distinct from 32
        or not coalesce(valid > interval '0' and valid <= interval '30 days', false)
      then
        perform auth.refuse('BAD_USER_INPUT', 'An invitation needs a digest of 32 bytes and holds for at most 30 days.');
      end if;
      perform auth.invite_external_user(
        new_id, wanted_email, wanted_name, wanted_categories, wanted_access, wanted_end, agreement_version, agreement_text);
      update auth.external_access x set link_digest = new_digest, link_until = clock_timestamp() + valid where x.id = new_id;
    end`,
  }),

  // For whoever holds the link: what is offered, by whom, and whether there is an account that it is for. Spends nothing.
  ...door({
    signature: 'external_invitation_of(proof bytea)',
    returns: `table (
      tenant_name text, email text, known boolean, access text, categories text, expires_at text, agreement_version text,
      agreement_hash text, agreement_text text)`,
    volatility: 'stable',
    body: `
    begin
      return query
        select t.name, x.invited_email, exists (select from auth.user_account u where u.email = x.invited_email),
               x.access, array_to_string(x.categories, ','), to_char(x.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
               g.version, g.hash, g.text
          from auth.external_access x
          join public.tenant t on t.id = x.tenant_id
          join auth.external_agreement g
            on g.tenant_id = x.tenant_id and g.access_id = x.id and g.number = x.agreement_number
         where x.link_digest = proof and ${holds('x')};
    end`,
  }),

  // The tenant's lock first, as for every change of an access; then it is asked whether the link still holds.
  ...room({
    signature: 'open_external_invitation(proof bytea)',
    returns: 'auth.external_access',
    volatility: 'volatile',
    body: `
    declare
      invited auth.external_access;
      lets_in uuid;
    begin
      select x.tenant_id into lets_in from auth.external_access x where x.link_digest = proof;
      if lets_in is not null then
        perform auth.lock_tenant(lets_in);
        select x.* into invited from auth.external_access x where x.link_digest = proof and ${holds('x')} for no key update;
      end if;
      if invited.id is null then
        perform auth.refuse('BAD_USER_INPUT', 'This invitation was used, withdrawn or replaced, or is too old: ask for another.');
      end if;
      return invited;
    end`,
  }),

  // The link shows that the address is theirs, the hash that this is the agreement that was read. In return the name of the tenant in x-tenant.
  ...door({
    signature: 'accept_external_as_new(proof bytea, shown_hash text, new_id uuid, new_name text, new_hash text)',
    returns: 'text',
    volatility: 'volatile',
    body: `
    declare
      invited auth.external_access := auth.open_external_invitation(proof);
      moment timestamptz;
    begin
      if exists (select from auth.user_account u where u.email = invited.invited_email) then
        perform auth.refuse('CONFLICT', 'There is an account of this address: sign in with it, and accept the invitation then.');
      end if;
      perform auth.demand_hash(new_hash);
      if coalesce(length(btrim(new_name)), 0) not between 1 and 200 or new_name ~ '[[:cntrl:]]' then
        perform auth.refuse('BAD_USER_INPUT', 'A name has 1 to 200 characters.');
      end if;
      insert into auth.user_account (id, email, name, password_hash, email_verified_at)
        values (new_id, invited.invited_email, btrim(new_name), new_hash, clock_timestamp())
        on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'There is an account of this address: sign in with it, and accept the invitation then.');
      end if;
      moment := date_trunc('milliseconds', clock_timestamp());
      update auth.external_agreement g set accepted_by = new_id, accepted_at = moment
       where g.tenant_id = invited.tenant_id and g.access_id = invited.id and g.number = invited.agreement_number
         and g.hash = shown_hash;
      if not found then
        perform auth.refuse('CONFLICT', 'This is not the agreement that stands now: read it again, and accept that.');
      end if;
      update auth.external_access x set user_id = new_id, agreement_accepted_at = moment, first_accepted_at = moment
       where x.tenant_id = invited.tenant_id and x.id = invited.id;
      perform auth.record_security_event(
        'EXTERNAL_AGREEMENT_ACCEPTED', new_id, invited.tenant_id, 'ext_' || invited.id || ' ' || shown_hash);
      return (select t.slug from public.tenant t where t.id = invited.tenant_id);
    end`,
  }),
];
