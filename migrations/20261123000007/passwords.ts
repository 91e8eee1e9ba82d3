import { door, room } from '../20261123000002/functions.js';

/** Changing what a password is kept as. The API hashes and compares; it proves that it did by bringing the stored hash along. */
export const passwords: readonly string[] = [
  // Of the presented user, to be compared with.
  ...door({
    signature: 'my_password()',
    returns: 'table (user_id uuid, password_hash text, email text, name text)',
    volatility: 'stable',
    body: `
    begin
      return query
        select u.id, u.password_hash, u.email, u.name from auth.user_account u
         where u.id = auth.user_id() and u.password_hash is not null;
    end`,
  }),

  ...room({
    signature: 'demand_hash(new_hash text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if not coalesce(starts_with(new_hash, '$argon2id$') and length(new_hash) between 50 and 500, false) then
        perform auth.refuse('BAD_USER_INPUT', 'A password is kept as an argon2id hash.');
      end if;
    end`,
  }),

  // All other sessions end, and this one goes on under a new secret.
  ...door({
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
      perform auth.record_security_event('PASSWORD_CHANGED', me);
      perform auth.end_sessions_of(me, true);
      perform auth.rotate_session(new_digest);
    end`,
  }),

  // The same password under the costs of today: nobody's session ends. False where it was changed meanwhile.
  ...door({
    signature: 'rehash_password(account uuid, proof text, new_hash text)',
    returns: 'boolean',
    volatility: 'volatile',
    body: `
    begin
      perform auth.demand_hash(new_hash);
      update auth.user_account u set password_hash = new_hash
       where u.id = account and u.password_hash = proof and u.deactivated_at is null;
      return found;
    end`,
  }),
];
