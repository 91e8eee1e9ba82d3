import { door, room } from '../20261123000002/functions.js';
import { presentedSession } from '../20261123000002/reach.js';

/** What can be done with a second factor: enrol, confirm, show, do without, demand. */

/** A time that whoever calls may choose, within reason. */
const demandTime = (interval: string): string => `
  if not coalesce(${interval} > interval '0' and ${interval} <= interval '1 day', false) then
    perform auth.refuse('BAD_USER_INPUT', 'A code counts for a time of at most a day.');
  end if`;

export const factorDoors: readonly string[] = [
  // The API verified the code against the sealed secret that it brings along, or it brings the digest of a recovery code. The update takes
  // the row's lock: of two who show one code at the same moment, the second finds it taken.
  ...room({
    signature: 'pass_factor(account uuid, factor_proof bytea, factor_step bigint, recovery bytea)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if recovery is not null then
        update auth.recovery_code c set used_at = clock_timestamp()
         where c.user_id = account and c.digest = recovery and c.used_at is null;
        if found then
          perform auth.record_security_event('RECOVERY_CODE_USED', account);
          return;
        end if;
      elsif factor_proof is not null and factor_step is not null then
        update auth.second_factor f set last_step = factor_step
         where f.user_id = account and f.sealed = factor_proof and f.last_step < factor_step and auth.is_near_step(factor_step);
        if found then
          return;
        end if;
      else
        perform auth.refuse('SECOND_FACTOR_REQUIRED', 'This account has a second factor: a code is needed as well.');
      end if;
      perform auth.refuse('UNAUTHENTICATED', 'The code is wrong, or was used before.');
    end`,
  }),

  // What a refused code leaves behind, in a transaction of its own.
  ...door({
    signature: 'factor_failed(account uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      perform auth.record_security_event('SECOND_FACTOR_FAILED', account);
    end`,
  }),

  // One step of drift to either side, and one more behind for the time between looking the secret up and being here.
  ...room({
    signature: 'is_near_step(step bigint)',
    returns: 'boolean',
    volatility: 'volatile',
    body: `
    declare
      present bigint := floor(extract(epoch from clock_timestamp()) / 30);
    begin
      return step between present - 2 and present + 1;
    end`,
  }),

  // Whoever knows the password, which the stored hash proves. The time is the database's, so that nodes need not agree on one.
  ...door({
    signature: 'factor_of(account uuid, proof text)',
    returns: 'table (sealed bytea, epoch_ms bigint)',
    volatility: 'volatile',
    body: `
    begin
      return query
        select f.sealed, floor(extract(epoch from clock_timestamp()) * 1000)::bigint
          from auth.user_account u join auth.second_factor f on f.user_id = u.id
         where u.id = account and u.password_hash = proof and u.deactivated_at is null and u.second_factor;
    end`,
  }),

  // One's own, by a living session.
  ...door({
    signature: 'own_factor()',
    returns: 'table (user_id uuid, email text, sealed bytea, pending bytea, epoch_ms bigint)',
    volatility: 'volatile',
    body: `
    begin
      return query
        select u.id, u.email, case when u.second_factor then f.sealed end,
               case when f.pending_until > clock_timestamp() then f.pending end,
               floor(extract(epoch from clock_timestamp()) * 1000)::bigint
          from auth.user_account u left join auth.second_factor f on f.user_id = u.id
         where u.id = auth.user_id();
    end`,
  }),

  // The account's row is locked, so that its factor changes one change at a time.
  ...room({
    signature: 'locked_account()',
    returns: 'auth.user_account',
    volatility: 'volatile',
    body: `
    declare
      mine auth.user_account;
    begin
      select u.* into mine from auth.user_account u where u.id = auth.user_id() for no key update;
      if mine.id is null or auth.user_id() is null then
        perform auth.refuse('UNAUTHENTICATED', 'Nobody is signed in.');
      end if;
      return mine;
    end`,
  }),

  ...room({
    signature: 'is_stepped_up()',
    returns: 'boolean',
    volatility: 'volatile',
    body: `
    begin
      return exists (
        select from auth.session s
         where ${presentedSession('s')}
           and s.stepped_up_until > clock_timestamp());
    end`,
  }),

  // A session that was left open somewhere must not be enough to take an account over: the password was given of late, or a code.
  ...door({
    signature: 'begin_enrolment(new_pending bytea, valid interval, fresh interval)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      mine auth.user_account := auth.locked_account();
    begin
      ${demandTime('valid')};
      ${demandTime('fresh')};
      if mine.second_factor then
        if not auth.is_stepped_up() then
          perform auth.refuse('SECOND_FACTOR_REQUIRED', 'There is a second factor already: show a code of it before another takes its place.');
        end if;
      elsif not exists (
        select from auth.session s
         where ${presentedSession('s')}
           and s.created_at > clock_timestamp() - fresh)
      then
        perform auth.refuse('UNAUTHENTICATED', 'It is a while since you signed in: sign in again, then enrol a second factor.');
      end if;
      insert into auth.second_factor as f (user_id, pending, pending_until)
        values (mine.id, new_pending, clock_timestamp() + valid)
        on conflict (user_id) do update set pending = excluded.pending, pending_until = excluded.pending_until;
    end`,
  }),

  // Whoever else is signed in to the account never showed this factor, and is out.
  ...door({
    signature: 'confirm_enrolment(factor_proof bytea, factor_step bigint, recovery_digests bytea[], step_up interval)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      mine auth.user_account := auth.locked_account();
    begin
      ${demandTime('step_up')};
      if coalesce(cardinality(recovery_digests), 0) <> 10 then
        perform auth.refuse('BAD_USER_INPUT', 'A second factor comes with ten recovery codes.');
      end if;
      update auth.second_factor f
         set sealed = f.pending, last_step = factor_step, confirmed_at = clock_timestamp(), pending = null, pending_until = null
       where f.user_id = mine.id and f.pending = factor_proof and f.pending_until > clock_timestamp()
         and auth.is_near_step(factor_step);
      if not found then
        perform auth.refuse('UNAUTHENTICATED', 'The code is wrong, or was used before.');
      end if;
      delete from auth.recovery_code c where c.user_id = mine.id;
      insert into auth.recovery_code (user_id, digest) select mine.id, d.digest from unnest(recovery_digests) as d (digest);
      update auth.user_account u set second_factor = true where u.id = mine.id;
      perform auth.record_security_event('SECOND_FACTOR_ENROLLED', mine.id);
      perform auth.end_sessions_of(mine.id, true);
      update auth.session s set stepped_up_until = clock_timestamp() + step_up
       where ${presentedSession('s')};
    end`,
  }),

  // A session whose rights rise gets a new secret: whoever had copied the old one has nothing.
  ...door({
    signature: 'step_up(factor_proof bytea, factor_step bigint, recovery bytea, step_up interval, new_digest bytea)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      mine auth.user_account := auth.locked_account();
      ends timestamptz;
    begin
      ${demandTime('step_up')};
      if not mine.second_factor then
        perform auth.refuse('SECOND_FACTOR_REQUIRED', 'There is no second factor yet: enrol one first.');
      end if;
      perform auth.pass_factor(mine.id, factor_proof, factor_step, recovery);
      update auth.session s set digest = new_digest, stepped_up_until = clock_timestamp() + step_up
       where ${presentedSession('s')}
       returning s.stepped_up_until into ends;
      perform auth.record_security_event('STEPPED_UP', mine.id);
      return ends;
    end`,
  }),

  ...door({
    signature: 'disable_factor(factor_proof bytea, factor_step bigint, recovery bytea)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      mine auth.user_account := auth.locked_account();
    begin
      if not mine.second_factor then
        perform auth.refuse('CONFLICT', 'There is no second factor to do without.');
      elsif mine.staff is not null then
        perform auth.refuse('FORBIDDEN', 'Staff always have a second factor: enrol another, and it takes the place of this one.');
      end if;
      perform auth.pass_factor(mine.id, factor_proof, factor_step, recovery);
      delete from auth.recovery_code c where c.user_id = mine.id;
      delete from auth.second_factor f where f.user_id = mine.id;
      update auth.user_account u set second_factor = false where u.id = mine.id;
      perform auth.record_security_event('SECOND_FACTOR_DISABLED', mine.id);
      perform auth.end_sessions_of(mine.id, true);
      update auth.session s set stepped_up_until = null
       where ${presentedSession('s')};
    end`,
  }),

  // The same secret under a newer key. Who has not been given the old box can't name it.
  ...door({
    signature: 'reseal_factor(old_box bytea, new_box bytea)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      update auth.second_factor f set sealed = new_box where f.sealed = old_box;
    end`,
  }),

  // Who demands it of others has it, and has just shown it.
  ...door({
    signature: 'demand_second_factor(wanted boolean)',
    returns: 'boolean',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.current_actor();
      locked uuid := who.tenant_id;
    begin
      for turn in 1..2 loop
        if who.user_id is null then
          perform auth.refuse('UNAUTHENTICATED', 'Nobody is signed in.');
        elsif who.role is distinct from 'OWNER' then
          perform auth.refuse('FORBIDDEN', 'Only an owner of the tenant decides whether its people need a second factor.');
        elsif not auth.is_stepped_up() then
          perform auth.refuse('SECOND_FACTOR_REQUIRED', 'To decide this, show a code of your own second factor first.');
        end if;
        exit when turn = 2;
        perform auth.lock_tenant(locked);
        who := auth.current_actor();
      end loop;
      update auth.tenant_authority a set second_factor_required = wanted where a.tenant_id = locked and who.tenant_id = locked;
      return wanted;
    end`,
  }),
];
