import { door } from '../20261123000002/functions.js';
import { restated } from '../20261123000011/restated.js';
import { artifacts } from '../20261128000020/artifacts.js';

/** Of one app, by one person: what waits for whoever is signed in. */
const MOST_ATTENDED = 20;

/**
 * Anybody may begin a request of any app, so many of them must be in nobody's way. Where an app has as many as can wait, the oldest makes room;
 * what somebody looks at who is signed in comes last, and of each person that is a few. What an app pushes that keeps a secret it pushes itself: it
 * is told to wait.
 */
export const waiting: readonly string[] = [
  `alter table auth.app_artifact add column attended_by uuid null references auth.user_account (id)`,

  restated(artifacts, 'keep_app_artifact', [
    `perform auth.refuse('RATE_LIMITED'`,
    `delete from auth.app_artifact d
         where (d.kind, d.digest) in (
           select a.kind, a.digest from auth.app_artifact a
            where a.app_id = of_app and a.kind = what and a.expires_at > clock_timestamp() and a.digest <> key and a.consumed_at is null
              and (what = 'Interaction' or exists (select from auth.app p where p.id = of_app and p.secret_digest is null))
            order by a.attended_by is not null, a.expires_at limit 1 for update skip locked);
        if not found then
          perform auth.refuse('RATE_LIMITED'`,
  ]).replace(/(perform auth\.refuse\('RATE_LIMITED', '[^']*'\);)/, '$1\n        end if;'),

  // By whoever is signed in and has the address of it.
  ...door({
    signature: 'attend_app_artifact(key bytea)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.user_id();
      app uuid;
    begin
      update auth.app_artifact a set attended_by = me
       where a.kind = 'Interaction' and a.digest = key and a.expires_at > clock_timestamp() and a.consumed_at is null
         and a.attended_by is distinct from me
      returning a.app_id into app;
      update auth.app_artifact d set attended_by = null
       where (d.kind, d.digest) in (
         select a.kind, a.digest from auth.app_artifact a
          where a.app_id = app and a.kind = 'Interaction' and a.attended_by = me
          order by a.expires_at desc, a.digest offset ${String(MOST_ATTENDED)} for update skip locked);
    end`,
  }),
];
