import { door, reaction, room } from '../20261123000002/functions.js';
import { presentedSession } from '../20261123000002/reach.js';

/**
 * Sessions as their user sees them, and everything that ends them. Ending is a row: the next statement under that session, on whichever node,
 * finds nobody.
 */

/** As a person knows it again: an id that is no secret, and where it came from. */
export const sessionColumns: readonly string[] = [
  `alter table auth.session add column id uuid not null default gen_random_uuid()`,
  `alter table auth.session add column address text null check (length(address) <= 64)`,
  `alter table auth.session add column client text null check (length(client) <= 64)`,
  `create unique index session_id_index on auth.session (id)`,
];

const living = (session: string): string => `
  ${session}.ended_at is null
  and clock_timestamp() < ${session}.expires_at
  and clock_timestamp() < ${session}.seen_at + ${session}.idle`;

const comesFrom = (name: string): string => `nullif(left(current_setting('sluice.${name}', true), 64), '')`;

/** Redefined: says that it happened. */
const ending: readonly string[] = [
  ...door({
    signature: 'end_session()',
    returns: 'boolean',
    volatility: 'volatile',
    body: `
    declare
      mine uuid;
      lived boolean;
    begin
      select s.user_id, ${living('s')} into mine, lived
        from auth.session s where ${presentedSession('s')} and s.ended_at is null for update;
      if mine is null then
        return false;
      end if;
      if lived then
        perform auth.record_security_event('SIGNED_OUT', mine);
      end if;
      update auth.session s set ended_at = clock_timestamp() where ${presentedSession('s')};
      return true;
    end`,
  }),
].map((statement) => statement.replace(/^create function/, 'create or replace function'));

export const sessions: readonly string[] = [
  ...ending,

  // The same work and the same row in the log, whether or not there is such an account.
  ...door({
    signature: 'sign_in_failed(account uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      perform auth.record_security_event('SIGN_IN_FAILED', account);
    end`,
  }),

  ...door({
    signature: 'my_sessions()',
    returns: `table (
      id uuid, created_at timestamptz, last_used_at timestamptz, expires_at timestamptz, address text, client text, current boolean)`,
    volatility: 'stable',
    body: `
    begin
      return query
        select s.id, s.created_at::timestamptz, s.seen_at::timestamptz,
               least(s.expires_at, s.seen_at + s.idle)::timestamptz, s.address, s.client, ${presentedSession('s')}
          from auth.session s
         where s.user_id = auth.user_id() and ${living('s')}
         order by s.seen_at desc, s.id;
    end`,
  }),

  // All of an account's but, where asked, the presented one. How many there were.
  ...room({
    signature: 'end_sessions_of(account uuid, spare_presented boolean)',
    returns: 'int',
    volatility: 'volatile',
    body: `
    declare
      ended int;
    begin
      update auth.session s set ended_at = clock_timestamp()
       where s.user_id = account and ${living('s')}
         and not (spare_presented and coalesce(${presentedSession('s')}, false));
      get diagnostics ended = row_count;
      return ended;
    end`,
  }),

  ...room({
    signature: 'demand_user()',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.user_id();
    begin
      if me is null then
        perform auth.refuse('UNAUTHENTICATED', 'Nobody is signed in.');
      end if;
      return me;
    end`,
  }),

  // True if it was the presented one. Another's id is one that nobody has.
  ...door({
    signature: 'end_my_session(session uuid)',
    returns: 'boolean',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_user();
      presented boolean;
    begin
      perform from auth.session s where s.id = session and s.user_id = me and ${living('s')} for update;
      if not found then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      perform auth.record_security_event('SESSION_ENDED', me);
      update auth.session s set ended_at = clock_timestamp() where s.id = session returning ${presentedSession('s')} into presented;
      return presented;
    end`,
  }),

  ...door({
    signature: 'end_my_other_sessions()',
    returns: 'int',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_user();
      ended int := auth.end_sessions_of(me, true);
    begin
      for each_one in 1..ended loop
        perform auth.record_security_event('SESSION_ENDED', me);
      end loop;
      return ended;
    end`,
  }),

  // The same session under a new secret: what knew the old one knows nothing. Its times go on.
  ...door({
    signature: 'rotate_session(new_digest bytea)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      perform auth.demand_user();
      if octet_length(new_digest) is distinct from 32 then
        perform auth.refuse('BAD_USER_INPUT', 'A session needs a digest of 32 bytes.');
      end if;
      update auth.session s set digest = new_digest where ${presentedSession('s')} and ${living('s')};
      if not found then
        perform auth.refuse('UNAUTHENTICATED', 'Nobody is signed in.');
      end if;
      perform set_config('sluice.credential', encode(new_digest, 'hex'), true);
    end`,
  }),

  // However a session begins, it remembers where from, and its user can read that it did.
  ...reaction({
    name: 'session_began',
    body: `
    begin
      new.address := ${comesFrom('address')};
      new.client := ${comesFrom('client')};
      perform auth.record_security_event('SIGNED_IN', new.user_id);
      return new;
    end`,
  }),

  ...reaction({
    name: 'account_changed',
    body: `
    begin
      if new.deactivated_at is not null and old.deactivated_at is null then
        perform auth.record_security_event('DEACTIVATED', new.id);
        perform auth.end_sessions_of(new.id, false);
      elsif new.second_factor is distinct from old.second_factor then
        perform auth.end_sessions_of(new.id, true);
      end if;
      return null;
    end`,
  }),

  ...reaction({
    name: 'membership_changed',
    body: `
    begin
      if new.ended_at is not null and old.ended_at is null then
        perform auth.record_security_event('ROLE_CHANGED', new.user_id, new.tenant_id, old.role || ' to none');
        perform auth.end_sessions_of(new.user_id, false);
      elsif new.ended_at is null and (new.role is distinct from old.role or old.ended_at is not null) then
        perform auth.record_security_event(
          'ROLE_CHANGED', new.user_id, new.tenant_id,
          case when old.ended_at is null then old.role else 'none' end || ' to ' || new.role);
      end if;
      return null;
    end`,
  }),
  ...reaction({
    name: 'membership_removed',
    body: `
    begin
      if old.ended_at is null then
        perform auth.record_security_event('ROLE_CHANGED', old.user_id, old.tenant_id, old.role || ' to none');
        perform auth.end_sessions_of(old.user_id, false);
      end if;
      return null;
    end`,
  }),
];

/** Whoever changes these rows, and by whatever statement. */
export const sessionTriggers: readonly string[] = [
  `create trigger session_began before insert on auth.session
     for each row execute function auth.session_began()`,
  `create trigger account_changed after update on auth.user_account
     for each row when (old is distinct from new) execute function auth.account_changed()`,
  `create trigger membership_changed after update on auth.membership
     for each row when (old is distinct from new) execute function auth.membership_changed()`,
  `create trigger membership_removed after delete on auth.membership
     for each row execute function auth.membership_removed()`,
];
