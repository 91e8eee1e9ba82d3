import { door, room } from '../20261123000002/functions.js';

/** Of a refresh token that is brought twice at the same moment: one wins, the other is refused, and nobody is suspected. */
const GRACE = `interval '10 seconds'`;
/** Of what anybody may begin, for one app. */
const MOST_PENDING = 1000;
/** Used refresh tokens that a family remembers, the newest, to know a thief by. */
const MOST_USED = 1000;

/**
 * What the authorization server keeps between two requests. The API finds by digest only what somebody presented, and can list nothing. The
 * database's clock decides what is over, and each call takes a few dead rows along.
 */
export const artifacts: readonly string[] = [
  ...room({
    signature: 'sweep_app_artifacts()',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      delete from auth.app_artifact d
       where (d.kind, d.digest) in (
         select a.kind, a.digest from auth.app_artifact a where a.expires_at < clock_timestamp() - interval '1 minute'
          order by a.expires_at limit 10 for update skip locked);
    end`,
  }),

  ...door({
    signature: 'keep_app_artifact(what text, key bytea, sealed bytea, of_family bytea, of_app uuid, valid interval)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if not coalesce(valid > interval '0' and valid <= interval '366 days', false) then
        perform auth.refuse('BAD_USER_INPUT', 'What is kept for an app has an end.');
      end if;
      perform auth.sweep_app_artifacts();
      if what in ('Interaction', 'PushedAuthorizationRequest') and (
        select count(*) from (select from auth.app_artifact a
                               where a.app_id = of_app and a.kind = what and a.expires_at > clock_timestamp() and a.digest <> key
                               limit ${MOST_PENDING}) pending) >= ${MOST_PENDING}
      then
        perform auth.refuse('RATE_LIMITED', 'Too many requests of this app are waiting for an answer.');
      end if;
      insert into auth.app_artifact as a (kind, digest, box, family, app_id, expires_at)
        values (what, key, sealed, of_family, of_app, clock_timestamp() + valid)
        on conflict (kind, digest) do update set box = excluded.box, expires_at = excluded.expires_at;
      if what = 'RefreshToken' then
        delete from auth.app_artifact d
         where d.family = of_family and d.kind = what
           and d.digest in (select o.digest from auth.app_artifact o
                             where o.family = of_family and o.kind = what and o.consumed_at is not null
                             order by o.consumed_at desc, o.digest offset ${MOST_USED});
      end if;
    end`,
  }),

  // Not there: unknown, over, of a family that has ended, or used a moment ago by somebody who came first.
  ...door({
    signature: 'app_artifact_of(what text, key bytea)',
    returns: 'table (sealed bytea, used_at int)',
    volatility: 'stable',
    body: `
    begin
      return query
        select a.box, extract(epoch from a.consumed_at)::int
          from auth.app_artifact a
         where a.kind = what and a.digest = key and a.expires_at > clock_timestamp()
           and (a.kind <> 'RefreshToken' or coalesce(a.consumed_at < clock_timestamp() - ${GRACE}, true))
           and auth.app_artifact_lives(a);
    end`,
  }),

  // True for one caller. A code that is brought twice is in two hands: all that came of it ends.
  ...door({
    signature: 'use_app_artifact(what text, key bytea)',
    returns: 'boolean',
    volatility: 'volatile',
    body: `
    declare
      of_family bytea;
    begin
      update auth.app_artifact a set consumed_at = clock_timestamp()
       where a.kind = what and a.digest = key and a.consumed_at is null and a.expires_at > clock_timestamp();
      if found then
        return true;
      end if;
      select a.family into of_family from auth.app_artifact a where a.kind = what and a.digest = key;
      if what = 'AuthorizationCode' and of_family is not null then
        perform auth.end_token_family(of_family);
      end if;
      return false;
    end`,
  }),

  ...door({
    signature: 'discard_app_artifact(what text, key bytea)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      delete from auth.app_artifact a where a.kind = what and a.digest = key;
    end`,
  }),
];
