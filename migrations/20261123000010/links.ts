import { door, replacing, room } from '../20261123000002/functions.js';

/**
 * Links that come by mail: whoever opens one has shown that he reads the mail of an address, and no more than that. Only the digest of what
 * is in a link is kept. Of a kind an account has one at most, so a newer request ends the older link; and a link is spent by deleting its
 * row, so of two that spend it at the same moment, on whichever nodes, one finds it gone.
 */
export const linkTable: readonly string[] = [
  `alter table auth.user_account add column email_verified_at timestamptz(3) null`,
  `create table auth.mail_link (
    digest bytea primary key check (octet_length(digest) = 32),
    user_id uuid not null references auth.user_account (id) on delete cascade,
    kind text not null check (kind in ('PASSWORD_RESET', 'EMAIL_VERIFICATION', 'EMAIL_CHANGE')),
    email text not null check (email = lower(email) and length(email) between 3 and 320),
    expires_at timestamptz(3) not null,
    unique (user_id, kind)
  )`,
  `alter table auth.mail_link enable row level security`,
  `alter table auth.mail_link force row level security`,
  `create policy functions_only on auth.mail_link to sluice_auth using (true) with check (true)`,
];

const linkRooms: readonly string[] = [
  ...room({
    signature: 'keep_link(account uuid, what text, address text, new_digest bytea, valid interval)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if octet_length(new_digest) is distinct from 32
        or not coalesce(valid > interval '0' and valid <= interval '7 days', false)
      then
        perform auth.refuse('BAD_USER_INPUT', 'A link needs a digest of 32 bytes and holds for at most 7 days.');
      end if;
      insert into auth.mail_link as l (digest, user_id, kind, email, expires_at)
        values (new_digest, account, what, address, clock_timestamp() + valid)
        on conflict (user_id, kind) do update
          set digest = excluded.digest, email = excluded.email, expires_at = excluded.expires_at;
    end`,
  }),

  // Whoever makes a link and whoever spends one lock the account first, so they never wait for each other in a ring.
  ...room({
    signature: 'spend_link(what text, proof bytea)',
    returns: 'auth.mail_link',
    volatility: 'volatile',
    body: `
    declare
      spent auth.mail_link;
      account uuid;
    begin
      select l.user_id into account from auth.mail_link l where l.digest = proof and l.kind = what;
      perform from auth.user_account u where u.id = account and u.deactivated_at is null for no key update;
      if found then
        delete from auth.mail_link l
         where l.digest = proof and l.kind = what and l.user_id = account and l.expires_at > clock_timestamp()
         returning l.* into spent;
      end if;
      if spent.digest is null then
        perform auth.refuse('BAD_USER_INPUT', 'This link was used, is too old, or was replaced by a newer one: ask for another.');
      end if;
      return spent;
    end`,
  }),
];

export const linkDoors: readonly string[] = [
  ...linkRooms,

  // No row where there is no such account. That one was asked for is recorded either way.
  ...door({
    signature: 'request_password_reset(address text, new_digest bytea, valid interval)',
    returns: 'table (email text)',
    volatility: 'volatile',
    body: `
    declare
      account uuid;
    begin
      select u.id, u.email into account, email from auth.user_account u
       where u.email = lower(address) and u.deactivated_at is null and u.password_hash is not null
         for no key update;
      perform auth.record_security_event('PASSWORD_RESET_REQUESTED', account);
      if account is not null then
        perform auth.keep_link(account, 'PASSWORD_RESET', email, new_digest, valid);
        return next;
      end if;
    end`,
  }),

  // Whose password a link resets, for whoever holds it; spends nothing.
  ...door({
    signature: 'reset_of(proof bytea)',
    returns: 'table (user_id uuid, email text, name text, sealed bytea, epoch_ms bigint)',
    volatility: 'volatile',
    body: `
    begin
      return query
        select u.id, u.email, u.name, case when u.second_factor then f.sealed end,
               floor(extract(epoch from clock_timestamp()) * 1000)::bigint
          from auth.mail_link l
          join auth.user_account u on u.id = l.user_id
          left join auth.second_factor f on f.user_id = u.id
         where l.digest = proof and l.kind = 'PASSWORD_RESET' and l.expires_at > clock_timestamp()
           and u.deactivated_at is null;
    end`,
  }),

  // A mailbox is no second factor: where there is one it is shown as well, and a wrong code leaves link and password as they were.
  ...door({
    signature: 'reset_password(proof bytea, new_hash text, factor_proof bytea, factor_step bigint, recovery bytea)',
    returns: 'text',
    volatility: 'volatile',
    body: `
    declare
      spent auth.mail_link;
      enrolled boolean;
    begin
      perform auth.demand_hash(new_hash);
      spent := auth.spend_link('PASSWORD_RESET', proof);
      select u.second_factor into enrolled from auth.user_account u where u.id = spent.user_id;
      if enrolled then
        perform auth.pass_factor(spent.user_id, factor_proof, factor_step, recovery);
      end if;
      update auth.user_account u
         set password_hash = new_hash, email_verified_at = coalesce(u.email_verified_at, clock_timestamp())
       where u.id = spent.user_id;
      delete from auth.mail_link l where l.user_id = spent.user_id;
      perform auth.record_security_event('PASSWORD_RESET', spent.user_id);
      perform auth.end_sessions_of(spent.user_id, false);
      return spent.email;
    end`,
  }),

  // No row where the address is proven already.
  ...door({
    signature: 'request_email_verification(new_digest bytea, valid interval)',
    returns: 'table (email text)',
    volatility: 'volatile',
    body: `
    declare
      mine auth.user_account := auth.locked_account();
    begin
      if mine.email_verified_at is null then
        perform auth.keep_link(mine.id, 'EMAIL_VERIFICATION', mine.email, new_digest, valid);
        email := mine.email;
        return next;
      end if;
    end`,
  }),

  ...door({
    signature: 'verify_email(proof bytea)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      spent auth.mail_link := auth.spend_link('EMAIL_VERIFICATION', proof);
    begin
      update auth.user_account u set email_verified_at = clock_timestamp()
       where u.id = spent.user_id and u.email = spent.email;
      perform auth.record_security_event('EMAIL_VERIFIED', spent.user_id);
    end`,
  }),

  ...door({
    signature: 'is_email_verified()',
    returns: 'boolean',
    volatility: 'stable',
    body: `
    begin
      return exists (select from auth.user_account u where u.id = auth.user_id() and u.email_verified_at is not null);
    end`,
  }),

  // The stored hash proves that the password was given. Where the address is another account's no link is made, and its reader is told.
  ...door({
    signature: 'request_email_change(password_proof text, address text, new_digest bytea, valid interval)',
    returns: 'table (present text, taken boolean)',
    volatility: 'volatile',
    body: `
    declare
      mine auth.user_account := auth.locked_account();
    begin
      if mine.password_hash is distinct from password_proof or password_proof is null then
        perform auth.refuse('CONFLICT', 'The password was changed meanwhile.');
      end if;
      perform auth.record_security_event('EMAIL_CHANGE_REQUESTED', mine.id);
      delete from auth.mail_link l where l.user_id = mine.id and l.kind = 'EMAIL_CHANGE';
      present := mine.email;
      taken := exists (select from auth.user_account u where u.email = lower(address));
      if not taken then
        perform auth.keep_link(mine.id, 'EMAIL_CHANGE', lower(address), new_digest, valid);
      end if;
      return next;
    end`,
  }),

  // The address before. All links of the account and all its sessions end: they were of another address.
  ...door({
    signature: 'confirm_email_change(proof bytea)',
    returns: 'text',
    volatility: 'volatile',
    body: `
    declare
      spent auth.mail_link := auth.spend_link('EMAIL_CHANGE', proof);
      before text;
    begin
      select u.email into before from auth.user_account u where u.id = spent.user_id;
      begin
        update auth.user_account u set email = spent.email, email_verified_at = clock_timestamp() where u.id = spent.user_id;
      exception when unique_violation then
        perform auth.refuse('CONFLICT', 'This address can not be taken any more.');
      end;
      delete from auth.mail_link l where l.user_id = spent.user_id;
      perform auth.record_security_event('EMAIL_CHANGED', spent.user_id);
      perform auth.end_sessions_of(spent.user_id, false);
      return before;
    end`,
  }),

  // Redefined: links that were asked for before fall with the password.
  ...replacing(
    door({
      signature: 'change_password(proof text, new_hash text, new_digest bytea)',
      returns: 'void',
      volatility: 'volatile',
      body: `
    declare
      me uuid := auth.demand_user();
    begin
      perform auth.demand_hash(new_hash);
      update auth.user_account u set password_hash = new_hash where u.id = me and u.password_hash = proof;
      if not found then
        perform auth.refuse('CONFLICT', 'The password was changed meanwhile.');
      end if;
      delete from auth.mail_link l where l.user_id = me;
      perform auth.record_security_event('PASSWORD_CHANGED', me);
      perform auth.end_sessions_of(me, true);
      perform auth.rotate_session(new_digest);
    end`,
    }),
  ),
];
